"""Pages of `providers`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("users.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "providers/index.html", {"here": "providers:settings"})
