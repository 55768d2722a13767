"""Addresses of `dashboards`."""

from django.urls import path

from openilr.web.dashboards import views

app_name = "dashboards"
urlpatterns = [path("", views.today, name="today")]
