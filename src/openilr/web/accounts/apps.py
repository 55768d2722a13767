"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.accounts"
    label = "accounts"
