"""The app `records`."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.records"
    label = "records"
