"""Addresses of `jobs`."""

from django.urls import path

from openilr.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="list"),
    path("<uuid:job>/", views.job, name="job"),
    path("<uuid:job>/cancel/", views.cancel, name="cancel"),
    path("<uuid:job>/try-again/", views.try_again, name="try-again"),
]
