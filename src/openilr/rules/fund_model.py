"""Rules on the funding model of an aim."""

from datetime import date

from openilr.derived.code_lists import is_listed, spans
from openilr.derived.fams import LDM, SOF, has_fam, is_restart
from openilr.derived.lars import is_devolved
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.ilr.years import only, since
from openilr.language import Boolean
from openilr.language.columns import (
    AimType,
    FundModel,
    LearningDelivery,
    LearnStartDate,
    OrigLearnStartDate,
    OTJActHours,
    ProgType,
)
from openilr.rules.registry import family_rule, rule

_MAY_2017 = date(2017, 5, 1)
_AUGUST_2024 = date(2024, 8, 1)

for _years, _codes in spans("FundModel"):
    family_rule(
        "FundModel_01",
        ~is_listed(FundModel, _codes),
        """The funding model is not one of its codes.

        A code that has ended is still one.
        Fix: choose a funding model of the list.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel,),
    )


@rule("FundModel_03", on=LearningDelivery, years=since("2526"), reports=(FundModel,))
def loan_with_other_funding() -> Boolean:
    """The aim is paid for by an Advanced Learner Loan (ADL) and not recorded as non-funded.

    Fix: record FundModel 99, or remove the ADL record.
    """
    return has_fam("ADL") & (FundModel != 99)


@rule("FundModel_04", on=LearningDelivery, years=since("2526"), reports=(FundModel, ProgType))
def apprenticeship_in_16_to_19_funding() -> Boolean:
    """The aim is part of an apprenticeship and in 16 to 19 funding (25 or 82).

    Fix: correct the funding model or the programme type.
    """
    return is_apprenticeship & FundModel.is_in((25, 82))


@rule("FundModel_05", on=LearningDelivery, years=since("2526"), reports=(FundModel, LearnStartDate))
def apprenticeship_funding_before_may_2017() -> Boolean:
    """The aim is in apprenticeship funding (36) and started before 1 May 2017.

    Fix: correct the funding model or the start date.
    """
    return (FundModel == 36) & (LearnStartDate < _MAY_2017)


@rule("FundModel_06", on=LearningDelivery, years=since("2526"), reports=(FundModel, ProgType))
def apprenticeship_funding_off_an_apprenticeship() -> Boolean:
    """The aim is in apprenticeship funding (36) and not part of an apprenticeship.

    An aim without a programme type is reported too.
    Fix: record ProgType 25, or correct the funding model.
    """
    return (FundModel == 36) & ProgType.differs_from(25)


@rule(
    "FundModel_07",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, FundModel, LDM),
)
def apprenticeship_in_other_funding() -> Boolean:
    """The apprenticeship started in May 2017 or later and is not in apprenticeship funding (36).

    Programme aims are looked at. Non-funded ones (99), restarts and LDM 353 and 355 are exempt.
    Fix: record FundModel 36, or 99 if the apprenticeship is not funded.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & (LearnStartDate >= _MAY_2017)
        & ~FundModel.is_in((36, 99))
        & ~is_restart
        & ~has_fam("LDM", "353", "355")
    )


