"""The application served to Chromium: a small invented provider, its reference data in force."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import (  # noqa: F401 - its fixtures are used here
    MakeMember,
    make_member,
    mis,
    other_provider,
    provider,
    qa,
    sign_in,
    superuser,
)

# isort: split
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from openilr.demo.provider import make
from openilr.record.document import Document
from openilr.reference import store
from openilr.reference.overrides import overrides_of
from openilr.web.accounts.models import Membership
from openilr.web.learners.models import Learner
from openilr.web.records import actions, assessing
from tests.web.records.people import YEAR, document

LEARNERS = 12
"""How many learners the provider has; the first ones, all without findings."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium; skipped with a reason where it is missing."""
    path = os.environ.get("OPENILR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        reason = "Chromium is not installed (set OPENILR_CHROMIUM to its path)"
        if os.environ.get("OPENILR_REQUIRE_SPEC") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, so Django takes the tests for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reference_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the invented provider's reference data in force."""
    folder = tmp_path_factory.mktemp("data")
    made = overrides_of(make(40, year=YEAR).reference(), "the invented reference data")
    loaded_at = datetime.now(UTC)
    store.load_made(folder / "reference", made, source="Invented", loaded_at=loaded_at)
    return folder


@pytest.fixture
def documents() -> list[Document]:
    """The records of the provider's learners; a test may change them before they are stored."""
    return [document(number) for number in range(LEARNERS)]


@pytest.fixture
def learners(
    mis: Membership,  # noqa: F811
    documents: list[Document],
    reference_data: Path,
    settings: Any,
) -> Iterator[list[Learner]]:
    """The provider's learners, added by its MIS officer."""
    settings.DATA = reference_data
    assessing.forget_tables()
    yield [
        actions.add_learner(
            by=mis.user, provider=mis.provider, document=one, reason="Enrolment"
        ).learner
        for one in documents
    ]
    assessing.forget_tables()


class Office:
    """Browsers of people who have signed in, and what went wrong on their pages."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        sign_in: Callable[[Membership], Client],  # noqa: F811
    ) -> None:
        self.address = address
        self.trouble: list[str] = []
        self._browser = browser
        self._sign_in = sign_in
        self._contexts: list[BrowserContext] = []

    def page(self, person: Membership | None = None, **options: Any) -> Page:
        """A page of a browser of its own, in which the person has signed in."""
        wanted = {"viewport": {"width": 1360, "height": 900}, "reduced_motion": "reduce"}
        context = self._browser.new_context(
            base_url=self.address, locale="en-GB", timezone_id="Europe/London", **wanted | options
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        if person is not None:
            session = self._sign_in(person).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        page.on("response", self._response)
        return page

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.trouble.append(f"console: {message.text} ({message.location.get('url')})")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            self.trouble.append(f"{response.status}: {response.url}")

    def forgive(self, words: str) -> None:
        """Take out of the trouble what the test has caused itself; it must be there."""
        kept = [one for one in self.trouble if words not in one]
        assert len(kept) < len(self.trouble), self.trouble
        self.trouble = kept

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def office(
    chromium: Browser,
    live_server: Any,
    sign_in: Callable[[Membership], Client],  # noqa: F811
) -> Iterator[Office]:
    """Opens pages; at the end none may have had an error, a refusal or a breach of the policy."""
    made = Office(chromium, live_server.url, sign_in)
    yield made
    made.close()
    assert made.trouble == []


def typed(day: date) -> str:
    """A day as people type it."""
    return f"{day.day}/{day.month}/{day:%y}"
