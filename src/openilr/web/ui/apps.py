"""The app `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.ui"
    label = "ui"
