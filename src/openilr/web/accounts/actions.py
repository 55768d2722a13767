"""Every change of people: adding, roles, archive, review. Each writes an audit event."""

from collections.abc import Iterable
from functools import partial

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from openilr.web.accounts import invitations
from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.permissions import Refused, require
from openilr.web.accounts.queries import live_superusers, sessions_of, works_only_at
from openilr.web.accounts.roles import Role
from openilr.web.api.models import Token
from openilr.web.audit.actions import record
from openilr.web.employers.models import Employer
from openilr.web.learners.models import Learner
from openilr.web.providers.models import Group, Provider


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, with its provider locked so that two superusers cannot each
    remove the other at the same time.
    """
    Provider.objects.select_for_update().get(pk=membership.provider_id)
    return Membership.objects.select_related("user", "provider").get(pk=membership.pk)


def _of_provider(provider: Provider, *things: Group | Employer | Learner | None) -> None:
    for thing in things:
        if thing is not None and thing.provider_id != provider.pk:
            raise Refused("A group, employer or learner of another provider cannot be used here.")


def _keep_a_superuser(membership: Membership) -> None:
    if not live_superusers(membership.provider_id).exclude(pk=membership.pk).exists():
        raise Refused(
            "This is the last superuser of the provider. Make somebody else a superuser first."
        )


def _make(
    *,
    by: User | None,
    provider: Provider,
    email: str,
    name: str,
    role: Role,
    groups: Iterable[Group] = (),
    employer: Employer | None = None,
    learner: Learner | None = None,
) -> Membership:
    groups = list(groups)
    _of_provider(provider, employer, learner, *groups)
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    known = user is not None
    if user is None:
        user = User.objects.create_user(email, name.strip())
    elif user.memberships.filter(provider=provider).exists():
        raise Refused("Somebody with this e-mail address is already among the people here.")
    elif not user.is_active:
        # All memberships elsewhere are archived; the account opens again for this provider.
        user.is_active = True
        user.save(update_fields=["is_active"])
    membership = Membership.objects.create(
        user=user, provider=provider, role=role, employer=employer, learner=learner
    )
    membership.groups.set(groups)
    record(by, "person.added", membership, role=role.value, groups=[one.pk for one in groups])
    letter = "accounts/mail/joined.txt" if known else "accounts/mail/invitation.txt"
    transaction.on_commit(partial(invitations.send, user, provider, letter))
    return membership


@transaction.atomic
def add_person(
    *,
    by: User,
    provider: Provider,
    email: str,
    name: str,
    role: Role,
    groups: Iterable[Group] = (),
    employer: Employer | None = None,
    learner: Learner | None = None,
) -> Membership:
    """Give a person a role at a provider; a new account is invited, a known one is told.

    The name of a known account stays as the person has it.
    Errors: NotAllowed; Refused if the person is here already, or a group, employer or learner is
    another provider's.
    """
    require(by, "users.manage", provider)
    return _make(
        by=by,
        provider=provider,
        email=email,
        name=name,
        role=role,
        groups=groups,
        employer=employer,
        learner=learner,
    )


@transaction.atomic
def add_first_superuser(*, provider: Provider, email: str, name: str) -> Membership:
    """Make a superuser without asking anybody: for the command line of the installation only.

    Errors: Refused if the person is among the people of the provider already.
    """
    return _make(by=None, provider=provider, email=email, name=name, role=Role.SUPERUSER)


@transaction.atomic
def change_role(
    *,
    by: User,
    membership: Membership,
    role: Role,
    groups: Iterable[Group] = (),
    employer: Employer | None = None,
    learner: Learner | None = None,
) -> Membership:
    """Change what a person is here, and what it is narrowed to; nothing where nothing differs.

    Errors: NotAllowed; Refused for the last superuser, or what is another provider's.
    """
    require(by, "users.manage", membership)
    membership = _locked(membership)
    groups = list(groups)
    _of_provider(membership.provider, employer, learner, *groups)
    if membership.role == Role.SUPERUSER and role != Role.SUPERUSER:
        _keep_a_superuser(membership)
    before = (membership.role, membership.employer_id, membership.learner_id)
    old_groups = set(membership.groups.values_list("pk", flat=True))
    membership.role = role
    membership.employer, membership.learner = employer, learner
    if before != (role, membership.employer_id, membership.learner_id):
        membership.save(update_fields=["role", "employer", "learner"])
        record(by, "person.role-changed", membership, old=before[0], new=role.value)
    new_groups = {one.pk for one in groups}
    if new_groups != old_groups:
        membership.groups.set(groups)
        record(
            by,
            "person.groups-changed",
            membership,
            added=sorted(new_groups - old_groups),
            removed=sorted(old_groups - new_groups),
        )
    return membership


def _require_alone(user: User, provider_id: int) -> None:
    if not works_only_at(user, provider_id):
        raise Refused(
            "This person also has an account at another provider, so only the person can change "
            "it: under the own name, Sign-in and security."
        )


@transaction.atomic
def change_details(*, by: User, membership: Membership, name: str, email: str) -> User:
    """Change a person's name and address; an address that changes ends the person's sessions.

    Errors: NotAllowed; Refused if the account is also another provider's or the address is taken.
    """
    require(by, "users.manage", membership)
    user = User.objects.select_for_update().get(pk=membership.user_id)
    _require_alone(user, membership.provider_id)
    email = email.strip().lower()
    changed = [
        field
        for field, value in (("name", name), ("email", email))
        if getattr(user, field) != value
    ]
    if not changed:
        return user
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise Refused("Another account has this e-mail address.")
    user.name, user.email = name.strip(), email
    user.save(update_fields=changed)
    if "email" in changed and user.pk != by.pk:
        _end_sessions(user)
    record(by, "person.details-changed", membership, fields=changed)
    return user


def _end_sessions(user: User) -> int:
    found = list(sessions_of(user))
    for session in found:
        session.end()
    return len(found)


@transaction.atomic
def archive(*, by: User, membership: Membership, note: str = "") -> Membership:
    """Close a person's account here: the role, the tokens, and the sessions if no other provider
    is left. Nothing the person did is forgotten.

    Errors: NotAllowed; Refused for oneself, for the last superuser, and if archived already.
    """
    require(by, "users.manage", membership)
    membership = _locked(membership)
    if membership.archived_at is not None:
        raise Refused("This account is archived already.")
    if membership.role == Role.SUPERUSER:
        _keep_a_superuser(membership)
    if membership.user_id == by.pk:
        raise Refused("Another superuser must archive your own account.")
    membership.archived_at, membership.archived_by = timezone.now(), by
    membership.save(update_fields=["archived_at", "archived_by"])
    user = membership.user
    tokens = Token.objects.filter(
        user=user, provider_id=membership.provider_id, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    ended = 0
    if not user.memberships.filter(archived_at__isnull=True).exists():
        user.is_active = False
        user.save(update_fields=["is_active"])
        ended = _end_sessions(user)
    record(by, "person.archived", membership, note=note, tokens=tokens, sessions=ended)
    return membership


@transaction.atomic
def restore(*, by: User, membership: Membership) -> Membership:
    """Open an archived account again, with the role it had; tokens stay revoked.

    Errors: NotAllowed; Refused if it is not archived.
    """
    require(by, "users.manage", membership)
    membership = _locked(membership)
    if membership.archived_at is None:
        raise Refused("This account is not archived.")
    membership.archived_at = membership.archived_by = None
    membership.save(update_fields=["archived_at", "archived_by"])
    if not membership.user.is_active:
        membership.user.is_active = True
        membership.user.save(update_fields=["is_active"])
    record(by, "person.restored", membership)
    return membership


@transaction.atomic
def invite(*, by: User, membership: Membership) -> str:
    """A new link with which the person chooses a password: sent, and given back for the screen.

    Errors: NotAllowed; Refused if archived, or if the account is also another provider's.
    """
    require(by, "users.manage", membership)
    membership = _locked(membership)
    if membership.archived_at is not None:
        raise Refused("Restore the account first.")
    user = membership.user
    _require_alone(user, membership.provider_id)
    record(by, "person.invited", membership)
    transaction.on_commit(
        partial(invitations.send, user, membership.provider, "accounts/mail/invitation.txt")
    )
    return invitations.link_of(user)


@transaction.atomic
def accept(*, user: User, password: str) -> User:
    """Choose the password with an invitation's link.

    Errors: Refused if the link was used meanwhile (the caller read it before the lock).
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.password != user.password or not locked.is_active:
        raise Refused("This link has been used.")
    locked.set_password(password)
    locked.save(update_fields=["password"])
    for membership in locked.memberships.filter(archived_at__isnull=True):
        record(locked, "person.invitation-accepted", membership)
    return locked


