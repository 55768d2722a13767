"""An import from the files to the records: two years, again, changed since, killed, refused."""

import re
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from openilr.record.document import set_field
from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import NotAllowed
from openilr.web.accounts.roles import Role
from openilr.web.jobs.models import Job
from openilr.web.jobs.recovery import recover
from openilr.web.jobs.running import JobCancelled, run
from openilr.web.jobs.tasks import SILENT
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Provider
from openilr.web.records import actions, importing, imports_jobs, staleness
from openilr.web.records.models import Import, ImportItem, Version
from openilr.web.records.queries import current_document
from tests.web.conftest import MakeMember
from tests.web.jobs.workload import worker_process
from tests.web.records.importing_help import (
    LAST_YEAR,
    THIS_YEAR,
    carried_out,
    looked_at,
    upload,
    work_on,
    write_year,
)

pytestmark = pytest.mark.django_db(transaction=True)
LEARNERS = 12


@pytest.fixture(scope="module")
def this_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_year(tmp_path_factory.mktemp("this"), THIS_YEAR, LEARNERS)


@pytest.fixture(scope="module")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_year(tmp_path_factory.mktemp("last"), LAST_YEAR, LEARNERS)


def counts(batch: Import) -> dict[str, int]:
    return {name: batch.summary[name] for name in ("new", "changed", "same", "problem", "stored")}


def test_two_years_of_a_learner_become_one_record_with_a_version_of_each(
    mis: Membership, this_year: Path, last_year: Path
) -> None:
    batch = looked_at(mis, this_year, last_year)
    assert batch.state == Import.State.PLANNED, batch.refusal
    assert not Learner.objects.exists()  # nothing is stored before a yes
    planned = counts(batch)
    assert planned["new"] + planned["problem"] == batch.items.count()
    assert planned["new"] > 0

    job = carried_out(mis, batch)
    assert (job.state, batch.state) == (Job.State.DONE, Import.State.DONE)
    assert counts(batch)["stored"] == planned["new"] == Learner.objects.count()
    both = [i for i in batch.items.all() if len(i.documents) == 2 and i.done_at]
    assert both
    versions = list(Version.objects.filter(learner_id=both[0].learner_id).order_by("number"))
    assert [v.source_detail.split(",")[0] for v in versions] == [LAST_YEAR, THIS_YEAR]
    digest = batch.files.get(name=THIS_YEAR).sha256[:16]
    assert versions[1].source_detail == f"{THIS_YEAR}, sha256 {digest}"
    assert {v.source for v in versions} == {Version.Source.IMPORT}
    assert {v.made_by for v in versions} == {mis.user}
    assert mis.provider.audit_events.filter(kind="import.confirmed").count() == 1


def test_the_same_file_again_changes_nothing(mis: Membership, this_year: Path) -> None:
    carried_out(mis, looked_at(mis, this_year))
    before = Version.objects.count()
    batch = looked_at(mis, this_year)
    assert counts(batch)["same"] == LEARNERS
    carried_out(mis, batch)
    assert Version.objects.count() == before
    assert batch.state == Import.State.DONE


def test_a_corrected_file_shows_its_differences_first(
    mis: Membership, this_year: Path, tmp_path: Path
) -> None:
    carried_out(mis, looked_at(mis, this_year))
    text = this_year.read_text("utf-8")
    family = re.search(r"<FamilyName>([^<]+)</FamilyName>", text)
    assert family is not None
    corrected = tmp_path / THIS_YEAR
    corrected.write_text(text.replace(family[0], "<FamilyName>Corrected</FamilyName>", 1), "utf-8")
    batch = looked_at(mis, corrected)
    item = batch.items.get(action=ImportItem.Action.CHANGED)
    assert [(c["field"], c["old"], c["new"]) for c in item.changes] == [
        ("FamilyName", family[1], "Corrected")
    ]
    assert item.learner is not None
    assert item.learner.family_name == family[1]
    carried_out(mis, batch)
    assert Learner.objects.get(pk=item.learner_id).family_name == "Corrected"


