"""Every page as axe sees it, in light and dark; its width on a small screen; and its print."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from openilr.record.document import Document, set_field, set_fields
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.api.actions import make_token
from openilr.web.employers.models import Employer
from openilr.web.jobs.models import Job
from openilr.web.learners.models import Learner
from openilr.web.programmes.models import Programme
from openilr.web.providers.models import Group, Provider
from openilr.web.records import actions
from openilr.web.records.models import Finding, Import, Signature, Version
from openilr.web.records.queries import current_document
from openilr.web.records.signing import sign
from openilr.web.records.verifying import bulk_verify
from openilr.web.trackers.models import Tracker
from openilr.web.ui.shell import today
from tests.browser.conftest import Office
from tests.web.conftest import MakeMember
from tests.web.records.importing_help import THIS_YEAR, looked_at, write_year

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh"


@pytest.fixture
def documents(documents: list[Document]) -> list[Document]:
    """Two records with errors, and one with a name that is long."""
    aim = documents[1]["LearningDelivery"][0]["id"]
    documents[0] = set_field(documents[0], documents[0]["id"], "FamilyName", LONG)
    documents[1] = set_field(documents[1], aim, "LearnPlanEndDate", "2020-01-05")
    documents[2] = set_fields(documents[2], documents[2]["id"], {"Ethnicity": "999"})
    return documents


@pytest.fixture
def furnished(
    provider: Provider,
    mis: Membership,
    qa: Membership,
    learners: list[Learner],
    make_member: MakeMember,
    tmp_path: Path,
) -> dict[str, str]:
    """A provider with something on every page, and the address of each page by its name."""
    for learner in learners[3:8]:
        sign(
            by=mis.user,
            learner=learner,
            party=Signature.Party.LEARNER,
            signed_by=learner.name,
            signed_on=today(),
            version_number=1,
        )
    bulk_verify(by=qa.user, membership=qa, learner_ids=[one.pk for one in learners[3:6]])
    changed = Learner.objects.get(pk=learners[3].pk)
    document = current_document(changed)
    aim = document["LearningDelivery"][0]["id"]
    after = set_field(document, aim, "LearnPlanEndDate", "2027-11-05")
    actions.save(by=mis.user, learner=changed, document=after, base_version=1, reason="A later end")
    batch = looked_at(mis, write_year(tmp_path, THIS_YEAR, 3))
    assert batch.state == Import.State.PLANNED
    job = Job.objects.create(
        provider=provider,
        by=mis.user,
        kind="test.count",
        title="Import of two files",
        state=Job.State.RUNNING,
        done=1200,
        total=10000,
        message="Storing learners",
        arguments={},
    )
    whole = Group.objects.create(provider=provider, name="Fernhill", path="1/")
    superuser = make_member(provider, Role.SUPERUSER)
    make_token(membership=superuser, name="Dashboard", scopes=["learners:read"], days=30)
    tracker = Tracker.objects.get()
    finding = Finding.objects.filter(learner=learners[1]).first()
    assert finding is not None
    employer = Employer.objects.filter(provider=provider).first()
    programme = Programme.objects.filter(provider=provider).first()
    assert employer is not None
    assert programme is not None
    assert Version.objects.filter(learner=changed).count() == 2
    first = f"/records/{learners[1].pk}"
    imports = f"/records/imports/{batch.pk}"
    return {
        "today": "/",
        "learners": "/learners/",
        "learners, narrowed": "/learners/?errors=yes&sort=-errors",
        "learners, none": "/learners/?status=withdrawn",
        "aims": "/learners/aims/",
        "overview": f"/learners/{learners[1].pk}/",
        "overview, long name": f"/learners/{learners[0].pk}/",
        "record with errors": f"{first}/",
        "record, changed": f"/records/{changed.pk}/",
        "why": f"{first}/why/{finding.pk}/",
        "history of a learner": f"/records/{changed.pk}/history/",
        "versions": f"/records/{changed.pk}/versions/?from=1&to=2",
        "sign": f"{first}/sign/",
        "withdraw": f"/records/{learners[4].pk}/withdraw/",
        "exclude": f"{first}/exclude/",
        "note": f"{first}/note/",
        "erase": f"{first}/erase/",
        "add learner": "/records/add/",
        "findings": "/records/findings/",
        "findings by rule": "/records/findings/by-rule/",
        "history": "/records/history/",
        "imports": "/records/imports/",
        "import, new": "/records/imports/new/",
        "import": f"{imports}/",
        "import, learners": f"{imports}/learners/",
        "employers": "/employers/",
        "employer": f"/employers/{employer.pk}/",
        "programmes": "/programmes/",
        "programme": f"/programmes/{programme.pk}/",
        "changes": "/changes/",
        "change": f"/changes/{tracker.pk}/",
        "returns": "/returns/",
        "people": "/settings/people/",
        "person": f"/settings/people/{mis.pk}/",
        "person, role": f"/settings/people/{mis.pk}/role/",
        "person, archive": f"/settings/people/{mis.pk}/archive/",
        "add person": "/settings/people/add/",
        "roles": "/settings/people/roles/",
        "review": "/settings/people/review/",
        "settings": "/settings/",
        "groups": "/settings/groups/",
        "group": f"/settings/groups/{whole.pk}/",
        "jobs": "/jobs/",
        "job": f"/jobs/{job.pk}/",
        "what was done": "/audit/",
        "tokens": "/settings/tokens/",
        "preferences": "/ui/preferences/",
        "second step": "/account/2fa/",
        "set up an app": "/account/2fa/totp/activate/",
        "sessions": "/account/sessions/",
        "password": "/account/password/change/",
        "sign out": "/account/logout/",
    }


@pytest.fixture
def boss(provider: Provider, furnished: dict[str, str]) -> Membership:
    """The superuser, who sees everything."""
    return Membership.objects.get(provider=provider, role=Role.SUPERUSER.value)


def violations(page: Page) -> list[str]:
    """What axe finds on a page: the rule and the places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "values => axe.run(document, {runOnly: {type: 'tag', values}})", STANDARD
    )
    return [
        f"{found['id']} ({len(found['nodes'])}x): {found['nodes'][0]['html'][:160]}"
        + f" {found['nodes'][0]['any'][0]['message'][:160] if found['nodes'][0]['any'] else ''}"
        for found in result["violations"]
    ]


