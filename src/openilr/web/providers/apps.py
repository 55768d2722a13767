"""The app `providers`."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.providers"
    label = "providers"