def test_a_record_edited_since_the_plan_is_looked_at_anew_and_not_overwritten(
    mis: Membership, this_year: Path, tmp_path: Path
) -> None:
    carried_out(mis, looked_at(mis, this_year))
    corrected = tmp_path / THIS_YEAR
    corrected.write_text(
        re.sub(
            r"<GivenNames>[^<]+</GivenNames>",
            "<GivenNames>Corrected</GivenNames>",
            this_year.read_text("utf-8"),
        ),
        "utf-8",
    )
    batch = looked_at(mis, corrected)
    assert counts(batch)["changed"] == LEARNERS
    edited = batch.items.order_by("pk").first()
    assert edited is not None
    learner = edited.learner
    assert learner is not None
    document = current_document(learner)
    actions.save(
        by=mis.user,
        learner=learner,
        document=set_field(document, document["id"], "FamilyName", "Edited"),
        base_version=learner.version_number,
        reason="A marriage",
    )

    carried_out(mis, batch)
    learner.refresh_from_db()
    assert (learner.family_name, learner.given_names == "Corrected") == ("Edited", False)
    assert batch.state == Import.State.PLANNED
    assert batch.summary["looked_at_anew"] == 1
    assert counts(batch)["stored"] == LEARNERS - 1
    anew = batch.items.get(done_at__isnull=True)
    assert anew.learner_id == learner.pk
    assert {change["field"] for change in anew.changes} == {"FamilyName", "GivenNames"}

    carried_out(mis, batch)
    assert batch.state == Import.State.DONE
    learner.refresh_from_db()
    assert learner.given_names == "Corrected"
    assert learner.versions.count() == 3


def test_a_learner_added_by_hand_since_the_plan_is_not_doubled(
    mis: Membership, this_year: Path
) -> None:
    batch = looked_at(mis, this_year)
    item = batch.items.order_by("pk").first()
    assert item is not None
    actions.add_learner(by=mis.user, provider=mis.provider, document=item.documents[-1][1])
    carried_out(mis, batch)
    assert batch.summary["looked_at_anew"] == 1
    assert Learner.objects.count() == LEARNERS
    assert batch.items.get(learn_ref_number=item.learn_ref_number).learner is not None


def test_a_worker_killed_in_the_middle_goes_on_where_it_was(
    mis: Membership, this_year: Path
) -> None:
    batch = looked_at(mis, this_year)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")  # of this import and of other tests
    job = importing.confirm(by=mis.user, batch=batch)
    hold = "from tests.web.records import importing_help as h; h.hold_after_the_first_learners()"
    with worker_process(hold) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "stored\n"
        worker.kill()
        worker.wait()
    assert Learner.objects.count() == Version.objects.count() == 5  # whole ones
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now() - timedelta(minutes=5))
    assert recover() == 1
    run(job.pk)
    batch.refresh_from_db()
    assert batch.state == Import.State.DONE
    assert Learner.objects.count() == Version.objects.count() == LEARNERS


