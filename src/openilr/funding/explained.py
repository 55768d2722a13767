"""A kind of money in words: when it is earned and how much, by which fields and parameters."""

from collections.abc import Iterator
from typing import NamedTuple

from openilr.funding.outcome import Kind
from openilr.funding.parameters import on_file


class Explained(NamedTuple):
    """How a kind is worked out.

    Attributes:
        how: when it is earned, and the formula in words.
        fields: the ILR fields that decide it, with their entity.
        parameters: those that it takes.
        tables: reference tables that it takes.
    """

    how: str
    fields: tuple[str, ...]
    parameters: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


_DATES = (
    "LearningDelivery.LearnStartDate",
    "LearningDelivery.LearnPlanEndDate",
    "LearningDelivery.LearnActEndDate",
)
_DONE = ("LearningDelivery.CompStatus", "LearningDelivery.AchDate")
_PRICES = ("AppFinRecord.AFinCode", "AppFinRecord.AFinDate", "AppFinRecord.AFinAmount")
_FAMS = ("LearningDeliveryFAM.LearnDelFAMType", "LearningDeliveryFAM.LearnDelFAMCode")
_DATED = ("LearningDeliveryFAM.LearnDelFAMDateFrom", "LearningDeliveryFAM.LearnDelFAMDateTo")
_ADJUSTED = ("LearningDelivery.PriorLearnFundAdj", "LearningDelivery.OtherFundAdj")
_AIM = ("LearningDelivery.LearnAimRef",)
_BAND = ("lars_apprenticeship_funding",)
_QUALIFYING = ("qualifying_days_long", "qualifying_days_medium", "qualifying_days_short")
_DAY_90, _DAY_365 = ("additional_payment_first_day",), ("additional_payment_second_day",)
_YOUNG = ("Learner.DateOfBirth", "LearningDelivery.LearnStartDate", *_FAMS)
_ADULT_RATE = (*_AIM, *_DATES, "LearningDelivery.Outcome", *_ADJUSTED, *_FAMS)
_ADULT_TABLES = ("lars_funding", "postcodes_area_cost", "postcodes_disadvantage")
_PATTERN = ("adult_achievement_share", "adult_first_month_instalments", "adult_annual_cap")


def _incentive(which: str, side: str, day: tuple[str, ...]) -> Explained:
    return Explained(
        f"The {which} payment to the {side} of an apprentice under 19, or under 25 with an EHC "
        "plan or as a care leaver: half of the LARS amount, when the day in learning is reached. "
        "Days on a break do not count.",
        _YOUNG,
        (*day, f"additional_payment_{side}_each"),
        _BAND,
    )


def _disadvantage(day: tuple[str, ...]) -> Explained:
    return Explained(
        "Half of the amount of the home's postcode, for frameworks, when the day in learning is "
        "reached.",
        ("Learner.PostcodePrior", "LearningDelivery.LearnStartDate"),
        day,
        ("postcodes_das_disadvantage",),
    )


def _foundation(what: str, parameter: str) -> Explained:
    return Explained(
        f"{what} payment to the employer of a foundation apprentice: the LARS amount, when the day "
        "in learning is reached.",
        ("LearningDelivery.LearnStartDate",),
        (parameter,),
        _BAND,
    )


_UPLIFT = (
    "The 16 to 18 uplift of a framework, the LARS amount in the pattern of the price: ",
    ("Learner.DateOfBirth", *_DATES),
)

