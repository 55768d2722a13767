"""The app `returns`."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.returns"
    label = "returns"
