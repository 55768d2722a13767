"""Writing an event. Called inside the transaction of the thing done."""

from typing import Any

import structlog

from openilr.web.accounts.models import User
from openilr.web.audit.models import Event


def record(
    by: User | None,
    kind: str,
    subject: Any = None,
    *,
    provider_id: int | None = None,
    note: str = "",
    **data: Any,
) -> Event:
    """Store what was done to a thing; `data` holds counts and ids, never a person's details."""
    return Event.objects.create(
        provider_id=provider_id or getattr(subject, "provider_id", None),
        by=by,
        kind=kind,
        subject_type=type(subject).__name__.lower() if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        note=note,
        data=data,
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
    )
