"""Addresses of `programmes`."""

from django.urls import path

from openilr.web.programmes import views

app_name = "programmes"
urlpatterns = [path("", views.index, name="list")]
