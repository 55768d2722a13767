"""Addresses of the door: signing in, the second step, sessions, invitations.

Pages of allauth that this project has no use for are not there: nobody signs up, addresses are
changed by a superuser, and a work account is joined by its address.
"""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path

from openilr.web.accounts import views


def gone(request: HttpRequest, **arguments: str) -> NoReturn:
    """There is no such page."""
    raise Http404


CLOSED = (
    "signup/",
    "email/",
    "confirm-email/",
    "login/code/",
    "3rdparty/$",
    "3rdparty/signup/",
    "social/",
)
urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    *(re_path(f"^{start}", gone) for start in CLOSED),
    path("", include("allauth.urls")),
]
