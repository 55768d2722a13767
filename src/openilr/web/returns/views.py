"""Pages of `returns`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("returns.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "returns/index.html", {"here": "returns:list"})
