"""The app `learners`."""

from django.apps import AppConfig


class LearnersConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.learners"
    label = "learners"
