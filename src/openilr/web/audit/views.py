"""Pages of `audit`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("audit.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "audit/index.html", {"here": "audit:list"})
