"""The app `jobs`."""

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Let the queue know the one task that it runs and the clock's own."""
        import_module("openilr.web.jobs.running")
        import_module("openilr.web.jobs.recovery")
