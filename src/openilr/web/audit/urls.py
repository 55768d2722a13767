"""Addresses of `audit`."""

from django.urls import path

from openilr.web.audit import views

app_name = "audit"
urlpatterns = [path("", views.events, name="list")]
