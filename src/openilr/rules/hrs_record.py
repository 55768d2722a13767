"""Rules on hours records, which are new in 2026-27."""

from datetime import date

from openilr.derived.durations import planned_duration_days
from openilr.derived.fams import is_restart
from openilr.derived.hours import has_hours, is_hours
from openilr.derived.lars import has_basic_skills_type
from openilr.derived.programmes import is_programme_aim
from openilr.derived.provision import is_funded_t_level
from openilr.ilr.years import since
from openilr.language import Boolean, Text, fact
from openilr.language.columns import (
    AimType,
    CompStatus,
    FundModel,
    HRSAmount,
    HRSCode,
    HRSRecord,
    HRSType,
    LearnAimRef,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
)
from openilr.reference.lars_codes import ESOL
from openilr.rules.registry import family_rule, rule

_is_apprenticeship_funded = FundModel == 36


@fact(LearningDelivery)
def hours_codes() -> Text:
    """The codes of the aim's hours records, with commas between."""
    return HRSRecord.joined(HRSCode.to_text())


# ------------------------------------------------------------------------------ records required


@rule(
    "HRSType_01",
    on=LearningDelivery,
    years=since("2627"),
    reports=(FundModel, hours_codes, AimType, LearnStartDate),
)
def apprenticeship_without_planned_hours() -> Boolean:
    """The apprenticeship has no planned off-the-job hours (HRS 1).

    Programme aims started from August 2019 are looked at, restarts too.
    Fix: add an hours record with code 1 and the hours planned for the whole programme.
    """
    return (
        (LearnStartDate >= date(2019, 8, 1))
        & _is_apprenticeship_funded
        & is_programme_aim
        & ~has_hours(1)
    )


@rule(
    "HRSType_02",
    on=LearningDelivery,
    years=since("2627"),
    reports=(FundModel, ProgType, hours_codes, AimType),
)
def funded_t_level_without_planned_hours() -> Boolean:
    """The T Level in 16 to 19 funding has no planned hours (HRS 2).

    The programme aim is looked at.
    Fix: add an hours record with code 2 and the hours planned for the whole programme.
    """
    return is_funded_t_level & is_programme_aim & ~has_hours(2)


@rule("HRSType_04", on=LearningDelivery, years=since("2627"), reports=(hours_codes, AimType))
def t_level_without_planned_hours() -> Boolean:
    """The T Level has no planned hours (HRS 2).

    The programme aim is looked at, whatever its funding.
    Fix: add an hours record with code 2 and the hours planned for the whole programme.
    """
    return (ProgType == 31) & is_programme_aim & ~has_hours(2)


@rule("HRSType_06", on=LearningDelivery, years=since("2627"), reports=(FundModel, hours_codes))
def tailored_learning_without_hours() -> Boolean:
    """The tailored learning aim has no record of the size of the course (HRS 5).

    Fix: add an hours record with code 5 and the timetabled hours of the course.
    """
    return (FundModel == 11) & ~has_hours(5)


@rule(
    "HRSType_08",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearnStartDate, FundModel, AimType, hours_codes, CompStatus),
)
def completed_without_actual_hours() -> Boolean:
    """The apprenticeship is completed and has no actual off-the-job hours (HRS 3).

    Programme aims started from August 2019 are looked at; restarts are exempt.
    Fix: add an hours record with code 3 and the off-the-job hours that were given.
    """
    return (
        (LearnStartDate >= date(2019, 8, 1))
        & _is_apprenticeship_funded
        & is_programme_aim
        & (CompStatus == 2)
        & ~has_hours(3)
        & ~is_restart
    )


@rule(
    "HRSType_09",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearnStartDate, FundModel, AimType, CompStatus, hours_codes),
)
def withdrawn_without_actual_hours() -> Boolean:
    """The apprentice withdrew and the aim has no actual off-the-job hours (HRS 3).

    Programme aims started from August 2022 are looked at, restarts too.
    Fix: add an hours record with code 3 and the off-the-job hours that were given.
    """
    return (
        (LearnStartDate >= date(2022, 8, 1))
        & _is_apprenticeship_funded
        & is_programme_aim
        & (CompStatus == 3)
        & ~has_hours(3)
    )


