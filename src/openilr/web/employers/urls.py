"""Addresses of employers."""

from django.urls import path

from openilr.web.employers import views

app_name = "employers"
urlpatterns = [
    path("", views.employers, name="list"),
    path("add/", views.add, name="add"),
    path("<int:employer>/edit/", views.edit, name="edit"),
    path("<int:employer>/", views.employer, name="employer"),
]
