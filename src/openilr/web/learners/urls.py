"""Addresses of `learners`."""

from django.urls import path

from openilr.web.learners import views

app_name = "learners"
urlpatterns = [
    path("", views.index, name="list"),
    path("<uuid:learner>/", views.index, name="overview"),
]
