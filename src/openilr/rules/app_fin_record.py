"""Rules on the financial records of an apprenticeship."""

from datetime import date

from openilr.derived.programmes import is_apprenticeship, is_open, is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    AFinCode,
    AFinDate,
    AFinType,
    AimType,
    AppFinRecord,
    CompStatus,
    FundModel,
    LearnActEndDate,
    Learner,
    LearningDelivery,
    LearnStartDate,
    ProgType,
    StdCode,
)
from openilr.rules.registry import rule

_prices = AppFinRecord.where(AFinType == "TNP")


@rule(
    "AFinDate_05",
    on=AppFinRecord,
    years=since("2526"),
    reports=(AFinType, AFinCode, AFinDate),
)
def total_price_after_residual_price() -> Boolean:
    """A total training price is dated after a residual training price of the same aim.

    Fix: record the new price as a residual price (TNP 3), or correct its date.
    """
    first_residual = _prices.where(AFinCode == 3).min(AFinDate)
    return (AFinType == "TNP") & (AFinCode == 1) & (AFinDate > first_residual)


@rule(
    "R_68",
    on=AppFinRecord,
    years=since("2526"),
    reports=(ProgType, StdCode, AFinType, AFinCode, AFinDate),
)
def same_record_twice() -> Boolean:
    """The apprenticeship has two financial records of one type and code on one date.

    The programme aims of one standard are taken together.
    Fix: remove the record that is repeated, or correct its date.
    """
    funded = (FundModel == 36) & is_programme_aim & is_apprenticeship
    alike = AppFinRecord.within(Learner).same(StdCode, AFinType, AFinCode, AFinDate)
    return funded & alike.others().any(funded)


@rule(
    "R_142",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, ProgType, CompStatus, LearnStartDate, LearnActEndDate),
)
def price_after_next_programme_started() -> Boolean:
    """A price of a programme the learner has left is dated on or after the start of the open one.

    Withdrawn programmes and those on a break are looked at, beside an open standard started from
    August 2022.
    Fix: date the price within its own programme, or move it to the open programme aim.
    """
    standard = is_programme_aim & is_apprenticeship
    open_start = LearningDelivery.where(standard, is_open, LearnStartDate >= date(2022, 8, 1)).min(
        LearnStartDate
    )
    return (
        standard
        & CompStatus.is_in((3, 6))
        & LearnActEndDate.is_known()
        & (_prices.max(AFinDate) >= open_start)
    )
