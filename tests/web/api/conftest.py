"""A record, and a token for it."""

import pytest

from openilr.record.document import Document, add_row, new_learner
from openilr.web.accounts.models import Membership
from openilr.web.api.actions import make_token
from openilr.web.api.scopes import SCOPES
from openilr.web.learners.models import Learner
from openilr.web.records import actions


def a_record(reference: str = "FT1") -> Document:
    """A learner with one aim; invented."""
    document = new_learner(
        {
            "LearnRefNumber": reference,
            "FamilyName": "Quill",
            "GivenNames": "Ada",
            "ULN": "9999999999",
        }
    )
    document, _ = add_row(
        document,
        document["id"],
        "LearningDelivery",
        {"LearnAimRef": "ZPROG001", "AimType": "1", "LearnStartDate": "2026-09-01"},
    )
    return document


@pytest.fixture
def learner(mis: Membership) -> Learner:
    """A learner of Fernhill Training."""
    return actions.add_learner(by=mis.user, provider=mis.provider, document=a_record()).learner


@pytest.fixture
def key(mis: Membership) -> str:
    """A key with every scope of an MIS officer."""
    scopes = [one.name for one in SCOPES.values() if one.permission in mis.permissions]
    return make_token(membership=mis, name="test", scopes=scopes, days=1)[1]
