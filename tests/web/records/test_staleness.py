"""Records whose check is out of date are found, and checked again in the background."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from openilr.demo import reference
from openilr.ilr.calendar import period_of
from openilr.reference.supplied import tables_for
from openilr.web.accounts.models import Membership
from openilr.web.jobs.models import Job
from openilr.web.learners.models import Aim, Learner
from openilr.web.programmes.models import Programme
from openilr.web.records import actions, assessing, checking, staleness
from openilr.web.records.batch import Step, ToStore
from openilr.web.records.models import Assessment, Earning, Finding, Stale, Version
from openilr.web.ui.shell import today
from tests.web.records.people import YEAR, document

Look = Callable[..., Any]


def stale() -> list[Learner]:
    return list(staleness.stale_learners())


def test_a_record_that_was_just_saved_is_not_stale(learner: Learner):
    assert stale() == []


@pytest.mark.parametrize(
    "change",
    [
        {"checked_as_at": None},
        {"checked_as_at": today() - timedelta(days=1)},
        {"checked_with": "another release"},
    ],
)
def test_a_day_a_return_and_a_release_make_a_record_stale(learner: Learner, change: dict[str, Any]):
    Learner.objects.filter(pk=learner.pk).update(**change)

    assert stale() == [learner]


def test_a_marked_record_is_stale_and_an_archived_one_is_left_alone(learner: Learner):
    staleness.mark_stale([learner.pk], "a peer")
    staleness.mark_stale([learner.pk], "a peer again")
    assert stale() == [learner]
    assert Stale.objects.get().reason == "a peer again"

    Learner.objects.filter(pk=learner.pk).update(archived_at=timezone.now())

    assert stale() == []


def test_the_fingerprint_tells_returns_and_releases_apart(learner: Learner):
    on = assessing.basis()
    learner.refresh_from_db()
    assert learner.checked_with == on.fingerprint
    others = [
        assessing.Basis(on.tables, ((YEAR, 9),), on.as_at, on.rules_release, on.reference_release),
        assessing.Basis(on.tables, on.returns, on.as_at, "other rules", on.reference_release),
        assessing.Basis(on.tables, on.returns, on.as_at, on.rules_release, "other reference"),
    ]
    assert len({one.fingerprint for one in (on, *others)}) == 4


def test_the_job_checks_what_is_stale_and_nothing_else(
    mis: Membership, learner: Learner, foreign: Learner
):
    (stored,) = actions.store_many(
        by=mis.user,
        provider=mis.provider,
        items=[ToStore(0, None, [Step(document(5, Sex="Q"))])],
    )
    assert Job.objects.filter(kind="record.check", provider=mis.provider).count() == 1
    Learner.objects.filter(pk=foreign.pk).update(checked_as_at=None)
    before = Assessment.objects.get(learner=learner).made_at

    result = checking.check_records.call(provider_id=mis.provider_id)

    assert result == {"checked": 1}
    imported = Learner.objects.get(pk=stored.learner)
    assert imported.checked_as_at == today()
    assert imported.error_count > 0
    assert Finding.objects.filter(learner=imported, severity="E").count() >= 1
    assert Assessment.objects.get(learner=learner).made_at == before
    assert Learner.objects.get(pk=foreign.pk).checked_as_at is None
    assert not Stale.objects.exists()


def test_each_provider_with_stale_records_gets_a_job_once(learner: Learner, foreign: Learner):
    Learner.objects.update(checked_as_at=None)

    assert checking.find_stale.call() == {"providers": 2}
    checking.find_stale.call()

    jobs = Job.objects.filter(kind="record.check")
    assert {job.provider_id for job in jobs} == {learner.provider_id, foreign.provider_id}
    assert jobs.count() == 2


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """References of learners whose check has a fault."""
    references: set[str] = set()
    whole: Look = assessing.look

    def look(record: Any, *args: Any, **more: Any) -> Any:
        if record["LearnRefNumber"] in references:
            raise ZeroDivisionError("a value of the record")
        return whole(record, *args, **more)

    monkeypatch.setattr(assessing, "look", look)
    return references


def test_a_fault_of_one_record_leaves_no_other_unchecked(
    mis: Membership, faulty: set[str], caplog: pytest.LogCaptureFixture
):
    learners = [
        actions.add_learner(by=mis.user, provider=mis.provider, document=document(n)).learner
        for n in range(3)
    ]
    Learner.objects.update(checked_as_at=None)
    faulty.add(learners[1].learn_ref_number)

    with pytest.raises(checking.ChecksFailed, match="1 of 3"):
        checking.check_records.call(provider_id=mis.provider_id)

    assert stale() == [learners[1]]
    assert str(learners[1].pk) in caplog.text
    assert "a value of the record" not in caplog.text


def test_a_fault_of_the_check_loses_nothing_that_was_typed(
    mis: Membership, learner: Learner, faulty: set[str]
):
    faulty.add(learner.learn_ref_number)
    wanted = {**Version.objects.get().document, "Email": "a@example.org"}

    saved = actions.save(by=mis.user, learner=learner, document=wanted, base_version=1)

    assert saved.number == 2
    learner.refresh_from_db()
    assert learner.checked_as_at is None
    assert stale() == [learner]
    faulty.clear()
    checking.check_records.call(provider_id=mis.provider_id)
    assert stale() == []


def test_many_peers_are_left_to_the_job(
    mis: Membership, django_capture_on_commit_callbacks: Callable[..., Any]
):
    uln = document(0)["ULN"]
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(checking.AT_ONCE + 2):
            actions.add_learner(
                by=mis.user, provider=mis.provider, document=document(number, ULN=uln)
            )

    assert Job.objects.filter(kind="record.check").exists()
    checking.check_records.call(provider_id=mis.provider_id)
    assert Finding.objects.filter(rule="R_59").count() == checking.AT_ONCE + 2


def test_a_record_checked_again_without_news_keeps_its_findings_days(mis: Membership):
    made = actions.add_learner(by=mis.user, provider=mis.provider, document=document(0, Sex="Q"))
    Finding.objects.update(since="2026-09-01")

    staleness.reassess([made.learner.pk])

    assert {str(one.since) for one in Finding.objects.all()} == {"2026-09-01"}


@pytest.fixture
def reference_store(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], None]]:
    """A store of its own, and a function that puts the demo provider's reference data in it.

    The store takes LARS as the published zip only, so the data stand beside it as given tables.
    """
    settings.DATA = tmp_path
    assessing.forget_tables()

    def fill() -> None:
        reference.write_tables(tmp_path / "reference.json", YEAR)
        given = tables_for(None, tmp_path / "reference.json")
        monkeypatch.setattr(assessing, "tables_for", lambda store: given)
        assessing.forget_tables()

    yield fill
    assessing.forget_tables()


def test_reference_data_makes_records_stale_and_gives_names(
    mis: Membership, reference_store: Callable[[], None]
):
    learner = actions.add_learner(by=mis.user, provider=mis.provider, document=document()).learner
    programme = Programme.objects.get()
    assert programme.title == f"Standard {programme.std_code}"

    reference_store()

    assert stale() == [learner]
    checking.check_records.call(provider_id=mis.provider_id)
    programme.refresh_from_db()
    assert not programme.title.startswith("Standard ")
    assert Aim.objects.get(aim_type=1).title == programme.title
    assert Aim.objects.exclude(aim_type=1).exclude(title="").exists()
    assert stale() == []


def test_a_checks_reference_data_is_one_object_while_it_stays(reference_store: object):
    assert assessing.current_tables() is assessing.current_tables()


def test_earnings_are_stored_once_and_the_money_that_errors_hold_is_told(
    mis: Membership, reference_store: Callable[[], None]
):
    reference_store()
    made = next(
        one
        for one in map(document, range(40))
        if any(aim.get("FundModel") == 36 and "LearnActEndDate" not in aim for aim in aims(one))
    )
    learner = actions.add_learner(by=mis.user, provider=mis.provider, document=made).learner
    rows = Earning.objects.filter(learner=learner)
    month = period_of(YEAR, today())
    stored = dict(rows.values_list("pk", "amount"))
    assert stored
    assert 0 not in stored.values()
    assert learner.money_at_risk == 0

    wrong = actions.save(
        by=mis.user, learner=learner, document={**made, "Sex": "Q"}, base_version=1
    ).learner

    assert dict(rows.values_list("pk", "amount")) == stored
    of_month = rows.filter(academic_year=YEAR, period=month, projected=False)
    earned = of_month.aggregate(sum=Sum("amount"))["sum"]
    assert earned > 0
    assert wrong.money_at_risk == earned


def aims(record: Any) -> list[dict[str, Any]]:
    return record.get("LearningDelivery", [])
