"""The app `employers`."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.employers"
    label = "employers"
