"""How a record came to be: the same record as it was known on earlier days, and what moved it on.

The demo's file tells where each learner stands; a provider's system also has the year behind it.
Nothing is invented beside the file: what is dated after a day was not yet known on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openilr.record.document import Document, walk
from openilr.record.fields import AIM, LEARNER, entity_named

_BEGINS: Mapping[str, str] = {
    AIM: "LearnStartDate",
    "AppFinRecord": "AFinDate",
    "LearnerEmploymentStatus": "DateEmpStatApp",
    "LearningDeliveryFAM": "LearnDelFAMDateFrom",
    "LearningDeliveryWorkPlacement": "WorkPlaceStartDate",
}
"""The field that dates a row of each kind; rows of other kinds are known from the start."""

_ENDS: Mapping[str, tuple[str, ...]] = {
    AIM: ("CompStatus", "Outcome", "WithdrawReason", "AchDate", "OutGrade", "LearnActEndDate"),
}
"""What an aim's actual end brings with it."""

CONTINUING, AWAITED = 1, 8


@dataclass(frozen=True, slots=True)
class Moment:
    """A day on which a record moved on.

    Attributes:
        reason: what happened, as the person who records it would write.
        document: the record as it was known from then on.
    """

    day: date
    reason: str
    document: Document


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def known_on(document: Document, day: date) -> Document:
    """The record as it was known on a day: nothing in it is dated later.

    A support or contract record that ends later had no end yet; an aim that ended later was
    continuing.
    """
    return _known(LEARNER, document, day)


def _known(entity: str, data: Document, day: date) -> dict[str, Any]:
    children = entity_named(entity).children
    kept: dict[str, Any] = {}
    ended = _day(data.get("LearnActEndDate")) if entity == AIM else None
    for name, value in data.items():
        if name in children:
            rows = [_known(name, row, day) for row in value if _has_begun(name, row, day)]
            if rows:
                kept[name] = rows
        elif not (ended and ended > day and name in _ENDS[AIM]):
            kept[name] = value
    if ended and ended > day:
        kept["CompStatus"] = CONTINUING
    elif (achieved := _day(kept.get("AchDate"))) and achieved > day:
        del kept["AchDate"]
        kept.pop("OutGrade", None)
        kept["Outcome"] = AWAITED
    until = _day(data.get("LearnDelFAMDateTo"))
    if until and until > day and entity == "LearningDeliveryFAM":
        del kept["LearnDelFAMDateTo"]
    return kept


def _has_begun(entity: str, data: Document, day: date) -> bool:
    begins = _day(data.get(_BEGINS.get(entity, ""), ""))
    return begins is None or begins <= day


def first_day(document: Document) -> date | None:
    """The first day the record speaks of: the start of its first aim."""
    starts = [_day(row.data.get("LearnStartDate")) for row in walk(document) if row.entity == AIM]
    return min((day for day in starts if day), default=None)


def moments(document: Document, since: date, until: date) -> list[Moment]:
    """The days after `since`, up to `until`, on which the record moved on, in order."""
    days: dict[date, str] = {}
    for day, reason in _events(document):
        if since < day <= until:
            days.setdefault(day, reason)
    found: list[Moment] = []
    before = known_on(document, since)
    for day in sorted(days):
        after = known_on(document, day)
        if after != before:
            found.append(Moment(day, days[day], after))
            before = after
    return found


def _events(document: Document) -> Iterator[tuple[date, str]]:
    for row in walk(document):
        if row.entity == AIM and (ended := _day(row.data.get("LearnActEndDate"))):
            yield ended, _ending(row.data)
        if row.entity == AIM and (achieved := _day(row.data.get("AchDate"))):
            yield achieved, "Achievement"
        begins = _day(row.data.get(_BEGINS.get(row.entity, ""), ""))
        if begins:
            yield begins, _beginning(row.entity, row.data)
        until = _day(row.data.get("LearnDelFAMDateTo"))
        if until:
            yield until, "Learning support or contract record ended"


def _ending(aim: Document) -> str:
    match aim.get("CompStatus"):
        case 2:
            return "Aim completed"
        case 3:
            return "Withdrawal"
        case 6:
            return "Break in learning"
        case _:
            return "Aim ended"


def _beginning(entity: str, data: Document) -> str:
    match entity, data.get("AFinType"):
        case "AppFinRecord", "PMR":
            return "Employer's payment received"
        case "AppFinRecord", _:
            return "Price agreed"
        case "LearnerEmploymentStatus", _:
            return "Employment changed"
        case "LearningDeliveryFAM", _:
            return "Funding and monitoring record began"
        case "LearningDeliveryWorkPlacement", _:
            return "Work placement began"
        case _:
            return "Aim began"
