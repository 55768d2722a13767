"""The page of one's own tokens."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.api import actions
from openilr.web.api.models import Token
from openilr.web.api.scopes import SCOPES


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        max_length=60, label="What it is for", help_text="Such as: Power BI, nightly export."
    )
    scopes = forms.MultipleChoiceField(label="What it may do", widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(
        label="Days until it ends", min_value=1, max_value=actions.LONGEST_DAYS, initial=90
    )

    def __init__(self, permissions: frozenset[str], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (one.name, one.words) for one in SCOPES.values() if one.permission in permissions
        ]


@needs("api.use")
def tokens(request: MemberRequest) -> HttpResponse:
    """The tokens one has, and a form for a new one. A new key is shown once, on this answer."""
    form = TokenForm(request.membership.permissions, request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        _, key = actions.make_token(membership=request.membership, **form.cleaned_data)
        form = TokenForm(request.membership.permissions)
    own = Token.objects.filter(user=request.user, provider=request.membership.provider)
    response = render(
        request, "api/tokens.html", {"form": form, "tokens": own, "key": key, "here": "settings"}
    )
    response["Cache-Control"] = "no-store"
    return response


@needs("api.use")
@require_POST
def revoke(request: MemberRequest, token: int) -> HttpResponse:
    """End a token."""
    own = get_object_or_404(
        Token, pk=token, user=request.user, provider=request.membership.provider
    )
    actions.revoke_token(membership=request.membership, token=own)
    messages.success(request, f"Token {own.name} is revoked.")
    return redirect("tokens:list")
