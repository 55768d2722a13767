"""Addresses of `records`."""

from django.urls import path

from openilr.web.records import views

app_name = "records"
urlpatterns = [
    path("history/", views.index, name="history"),
    path("findings/", views.index, name="findings"),
]
