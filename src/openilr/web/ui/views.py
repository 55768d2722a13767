"""Pages that belong to no room: health, search, preferences, the provider switch, problems."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from openilr.web.accounts.middleware import PROVIDER_KEY
from openilr.web.accounts.models import User
from openilr.web.accounts.requests import MemberRequest
from openilr.web.ui.lists import clean_words
from openilr.web.ui.models import ListColumns, SavedView


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and is at the version of the code; 503 otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is "not ready"
        return JsonResponse({"status": "no database", "kind": type(error).__name__}, status=503)
    if waiting:
        return JsonResponse({"status": "migrations waiting", "count": len(waiting)}, status=503)
    return JsonResponse({"status": "ok"})


# --------------------------------------------------------------------------------------- the shell


class PreferencesForm(forms.ModelForm):
    """How the pages look to one person."""

    class Meta:
        """The fields."""

        model = User
        fields = ["theme", "density", "single_keys"]
        labels = {"single_keys": "Single keys as shortcuts"}
        help_texts = {"single_keys": "Switch off if speech input or a screen reader types for you."}


@login_required
def preferences(request: MemberRequest) -> HttpResponse:
    """Theme, density and keys."""
    form = PreferencesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("ui:preferences")
    return render(request, "ui/preferences.html", {"form": form})


@login_required
@require_POST
def choose_provider(request: MemberRequest) -> HttpResponse:
    """Work at another provider of one's own."""
    wanted = request.POST.get("provider", "")
    for membership in request.memberships:
        if str(membership.provider_id) == wanted:
            request.session[PROVIDER_KEY] = membership.provider_id
            return redirect("dashboards:today")
    messages.error(request, "You have no account at that provider.")
    return redirect("dashboards:today")


@login_required
@require_POST
def search(request: MemberRequest) -> HttpResponse:
    """Search by words; a name or ULN must not stand in an address, so the words are posted."""
    if request.membership is None:
        return redirect("dashboards:today")
    from openilr.web.ui.search import results

    words = clean_words(request.POST.get("words", ""))
    return render(
        request,
        "ui/search.html",
        {"search_words": words, "results": results(request.membership, words) if words else None},
    )


# ---------------------------------------------------------------------------------------- problems


def _problem(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    signed_in = getattr(request, "membership", None) is not None
    context["base"] = "ui/base.html" if signed_in else "ui/plain.html"
    return render(request, "ui/problem.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _problem(
        request,
        400,
        heading="We could not read this request",
        fact="Something in it was not in the form we expect.",
        next="Go back and try again; if it happens again tell support what you did.",
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason."""
    return _problem(
        request,
        403,
        heading="You may not do this",
        fact=str(exception) or "Your role does not allow this.",
        next="If you need it for your work, ask a superuser of your provider to change your role.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also for what belongs to another provider, so that its existence is not told."""
    return _problem(
        request,
        404,
        heading="There is nothing here",
        fact="This address leads to nothing that you can see.",
        next="It may belong to another provider or group, or the link may be incomplete. "
        "Search for the learner, or start from Today.",
    )


def fault(request: HttpRequest) -> HttpResponse:
    """500, with the number of the request."""
    return _problem(
        request,
        500,
        heading="This did not work",
        fact="We could not finish this. What was saved before is still there.",
        next="Try again, or tell support the number below.",
        number=getattr(request, "request_id", "")[:8],
    )


# ------------------------------------------------------------------------------- the list page's


def _back(request: HttpRequest, default: str = "/") -> HttpResponse:
    """To where the form came from, if that is an address of ours."""
    back = request.POST.get("back", default)
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if ours else default)


@login_required
@require_POST
def choose_columns(request: MemberRequest, list_name: str) -> HttpResponse:
    """Keep the columns of a list."""
    ListColumns.objects.update_or_create(
        user=request.user,
        list_name=list_name,
        defaults={"columns": request.POST.getlist("columns")},
    )
    return _back(request)


@login_required
@require_POST
def save_view(request: MemberRequest, list_name: str) -> HttpResponse:
    """Keep the filters and order of a list under a name."""
    title = request.POST.get("title", "").strip()[:60]
    if request.membership is None or not title:
        messages.error(request, "A view needs a name.")
        return _back(request)
    SavedView.objects.update_or_create(
        provider_id=request.membership.provider_id,
        owner=request.user,
        list_name=list_name,
        title=title,
        defaults={"query": request.POST.get("query", ""), "shared": "shared" in request.POST},
    )
    messages.success(request, f"View {title} saved.")
    return _back(request)


@login_required
@require_POST
def forget_view(request: MemberRequest, view: int) -> HttpResponse:
    """Remove a view of one's own."""
    SavedView.objects.filter(pk=view, owner=request.user).delete()
    return _back(request)