@rule(
    "FundModel_09",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, FundModel, ProgType),
)
def early_standard_in_other_funding() -> Boolean:
    """The apprenticeship standard started before May 2017 and is not in other adult funding (81).

    Programme aims are looked at; non-funded ones (99) are exempt.
    Fix: record FundModel 81, or correct the start date.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & (LearnStartDate < _MAY_2017)
        & ~FundModel.is_in((81, 99))
    )


_devolved_until_july_2024 = is_devolved & (LearnStartDate < _AUGUST_2024)


@rule(
    "FundModel_10",
    on=LearningDelivery,
    years=only("2526"),
    reports=(SOF, FundModel, LearnStartDate),
)
def devolved_outside_adult_skills_or_community_learning() -> Boolean:
    """A devolved authority funds the aim, and it is neither adult skills nor community learning.

    Starts up to 31 July 2024 are looked at; the models are 35 and 10.
    Fix: correct the funding model or the source of funding (SOF).
    """
    return _devolved_until_july_2024 & ~FundModel.is_in((35, 10))


@rule(
    "FundModel_10",
    on=LearningDelivery,
    years=since("2627"),
    reports=(SOF, FundModel, LearnStartDate),
)
def devolved_outside_adult_skills() -> Boolean:
    """A devolved authority funds the aim, and it is not adult skills (35).

    Starts up to 31 July 2024 are looked at.
    Fix: correct the funding model or the source of funding (SOF).
    """
    return _devolved_until_july_2024 & (FundModel != 35)


@rule("FundModel_11", on=LearningDelivery, years=since("2526"), reports=(FundModel, ProgType))
def t_level_outside_16_to_19_funding() -> Boolean:
    """The aim is part of a T Level (ProgType 31) and not in 16 to 19 funding (25).

    Fix: record FundModel 25, or correct the programme type.
    """
    return (ProgType == 31) & (FundModel != 25)


@rule("FundModel_14", on=LearningDelivery, years=only("2526"), reports=(OTJActHours, FundModel))
def off_the_job_hours_off_an_apprenticeship() -> Boolean:
    """The aim has actual off-the-job hours and is not in apprenticeship funding (36).

    Fix: remove the hours, or correct the funding model.
    """
    return OTJActHours.is_known() & (FundModel != 36)


@rule("FundModel_15", on=LearningDelivery, years=since("2526"), reports=(LDM, FundModel))
def level_3_offer_outside_adult_skills() -> Boolean:
    """The aim is one of the free level 3 courses for jobs (LDM 378) and not in adult skills.

    The models are 35 and 38.
    Fix: correct the funding model, or remove the LDM record.
    """
    return has_fam("LDM", "378") & ~FundModel.is_in((35, 38))


@rule("FundModel_16", on=LearningDelivery, years=since("2526"), reports=(ProgType, FundModel))
def bootcamp_funding_off_a_bootcamp() -> Boolean:
    """The aim is in Skills Bootcamp funding (37) and not part of a Skills Bootcamp.

    An aim without a programme type is reported too.
    Fix: record ProgType 32, or correct the funding model.
    """
    return (FundModel == 37) & ProgType.differs_from(32)


@rule("FundModel_17", on=LearningDelivery, years=since("2526"), reports=(LearnStartDate, FundModel))
def adult_skills_from_august_2024() -> Boolean:
    """The aim started in August 2024 or later and is in the old adult skills funding (35).

    Restarts are exempt.
    Fix: record FundModel 38, or record the restart.
    """
    return (FundModel == 35) & (LearnStartDate >= _AUGUST_2024) & ~is_restart


@rule(
    "FundModel_18",
    on=LearningDelivery,
    years=since("2526"),
    reports=(SOF, FundModel, LearnStartDate),
)
def devolved_outside_adult_skills_fund() -> Boolean:
    """A devolved authority funds the aim, which is neither Adult Skills Fund nor tailored learning.

    Starts from August 2024 are looked at; the models are 38 and 11. Restarts are exempt.
    Fix: correct the funding model or the source of funding (SOF).
    """
    return is_devolved & (LearnStartDate >= _AUGUST_2024) & ~FundModel.is_in((38, 11)) & ~is_restart


for _id, _model, _name in (
    ("FundModel_19", 38, "the Adult Skills Fund"),
    ("FundModel_20", 11, "tailored learning"),
):
    family_rule(
        _id,
        (FundModel == _model) & (LearnStartDate < _AUGUST_2024),
        f"""The aim is in {_name} ({_model}) and started before August 2024.

        Fix: correct the funding model or the start date.
        """,
        on=LearningDelivery,
        years=since("2526"),
        reports=(FundModel, LearnStartDate),
    )


@rule(
    "FundModel_21",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, LearnStartDate, OrigLearnStartDate),
)
def adult_skills_fund_first_started_earlier() -> Boolean:
    """The aim is in the Adult Skills Fund (38) and first started before August 2024.

    The original start date tells; the start itself is in August 2024 or later.
    Fix: record FundModel 35, or correct the original start date.
    """
    return (
        (FundModel == 38) & (LearnStartDate >= _AUGUST_2024) & (OrigLearnStartDate < _AUGUST_2024)
    )


@rule("FundModel_22", on=LearningDelivery, years=since("2627"), reports=(FundModel, ProgType))
def unit_funding_off_a_unit() -> Boolean:
    """The aim is in growth and skills funding (39) and not part of an apprenticeship unit.

    An aim without a programme type is reported too.
    Fix: record ProgType 34, or correct the funding model.
    """
    return (FundModel == 39) & ProgType.differs_from(34)
