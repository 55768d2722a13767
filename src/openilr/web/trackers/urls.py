"""Addresses of trackers."""

from django.urls import path

from openilr.web.trackers import views

app_name = "trackers"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:tracker>/", views.tracker, name="tracker"),
]
