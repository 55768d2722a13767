"""Pages of `records`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("history.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "records/index.html", {"here": "records:history"})
