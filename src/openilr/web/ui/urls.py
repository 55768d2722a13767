"""Addresses of the shell."""

from django.urls import path

from openilr.web.ui import views

app_name = "ui"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("provider/", views.choose_provider, name="provider"),
    path("search/", views.search, name="search"),
    path("columns/<slug:list_name>/", views.choose_columns, name="columns"),
    path("views/<slug:list_name>/", views.save_view, name="save-view"),
    path("views/<int:view>/remove/", views.forget_view, name="forget-view"),
]
