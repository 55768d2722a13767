"""Addresses of settings."""

from django.urls import path

from openilr.web.providers import views

app_name = "providers"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("change/", views.change, name="change"),
    path("groups/", views.groups, name="groups"),
    path("groups/add/", views.add_group, name="add-group"),
    path("groups/<int:group>/", views.change_group, name="group"),
    path("groups/<int:group>/remove/", views.remove_group, name="remove-group"),
]
