"""The app `trackers`."""

from django.apps import AppConfig


class TrackersConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.trackers"
    label = "trackers"
