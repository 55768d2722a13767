"""Addresses of imports, below `records`."""

from django.urls import path

from openilr.web.records import imports_views as views

urlpatterns = [
    path("", views.imports, name="import"),
    path("new/", views.new, name="import-new"),
    path("<uuid:batch>/", views.batch, name="import-batch"),
    path("<uuid:batch>/confirm/", views.confirm, name="import-confirm"),
    path("<uuid:batch>/abandon/", views.abandon, name="import-abandon"),
    path("<uuid:batch>/problems.csv", views.problems, name="import-problems"),
    path("<uuid:batch>/learners/", views.learners, name="import-learners"),
    path("<uuid:batch>/learners/<int:item>/", views.learner, name="import-learner"),
    path("<uuid:batch>/learners/<int:item>/accept/", views.accept, name="import-accept"),
]
