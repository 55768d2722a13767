"""Addresses of `providers`."""

from django.urls import path

from openilr.web.providers import views

app_name = "providers"
urlpatterns = [path("", views.index, name="settings")]
