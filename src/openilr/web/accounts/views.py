"""Pages about people: list, one person, adding, roles, archive, review, invitation."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from openilr.web.accounts import actions, invitations
from openilr.web.accounts.forms import AddForm, DetailsForm, PasswordForm, RoleForm
from openilr.web.accounts.history import person_history
from openilr.web.accounts.lists import PEOPLE, REVIEW
from openilr.web.accounts.models import Membership
from openilr.web.accounts.permissions import Refused
from openilr.web.accounts.queries import live_superusers, sessions_of, visible_to, works_only_at
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.accounts.roles import PERMISSIONS, Role
from openilr.web.ui.lists import chosen_rows, show

LINK_KEY = "invitation-link"
"""The session's key of a link that the next page shows once, where no mail is sent."""
ENDED = ("complete", "withdrawn", "none")


def _person(request: MemberRequest, membership: int) -> Membership:
    return get_object_or_404(visible_to(request.membership), pk=membership)


def _page(request: MemberRequest, name: str, **context: Any) -> HttpResponse:
    return render(request, f"accounts/{name}.html", {"here": "settings", **context})


@needs("users.view")
def people(request: MemberRequest) -> HttpResponseBase:
    """The people of the provider."""
    return show(request, PEOPLE)


@needs("users.view")
def review(request: MemberRequest) -> HttpResponseBase:
    """The report for the review of accounts."""
    return show(request, REVIEW)


@needs("users.view")
def roles(request: MemberRequest) -> HttpResponse:
    """What each role may do."""
    return _page(
        request,
        "roles",
        roles=list(Role),
        rows=[(one.words, [role in one.roles for role in Role]) for one in PERMISSIONS.values()],
    )


@needs("users.manage")
@require_POST
def mark_reviewed(request: MemberRequest) -> HttpResponse:
    """Mark the chosen accounts as reviewed: first the question, then the act."""
    chosen = chosen_rows(request, REVIEW)
    if "confirmed" in request.POST:
        done, refused = actions.bulk_mark_reviewed(by=request.user, memberships=chosen)
        messages.success(request, f"{done} account{'' if done == 1 else 's'} marked as reviewed.")
        for reason in sorted(set(refused)):
            messages.warning(request, f"{refused.count(reason)} left out. {reason}")
        return redirect("accounts:review")
    return _page(
        request,
        "mark_reviewed",
        people=list(chosen[:100]),
        count=chosen.count(),
        chosen=request.POST.getlist("chosen"),
        all=request.POST.get("all"),
    )


