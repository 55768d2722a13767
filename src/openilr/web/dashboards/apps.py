"""The app `dashboards`."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.dashboards"
    label = "dashboards"
