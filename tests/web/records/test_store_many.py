"""Storing many learners at once: all or nothing per learner, and marked to be checked."""

import pytest

from openilr.record.document import set_field
from openilr.record.versions import verify
from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import NotAllowed
from openilr.web.audit.models import Event
from openilr.web.learners.models import Aim, Learner
from openilr.web.records import actions, staleness
from openilr.web.records.batch import Step, ToStore
from openilr.web.records.models import Assessment, Change, Stale, Version
from openilr.web.records.queries import current_document
from openilr.web.records.stored import engine_version
from tests.web.records.people import document, ids_of


def store(by: Membership, *items: ToStore) -> list[actions.Stored]:
    return actions.store_many(by=by.user, provider=by.provider, items=items)


def new(number: int, **values: object) -> ToStore:
    return ToStore(number, None, [Step(document(number, **values), "ILR.xml", "Import")])


def test_new_learners_are_stored_and_wait_to_be_checked(mis: Membership):
    answers = store(mis, new(0), new(1))

    assert [(one.key, one.versions, one.refusal) for one in answers] == [(0, 1, ""), (1, 1, "")]
    assert Learner.objects.filter(checked_as_at=None, version_number=1).count() == 2
    assert Stale.objects.count() == 2
    assert not Assessment.objects.exists()
    assert Change.objects.count() == 2
    assert Version.objects.filter(source="import", source_detail="ILR.xml").count() == 2
    assert Aim.objects.count() == sum(len(ids_of(document(n), "LearningDelivery")) for n in (0, 1))
    assert Event.objects.get(kind="records.stored").data["learners"] == 2


def test_what_is_stored_together_is_what_is_saved_one_by_one(mis: Membership):
    made = [document(number) for number in range(6)]
    one_by_one = document(6, LearnRefNumber="SINGLE")
    store(mis, *(ToStore(n, None, [Step(d)]) for n, d in enumerate([*made, one_by_one])))
    together = Learner.objects.get(learn_ref_number="SINGLE")
    staleness.reassess(list(Learner.objects.values_list("pk", flat=True)))
    together.refresh_from_db()

    def columns(learner: Learner) -> dict[str, object]:
        own = {"_state", "id", "made_at", "changed_at", "learn_ref_number", "search_text"}
        return {name: value for name, value in vars(learner).items() if name not in own}

    again = document(6, LearnRefNumber="SINGLE2", ULN=one_by_one["ULN"])
    Learner.objects.filter(pk=together.pk).update(
        uln=None
    )  # so that they are not each other's peer
    single = actions.add_learner(by=mis.user, provider=mis.provider, document=again).learner
    single.refresh_from_db()
    assert columns(single) == columns(together)


def test_steps_of_several_years_are_versions_in_order(mis: Membership):
    first = document(0)
    second = set_field(first, first["id"], "Email", "a@example.org")

    (answer,) = store(mis, ToStore("x", None, [Step(first, "2526.xml"), Step(second, "2627.xml")]))

    learner = Learner.objects.get(pk=answer.learner)
    assert (answer.versions, learner.version_number) == (2, 2)
    assert current_document(learner) == second
    rows = list(learner.versions.all())
    assert verify(engine_version(row) for row in rows) == []
    assert [row.source_detail for row in rows] == ["2526.xml", "2627.xml"]


def test_a_step_without_a_difference_is_no_version(mis: Membership):
    (made,) = store(mis, new(0))
    learner = Learner.objects.get()

    (answer,) = store(mis, ToStore(0, made.learner, [Step(current_document(learner))], 1))

    assert (answer.versions, answer.refusal) == (0, "")
    assert Version.objects.count() == 1


def test_a_learner_that_cannot_be_stored_is_refused_alone(mis: Membership):
    store(mis, new(0))
    learner = Learner.objects.get()
    before = current_document(learner)
    changed = set_field(before, before["id"], "Email", "a@example.org")

    answers = store(
        mis,
        new(1, LearnRefNumber=learner.learn_ref_number.lower()),
        new(2, LearnRefNumber=""),
        new(3, LearnRefNumber="TWICE"),
        new(4, LearnRefNumber="twice"),
        ToStore("stale plan", learner.pk, [Step(changed)], base_version=0),
        ToStore("not here", document(9)["id"], [Step(changed)], base_version=1),
    )

    refused = [one.refusal for one in answers]
    assert "Another learner has the reference" in refused[0]
    assert "Enter a LearnRefNumber" in refused[1]
    assert refused[2] == ""
    assert "Another learner has the reference twice" in refused[3]
    assert "changed after the file was looked at" in refused[4]
    assert "no longer here" in refused[5]
    assert Learner.objects.count() == 2
    assert current_document(Learner.objects.get(pk=learner.pk)) == before


def test_only_who_may_import_can_store(qa: Membership):
    with pytest.raises(NotAllowed):
        store(qa, new(0))
