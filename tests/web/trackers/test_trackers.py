"""The list of changes that wait for QA, and closing one."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from openilr.record.document import set_field
from openilr.web.accounts.models import Membership
from openilr.web.accounts.roles import Role
from openilr.web.audit.models import Event
from openilr.web.learners.models import IlrStatus, Learner
from openilr.web.providers.models import Provider
from openilr.web.records import actions
from openilr.web.records.queries import current_document
from openilr.web.trackers.models import Tracker
from tests.web.records.people import document

SignIn = Callable[[Membership], Client]
LIST = reverse("trackers:list")


def pending(by: Membership, qa: Membership, number: int) -> Tracker:
    """A verified record that somebody changed."""
    learner = actions.add_learner(
        by=by.user, provider=by.provider, document=document(number)
    ).learner
    actions.sign(
        by=by.user,
        learner=learner,
        party="learner",
        signed_by="E. Underhill",
        signed_on=date(2026, 9, 1),
        version_number=1,
    )
    actions.verify(by=qa.user, learner=learner, version_number=1)
    before = current_document(learner)
    actions.save(
        by=by.user,
        learner=learner,
        document=set_field(before, before["id"], "Postcode", "ZZ99 9ZZ"),
        base_version=1,
        reason="Moved house",
    )
    return Tracker.objects.get(learner=learner)


@pytest.fixture
def tracker(mis: Membership, qa: Membership) -> Tracker:
    return pending(mis, qa, 0)


@pytest.fixture
def foreign(other_provider: Provider, make_member: Callable[..., Membership]) -> Tracker:
    return pending(make_member(other_provider, Role.MIS), make_member(other_provider, Role.QA), 1)


def page_of(tracker: Tracker) -> str:
    return reverse("trackers:tracker", args=[tracker.pk])


def test_the_list_shows_what_waits_at_this_provider(
    qa: Membership, sign_in: SignIn, tracker: Tracker, foreign: Tracker
):
    page = sign_in(qa).get(LIST)

    assert page.context["count"] == 1
    assert tracker.learner.learn_ref_number in page.content.decode()
    assert sign_in(qa).get(f"{LIST}?state=closed").context["count"] == 0


def test_a_tracker_shows_what_changed_and_is_closed(
    qa: Membership, mis: Membership, sign_in: SignIn, tracker: Tracker
):
    client = sign_in(qa)
    page = client.get(page_of(tracker)).content.decode()
    assert "Moved house" in page
    assert "ZZ99 9ZZ" in page
    assert "since version 1 was verified" in page

    client.post(page_of(tracker), {"version_number": "2", "note": "Seen the letter"})

    tracker.refresh_from_db()
    assert (tracker.state, tracker.closed_by) == (Tracker.State.CLOSED, qa.user)
    learner = Learner.objects.get(pk=tracker.learner_id)
    assert learner.ilr_status == IlrStatus.QA_VERIFIED
    assert Event.objects.filter(kind="tracker.closed").count() == 1
    after = client.get(page_of(tracker)).content.decode()
    assert "Seen the letter" in after
    assert "Close, checked" not in after
    assert "ZZ99 9ZZ" in after


def test_a_tracker_is_not_closed_on_a_version_that_was_not_seen(
    qa: Membership, mis: Membership, sign_in: SignIn, tracker: Tracker
):
    before = current_document(Learner.objects.get(pk=tracker.learner_id))
    actions.save(
        by=mis.user,
        learner=tracker.learner,
        document=set_field(before, before["id"], "Email", "a@example.org"),
        base_version=2,
    )

    page = sign_in(qa).post(page_of(tracker), {"version_number": "2"})

    assert "the record is at version 3 by now" in page.content.decode()
    tracker.refresh_from_db()
    assert tracker.state == Tracker.State.OPEN


def test_another_providers_tracker_is_not_there(qa: Membership, sign_in: SignIn, foreign: Tracker):
    assert sign_in(qa).get(page_of(foreign)).status_code == 404
    assert sign_in(qa).post(page_of(foreign), {"version_number": "2"}).status_code == 404


def test_who_may_not_close_sees_no_form_and_is_refused(
    mis: Membership, sign_in: SignIn, tracker: Tracker
):
    client = sign_in(mis)

    assert "Close, checked" not in client.get(page_of(tracker)).content.decode()
    assert client.post(page_of(tracker), {"version_number": "2"}).status_code == 403
    tracker.refresh_from_db()
    assert tracker.state == Tracker.State.OPEN


def test_a_closed_tracker_was_closed_by_somebody(tracker: Tracker):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tracker.objects.filter(pk=tracker.pk).update(state="closed")
