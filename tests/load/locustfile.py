"""A morning's work of people of four roles, for `locust` (`make load` runs it).

Every answer carries what it cost the server (`tests.load.measuring`); at the end the figures of
each page are written to OPENILR_LOAD_FIGURES.
"""

import json
import os
import random
import re
from collections import defaultdict
from pathlib import Path

from locust import HttpUser, between, events, task

from tests.load.fill import PASSWORD, email
from tests.load.measuring import CLOCK, PROCESSOR, QUERIES

FIGURES: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
"""Page to clock (ms), processor time (ms) and queries of each answer."""

_LEARNER = re.compile(r"/learners/([0-9a-f-]{36})/")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_FIELD = re.compile(r'name="(f-[0-9a-f]{32}-AddLine1)" value="([^"]*)"')
_BASE = re.compile(r'id="base-version" name="base" value="(\d+)"')


@events.quitting.add_listener
def write_figures(environment: object) -> None:
    """Leave the figures for `tests.load`."""
    Path(os.environ["OPENILR_LOAD_FIGURES"]).write_text(json.dumps(FIGURES))


class Person(HttpUser):
    """Somebody who signs in and looks at pages."""

    abstract = True
    role = ""
    wait_time = between(0.5, 2)

    def on_start(self) -> None:
        """Sign in, and find learners to look at."""
        page = self.client.get("/account/login/").text
        form = {"login": email(self.role), "password": PASSWORD}
        form["csrfmiddlewaretoken"] = _TOKEN.search(page)[1]
        answer = self.client.post("/account/login/", form)
        if answer.url.rstrip("/") != self.client.base_url.rstrip("/"):
            raise RuntimeError(f"{email(self.role)} cannot sign in: {answer.url}")
        self.learners = sorted(set(_LEARNER.findall(self.look("learners", "/learners/"))))

    def look(self, name: str, address: str) -> str:
        """Ask for a page and keep what it cost; the page."""
        return self.keep(name, self.client.get(address, name=name))

    def keep(self, name: str, answer: object) -> str:
        """Keep what an answer cost; its text."""
        answer.raise_for_status()
        cost = answer.headers
        FIGURES[name].append((float(cost[CLOCK]), float(cost[PROCESSOR]), int(cost[QUERIES])))
        return answer.text

    def learner(self) -> str:
        """Some learner of the first page of the list."""
        return random.choice(self.learners)  # noqa: S311 - no secret

    @task(2)
    def today(self) -> None:
        """The first page."""
        self.look("today", "/")


class DataOfficer(Person):
    """MIS: lists, search, records, saves."""

    role, weight = "mis", 4

    @task(3)
    def lists(self) -> None:
        """Filters, sorts and pages of lists."""
        self.look("learners", f"/learners/?page={random.randint(1, 300)}")  # noqa: S311
        self.look("learners, filtered", "/learners/?errors=yes&sort=programme")
        self.look("aims", "/learners/aims/")
        self.look("findings", "/records/findings/")
        self.look("history", "/records/history/")

    @task(1)
    def other_lists(self) -> None:
        """The lists that are opened less often."""
        self.look("employers", "/employers/")
        self.look("programmes", "/programmes/")
        self.look("findings by rule", "/records/findings/by-rule/")

    @task(2)
    def search(self) -> None:
        """The search of the top bar."""
        token = self.client.cookies["csrftoken"]
        form = {"words": random.choice("abcdefgh") + "a", "csrfmiddlewaretoken": token}  # noqa: S311
        self.keep("search", self.client.post("/ui/search/", form, name="search"))

    @task(4)
    def edit(self) -> None:
        """Open a record, change a field, and have it checked."""
        learner = self.learner()
        self.look("overview", f"/learners/{learner}/")
        page = self.look("record", f"/records/{learner}/")
        field, base, token = _FIELD.search(page), _BASE.search(page), _TOKEN.search(page)
        if not (field and base and token):
            return
        form = {
            "base": base[1],
            field[1]: f"{random.randint(1, 9999)} Long Lane",  # noqa: S311
            "csrfmiddlewaretoken": token[1],
        }
        answer = self.client.post(
            f"/records/{learner}/save/", form, headers={"HX-Request": "true"}, name="save"
        )
        self.keep("save", answer)


class Quality(Person):
    """QA: what waits, and the records behind it."""

    role, weight = "qa", 2

    @task(3)
    def verify(self) -> None:
        """The list of what is signed, and a record."""
        self.look("learners, signed", "/learners/?ilr=signed&errors=no")
        self.look("record", f"/records/{self.learner()}/")


class Manager(Person):
    """A manager: Today and the returns."""

    role, weight = "manager", 1

    @task(3)
    def returns(self) -> None:
        """How ready the records are."""
        self.look("returns", "/returns/")


class Tutor(Person):
    """A tutor: the learners of one group."""

    role, weight = "tutor", 1

    @task(3)
    def caseload(self) -> None:
        """The own learners and one of them."""
        self.look("learners, of a group", "/learners/?sort=-changed")
        self.look("overview", f"/learners/{self.learner()}/")
