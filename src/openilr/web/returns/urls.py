"""Addresses of `returns`."""

from django.urls import path

from openilr.web.returns import views

app_name = "returns"
urlpatterns = [path("", views.returns, name="list")]
