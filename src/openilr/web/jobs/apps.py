"""The app `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.jobs"
    label = "jobs"
