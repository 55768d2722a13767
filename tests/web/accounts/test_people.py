"""People: adding, inviting, roles, archive, review; what is refused; what is remembered."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail, signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.utils import timezone
from openpyxl import load_workbook

from openilr.web.accounts import actions, invitations
from openilr.web.accounts.history import person_history
from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.permissions import NotAllowed, Refused
from openilr.web.accounts.queries import works_only_at
from openilr.web.accounts.roles import Role
from openilr.web.api.models import Token
from openilr.web.employers.models import Employer
from openilr.web.learners.models import Learner, ProgrammeStatus
from openilr.web.providers import actions as provider_actions
from openilr.web.providers.models import Provider

SignIn = Callable[[Membership], Client]
MakeMember = Callable[..., Membership]
Commits = Callable[..., AbstractContextManager[object]]
PEOPLE = "/settings/people/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def token_for(person: Membership) -> Token:
    return Token.objects.create(
        user=person.user,
        provider=person.provider,
        name="Power BI",
        prefix="abc",
        hash="0" * 64,
        scopes=[],
        expires_at=timezone.now() + timedelta(days=1),
    )


def form_of(**changes: object) -> dict[str, object]:
    return {"name": "Ada Fenwick", "email": "Ada@Fernhill.example", "role": "qa"} | changes


# ------------------------------------------------------------------------------------------ adding


def test_a_person_is_added_and_invited(
    superuser: Membership,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    client = sign_in(superuser)
    assert client.get(f"{PEOPLE}add/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{PEOPLE}add/", form_of())
    added = Membership.objects.get(user__email="ada@fernhill.example")
    assert answer["Location"] == f"{PEOPLE}{added.pk}/"
    assert (added.role, added.provider) == ("qa", superuser.provider)
    (letter,) = mail.outbox
    assert letter.to == ["ada@fernhill.example"]
    event = superuser.provider.audit_events.get(kind="person.added")
    assert (event.by, event.subject_id, event.data) == (
        superuser.user,
        str(added.pk),
        {"role": "qa", "groups": []},
    )
    link = re.search(r"http://localhost:8000(/\S+)", letter.body).group(1)  # type: ignore[union-attr]
    guest = Client()
    assert b"Ada Fenwick" in guest.get(link).content
    assert b"Add another word or two" not in guest.post(link, {"password": "short"}).content
    assert guest.get("/").status_code == 302
    assert guest.post(link, {"password": "four quite new words"})["Location"] == "/"
    assert guest.get("/").status_code == 200
    # Used once: neither shown nor taken again.
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"password": "a thief's own words"}).status_code == 404
    assert added.provider.audit_events.filter(kind="person.invitation-accepted").count() == 1


@override_settings(SENDS_MAIL=False)
def test_without_mail_the_link_is_shown_to_the_superuser_once(
    superuser: Membership, sign_in: SignIn, django_capture_on_commit_callbacks: Commits
) -> None:
    client = sign_in(superuser)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"{PEOPLE}add/", form_of(), follow=True).content.decode()
    assert mail.outbox == []
    link = re.search(r"http://localhost:8000(/account/invitation/\S+?)<", page).group(1)  # type: ignore[union-attr]
    assert Client().get(link).status_code == 200
    added = Membership.objects.get(user__email="ada@fernhill.example")
    assert "/account/invitation/" not in client.get(f"{PEOPLE}{added.pk}/").content.decode()


def test_an_invitation_ends_after_a_week_and_cannot_be_forged(superuser: Membership) -> None:
    token = invitations.token_of(superuser.user)
    assert invitations.user_of(token) == superuser.user
    assert invitations.user_of(f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}") is None
    assert invitations.user_of("nonsense") is None
    forged = signing.dumps([superuser.user.pk, "0" * 32], salt=invitations.SALT)
    assert invitations.user_of(forged) is None
    original = invitations.LASTS
    try:
        invitations.LASTS = timedelta(seconds=-1)
        assert invitations.user_of(token) is None
    finally:
        invitations.LASTS = original


def test_a_sign_in_or_a_new_address_ends_an_invitation(superuser: Membership) -> None:
    user = superuser.user
    token = invitations.token_of(user)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    assert invitations.user_of(token) is None
    user.refresh_from_db()
    token = invitations.token_of(user)
    User.objects.filter(pk=user.pk).update(email="another@fernhill.example")
    assert invitations.user_of(token) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "no address"}, "Enter a valid email address"),
        ({"name": ""}, "This field is required"),
        ({"role": "learner"}, "Enter the reference of the learner"),
        ({"role": "learner", "learner": "NOBODY"}, "No learner here has this reference"),
        ({"role": "employer"}, "Choose the employer"),
        ({"role": "king"}, "Select a valid choice"),
    ],
)
def test_a_wrong_form_says_what_to_do(
    superuser: Membership, sign_in: SignIn, changes: dict[str, object], said: str
) -> None:
    answer = sign_in(superuser).post(f"{PEOPLE}add/", form_of(**changes))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert 'class="o-errors' in page
    assert Membership.objects.count() == 1


def test_somebody_who_is_here_already_is_not_added_twice(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    answer = sign_in(superuser).post(f"{PEOPLE}add/", form_of(email=mis.user.email.upper()))
    assert b"already among the people here" in answer.content


def test_a_learner_and_an_employer_are_tied_to_their_own(
    superuser: Membership, sign_in: SignIn
) -> None:
    learner = Learner.objects.create(provider=superuser.provider, learn_ref_number="L1")
    employer = Employer.objects.create(provider=superuser.provider, name="Larkfield Systems Ltd")
    client = sign_in(superuser)
    client.post(f"{PEOPLE}add/", form_of(email="a@x.example", role="learner", learner="l1"))
    client.post(
        f"{PEOPLE}add/", form_of(email="b@x.example", role="employer", employer=employer.pk)
    )
    assert Membership.objects.get(role="learner").learner == learner
    assert Membership.objects.get(role="employer").employer == employer


def test_another_provider_s_things_cannot_be_used(
    superuser: Membership, other_provider: Provider
) -> None:
    with pytest.raises(Refused, match="another provider"):
        actions.add_person(
            by=superuser.user,
            provider=superuser.provider,
            email="a@x.example",
            name="A",
            role=Role.EMPLOYER,
            employer=Employer.objects.create(provider=other_provider, name="Theirs"),
        )
    assert not User.objects.filter(email="a@x.example").exists()


def test_only_a_superuser_adds_people(
    provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    for role in Role:
        if role == Role.SUPERUSER:
            continue
        person = make_member(provider, role)
        assert sign_in(person).post(f"{PEOPLE}add/", form_of()).status_code == 403
        with pytest.raises(NotAllowed):
            actions.add_person(
                by=person.user, provider=provider, email="a@x.example", name="A", role=Role.MIS
            )
    assert not User.objects.filter(name="Ada Fenwick").exists()


def test_a_superuser_of_one_provider_has_no_power_at_another(
    superuser: Membership, other_provider: Provider
) -> None:
    with pytest.raises(NotAllowed):
        actions.add_person(
            by=superuser.user,
            provider=other_provider,
            email="a@x.example",
            name="A",
            role=Role.SUPERUSER,
        )


# ------------------------------------------------- accounts that are another provider's as well


@pytest.fixture
def shared(superuser: Membership, other_provider: Provider, make_member: MakeMember) -> Membership:
    """A person of another provider who now works here too."""
    theirs = make_member(other_provider, Role.MIS)
    return actions.add_person(
        by=superuser.user,
        provider=superuser.provider,
        email=theirs.user.email,
        name="Another Name",
        role=Role.QA,
    )


def test_a_known_account_keeps_its_name_and_is_told(
    superuser: Membership, shared: Membership, sign_in: SignIn
) -> None:
    assert shared.user.name != "Another Name"
    page = sign_in(superuser).get(f"{PEOPLE}{shared.pk}/").content.decode()
    assert "also works at another provider" in page
    assert "Larkmoor" not in page


def test_an_account_of_two_providers_cannot_be_taken_over_by_one(
    superuser: Membership, shared: Membership
) -> None:
    by = superuser.user
    for act in (actions.invite, actions.remove_second_step, actions.end_sessions):
        with pytest.raises(Refused, match="another provider"):
            act(by=by, membership=shared)  # type: ignore[operator]
    with pytest.raises(Refused, match="another provider"):
        actions.change_details(by=by, membership=shared, name="X", email="mine@x.example")
    # Archived elsewhere is still another provider's account.
    Membership.objects.exclude(provider=superuser.provider).update(
        archived_at=timezone.now(), archived_by=by
    )
    assert not works_only_at(shared.user, superuser.provider_id)


def test_archiving_at_one_provider_leaves_the_other(
    superuser: Membership, shared: Membership, sign_in: SignIn
) -> None:
    client = sign_in(shared)
    actions.archive(by=superuser.user, membership=shared)
    shared.user.refresh_from_db()
    assert shared.user.is_active
    page = client.get("/").content.decode()
    assert "Larkmoor College" in page
    assert "Fernhill Training" not in page


# -------------------------------------------------------------------------------- roles and archive


def test_a_role_is_changed_at_once(superuser: Membership, mis: Membership, sign_in: SignIn) -> None:
    theirs = sign_in(mis)
    assert theirs.get("/settings/").status_code == 403
    client = sign_in(superuser)
    assert client.get(f"{PEOPLE}{mis.pk}/role/").status_code == 200
    answer = client.post(f"{PEOPLE}{mis.pk}/role/", {"role": "manager"})
    assert answer["Location"] == f"{PEOPLE}{mis.pk}/"
    assert theirs.get("/settings/").status_code == 200
    event = mis.provider.audit_events.get(kind="person.role-changed")
    assert event.data == {"old": "mis", "new": "manager"}


def test_groups_narrow_and_the_change_is_in_the_history(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    group = provider_actions.add_group(by=superuser.user, provider=superuser.provider, name="Leeds")
    sign_in(superuser).post(f"{PEOPLE}{mis.pk}/role/", {"role": "mis", "groups": [group.pk]})
    assert list(mis.groups.all()) == [group]
    event = mis.provider.audit_events.get(kind="person.groups-changed")
    assert event.data == {"added": [group.pk], "removed": []}
    change = next(one for one in person_history(mis) if one.what == "Group Leeds")
    assert (change.new, change.by) == ("added", superuser.user.name)


def test_the_same_role_again_is_no_change(superuser: Membership, mis: Membership) -> None:
    actions.change_role(by=superuser.user, membership=mis, role=Role.MIS)
    assert not mis.provider.audit_events.filter(kind__startswith="person.").exists()


def test_the_last_superuser_stays(superuser: Membership, sign_in: SignIn) -> None:
    client = sign_in(superuser)
    where = f"{PEOPLE}{superuser.pk}/"
    page = client.post(f"{where}role/", {"role": "mis"}).content
    assert b"last superuser" in page
    page = client.get(f"{where}archive/").content
    assert b"is the last superuser" in page
    assert b"last superuser" in client.post(f"{where}archive/", {}).content
    superuser.refresh_from_db()
    assert (superuser.role, superuser.archived_at) == ("superuser", None)


def test_an_archived_or_closed_superuser_does_not_count(
    superuser: Membership, provider: Provider, make_member: MakeMember
) -> None:
    second, third = (make_member(provider, Role.SUPERUSER) for _ in range(2))
    actions.archive(by=superuser.user, membership=second)
    User.objects.filter(pk=third.user_id).update(is_active=False)
    with pytest.raises(Refused, match="last superuser"):
        actions.change_role(by=superuser.user, membership=superuser, role=Role.QA)


def test_nobody_archives_the_own_account(
    superuser: Membership, provider: Provider, make_member: MakeMember
) -> None:
    make_member(provider, Role.SUPERUSER)
    with pytest.raises(Refused, match="Another superuser"):
        actions.archive(by=superuser.user, membership=superuser)


def test_archiving_ends_sessions_and_tokens_and_says_what_follows(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    token = token_for(mis)
    Learner.objects.create(provider=mis.provider, learn_ref_number="L1", tutor=mis.user)
    theirs = sign_in(mis)
    assert theirs.get("/").status_code == 200
    client = sign_in(superuser)
    page = client.get(f"{PEOPLE}{mis.pk}/archive/").content.decode()
    assert "1 API token of the person stops working" in page
    assert "1 learner has" in page
    client.post(f"{PEOPLE}{mis.pk}/archive/", {"note": "Left in October"})
    assert theirs.get("/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    answer = Client().post(
        "/account/login/", {"login": mis.user.email, "password": "a long password"}
    )
    assert answer["Location"] == "/account/inactive/"
    event = mis.provider.audit_events.get(kind="person.archived")
    assert (event.note, event.data) == ("Left in October", {"tokens": 1, "sessions": 1})
    with pytest.raises(Refused, match="archived already"):
        actions.archive(by=superuser.user, membership=mis)


def test_a_learner_still_in_learning_is_named_before_archiving(
    superuser: Membership, provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    person = make_member(provider, Role.LEARNER)
    Learner.objects.filter(pk=person.learner_id).update(programme_status=ProgrammeStatus.ACTIVE)
    page = sign_in(superuser).get(f"{PEOPLE}{person.pk}/archive/").content
    assert b"still in learning" in page


def test_an_archived_account_is_restored_with_its_role(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    actions.archive(by=superuser.user, membership=mis)
    sign_in(superuser).post(f"{PEOPLE}{mis.pk}/restore/")
    mis.refresh_from_db()
    assert (mis.archived_at, mis.archived_by, mis.role) == (None, None, "mis")
    assert sign_in(mis).get("/").status_code == 200
    with pytest.raises(Refused, match="not archived"):
        actions.restore(by=superuser.user, membership=mis)


def test_who_archived_stands_beside_when(mis: Membership) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=mis.pk).update(archived_at=timezone.now())


# -------------------------------------------------------------------------------- sign-in of others


def test_a_lost_second_step_is_removed(
    superuser: Membership,
    mis: Membership,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    Authenticator.objects.create(user=mis.user, type="totp", data={"secret": "x"})
    theirs = sign_in(mis)
    theirs.get("/")
    client = sign_in(superuser)
    assert client.get(f"{PEOPLE}{mis.pk}/second-step/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{PEOPLE}{mis.pk}/second-step/")
    assert not Authenticator.objects.exists()
    assert theirs.get("/").status_code == 302
    assert "removed the second step" in mail.outbox[0].body
    with pytest.raises(Refused, match="own account"):
        actions.remove_second_step(by=superuser.user, membership=superuser)


def test_a_new_address_ends_the_sessions_and_is_in_the_history(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    theirs = sign_in(mis)
    theirs.get("/")
    new = {"name": "Mis Officer", "email": "New.Address@fernhill.example"}
    assert sign_in(superuser).post(f"{PEOPLE}{mis.pk}/details/", new).status_code == 302
    assert theirs.get("/").status_code == 302
    mis.user.refresh_from_db()
    assert mis.user.email == "new.address@fernhill.example"
    changes = {one.what: one for one in person_history(mis)}
    assert changes["Person: e-mail address"].new == "new.address@fernhill.example"
    assert changes["Person: e-mail address"].by == superuser.user.name
    event = mis.provider.audit_events.get(kind="person.details-changed")
    assert event.data == {"fields": ["name", "email"]}


def test_an_address_in_use_is_refused(
    superuser: Membership, mis: Membership, qa: Membership, sign_in: SignIn
) -> None:
    page = sign_in(superuser).post(
        f"{PEOPLE}{mis.pk}/details/", {"name": "X", "email": qa.user.email}
    )
    assert b"Another account has this e-mail address" in page.content


def test_a_superuser_signs_somebody_out_everywhere(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    theirs = sign_in(mis)
    theirs.get("/")
    sign_in(superuser).post(f"{PEOPLE}{mis.pk}/sign-out/")
    assert theirs.get("/").status_code == 302


def test_a_new_link_is_sent(
    superuser: Membership,
    mis: Membership,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(superuser).post(f"{PEOPLE}{mis.pk}/invite/")
    assert mail.outbox[0].to == [mis.user.email]
    actions.archive(by=superuser.user, membership=mis)
    with pytest.raises(Refused, match="Restore"):
        actions.invite(by=superuser.user, membership=mis)


# -------------------------------------------------------------------------------- lists and review


def test_the_list_shows_the_own_people_with_their_second_step(
    superuser: Membership, other_provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    make_member(other_provider, Role.QA)
    Authenticator.objects.create(user=superuser.user, type="totp", data={"secret": "x"})
    Authenticator.objects.create(
        user=make_member(superuser.provider, Role.QA).user, type="recovery_codes", data={}
    )
    client = sign_in(superuser)
    page = client.get(PEOPLE).content.decode()
    assert f"@{other_provider.ukprn}.example" not in page
    assert page.count("<tr data-row>") == 2
    assert client.get(f"{PEOPLE}?mfa=yes").content.decode().count("<tr data-row>") == 1


def test_the_list_asks_few_questions(
    superuser: Membership,
    make_member: MakeMember,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    for _ in range(12):
        make_member(superuser.provider, Role.TUTOR)
    client = sign_in(superuser)
    client.get(PEOPLE)
    with django_assert_max_num_queries(12):
        client.get(PEOPLE)


def test_the_review_finds_who_was_not_seen(
    superuser: Membership, mis: Membership, qa: Membership, sign_in: SignIn
) -> None:
    long_ago = timezone.now() - timedelta(days=100)
    Membership.objects.filter(pk=mis.pk).update(last_seen_at=long_ago)
    Membership.objects.filter(pk=qa.pk).update(made_at=long_ago)  # never seen since
    page = sign_in(superuser).get(f"{PEOPLE}review/?unseen=90").content.decode()
    assert mis.user.email in page
    assert qa.user.email in page
    assert superuser.user.email not in page


def test_accounts_are_marked_as_reviewed_after_a_question(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    client = sign_in(superuser)
    where = f"{PEOPLE}review/mark/"
    chosen = {"chosen": [mis.pk, superuser.pk]}
    assert b"Mark 2 accounts as reviewed?" in client.post(where, chosen).content
    mis.refresh_from_db()
    assert mis.reviewed_at is None
    page = client.post(where, chosen | {"confirmed": "1"}, follow=True).content.decode()
    assert "1 account marked as reviewed" in page
    assert "another superuser reviews it" in page
    mis.refresh_from_db()
    assert (mis.reviewed_by, mis.provider.audit_events.filter(kind="person.reviewed").count()) == (
        superuser.user,
        1,
    )


def test_the_review_is_exported_with_its_figures(
    superuser: Membership, mis: Membership, sign_in: SignIn
) -> None:
    answer = sign_in(superuser).get(f"{PEOPLE}review/?format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "E-mail address" in row)
    assert {"Role", "Second step", "Last seen", "Days unseen", "Reviewed by"} <= set(head)
    assert any(mis.user.email in row for row in rows)


def test_a_manager_reads_and_changes_nothing(
    superuser: Membership, provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    manager = sign_in(make_member(provider, Role.MANAGER))
    page = manager.get(f"{PEOPLE}{superuser.pk}/").content.decode()
    assert "Change the role" not in page
    for address in ("role/", "archive/", "details/", "second-step/"):
        assert manager.get(f"{PEOPLE}{superuser.pk}/{address}").status_code == 403


def test_people_of_another_provider_are_not_there(
    superuser: Membership, other_provider: Provider, make_member: MakeMember, sign_in: SignIn
) -> None:
    theirs = make_member(other_provider, Role.QA)
    client = sign_in(superuser)
    for address in ("", "role/", "details/", "archive/", "second-step/"):
        assert client.get(f"{PEOPLE}{theirs.pk}/{address}").status_code == 404
    for address in ("invite/", "restore/", "sign-out/", "archive/"):
        assert client.post(f"{PEOPLE}{theirs.pk}/{address}").status_code == 404
    client.post(f"{PEOPLE}review/mark/", {"chosen": [theirs.pk], "confirmed": "1"})
    theirs.refresh_from_db()
    assert theirs.reviewed_at is None


def test_acts_are_posted(superuser: Membership, mis: Membership, sign_in: SignIn) -> None:
    client = sign_in(superuser)
    for address in ("invite/", "restore/", "sign-out/"):
        assert client.get(f"{PEOPLE}{mis.pk}/{address}").status_code == 405


def test_the_page_of_roles_is_the_table_of_permissions(
    superuser: Membership, sign_in: SignIn
) -> None:
    page = sign_in(superuser).get(f"{PEOPLE}roles/").content.decode()
    assert "Verify records (QA)" in page
    assert "Auditor (read only)" in page


def test_being_seen_is_no_change_in_the_history(mis: Membership, sign_in: SignIn) -> None:
    before = mis.events.count()  # type: ignore[attr-defined]
    sign_in(mis).get("/")
    mis.refresh_from_db()
    assert mis.last_seen_at is not None
    assert mis.events.count() == before  # type: ignore[attr-defined]
