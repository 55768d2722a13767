"""Two people who press Save in the same moment, on real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from openilr.record.document import set_field
from openilr.record.versions import verify
from openilr.web.accounts.models import Membership
from openilr.web.learners.models import Learner
from openilr.web.records import actions
from openilr.web.records.models import Version
from openilr.web.records.queries import current_document
from openilr.web.records.refusals import EditConflict, ReferenceRefused
from openilr.web.records.stored import engine_version
from tests.web.records.people import document

pytestmark = pytest.mark.django_db(transaction=True)


def both(*acts: object) -> list[object]:
    """What two acts gave or raised that were begun in the same moment."""
    barrier = Barrier(len(acts))

    def run(act: object) -> object:
        try:
            barrier.wait()
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_different_fields_are_both_kept_and_one_field_is_decided_by_a_person(
    mis: Membership, qa: Membership, learner: Learner
):
    before = current_document(learner)

    def saving(by: Membership, name: str, value: str) -> object:
        wanted = set_field(before, before["id"], name, value)
        return lambda: actions.save(by=by.user, learner=learner, document=wanted, base_version=1)

    found = both(saving(mis, "Email", "a@example.org"), saving(qa, "TelNo", "000"))
    assert sorted(one.number for one in found) == [2, 3]
    assert sorted(one.merged for one in found) == [False, True]
    now = current_document(Learner.objects.get(pk=learner.pk))
    assert (now["Email"], now["TelNo"]) == ("a@example.org", "000")

    before = now
    again = [
        lambda by=by, value=value: actions.save(
            by=by.user,
            learner=learner,
            document=set_field(before, before["id"], "Email", value),
            base_version=3,
        )
        for by, value in ((mis, "b@example.org"), (qa, "c@example.org"))
    ]
    found = both(*again)
    assert sum(isinstance(one, EditConflict) for one in found) == 1
    assert Version.objects.filter(learner=learner).count() == 4
    assert verify(engine_version(row) for row in Version.objects.filter(learner=learner)) == []


def test_one_reference_goes_to_one_learner(mis: Membership):
    found = both(
        *(
            lambda number=number: actions.add_learner(
                by=mis.user,
                provider=mis.provider,
                document=document(number, LearnRefNumber="SAME"),
            )
            for number in (0, 1)
        )
    )

    assert sum(isinstance(one, ReferenceRefused) for one in found) == 1
    assert Learner.objects.count() == 1


def test_two_who_take_each_others_uln_do_not_wait_for_ever(mis: Membership):
    first, second = (
        actions.add_learner(by=mis.user, provider=mis.provider, document=document(n)).learner
        for n in (0, 1)
    )

    def taking(learner: Learner, uln: int | None) -> object:
        wanted = {**current_document(learner), "ULN": uln}
        return lambda: actions.save(by=mis.user, learner=learner, document=wanted, base_version=1)

    found = both(taking(first, second.uln), taking(second, first.uln))

    assert [one.number for one in found] == [2, 2]
