"""The pages of an import: taking files in, what is too large, the plan, its learners, refusals."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.jobs.models import Job
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Group, Provider
from openilr.web.records import importing
from openilr.web.records.models import Import, ImportItem
from openilr.web.ui.templatetags.ui import moment
from tests.web.conftest import MakeMember
from tests.web.records.importing_help import THIS_YEAR, looked_at, upload, work_on, write_year

SignIn = Callable[[Membership], Client]
pytestmark = pytest.mark.django_db(transaction=True)
LEARNERS = 4
NEW = "/records/imports/new/"


@pytest.fixture(scope="module")
def this_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_year(tmp_path_factory.mktemp("this"), THIS_YEAR, LEARNERS)


@pytest.fixture
def planned(mis: Membership, this_year: Path) -> Import:
    return looked_at(mis, this_year)


def address(batch: Import, *below: object) -> str:
    return "/".join(["/records/imports", str(batch.pk), *map(str, below), ""])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_files_are_sent_looked_at_confirmed_and_stored(
    mis: Membership, this_year: Path, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    assert 'enctype="multipart/form-data"' in text_of(client.get(NEW))
    with this_year.open("rb") as file:
        answer = client.post(NEW, {"files": [file]})
    batch = Import.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == address(batch)
    page = text_of(client.get(address(batch)))
    assert 'hx-trigger="every 2s"' in page
    assert "It starts as soon as a worker is free." in page

    work_on(batch)
    page = text_of(client.get(address(batch)))
    assert "hx-trigger" not in page.split('id="import"')[1]
    assert f"Import {LEARNERS} learners" in page
    assert not Learner.objects.exists()

    client.post(address(batch, "confirm"))
    work_on(batch)
    assert f"<b>{LEARNERS}</b> learners stored." in text_of(client.get(address(batch)))
    assert Learner.objects.count() == LEARNERS


def test_no_file_is_an_error_beside_the_field(mis: Membership, sign_in: SignIn) -> None:
    answer = sign_in(mis).post(NEW, {})
    assert answer.status_code == 422
    assert "Choose at least one file." in text_of(answer)


class Unread:
    """A request's body that nobody may read."""

    def read(self, *size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_two_gigabytes_are_refused_before_they_are_read(mis: Membership, sign_in: SignIn) -> None:
    answer = sign_in(mis).generic(
        "POST",
        NEW,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2 << 30),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "larger than an import takes (1 GB together)" in text_of(answer)
    assert not Import.objects.exists()


def test_more_than_is_taken_is_refused_as_it_is_read(
    mis: Membership, this_year: Path, sign_in: SignIn, settings: Any
) -> None:
    settings.IMPORT_MAX_BYTES = 1000
    with this_year.open("rb") as file:
        answer = sign_in(mis).post(NEW, {"files": [file]})
    assert answer.status_code == 413
    assert "larger than an import takes (1,000 bytes together)" in text_of(answer)
    assert not Import.objects.exists()


def test_the_form_s_token_is_checked_though_the_size_comes_first(
    mis: Membership, this_year: Path, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    client.handler.enforce_csrf_checks = True
    with this_year.open("rb") as file:
        assert client.post(NEW, {"files": [file]}).status_code == 403
    assert not Import.objects.exists()


def test_a_refused_import_says_why(mis: Membership, sign_in: SignIn) -> None:
    batch = upload(mis, [("letter.xml", b"Dear Sir or Madam,")])
    work_on(batch)
    page = text_of(sign_in(mis).get(address(batch)))
    assert "Nothing was imported." in page
    assert "letter.xml: " in page
    assert "Import other files" in page
    assert "Import 0" not in page


def test_the_lists_and_a_learner(planned: Import, mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(mis)
    assert moment(planned.at) in text_of(client.get("/records/imports/"))
    item = planned.items.order_by("pk").first()
    assert item is not None
    rows = text_of(client.get(address(planned, "learners") + "?action=new&look=no&done=no"))
    assert item.learn_ref_number in rows
    assert "New learner" in rows
    one = text_of(client.get(address(planned, "learners", item.pk)))
    assert "A new learner: all of the record comes from the files." in one


def test_differences_are_shown_with_both_values(
    planned: Import, mis: Membership, sign_in: SignIn
) -> None:
    item = planned.items.order_by("pk").first()
    assert item is not None
    item.action = ImportItem.Action.CHANGED
    item.changes = [
        {
            "kind": "changed", "entity": "Learner", "row": "0" * 32, "name": "Learner",
            "field": "FamilyName", "label": "Family name", "old": "Before", "new": "After",
        }
    ]  # fmt: skip
    item.save()
    one = text_of(sign_in(mis).get(address(planned, "learners", item.pk)))
    assert "<del>Before</del>" in one
    assert "<ins>After</ins>" in one


def in_doubt(batch: Import) -> ImportItem:
    item = batch.items.order_by("pk").first()
    assert item is not None
    item.action = ImportItem.Action.PROBLEM
    item.warnings = [{"year": "2627", "doubt": "another", "message": "=Another person?"}]
    item.save()
    return item


def test_problems_are_a_file_in_which_nothing_is_a_formula(
    planned: Import, mis: Membership, sign_in: SignIn
) -> None:
    item = in_doubt(planned)
    answer = sign_in(mis).get(f"/records/imports/{planned.pk}/problems.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "Reference,Learner,Year,To look at"
    assert f"{item.learn_ref_number},{item.name},2627,'=Another person?" in lines
    assert planned.provider.audit_events.filter(kind="import.problems_exported").exists()


def test_a_learner_in_doubt_is_accepted_once(
    planned: Import, mis: Membership, sign_in: SignIn
) -> None:
    item = in_doubt(planned)
    client = sign_in(mis)
    page = address(planned, "learners", item.pk)
    assert "It is the same person: import it" in text_of(client.get(page))
    client.post(page + "accept/")
    item.refresh_from_db()
    assert item.action == ImportItem.Action.NEW
    again = client.post(page + "accept/", follow=True)
    assert "not waiting for a decision" in text_of(again)


def test_a_second_yes_is_answered_in_words(
    planned: Import, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(mis)
    client.post(address(planned, "confirm"))
    again = text_of(client.post(address(planned, "confirm"), follow=True))
    assert "is being worked on already" in again
    assert Job.objects.filter(kind="import.carry_out").count() == 1
    assert "worked on. Cancel its job first" in text_of(
        client.post(address(planned, "abandon"), follow=True)
    )


def test_an_interrupted_import_offers_to_go_on(
    planned: Import, mis: Membership, sign_in: SignIn
) -> None:
    job = importing.confirm(by=mis.user, batch=planned)
    Job.objects.filter(pk=job.pk).update(state=Job.State.CANCELLED, ended_at=job.made_at)
    client = sign_in(mis)
    assert "Go on with the rest" in text_of(client.get(address(planned)))
    client.post(address(planned, "abandon"))
    planned.refresh_from_db()
    assert planned.state == Import.State.ABANDONED


@pytest.mark.parametrize("below", [(), ("learners",), ("learners", "{item}"), ("problems.csv",)])
def test_another_provider_s_import_is_not_there(
    below: tuple[str, ...], planned: Import, other_provider: Provider, make_member: MakeMember,
    sign_in: SignIn,
) -> None:  # fmt: skip
    item = planned.items.order_by("pk").first()
    assert item is not None
    place = address(planned, *(part.format(item=item.pk) for part in below))
    place = place.removesuffix("/") if place.endswith(".csv/") else place
    client = sign_in(make_member(other_provider, Role.MIS))
    assert client.get(place).status_code == 404
    for act in ("confirm", "abandon"):
        assert client.post(address(planned, act)).status_code == 404
    accept = address(planned, "learners", item.pk, "accept")
    assert client.post(accept).status_code == 404


def test_other_roles_are_refused_and_acts_need_a_post(
    planned: Import, provider: Provider, mis: Membership, make_member: MakeMember, sign_in: SignIn
) -> None:
    auditor = sign_in(make_member(provider, Role.AUDITOR))
    for place in ("/records/imports/", NEW, address(planned), address(planned, "learners")):
        assert auditor.get(place).status_code == 403
    for act in ("confirm", "abandon"):
        assert auditor.post(address(planned, act)).status_code == 403
        assert sign_in(mis).get(address(planned, act)).status_code == 405


def test_somebody_narrowed_to_groups_cannot_import(
    provider: Provider, mis: Membership, sign_in: SignIn
) -> None:
    group = Group.objects.create(provider=provider, name="North", path="/1/")
    mis.groups.add(group)
    answer = sign_in(mis).get(NEW)
    assert answer.status_code == 403
    assert "an import is of the whole provider" in text_of(answer)
