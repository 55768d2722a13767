"""Addresses of learners."""

from django.urls import path

from openilr.web.learners import views

app_name = "learners"
urlpatterns = [
    path("", views.learners, name="list"),
    path("aims/", views.aims, name="aims"),
    path("assign/", views.assign, name="assign"),
    path("<uuid:learner>/", views.overview, name="overview"),
    path("<uuid:learner>/<slug:way>/", views.next_learner, name="neighbour"),
]
