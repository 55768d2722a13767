"""Pages of `trackers`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("trackers.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "trackers/index.html", {"here": "trackers:list"})