def problems_of(page: Page, addresses: dict[str, str]) -> list[str]:
    problems = []
    for name, address in addresses.items():
        page.goto(address)
        problems += [f"{name}: {one}" for one in violations(page)]
        heads = page.locator("h1").count()
        if heads != 1:
            problems.append(f"{name}: {heads} headings of level 1")
    return problems


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    office: Office, boss: Membership, furnished: dict[str, str], theme: str
) -> None:
    boss.user.theme = theme
    boss.user.save()
    problems = problems_of(office.page(boss), furnished)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door(office: Office, provider: Provider, theme: str) -> None:
    page = office.page(color_scheme=theme)
    doors = {"sign in": "/account/login/", "forgotten": "/account/password/reset/"}
    assert problems_of(page, doors) == []


def test_axe_finds_nothing_in_what_is_opened(
    office: Office, boss: Membership, furnished: dict[str, str]
) -> None:
    page = office.page(boss)
    problems = []
    for opener in ("add-filter", "choose-columns", "save-view", "keys"):
        page.goto("/learners/")
        page.locator(f"[data-opens={opener}]").first.click()
        problems += [f"{opener}: {one}" for one in violations(page)]
    page.goto(furnished["record with errors"])
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    problems += [f"record, all open: {one}" for one in violations(page)]
    page.locator(".o-top .dropdown [data-bs-toggle]").last.click()
    problems += [f"menu: {one}" for one in violations(page)]
    assert problems == []


def test_no_page_scrolls_sideways_at_320_pixels(
    office: Office, boss: Membership, furnished: dict[str, str]
) -> None:
    page = office.page(boss, viewport={"width": 320, "height": 700})
    wide = {}
    for name, address in furnished.items():
        page.goto(address)
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            wide[name] = over
    assert not wide, str(wide)


def test_a_record_prints_without_what_only_a_screen_needs(
    office: Office, boss: Membership, furnished: dict[str, str]
) -> None:
    page = office.page(boss)
    page.goto(furnished["learners"])
    page.emulate_media(media="print")
    for hidden in (".o-nav", ".o-top", ".o-tools"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".o-print-only").first.is_visible()


def test_a_page_that_is_not_there_says_what_to_do(office: Office, boss: Membership) -> None:
    page = office.page(boss)
    page.goto("/learners/00000000-0000-0000-0000-000000000000/")
    assert violations(page) == []
    assert page.get_by_role("heading", level=1).inner_text() == "There is nothing here"
    office.forgive("00000000")
