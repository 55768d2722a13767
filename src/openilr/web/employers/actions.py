"""Adding and changing employers."""

from django.db import transaction

from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.employers.models import Employer


@transaction.atomic
def add_employer(*, by: User, membership: Membership, employer: Employer) -> Employer:
    """Store a new employer of the provider.

    Errors: NotAllowed; IntegrityError if another has its number (the form asks first).
    """
    require(by, "employers.edit", membership)
    employer.provider_id = membership.provider_id
    employer.save()
    record(by, "employer.added", employer)
    return employer


@transaction.atomic
def change_employer(*, by: User, employer: Employer, fields: list[str]) -> Employer:
    """Store changed details of an employer.

    Errors: NotAllowed; IntegrityError as `add_employer`.
    """
    require(by, "employers.edit", employer)
    if fields:
        employer.save(update_fields=fields)
        record(by, "employer.changed", employer, fields=fields)
    return employer
