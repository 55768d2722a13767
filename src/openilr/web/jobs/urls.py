"""Addresses of `jobs`."""

from django.urls import path

from openilr.web.jobs import views

app_name = "jobs"
urlpatterns = [path("", views.index, name="list")]
