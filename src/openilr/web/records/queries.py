"""Reads of records: the versions of a learner, and what changed."""

from django.db.models import QuerySet

from openilr.record.document import Document
from openilr.web.accounts.models import Membership
from openilr.web.learners.models import Learner
from openilr.web.learners.queries import of_visible
from openilr.web.records import models
from openilr.web.records.refusals import RecordErased


def version_of(learner: Learner, number: int) -> models.Version:
    """One version of a learner's record.

    Errors: models.Version.DoesNotExist.
    """
    return models.Version.objects.select_related("made_by", "authorised_by").get(
        learner=learner, number=number
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