def test_a_lost_database_leaves_no_learner_half_stored_and_the_job_goes_on(
    mis: Membership, this_year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = looked_at(mis, this_year)
    importing.confirm(by=mis.user, batch=batch)

    def lost(*arguments: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(imports_jobs, "update_rows", lost)
    job = work_on(batch)
    assert job.state == Job.State.WAITING
    assert not Learner.objects.exists()
    monkeypatch.undo()
    work_on(batch)
    assert batch.state == Import.State.DONE
    assert Learner.objects.count() == LEARNERS


def test_a_cancelled_import_keeps_what_is_stored_and_goes_on_when_told(
    mis: Membership, this_year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports_jobs, "STORED_TOGETHER", 5)
    batch = looked_at(mis, this_year)
    job = importing.confirm(by=mis.user, batch=batch)
    real = imports_jobs._store_some

    def then_cancelled(*arguments: Any) -> int:
        assert real(*arguments) == 5
        raise JobCancelled

    monkeypatch.setattr(imports_jobs, "_store_some", then_cancelled)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    batch.refresh_from_db()
    assert counts(batch)["stored"] == Learner.objects.count() == 5
    monkeypatch.setattr(imports_jobs, "_store_some", real)
    carried_out(mis, batch)
    assert Learner.objects.count() == LEARNERS


def test_two_imports_of_a_provider_do_not_run_at_once(mis: Membership, this_year: Path) -> None:
    first, second = looked_at(mis, this_year), looked_at(mis, this_year)
    importing.confirm(by=mis.user, batch=first)
    with pytest.raises(importing.ImportRefused, match="Another import"):
        importing.confirm(by=mis.user, batch=second)
    with pytest.raises(importing.ImportRefused, match="worked on already"):
        importing.confirm(by=mis.user, batch=first)
    work_on(first)
    # The second's plan was made before the first: its learners are there now, so it is made anew.
    carried_out(mis, second)
    assert second.state == Import.State.PLANNED
    assert counts(second)["same"] == LEARNERS
    assert Learner.objects.count() == LEARNERS


# ---------------------------------------------------------------------------------------- refusals


def refusal_of(mis: Membership, *files: tuple[str, bytes]) -> str:
    batch = upload(mis, files)
    work_on(batch)
    assert batch.state == Import.State.REFUSED
    assert not batch.items.exists()
    return batch.refusal


def test_a_file_of_another_ukprn_is_refused_and_says_whose_it_is(
    mis: Membership, this_year: Path
) -> None:
    theirs = this_year.read_bytes().replace(b">90000117<", b">90000125<")
    told = refusal_of(mis, (THIS_YEAR.replace("90000117", "90000125"), theirs))
    assert "of UKPRN 90000125" in told
    assert "Fernhill Training, UKPRN 90000117" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.xml", b"Dear Sir or Madam,"),
        ("page.xml", b"<html><body>Not an ILR</body></html>"),
        ("empty.xml", b""),
        ("ILR.zip", b"PK\x03\x04 not really a zip"),
        ("future.xml", b'<Message xmlns="ESFA/ILR/2099-00"><Header/></Message>'),
    ],
)
def test_what_is_not_an_ilr_is_refused_by_name(mis: Membership, name: str, content: bytes) -> None:
    assert refusal_of(mis, (name, content)).startswith(f"{name}: ")


def test_every_file_s_problem_is_told_at_once(mis: Membership, this_year: Path) -> None:
    told = refusal_of(
        mis, ("a.xml", b"nonsense"), ("b.xml", b"<x/>"), (THIS_YEAR, this_year.read_bytes())
    )
    assert [line.split(":")[0] for line in told.splitlines()] == ["a.xml", "b.xml"]


def test_two_files_of_one_year_are_refused(mis: Membership, this_year: Path) -> None:
    content = this_year.read_bytes()
    told = refusal_of(mis, (THIS_YEAR, content), (THIS_YEAR.replace("-01.", "-02."), content))
    assert told == "2 files are of 2026/27. Import one file of a year at a time."


def test_a_zip_bomb_is_refused(mis: Membership, this_year: Path) -> None:
    head, learners = this_year.read_bytes().split(b"<Learner>", 1)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(THIS_YEAR, head + b" " * 60_000_000 + b"<Learner>" + learners)
    name = THIS_YEAR.replace(".xml", ".zip")
    assert "far more than" in refusal_of(mis, (name, packed.getvalue()))


