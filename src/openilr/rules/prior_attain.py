"""Rules on the learner's prior attainment."""

from openilr.derived.prior_attainment import prior_level_at_start
from openilr.ilr.years import since, until
from openilr.language import Boolean, this
from openilr.language.columns import (
    DateLevelApp,
    FundModel,
    LearningDelivery,
    PriorAttain,
    PriorLevel,
    ProgType,
)
from openilr.language.run import file_preparation_date
from openilr.rules.registry import rule

_not_recorded = PriorAttain.none(PriorLevel.is_known())


@rule("PriorAttain_01", on=LearningDelivery, years=until("2526"), reports=(FundModel,))
def no_prior_attainment() -> Boolean:
    """The learner of this aim has no prior attainment recorded.

    Community learning, tailored learning, 16 to 19 and unfunded aims do not ask for it.
    Fix: record the highest level that the learner had before starting.
    """
    return ~FundModel.is_in((10, 11, 25, 82, 99)) & _not_recorded


@rule("PriorAttain_01", on=LearningDelivery, years=since("2627"), reports=(FundModel,))
def no_prior_attainment_after_community_learning() -> Boolean:
    """The learner of this aim has no prior attainment recorded.

    Tailored learning, 16 to 19 and unfunded aims do not ask for it.
    Fix: record the highest level that the learner had before starting.
    """
    return ~FundModel.is_in((11, 25, 82, 99)) & _not_recorded


@rule(
    "PriorAttain_04",
    on=LearningDelivery,
    years=until("2526"),
    reports=(prior_level_at_start, FundModel, ProgType),
)
def level_4_before_lower_apprenticeship() -> Boolean:
    """The learner had level 4 or above before an adult skills apprenticeship of level 2 to 4.

    It speaks of framework apprenticeships (ProgType 2, 3 and 20). The level is that of the latest
    record on or before the start.
    Fix: correct the prior level; if it is right, adult skills cannot fund this programme.
    """
    return (
        prior_level_at_start.is_in((7, 8, 9, 10)) & (FundModel == 35) & ProgType.is_in((2, 3, 20))
    )


@rule("PriorAttain_09", on=PriorAttain, years=since("2526"), reports=(DateLevelApp,))
def date_after_file() -> Boolean:
    """The date of the prior attainment is after the day the file was prepared.

    Fix: correct the date.
    """
    return DateLevelApp > file_preparation_date


@rule("PriorAttain_10", on=PriorAttain, years=since("2526"), reports=(DateLevelApp,))
def two_on_one_date() -> Boolean:
    """The learner has more than one prior attainment of this date.

    Two levels on one date are reported too: only one can be the highest. The first record of the
    date is the one that is shown.
    Fix: keep the record of the highest level, or correct a date.
    """
    alike, here = PriorAttain.same(DateLevelApp), this(PriorAttain.position)
    return alike.any(PriorAttain.position > here) & alike.none(PriorAttain.position < here)
