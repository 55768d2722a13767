"""Addresses of the API and of the page of tokens."""

from django.urls import path

from openilr.web.api import views
from openilr.web.api.endpoints import api

urlpatterns = [path("v1/", api.urls)]

token_patterns = (
    [
        path("", views.tokens, name="list"),
        path("<int:token>/revoke/", views.revoke, name="revoke"),
    ],
    "tokens",
)
