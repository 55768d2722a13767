"""The app `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.audit"
    label = "audit"