def test_a_zipped_file_is_read_like_the_plain_one(mis: Membership, this_year: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(this_year, THIS_YEAR)
    batch = upload(mis, [(THIS_YEAR.replace(".xml", ".zip"), packed.getvalue())])
    work_on(batch)
    assert counts(batch)["new"] == LEARNERS


def test_a_reference_twice_in_a_file_needs_a_corrected_file(
    mis: Membership, this_year: Path
) -> None:
    text = this_year.read_text("utf-8")
    first, second = re.findall(r"<LearnRefNumber>([^<]+)</LearnRefNumber>", text)[:2]
    doubled = text.replace(f">{second}<", f">{first}<")
    batch = upload(mis, [(THIS_YEAR, doubled.encode())])
    work_on(batch)
    item = batch.items.get(action=ImportItem.Action.PROBLEM)
    assert "2 times" in item.warnings[0]["message"]
    with pytest.raises(importing.ImportRefused, match="do not say what to store"):
        importing.accept(by=mis.user, item=item)
    carried_out(mis, batch)
    assert Learner.objects.count() == LEARNERS - 2


def test_learners_without_a_reference_are_told_by_their_lines(
    mis: Membership, this_year: Path
) -> None:
    text = this_year.read_text("utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "<Learner>" in row)
    without = re.sub(r"<LearnRefNumber>[^<]+</LearnRefNumber>", "", text, count=1)
    batch = upload(mis, [(THIS_YEAR, without.encode())])
    work_on(batch)
    assert batch.items.count() == LEARNERS - 1
    assert (batch.summary["nameless"], batch.summary["nameless_lines"]) == (1, [line])


def two_people(mis: Membership, this_year: Path) -> Import:
    """An import in which a known reference has another ULN and another date of birth."""
    carried_out(mis, looked_at(mis, this_year))
    text = this_year.read_text("utf-8")
    one = re.search(r"<ULN>(\d+)</ULN>(?s:.*?)<DateOfBirth>([\d-]+)</DateOfBirth>", text)
    assert one is not None
    other = one[0].replace(one[1], "9900000010").replace(one[2], "1990-01-01")
    batch = upload(mis, [(THIS_YEAR, text.replace(one[0], other, 1).encode())])
    work_on(batch)
    return batch


def test_a_reference_that_looks_like_two_people_waits_for_a_decision(
    mis: Membership, this_year: Path
) -> None:
    batch = two_people(mis, this_year)
    item = batch.items.get(action=ImportItem.Action.PROBLEM)
    assert "another person?" in item.warnings[0]["message"]
    carried_out(mis, batch)
    assert item.learner is not None
    assert item.learner.versions.count() == 1  # left out


def test_somebody_may_decide_that_it_is_the_same_person(mis: Membership, this_year: Path) -> None:
    batch = two_people(mis, this_year)
    item = batch.items.get(action=ImportItem.Action.PROBLEM)
    importing.accept(by=mis.user, item=item)
    carried_out(mis, batch)
    assert item.learner is not None
    assert item.learner.versions.count() == 2
    assert mis.provider.audit_events.get(kind="import.accepted").data == {"item": item.pk}


def test_an_abandoned_import_stores_nothing_and_deletes_its_files(
    mis: Membership, this_year: Path
) -> None:
    batch = looked_at(mis, this_year)
    file = batch.files.get()
    importing.abandon(by=mis.user, batch=batch)
    assert not file.content.storage.exists(file.content.name)
    with pytest.raises(importing.ImportRefused, match="abandoned"):
        importing.confirm(by=mis.user, batch=batch)
    with pytest.raises(importing.ImportRefused, match="has ended"):
        importing.abandon(by=mis.user, batch=batch)


def test_a_job_that_comes_twice_does_nothing_the_second_time(
    mis: Membership, this_year: Path
) -> None:
    batch = looked_at(mis, this_year)
    items = list(batch.items.values_list("pk", flat=True))
    imports_jobs.plan.call(import_id=str(batch.pk))
    assert list(batch.items.values_list("pk", flat=True)) == items
    carried_out(mis, batch)
    imports_jobs.carry_out.call(import_id=str(batch.pk), by_id=mis.user.pk)
    assert Version.objects.count() == LEARNERS
    assert SILENT.job is None


def test_only_those_who_may_import_do(
    provider: Provider, make_member: MakeMember, mis: Membership, this_year: Path
) -> None:
    batch = looked_at(mis, this_year)
    tutor = make_member(provider, Role.TUTOR).user
    with pytest.raises(NotAllowed):
        importing.upload(by=tutor, provider=provider, files=[])
    for act in (importing.confirm, importing.abandon):
        with pytest.raises(NotAllowed):
            act(by=tutor, batch=batch)
    with pytest.raises(NotAllowed):
        importing.accept(by=tutor, item=batch.items.first())  # type: ignore[arg-type]


def test_somebody_who_lost_the_role_meanwhile_is_refused_in_the_job(
    mis: Membership, this_year: Path
) -> None:
    batch = looked_at(mis, this_year)
    importing.confirm(by=mis.user, batch=batch)
    Membership.objects.filter(pk=mis.pk).update(role=Role.TUTOR)
    job = work_on(batch)
    assert job.state == Job.State.FAILED
    assert "Import ILR files" in job.failure
    assert not Learner.objects.exists()


def test_the_records_wait_for_their_check(mis: Membership, this_year: Path) -> None:
    carried_out(mis, looked_at(mis, this_year))
    assert staleness.stale_learners().count() == LEARNERS
    job = Job.objects.get(kind="record.check")
    assert (job.provider, job.state) == (mis.provider, Job.State.WAITING)
