"""What people decide about learners beside the record: tutor and group."""

from django.db import transaction
from django.db.models import QuerySet

from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.permissions import require
from openilr.web.audit.actions import record
from openilr.web.learners.models import Learner


@transaction.atomic
def assign(
    *, by: User, membership: Membership, learners: QuerySet[Learner], tutor: User | None
) -> int:
    """Give learners a tutor (None takes the tutor away); how many were changed.

    Errors: NotAllowed if `by` may not assign at the provider.
    """
    require(by, "learners.assign", membership)
    count = Learner.objects.filter(pk__in=learners.values("pk")).update(tutor=tutor)
    record(
        by,
        "learners.assigned",
        provider_id=membership.provider_id,
        count=count,
        tutor=tutor.pk if tutor else None,
    )
    return count
