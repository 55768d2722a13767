"""The app `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """What Django is told of it."""

    name = "openilr.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Hear of sign-ins."""
        from openilr.web.accounts import signals  # noqa: F401
