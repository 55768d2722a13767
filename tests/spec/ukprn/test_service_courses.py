"""Rules on the provider's courses in the apprenticeship service."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.spec.aim_cases import aim, aims, fams
from tests.spec.ukprn.provision import OTHERS, Aim, beside

START, END = "2026-09-07", "2026-11-02"
CLOSED = {"CompStatus": 2, "LearnActEndDate": END, "Outcome": 1}


@dataclass(frozen=True)
class Course:
    """What one rule asks of the courses in the service.

    Attributes:
        kind, code: how the course is found.
        last: the date of the course that the aim must not pass.
        day: the day of the aim that is held against it.
        since: the aim must not start before the course either.
        looked_at, left_alone: aims, by number.
    """

    rule: str
    kind: str
    code: str
    last: str
    day: str
    looked_at: tuple[Aim, ...]
    left_alone: tuple[Aim, ...]
    since: bool = False

    def row(self, **fields: Any) -> Aim:
        """Our course in use, without a last date."""
        return {
            "UKPRN": 10000001,
            "CourseType": self.kind,
            "CourseCode": self.code,
            "Status": "Active",
            "EffectiveFrom": "2026-04-01",
            "LastDateStarts": None,
            "EffectiveTo": None,
            **fields,
        }

    def ended(self, days: int = -1, **fields: Any) -> Aim:
        """Our course whose last date is some days from that of the aims."""
        return self.row(**{self.last: beside(self.day, days), **fields})

    def others(self) -> list[Aim]:
        """What makes a row another course, or out of use."""
        kind = "Apprenticeship" if self.kind == "ShortCourse" else "ShortCourse"
        fields: list[Aim] = [{"UKPRN": ukprn} for ukprn in OTHERS]
        return [*fields, {"CourseType": kind}, {"CourseCode": "9003"}, {"Status": "Withdrawn"}]


_UNIT = {"LearnAimRef": "9900008U", "ProgType": 34, "FundModel": 39, "AimType": 3}
_SHORT = ("ShortCourse", "9900008U")
_STANDARD = {
    "LearnAimRef": "ZPROG001",
    "ProgType": 25,
    "StdCode": 9001,
    "FundModel": 36,
    "AimType": 1,
}
_LDM_403 = {**_UNIT, "FundModel": 99, "ProgType": None}

COURSES = (
    Course(
        "UKPRN_31",
        *_SHORT,
        "EffectiveTo",
        START,
        looked_at=(
            {**_LDM_403, "LearningDeliveryFAM": fams("LDM403")},
            {**_LDM_403, "LearningDeliveryFAM": fams("SOF105 LDM404 LDM403")},
        ),
        left_alone=(
            {**_LDM_403, "LearningDeliveryFAM": []},
            {**_LDM_403, "LearningDeliveryFAM": fams("LDM404")},
            {**_LDM_403, "LearningDeliveryFAM": fams("DAM403")},
            {**_LDM_403, "LearningDeliveryFAM": fams("LDM404 DAM403")},
        ),
        since=True,
    ),
    Course(
        "UKPRN_32",
        *_SHORT,
        "LastDateStarts",
        START,
        looked_at=(_UNIT,),
        left_alone=({**_UNIT, "ProgType": 25}, {**_UNIT, "ProgType": None}),
        since=True,
    ),
    Course(
        "UKPRN_33",
        *("Apprenticeship", "9001"),
        "LastDateStarts",
        START,
        looked_at=(_STANDARD,),
        left_alone=(
            {**_STANDARD, "FundModel": 99},
            {**_STANDARD, "AimType": 3},
            {**_STANDARD, "LearningDeliveryFAM": fams("SOF105 RES1")},
            {**_STANDARD, "StdCode": 9002},
        ),
    ),
    Course(
        "UKPRN_34",
        *_SHORT,
        "EffectiveTo",
        END,
        looked_at=({**_UNIT, **CLOSED},),
        left_alone=(
            _UNIT,
            {**_UNIT, **CLOSED, "ProgType": 25},
            {**_UNIT, **CLOSED, "ProgType": None},
        ),
    ),
    Course(
        "UKPRN_35",
        *("Apprenticeship", "9001"),
        "EffectiveTo",
        END,
        looked_at=({**_STANDARD, **CLOSED},),
        left_alone=(
            _STANDARD,
            {**_STANDARD, **CLOSED, "FundModel": 99},
            {**_STANDARD, **CLOSED, "AimType": 3},
            {**_STANDARD, **CLOSED, "StdCode": 9002},
        ),
    ),
)


@pytest.mark.parametrize("of", COURSES, ids=lambda of: of.rule)
def test_aims_keep_within_the_dates_of_the_course(found, of):
    patches = [*of.looked_at, *of.left_alone]
    learner = aims(*(aim(number, **fields) for number, fields in enumerate(patches, 1)))
    all_of_them = list(range(1, len(of.looked_at) + 1))

    def reported(*rows):
        courses = {"-service_courses": [{}], "service_courses": list(rows)}
        places = found(of.rule, year="2627", base="unit", reference=courses, **learner)
        assert places in ([], all_of_them)
        return bool(places)

    assert not reported()
    assert not reported(of.row())
    assert reported(of.ended(-1))
    assert not reported(of.ended(0))
    assert not reported(of.ended(1))
    # A course that takes no apprentices any more is still a course.
    taught = {"Status": "ActiveButNotTakingOnApprentices"}
    assert reported(of.ended(**taught))
    assert not reported(of.ended(), of.row(**taught))
    # One row that covers the day is enough.
    assert not reported(of.ended(), of.row())
    assert not reported(*(of.ended(**other) for other in of.others()))
    assert reported(of.ended(), *(of.row(**other) for other in of.others()))
    late = beside(START, 1)
    assert reported(of.row(EffectiveFrom=late)) == of.since
    assert not reported(of.row(EffectiveFrom=START))


@pytest.mark.parametrize(("last", "expected"), [("2026-05-03", [1]), ("2026-05-04", [])])
def test_unfunded_units_of_2526(found, last, expected):
    of = COURSES[0]
    unit = aim(1, **of.looked_at[0], LearnStartDate="2026-05-04")
    courses = {"service_courses": [of.row(EffectiveTo=last)]}
    assert found("UKPRN_31", base="nonfunded", reference=courses, **aims(unit)) == expected
