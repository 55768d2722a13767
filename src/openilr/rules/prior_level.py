"""Rules on what the learner had attained before, beside the funding of the aims."""

from datetime import date

from openilr.derived.ages import age_at_start
from openilr.derived.employment import employment_status_at_start, is_on_active_benefits
from openilr.derived.fams import has_fam, is_restart
from openilr.derived.prior_attainment import prior_level_at_start
from openilr.ilr.years import only, since
from openilr.language import Boolean, Date, fact
from openilr.language.columns import (
    DateLevelApp,
    DateOfBirth,
    FundModel,
    Learner,
    LearningDelivery,
    LearnStartDate,
    PriorAttain,
    PriorLevel,
)
from openilr.rules.registry import family_rule, rule


@fact(Learner)
def first_prior_attainment() -> Date:
    """The earliest date of the learner's prior attainment records."""
    return PriorAttain.min(DateLevelApp)


# PriorAttain_01 does not ask for a record where every aim is without funding. Such a learner with
# no record at all is left alone here too.
for _years, _models in (
    (only("2526"), (35, 36, 37, 38, 81)),
    (since("2627"), (35, 36, 37, 38, 39, 81)),
):
    _first = LearningDelivery.where(FundModel.is_in((*_models, 99))).min(LearnStartDate)
    family_rule(
        "R_131",
        _first.is_known()
        & PriorAttain.none(DateLevelApp <= _first)
        & (PriorAttain.any() | LearningDelivery.any(FundModel.is_in(_models))),
        """No prior attainment is dated on or before the learner's earliest start.

        The earliest start is that of the aims funded as apprenticeship, adult skills, Skills
        Bootcamp or other adult provision, or without funding. A learner without any record is
        reported if one of the aims is funded.
        Fix: add the prior attainment of the learner when learning began, or correct its date.
        """,
        on=Learner,
        years=_years,
        reports=(first_prior_attainment,),
        level="learner",
    )

_is_level_3_offer = has_fam("LDM", "378")


@rule(
    "R_132",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, prior_level_at_start, employment_status_at_start),
)
def level_3_offer_to_qualified() -> Boolean:
    """The learner of this free level 3 course has a full level 3, and neither benefit nor low wage.

    Aims with LDM 378 started from April 2022 to July 2024. The latest prior attainment on the start
    date counts. A learner on an active benefit, one with LDM 382, and an aim with DAM 023 are
    exempt.
    Fix: record the benefit or the low wage (LDM 382), or remove LDM 378.
    """
    return (
        _is_level_3_offer
        & LearnStartDate.between(date(2022, 4, 1), date(2024, 7, 31))
        & prior_level_at_start.is_in((6, 7, 8, 9, 10, 97, 98))
        & is_on_active_benefits.is_not_true()
        & ~has_fam("LDM", "382")
        & ~has_fam("DAM", "023")
    )


@rule(
    "R_148",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, DateOfBirth, prior_level_at_start),
)
def level_3_offer_to_young_adult() -> Boolean:
    """The learner of this free level 3 course is 19 to 23, not below a full level 3, not low paid.

    Adult Skills Fund aims with LDM 378 started from August 2024. One prior attainment below a full
    level 3 is enough, of whatever date. Aims with LDM 391 or DAM 023, and restarts, are exempt.
    Fix: record the low earnings (LDM 391) or the prior attainment, or remove LDM 378.
    """
    return (
        (FundModel == 38)
        & _is_level_3_offer
        & (LearnStartDate >= date(2024, 8, 1))
        & age_at_start.between(19, 23)
        & ~has_fam("LDM", "391")
        & PriorAttain.none(PriorLevel.is_in((1, 2, 3, 4, 5, 99)))
        & ~has_fam("DAM", "023")
        & ~is_restart
    )


@rule(
    "R_151",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, DateOfBirth, FundModel),
)
def level_3_offer_without_low_earnings() -> Boolean:
    """The learner of this free level 3 course is 24 or over and not recorded as low paid.

    Adult Skills Fund aims with LDM 378 started from August 2024. Aims with DAM 023 are exempt.
    Fix: record the low earnings (LDM 391), or remove LDM 378.
    """
    return (
        (FundModel == 38)
        & _is_level_3_offer
        & (LearnStartDate >= date(2024, 8, 1))
        & (age_at_start >= 24)
        & ~has_fam("LDM", "391")
        & ~has_fam("DAM", "023")
    )
