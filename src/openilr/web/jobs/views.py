"""Pages of `jobs`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("jobs.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "jobs/index.html", {"here": "jobs:list"})
