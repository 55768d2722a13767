"""Addresses of programmes."""

from django.urls import path

from openilr.web.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.programmes, name="list"),
    path("<int:programme>/", views.programme, name="programme"),
]
