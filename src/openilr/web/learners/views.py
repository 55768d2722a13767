"""Pages of `learners`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("learners.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "learners/index.html", {"here": "learners:list"})
