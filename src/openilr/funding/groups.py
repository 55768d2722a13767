"""Kinds of money put together as people read them, and as charts draw them.

Source of the groups: spec/funding/outputs.md section 6.
"""

from openilr.funding.outcome import Kind

GROUPS: dict[str, tuple[Kind, ...]] = {
    "On-programme": (
        Kind.ON_PROGRAMME,
        Kind.BALANCING,
        Kind.ADULT_ON_PROGRAMME,
        Kind.ADULT_BALANCING,
    ),
    "Functional skills": (Kind.ENGLISH_MATHS, Kind.ENGLISH_MATHS_BALANCING),
    "Learning support": (Kind.LEARNING_SUPPORT,),
    "16-18 incentives, provider": (Kind.FIRST_PROVIDER, Kind.SECOND_PROVIDER),
    "16-18 incentives, employer": (Kind.FIRST_EMPLOYER, Kind.SECOND_EMPLOYER, Kind.LEGACY_YOUNG),
    "Foundation apprenticeships, employer": (
        Kind.FOUNDATION_FIRST,
        Kind.FOUNDATION_SECOND,
        Kind.FOUNDATION_THIRD,
    ),
    "Care leavers' bursary": (Kind.BURSARY,),
    "Framework and disadvantage": (
        Kind.UPLIFT_ON_PROGRAMME,
        Kind.UPLIFT_BALANCING,
        Kind.UPLIFT_COMPLETION,
        Kind.FIRST_DISADVANTAGE,
        Kind.SECOND_DISADVANTAGE,
    ),
    "Outcome": (
        Kind.COMPLETION,
        Kind.ADULT_ACHIEVEMENT,
        Kind.ADULT_JOB_OUTCOME,
        Kind.LEGACY_ACHIEVEMENT,
    ),
    "Units": (Kind.UNIT_FIRST, Kind.UNIT_COMPLETION),
    "Skills Bootcamps": (Kind.BOOTCAMP,),
    "Loans bursary": (Kind.LOANS_SUPPORT, Kind.LOANS_AREA, Kind.LOANS_AREA_BALANCING),
    "Legacy standards": (Kind.LEGACY_CORE, Kind.LEGACY_SMALL_BUSINESS),
}
"""Kinds of money as a provider reads them, in order; every kind stands in one group."""

SERIES: dict[str, str] = {
    "On-programme": "On-programme",
    "Outcome": "Outcome",
    "Functional skills": "Functional skills",
    "16-18 incentives, provider": "16-18 incentives",
    "16-18 incentives, employer": "16-18 incentives",
    "Learning support": "Learning support",
}
"""The series of a chart, in the order of its colours; any other group is OTHER."""

OTHER = "Other"

PROJECTED = "Projected outcome"
"""Completion of learners still in learning, at their planned ends; never in a total of earnings."""

GROUP_OF = {str(kind): group for group, kinds in GROUPS.items() for kind in kinds}
"""The group of each kind."""
