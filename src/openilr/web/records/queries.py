"""Reads of records: the versions of a learner, and what changed."""

from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from openilr.record.document import Document
from openilr.web.accounts.models import Membership
from openilr.web.learners.models import Aim, Learner
from openilr.web.learners.queries import among_visible, of_visible
from openilr.web.records import models
from openilr.web.records.refusals import RecordErased


def version_of(learner: Learner, number: int) -> models.Version:
    """One version of a learner's record.

    Errors: models.Version.DoesNotExist.
    """
    return models.Version.objects.select_related("made_by", "authorised_by").get(
        learner=learner, number=number
    )


def version_seen(
    membership: Membership, learner: UUID, number: int | None = None
) -> models.Version:
    """The version of a learner that this person may see, with the learner and the aims' titles: the
    one that stands, or one by its number.

    Errors: models.Version.DoesNotExist.
    """
    titles = Aim.objects.filter(learner=OuterRef("learner")).order_by()
    wanted = F("learner__version_number") if number is None else number
    return (
        models.Version.objects.select_related(
            "learner__provider", "learner__programme", "learner__employer", "learner__tutor"
        )
        .annotate(aim_titles=ArraySubquery(titles.values(of=JSONObject(id="id", title="title"))))
        .filter(among_visible(membership, "learner"), learner__provider_id=membership.provider_id)
        .get(learner=learner, number=wanted)
    )


def current_document(learner: Learner) -> Document:
    """The learner's record as it stands.

    Errors: RecordErased.
    """
    document: Document | None = version_of(learner, learner.version_number).document
    if document is None:
        raise RecordErased("This record was erased. It keeps its history and takes no more edits.")
    return document


def changes_visible_to(membership: Membership) -> QuerySet[models.Change]:
    """What changed in the records of the learners that this person may see."""
    return models.Change.objects.filter(of_visible(membership))


def findings_visible_to(membership: Membership) -> QuerySet[models.Finding]:
    """The findings on the records of the learners that this person may see."""
    return models.Finding.objects.filter(of_visible(membership))
