"""Addresses of people."""

from django.urls import path

from openilr.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="list"),
    path("add/", views.add, name="add"),
    path("roles/", views.roles, name="roles"),
    path("review/", views.review, name="review"),
    path("review/mark/", views.mark_reviewed, name="mark-reviewed"),
    path("<int:membership>/", views.person, name="person"),
    path("<int:membership>/role/", views.change_role, name="role"),
    path("<int:membership>/details/", views.change_details, name="details"),
    path("<int:membership>/invite/", views.invite, name="invite"),
    path("<int:membership>/archive/", views.archive, name="archive"),
    path("<int:membership>/restore/", views.restore, name="restore"),
    path("<int:membership>/sign-out/", views.end_sessions, name="end-sessions"),
    path("<int:membership>/second-step/", views.remove_second_step, name="second-step"),
]
