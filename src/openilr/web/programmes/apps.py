"""The app `programmes`."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.programmes"
    label = "programmes"