EXPLAINED: dict[Kind, Explained] = {
    Kind.ON_PROGRAMME: Explained(
        "What is left of the agreed price within the funding band, less the completion element, in "
        "equal instalments from the start of the price episode to the planned end. A month is "
        "earned when its last day is reached.",
        (*_DATES, *_PRICES, "LearningDelivery.StdCode"),
        ("completion_share", *_QUALIFYING),
        _BAND,
    ),
    Kind.BALANCING: Explained(
        "What is left of the instalments when the apprenticeship is completed, in the same month "
        "as the completion payment.",
        (*_DATES, *_DONE, *_PRICES),
        ("completion_share",),
        _BAND,
    ),
    Kind.COMPLETION: Explained(
        "The completion element: the share of the price within the band, in the month of the "
        "achievement date (for a framework, of the actual end).",
        (*_DONE, *_PRICES),
        ("completion_share", "standard_completion_needs_achievement_date", "completion_held_back"),
        _BAND,
    ),
    Kind.FIRST_EMPLOYER: _incentive("first", "employer", _DAY_90),
    Kind.SECOND_EMPLOYER: _incentive("second", "employer", _DAY_365),
    Kind.FIRST_PROVIDER: _incentive("first", "provider", _DAY_90),
    Kind.SECOND_PROVIDER: _incentive("second", "provider", _DAY_365),
    Kind.BURSARY: Explained(
        "The care leaver's bursary: one part for each day in learning that is reached, under 25 "
        "with EEF 4.",
        _YOUNG,
        ("care_leaver_bursary_each", "care_leaver_bursary_days"),
    ),
    Kind.FOUNDATION_FIRST: _foundation("The first", "foundation_employer_days"),
    Kind.FOUNDATION_SECOND: _foundation("The second", "foundation_employer_days"),
    Kind.FOUNDATION_THIRD: _foundation(
        "The last, in the next apprenticeship,", "foundation_progression_day"
    ),
    Kind.FIRST_DISADVANTAGE: _disadvantage(_DAY_90),
    Kind.SECOND_DISADVANTAGE: _disadvantage(_DAY_365),
    Kind.UPLIFT_ON_PROGRAMME: Explained(
        f"{_UPLIFT[0]}its instalments.", _UPLIFT[1], ("completion_share",), _BAND
    ),
    Kind.UPLIFT_BALANCING: Explained(
        f"{_UPLIFT[0]}its balance on completion.", _UPLIFT[1], ("completion_share",), _BAND
    ),
    Kind.UPLIFT_COMPLETION: Explained(
        f"{_UPLIFT[0]}its part on completion.", _UPLIFT[1], ("completion_share",), _BAND
    ),
    Kind.ENGLISH_MATHS: Explained(
        "The LARS rate of an English or maths aim within an apprenticeship x adjustments, in equal "
        "instalments to its planned end, in the start month and then when a month's end is "
        "reached.",
        (*_AIM, *_DATES, *_ADJUSTED),
        _QUALIFYING,
        ("lars_funding", "lars_standard_common_component"),
    ),
    Kind.ENGLISH_MATHS_BALANCING: Explained(
        "The instalments of an English or maths aim not yet paid when it is completed, in the "
        "month of its actual end.",
        (*_AIM, *_DATES, "LearningDelivery.CompStatus", *_ADJUSTED),
        (),
        ("lars_funding",),
    ),
    Kind.LEARNING_SUPPORT: Explained(
        "A monthly sum, once a learner and funding model, while an LSF record covers the month's "
        "last day and an aim planned for a month or more is in learning.",
        (*_FAMS, *_DATED),
        ("learning_support_month", "learning_support_least_months"),
    ),
    Kind.UNIT_FIRST: Explained(
        "The first part of a unit's price, in the month of the day on which that part of the "
        "planned days is reached; a forecast until milestone and approval are recorded.",
        _DATES,
        ("unit_first_share", "unit_first_point"),
        ("apprenticeship_unit_prices", "apprenticeship_units"),
    ),
    Kind.UNIT_COMPLETION: Explained(
        "The rest of a unit's price, when learning is completed, or at the planned end until then; "
        "a forecast until milestone and approval are recorded.",
        _DATES,
        ("unit_completion_share",),
        ("apprenticeship_unit_prices", "apprenticeship_units"),
    ),
    Kind.BOOTCAMP: Explained(
        "The contract's rate for a learner x the share of the event, in the month of the event "
        "(EVI), once for each event code.",
        ("LearningDelivery.ConRefNumber", *_FAMS, "LearningDeliveryFAM.LearnDelFAMDateFrom"),
        ("bootcamp_events",),
        ("skills_bootcamp_milestones",),
    ),
    Kind.ADULT_ON_PROGRAMME: Explained(
        "The aim's value before achievement in monthly instalments; the first month carries two.",
        _ADULT_RATE,
        _PATTERN,
        _ADULT_TABLES,
    ),
    Kind.ADULT_BALANCING: Explained(
        "The instalments not yet paid when the aim is achieved, in the month of its actual end.",
        _ADULT_RATE,
        _PATTERN,
        _ADULT_TABLES,
    ),
    Kind.ADULT_ACHIEVEMENT: Explained(
        "The achievement share of the aim's value, less what moves to a job outcome, in the month "
        "of its actual end.",
        _ADULT_RATE,
        _PATTERN,
        _ADULT_TABLES,
    ),
    Kind.ADULT_JOB_OUTCOME: Explained(
        "The part of the achievement that is paid for a job, in the month of the actual end.",
        ("LearningDelivery.EmpOutcome", *_ADULT_RATE),
        ("adult_job_outcome_share", "adult_job_outcome_share_reserved"),
        _ADULT_TABLES,
    ),
    Kind.LOANS_SUPPORT: Explained(
        "The rate of the ALB code, due on the first liability day and then on the 1st of each "
        "month; the highest of a month once a learner.",
        (*_FAMS, *_DATED, *_DATES),
        ("loans_qualifying_days", "loans_support_1", "loans_support_2", "loans_support_3"),
    ),
    Kind.LOANS_AREA: Explained(
        "The LARS rate x (area factor - 1) x adjustments, in equal parts from the first liability "
        "month to the planned end.",
        (*_AIM, "LearningDelivery.DelLocPostCode", *_DATES, *_ADJUSTED),
        ("loans_qualifying_days",),
        ("lars_funding", "postcodes_area_cost"),
    ),
    Kind.LOANS_AREA_BALANCING: Explained(
        "The parts of the area uplift not yet paid when the aim is achieved.",
        (*_AIM, "LearningDelivery.DelLocPostCode", *_DATES, "LearningDelivery.Outcome"),
        (),
        ("lars_funding", "postcodes_area_cost"),
    ),
    Kind.LEGACY_CORE: Explained(
        "Government's contribution to a standard from before May 2017: what it pays for each pound "
        "of the employer's, within the LARS cap, in the month of the payment.",
        _PRICES,
        ("legacy_government_share",),
        ("lars_standard_funding",),
    ),
    Kind.LEGACY_YOUNG: Explained(
        "Half of the 16 to 18 incentive on each of two days in learning (FM81).",
        _YOUNG,
        ("legacy_incentive_days",),
        ("lars_standard_funding",),
    ),
    Kind.LEGACY_SMALL_BUSINESS: Explained(
        "The incentive of a small employer when the day in learning is reached (FM81).",
        ("EmploymentStatusMonitoring.ESMType", "LearnerEmploymentStatus.EmpId"),
        ("legacy_small_business_day",),
        ("lars_standard_funding",),
    ),
    Kind.LEGACY_ACHIEVEMENT: Explained(
        "The incentive on achievement (FM81).",
        (*_DONE, "LearningDelivery.Outcome"),
        (),
        ("lars_standard_funding",),
    ),
}
"""Every kind, explained."""


def in_text(name: str) -> str:
    """A kind in words, by its name in any case; "" if there is none."""
    kind = next((k for k in Kind if k.lower() == name.strip().lower()), None)
    return "" if kind is None else "\n".join(_lines(kind, EXPLAINED[kind]))


def _lines(kind: Kind, told: Explained) -> Iterator[str]:
    yield str(kind)
    yield told.how
    yield ""
    yield f"Fields:       {', '.join(told.fields)}"
    if told.tables:
        yield f"Tables:       {', '.join(told.tables)}"
    for name in told.parameters:
        parameter = on_file().get(name)
        last = parameter.values[-1]
        value = "not on file" if last.value is None else f"{_plain(last.value)} ({last.status})"
        yield f"Parameter:    {name} ({parameter.unit}) = {value} since {last.since:%-d %b %Y}"


def _plain(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(str(part) for part in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - parts of a list
        case _:
            return str(value)
