"""The app `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.api"
    label = "api"
