"""The first person of a provider, who lets everybody else in."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from openilr.errors import EngineError
from openilr.web.accounts.actions import add_first_superuser
from openilr.web.accounts.invitations import link_of
from openilr.web.providers.actions import open_provider


class FirstRefused(EngineError):
    """The provider or the person cannot be added as they were given."""


def open_with_superuser(*, ukprn: int, name: str, email: str, person: str) -> str:
    """Add a provider and its first superuser; gives the address at which they choose a password.

    Errors: FirstRefused, and then neither is added.
    """
    try:
        validate_email(email)
        with transaction.atomic():
            provider = open_provider(ukprn=ukprn, name=name)
            member = add_first_superuser(provider=provider, email=email, name=person)
    except ValidationError as error:
        raise FirstRefused(" ".join(error.messages)) from error
    return link_of(member.user)