@transaction.atomic
def remove_second_step(*, by: User, membership: Membership) -> None:
    """Take the second step of sign-in off an account whose phone or key is lost.

    Errors: NotAllowed; Refused for oneself, or if the account is also another provider's.
    """
    require(by, "users.manage", membership)
    if membership.user_id == by.pk:
        raise Refused("Use Sign-in and security, under your name, for your own account.")
    _require_alone(membership.user, membership.provider_id)
    removed, _ = Authenticator.objects.filter(user=membership.user).delete()
    ended = _end_sessions(membership.user)
    record(by, "person.second-step-removed", membership, removed=removed, sessions=ended)
    transaction.on_commit(
        partial(
            invitations.send,
            membership.user,
            membership.provider,
            "accounts/mail/second_step_removed.txt",
        )
    )


@transaction.atomic
def end_sessions(*, by: User, membership: Membership) -> int:
    """Sign a person out everywhere; how many sessions were ended.

    Errors: NotAllowed; Refused if the account is also another provider's.
    """
    require(by, "users.manage", membership)
    _require_alone(membership.user, membership.provider_id)
    ended = _end_sessions(membership.user)
    record(by, "person.sessions-ended", membership, sessions=ended)
    return ended


@transaction.atomic
def bulk_mark_reviewed(*, by: User, memberships: Iterable[Membership]) -> tuple[int, list[str]]:
    """Note that a person has looked at these accounts; how many, and why others were not.

    Errors: NotAllowed.
    """
    done, refused = [], []
    for membership in memberships:
        require(by, "users.manage", membership)
        if membership.user_id == by.pk:
            refused.append("Your own account: another superuser reviews it.")
        elif membership.archived_at is not None:
            refused.append("An archived account: there is nothing to review.")
        else:
            done.append(membership)
    Membership.objects.filter(pk__in=[one.pk for one in done]).update(
        reviewed_at=timezone.now(), reviewed_by=by
    )
    for membership in done:
        record(by, "person.reviewed", membership)
    return len(done), refused
