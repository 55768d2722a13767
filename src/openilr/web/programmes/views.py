"""Pages of `programmes`."""

from django.http import HttpResponse
from django.shortcuts import render

from openilr.web.accounts.requests import MemberRequest, needs


@needs("programmes.view")
def index(request: MemberRequest) -> HttpResponse:
    """The first page."""
    return render(request, "programmes/index.html", {"here": "programmes:list"})