# --------------------------------------------------------------------------- records not allowed

_NOT_ALLOWED = (
    (
        "HRSType_05",
        (2,),
        (FundModel == 25) & ProgType.differs_from(31),
        (FundModel, ProgType),
        "The hours of a T Level (HRS 2) stand on a 16 to 19 aim that is not part of one.",
        "remove the hours record, or correct the programme type.",
    ),
    (
        "HRSType_07",
        (3,),
        ~is_programme_aim,
        (AimType,),
        "The actual off-the-job hours (HRS 3) stand on an aim that is not a programme aim.",
        "remove the hours record here; record the hours on the programme aim.",
    ),
    (
        "HRSType_10",
        (6,),
        ~FundModel.is_in((35, 38, 81)),
        (FundModel,),
        "Additional delivery hours (HRS 6) are for aims of FundModel 35, 38 and 81.",
        "remove the hours record, or correct the funding model.",
    ),
    (
        "HRSType_11",
        (6,),
        ~has_basic_skills_type(*ESOL),
        (LearnStartDate, LearnAimRef),
        "The aim has additional delivery hours (HRS 6) and was not an ESOL aim in LARS on its "
        "start date.\n\nAn aim that LARS does not have is reported too.",
        "remove the hours record, or correct the aim reference.",
    ),
    (
        "HRSType_12",
        (1, 3, 4, 5, 6),
        is_funded_t_level,
        (FundModel, ProgType),
        "A T Level in 16 to 19 funding has no hours record but the planned hours (HRS 2).",
        "remove the hours record, or correct its code.",
    ),
    (
        "HRSType_13",
        (1, 3, 4),
        ~_is_apprenticeship_funded,
        (FundModel,),
        "Off-the-job hours (HRS 1, 3 and 4) are for aims of FundModel 36.",
        "remove the hours record, or correct the funding model.",
    ),
    (
        "HRSType_14",
        (2, 5, 6),
        _is_apprenticeship_funded,
        (FundModel,),
        "An aim of FundModel 36 has no hours records but off-the-job hours (HRS 1, 3 and 4).",
        "remove the hours record, or correct its code.",
    ),
    (
        "HRSType_15",
        (5,),
        FundModel != 11,
        (FundModel,),
        "The size of a tailored learning course (HRS 5) is for aims of FundModel 11.",
        "remove the hours record, or correct the funding model.",
    ),
    (
        "HRSType_16",
        (1, 2, 3, 4, 6),
        FundModel == 11,
        (FundModel,),
        "A tailored learning aim has no hours record but the size of the course (HRS 5).",
        "remove the hours record, or correct its code.",
    ),
    (
        "HRSType_17",
        (1, 2, 3, 4, 5),
        FundModel.is_in((35, 38, 81)),
        (FundModel,),
        "An aim of FundModel 35, 38 or 81 has no hours record but additional hours (HRS 6).",
        "remove the hours record, or correct its code.",
    ),
)
"""Rules by which an hours record of some codes may not stand on an aim: id, codes, the aims,
their fields, what is wrong, what to do."""

for _id, _codes, _aims, _fields, _what, _fix in _NOT_ALLOWED:
    family_rule(
        _id,
        is_hours(*_codes) & _aims,
        f"{_what}\n\nFix: {_fix}",
        on=HRSRecord,
        years=since("2627"),
        reports=(HRSType, HRSCode, *_fields),
    )


@rule("HRSType_18", on=LearningDelivery, years=since("2627"), reports=(hours_codes,))
def two_hours_records_of_one_code() -> Boolean:
    """The aim has two or more hours records of one code.

    Fix: keep one hours record of each code.
    """
    return HRSRecord.count(HRSCode.is_known()) > HRSRecord.count_distinct(HRSCode)