@needs("users.manage")
def add(request: MemberRequest) -> HttpResponse:
    """Add a person."""
    form = AddForm(request.membership, request.POST or None, initial={"role": Role.TUTOR})
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_person(
                by=request.user, provider=request.membership.provider, **form.answers
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            new = works_only_at(added.user, added.provider_id)
            if not new:
                said = f"{added.user.name} has an account already and now a role here too."
            elif settings.SENDS_MAIL:
                said = f"{added.user.name} added; an invitation is on its way."
            else:
                said = f"{added.user.name} added."
                request.session[LINK_KEY] = [added.pk, invitations.link_of(added.user)]
            messages.success(request, said)
            return redirect("accounts:person", added.pk)
    return _page(request, "add", form=form)


def _link_once(request: MemberRequest, person: Membership) -> str:
    """The link kept for this person's page, taken out of the session."""
    kept = request.session.get(LINK_KEY)
    if kept and kept[0] == person.pk:
        del request.session[LINK_KEY]
        return str(kept[1])
    return ""


@needs("users.view")
def person(request: MemberRequest, membership: int) -> HttpResponse:
    """One person: role, what it allows, sign-in, history."""
    found = _person(request, membership)
    manages = "users.manage" in request.membership.permissions
    alone = works_only_at(found.user, found.provider_id)
    return _page(
        request,
        "person",
        person=found,
        allowed=[one.words for name, one in PERMISSIONS.items() if name in found.permissions],
        history=person_history(found),
        sessions=sessions_of(found.user).count() if alone else None,
        may_manage=manages,
        may_reach_account=manages and alone and not found.archived_at,
        is_self=found.user_id == request.user.pk,
        alone=alone,
        link=_link_once(request, found) if manages else "",
        days=invitations.LASTS.days,
        invited=not found.user.has_usable_password() and found.last_seen_at is None,
    )


@needs("users.manage")
def change_role(request: MemberRequest, membership: int) -> HttpResponse:
    """Change what a person is here."""
    found = _person(request, membership)
    form = RoleForm(
        request.membership,
        request.POST or None,
        initial={
            "role": found.role,
            "groups": [group.pk for group in found.groups.all()],
            "employer": found.employer_id,
            "learner": found.learner.learn_ref_number if found.learner else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(by=request.user, membership=found, **form.answers)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Role saved. It holds from the person's next page on.")
            return redirect("accounts:person", found.pk)
    return _page(request, "role", person=found, form=form)


@needs("users.manage")
def change_details(request: MemberRequest, membership: int) -> HttpResponse:
    """Change a person's name or address."""
    found = _person(request, membership)
    form = DetailsForm(
        request.POST or None, initial={"name": found.user.name, "email": found.user.email}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_details(by=request.user, membership=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("accounts:person", found.pk)
    return _page(request, "details", person=found, form=form)


@needs("users.manage")
@require_POST
def invite(request: MemberRequest, membership: int) -> HttpResponse:
    """Make a new link to choose a password."""
    found = _person(request, membership)
    try:
        link = actions.invite(by=request.user, membership=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if settings.SENDS_MAIL:
            messages.success(request, f"A link was sent to {found.user.email}.")
        else:
            request.session[LINK_KEY] = [found.pk, link]
    return redirect("accounts:person", found.pk)


class NoteForm(forms.Form):
    """Why an account is archived."""

    note = forms.CharField(
        required=False, max_length=300, label="Reason", help_text="Kept in the audit list."
    )


@needs("users.manage")
def archive(request: MemberRequest, membership: int) -> HttpResponse:
    """Archive an account: what follows from it, then the act."""
    found = _person(request, membership)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.archive(by=request.user, membership=found, note=form.cleaned_data["note"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The account of {found.user.name} is archived.")
            return redirect("accounts:person", found.pk)
    last = (
        found.role == Role.SUPERUSER
        and not live_superusers(found.provider_id).exclude(pk=found.pk).exists()
    )
    return _page(
        request,
        "archive",
        person=found,
        form=form,
        last_superuser=last,
        caseload=found.user.caseload.filter(provider_id=found.provider_id).count(),
        in_learning=found.learner is not None and found.learner.programme_status not in ENDED,
        tokens=found.user.tokens.filter(
            provider_id=found.provider_id, revoked_at__isnull=True
        ).count(),
        elsewhere=not works_only_at(found.user, found.provider_id),
    )


def _do(request: MemberRequest, membership: int, act: Any, said: str) -> HttpResponse:
    found = _person(request, membership)
    try:
        act(by=request.user, membership=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("accounts:person", found.pk)


@needs("users.manage")
@require_POST
def restore(request: MemberRequest, membership: int) -> HttpResponse:
    """Open an archived account again."""
    return _do(request, membership, actions.restore, "The account is open again.")


@needs("users.manage")
@require_POST
def end_sessions(request: MemberRequest, membership: int) -> HttpResponse:
    """Sign a person out everywhere."""
    return _do(request, membership, actions.end_sessions, "Signed out everywhere.")


@needs("users.manage")
def remove_second_step(request: MemberRequest, membership: int) -> HttpResponse:
    """Remove a lost second step: the question, then the act."""
    if request.method == "POST":
        return _do(request, membership, actions.remove_second_step, "The second step is removed.")
    return _page(request, "remove_second_step", person=_person(request, membership))


@never_cache
@sensitive_post_parameters("password")
@rate_limit(action="reset_password_from_key")
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Choose a password with an invitation's link, and be signed in."""
    user = invitations.user_of(token)
    if user is None:
        return render(request, "accounts/invitation_over.html", status=404)
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept(user=user, password=form.cleaned_data["password"])
        except Refused:
            return render(request, "accounts/invitation_over.html", status=404)
        return perform_login(request, user, email_verification="none")
    return render(request, "accounts/invitation.html", {"form": form, "invited": user})
