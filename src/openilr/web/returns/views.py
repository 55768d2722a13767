"""The returns: what is open, when it closes, and how ready the records are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from openilr.ilr.calendar import returns as returns_of
from openilr.web.accounts.requests import MemberRequest, needs
from openilr.web.returns.queries import readiness


@needs("returns.view")
def returns(request: MemberRequest) -> HttpResponse:
    """The open years: each return's dates, and the readiness of the open one."""
    now = timezone.now()
    open_ones = [
        (one, [(window, window.is_over(now)) for window in returns_of(one.year)])
        for one in readiness(request.membership)
    ]
    return render(request, "returns/index.html", {"open_ones": open_ones, "here": "returns:list"})