# --------------------------------------------------------------------------------------- amounts


@rule(
    "HRSAmount_01",
    on=HRSRecord,
    years=since("2627"),
    reports=(AimType, ProgType, FundModel, HRSType, HRSCode, HRSAmount),
)
def t_level_of_no_hours() -> Boolean:
    """The planned hours of the T Level (HRS 2) are 0.

    The programme aim of a T Level in 16 to 19 funding is looked at.
    Fix: correct the amount.
    """
    return is_funded_t_level & is_programme_aim & is_hours(2) & (HRSAmount <= 0)


@rule(
    "HRSAmount_02",
    on=HRSRecord,
    years=since("2627"),
    reports=(LearnStartDate, FundModel, HRSType, HRSCode, HRSAmount),
)
def planned_hours_under_278() -> Boolean:
    """The planned off-the-job hours (HRS 1) are fewer than 278.

    Apprenticeships started from August 2022 to July 2025 are looked at; restarts are exempt.
    Fix: correct the amount.
    """
    return (
        LearnStartDate.between(date(2022, 8, 1), date(2025, 7, 31))
        & _is_apprenticeship_funded
        & is_hours(1)
        & (HRSAmount < 278)
        & ~is_restart
    )


@rule(
    "HRSAmount_03",
    on=HRSRecord,
    years=since("2627"),
    reports=(LearnStartDate, FundModel, HRSType, HRSCode, HRSAmount),
)
def planned_hours_under_187() -> Boolean:
    """The planned off-the-job hours (HRS 1) are fewer than 187.

    Apprenticeships started from August 2025 are looked at; restarts are exempt.
    Fix: correct the amount.
    """
    return (
        (LearnStartDate >= date(2025, 8, 1))
        & _is_apprenticeship_funded
        & is_hours(1)
        & (HRSAmount < 187)
        & ~is_restart
    )


_is_additional = is_hours(6) & (planned_duration_days > 0)
"""Additional delivery hours; an aim planned to end before it starts has no average."""


@rule(
    "HRSAmount_04",
    on=HRSRecord,
    years=since("2627"),
    reports=(HRSAmount, HRSType, HRSCode, LearnPlanEndDate, LearnStartDate),
)
def additional_hours_of_more_than_a_day() -> Boolean:
    """The additional delivery hours (HRS 6) come to more than 24 a day of the planned learning.

    Over 60 hours are looked at. The first and the last day count.
    Fix: correct the amount or the planned end date.
    """
    return _is_additional & (HRSAmount > 60) & (HRSAmount > planned_duration_days * 24)


@rule(
    "HRSAmount_05",
    on=HRSRecord,
    years=since("2627"),
    reports=(HRSAmount, HRSType, HRSCode, LearnPlanEndDate, LearnStartDate),
)
def additional_hours_of_more_than_35_a_week() -> Boolean:
    """The additional delivery hours (HRS 6) come to more than 35 a week of the planned learning.

    Over 60 hours are looked at. A week is seven days; the first and the last day count.
    Fix: check the amount and the planned end date.
    """
    return _is_additional & (HRSAmount > 60) & (HRSAmount > planned_duration_days * 5)  # 35 / 7


@rule(
    "HRSAmount_06",
    on=HRSRecord,
    years=since("2627"),
    reports=(HRSAmount, HRSType, HRSCode, LearnPlanEndDate, LearnStartDate),
)
def additional_hours_of_more_than_nine_a_day() -> Boolean:
    """The additional delivery hours (HRS 6) come to more than 9 and less than 24 a day.

    The first and the last day of the planned learning count.
    Fix: check the amount and the planned end date.
    """
    return (
        is_hours(6)
        & (HRSAmount > planned_duration_days * 9)
        & (HRSAmount < planned_duration_days * 24)
    )
