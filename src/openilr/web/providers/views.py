"""Settings: the provider's, and its tree of groups."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from openilr.web.accounts.lists import UNSEEN_DAYS
from openilr.web.accounts.permissions import Refused
from openilr.web.accounts.queries import not_seen_for, second_step_of
from openilr.web.accounts.queries import visible_to as people_visible_to
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.providers import actions
from openilr.web.providers.forms import GroupForm, SettingsForm
from openilr.web.providers.history import settings_history
from openilr.web.providers.queries import roots_of, visible_to


@needs("users.view")
def settings(request: MemberRequest) -> HttpResponse:
    """The provider's settings, and the way to people, groups and the audit list."""
    provider = request.membership.provider
    may_edit = "settings.edit" in request.membership.permissions
    form = SettingsForm(instance=provider) if may_edit else None
    people = people_visible_to(request.membership).filter(archived_at__isnull=True)
    return render(
        request,
        "providers/settings.html",
        {
            "here": "settings",
            "provider": provider,
            "form": form,
            "people": people.count(),
            "without_second_step": people.exclude(second_step_of("user")).count(),
            "unseen": people.filter(not_seen_for(UNSEEN_DAYS)).count(),
            "unseen_days": UNSEEN_DAYS,
            "groups": visible_to(request.membership).count(),
            "history": settings_history(provider),
        },
    )


@needs("settings.edit")
@require_POST
def change(request: MemberRequest) -> HttpResponse:
    """Save the settings."""
    # A copy of its own: a form that fails must not change what the frame of the page shows.
    provider = type(request.membership.provider).objects.get(pk=request.membership.provider_id)
    form = SettingsForm(request.POST, instance=provider)
    if form.is_valid():
        actions.change_settings(
            by=request.user, provider=request.membership.provider, **form.cleaned_data
        )
        messages.success(request, "Settings saved.")
        return redirect("providers:settings")
    return render(request, "providers/change.html", {"here": "settings", "form": form})


@needs("users.view")
def groups(request: MemberRequest) -> HttpResponse:
    """The tree of groups."""
    return render(
        request,
        "providers/groups.html",
        {
            "here": "settings",
            "roots": roots_of(request.membership.provider_id),
            "may_edit": "settings.edit" in request.membership.permissions,
        },
    )


@needs("settings.edit")
def add_group(request: MemberRequest) -> HttpResponse:
    """Add a group, below the one the address names if it does."""
    below = request.GET.get("below", "")
    form = GroupForm(
        request.membership.provider_id, None, request.POST or None, initial={"parent": below}
    )
    if request.method == "POST" and form.is_valid():
        try:
            group = actions.add_group(
                by=request.user,
                provider=request.membership.provider,
                name=form.cleaned_data["name"],
                parent=form.above,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Group {group.name} added.")
            return redirect("providers:groups")
    return render(request, "providers/add_group.html", {"here": "settings", "form": form})


@needs("settings.edit")
def change_group(request: MemberRequest, group: int) -> HttpResponse:
    """Rename or move a group."""
    found = get_object_or_404(visible_to(request.membership), pk=group)
    form = GroupForm(
        found.provider_id,
        found,
        request.POST or None,
        initial={"name": found.name, "parent": found.parent_id or ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.rename_group(by=request.user, group=found, name=form.cleaned_data["name"])
                actions.move_group(by=request.user, group=found, parent=form.above)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Group {form.cleaned_data['name']} saved.")
            return redirect("providers:groups")
    return render(
        request, "providers/change_group.html", {"here": "settings", "form": form, "group": found}
    )


@needs("settings.edit")
@require_POST
def remove_group(request: MemberRequest, group: int) -> HttpResponse:
    """Remove a group that holds nothing."""
    found = get_object_or_404(visible_to(request.membership), pk=group)
    try:
        actions.remove_group(by=request.user, group=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Group {found.name} removed.")
    return redirect("providers:groups")
