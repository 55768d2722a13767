"""Rules on the financial records of an apprenticeship."""

from datetime import date

from openilr.derived.code_lists import is_listed_pair, spans_of_types
from openilr.derived.fin_records import has_fin_record, is_fin_record
from openilr.derived.programmes import is_apprenticeship, is_open, is_programme_aim
from openilr.ilr.years import only, since
from openilr.language import Boolean, this, years
from openilr.language.columns import (
    AchDate,
    AFinAmount,
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
    WithdrawReason,
)
from openilr.language.expressions import RowSet
from openilr.language.run import file_preparation_date
from openilr.rules.registry import family_rule, rule

_prices = AppFinRecord.where(AFinType == "TNP")


def _of_price(code: int) -> RowSet:
    return _prices.where(AFinCode == code)


_is_apprenticeship_funded = FundModel == 36
_is_standard_programme = is_programme_aim & is_apprenticeship

# ------------------------------------------------------------------------------ which records

for _years, _lists in spans_of_types("AppFinRecord"):
    family_rule(
        "AFinType_02",
        ~is_listed_pair(AFinType, AFinCode, _lists),
        """The code is not one of its type of financial record, or there is no such type.

        Fix: choose the code from the list of its type.
        """,
        on=AppFinRecord,
        years=_years,
        reports=(AFinType, AFinCode),
    )


@rule(
    "AFinType_01",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, AimType, ProgType),
)
def other_adult_apprenticeship_without_training_price() -> Boolean:
    """The standard in other adult funding (FundModel 81) has no training price (TNP 1).

    The programme aim is looked at.
    Fix: add the training price to the programme aim.
    """
    return (FundModel == 81) & _is_standard_programme & ~has_fin_record("TNP", 1)


@rule(
    "AFinType_04",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ProgType),
)
def financial_record_on_other_aim() -> Boolean:
    """The aim has financial records and is not the programme aim of a paid apprenticeship.

    They belong to programme aims of FundModel 36, and to those of standards in FundModel 81. DfE
    prints these cases as the error where it means all others.
    Fix: move the records to the programme aim, or correct the funding model or aim type.
    """
    allowed = is_programme_aim & (
        _is_apprenticeship_funded | ((FundModel == 81) & ProgType.same_as(25))
    )
    return AppFinRecord.any() & ~allowed


@rule("AFinType_07", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType))
def assessment_payment_without_price() -> Boolean:
    """The apprenticeship has a payment for assessment (PMR 2) and no assessment price.

    The programme aim of a standard is looked at; TNP 2 and TNP 4 are assessment prices. For
    2025-26 DfE prints the payment as TNP 2.
    Fix: add the assessment price, or correct the code of the payment.
    """
    return _is_standard_programme & has_fin_record("PMR", 2) & ~has_fin_record("TNP", 2, 4)


@rule(
    "AFinType_08",
    on=AppFinRecord,
    years=since("2526"),
    reports=(FundModel, AFinType, AFinCode),
)
def residual_price_in_other_funding() -> Boolean:
    """A residual price (TNP 3 or 4) is for apprenticeships in FundModel 36.

    Fix: record the price as TNP 1 or 2, or correct the funding model.
    """
    return is_fin_record("TNP", 3, 4) & ~_is_apprenticeship_funded


@rule(
    "AFinType_10",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ProgType),
)
def standard_without_assessment_price() -> Boolean:
    """The apprenticeship standard has no assessment price (TNP 2 or 4).

    The programme aim is looked at.
    Fix: add the assessment price as soon as it is agreed.
    """
    return _is_standard_programme & ~has_fin_record("TNP", 2, 4)


@rule(
    "AFinType_11",
    on=AppFinRecord,
    years=only("2526"),
    reports=(FundModel, ProgType, AFinType, AFinCode),
)
def assessment_price_on_framework() -> Boolean:
    """The apprenticeship is no standard and has an assessment price (TNP 2 or 4).

    The printed condition names no programme type and would catch every standard; the prose speaks
    of frameworks, so standards are exempt here.
    Fix: remove the assessment price, or correct the programme type.
    """
    return _is_apprenticeship_funded & ProgType.differs_from(25) & is_fin_record("TNP", 2, 4)


@rule("AFinType_12", on=LearningDelivery, years=since("2526"), reports=(AimType, FundModel))
def apprenticeship_without_price() -> Boolean:
    """The apprenticeship has no price (TNP).

    The programme aim is looked at.
    Fix: add the price that was agreed to the programme aim.
    """
    return _is_apprenticeship_funded & is_programme_aim & ~has_fin_record("TNP")


@rule(
    "AFinType_13",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate, FundModel),
)
def no_price_from_the_start() -> Boolean:
    """The apprenticeship has no price (TNP) dated on the start of the programme.

    Fix: date the first price on the start date of the programme aim.
    """
    return _is_apprenticeship_funded & is_programme_aim & _prices.none(AFinDate == LearnStartDate)


@rule("AFinType_14", on=LearningDelivery, years=since("2526"), reports=(AimType, ProgType))
def training_payment_without_price() -> Boolean:
    """The programme aim has a payment for training (PMR 1) and no training price (TNP 1 or 3).

    Fix: add the training price, or correct the code of the payment.
    """
    return is_programme_aim & has_fin_record("PMR", 1) & ~has_fin_record("TNP", 1, 3)


@rule(
    "AFinType_15",
    on=AppFinRecord,
    years=since("2627"),
    reports=(AFinType, AFinCode, AFinAmount),
)
def reduction_too_large() -> Boolean:
    """The reduction for prior learning (RIP 1) is more than 18,000 pounds.

    Fix: correct the amount.
    """
    return is_fin_record("RIP", 1) & (AFinAmount > 18_000)


@rule(
    "AFinType_16",
    on=AppFinRecord,
    years=since("2627"),
    reports=(AFinType, AFinCode, AFinAmount),
)
def reduction_too_small() -> Boolean:
    """The reduction for prior learning (RIP 1) is less than 5 pounds.

    Fix: correct the amount, or remove the record if nothing was taken off.
    """
    return is_fin_record("RIP", 1) & (AFinAmount < 5)


# -------------------------------------------------------------------------------------- dates


@rule("AFinDate_03", on=AppFinRecord, years=only("2526"), reports=(AFinType, AFinDate))
def record_after_file_was_made() -> Boolean:
    """The financial record is dated after the day the file was prepared.

    DfE's workbook strikes this rule out, the published list still has it.
    Fix: correct the date; leave a later price or payment out until its day has come.
    """
    return AFinDate > file_preparation_date


@rule(
    "AFinDate_04",
    on=AppFinRecord,
    years=only("2526"),
    reports=(LearnActEndDate, ProgType, AFinType, AFinDate),
)
def price_after_end_of_framework() -> Boolean:
    """A price (TNP) of an apprenticeship that is no standard is dated after its actual end.

    Fix: correct the date of the price or the actual end date.
    """
    return (AFinType == "TNP") & (AFinDate > LearnActEndDate) & ProgType.differs_from(25)


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
    return is_fin_record("TNP", 1) & (AFinDate > _of_price(3).min(AFinDate))


@rule(
    "AFinDate_06",
    on=AppFinRecord,
    years=since("2526"),
    reports=(AFinType, AFinCode, AFinDate),
)
def total_assessment_price_after_residual_price() -> Boolean:
    """A total assessment price is dated after a residual assessment price of the same aim.

    Fix: record the new price as a residual price (TNP 4), or correct its date.
    """
    return is_fin_record("TNP", 2) & (AFinDate > _of_price(4).min(AFinDate))


@rule(
    "AFinDate_07",
    on=AppFinRecord,
    years=since("2526"),
    reports=(AFinType, AFinCode, AFinDate),
)
def total_and_residual_price_on_one_day() -> Boolean:
    """A total training price has the date of a residual training price of the same aim.

    Fix: keep the price that applies from that date, or correct one of the dates.
    """
    return is_fin_record("TNP", 1) & _of_price(3).any(AFinDate == this(AFinDate))


@rule(
    "AFinDate_08",
    on=AppFinRecord,
    years=since("2526"),
    reports=(AFinType, AFinCode, AFinDate),
)
def total_and_residual_assessment_price_on_one_day() -> Boolean:
    """A total assessment price has the date of a residual assessment price of the same aim.

    Fix: keep the price that applies from that date, or correct one of the dates.
    """
    return is_fin_record("TNP", 2) & _of_price(4).any(AFinDate == this(AFinDate))


@rule(
    "AFinDate_09",
    on=AppFinRecord,
    years=since("2526"),
    reports=(AFinDate, AimType, ProgType, LearnStartDate),
)
def record_long_before_start() -> Boolean:
    """The financial record is dated more than a year before the start of the apprenticeship.

    The same day a year earlier is allowed. The programme aim of a standard is looked at.
    Fix: correct the date of the record or the start date.
    """
    return _is_standard_programme & (AFinDate < LearnStartDate - years(1))


@rule(
    "AFinDate_12",
    on=AppFinRecord,
    years=since("2526"),
    reports=(AFinDate, AimType, ProgType, LearnActEndDate),
)
def record_long_after_end() -> Boolean:
    """The financial record is dated more than two years after the end of the apprenticeship.

    The same day two years later is allowed. The programme aim of a standard is looked at.
    Fix: correct the date of the record or the actual end date.
    """
    return _is_standard_programme & (AFinDate > LearnActEndDate + years(2))


@rule(
    "AFinDate_13",
    on=AppFinRecord,
    years=since("2526"),
    reports=(AchDate, LearnActEndDate, WithdrawReason, AFinType, AFinDate),
)
def price_after_achievement_or_withdrawal() -> Boolean:
    """A price (TNP) of the standard is dated after its achievement, or after the withdrawal.

    Without an achievement date the actual end date of a withdrawn learner counts.
    Fix: correct the date of the price, or the date on which the learner achieved or left.
    """
    after_achievement = AFinDate > AchDate
    after_withdrawal = (
        AchDate.is_unknown() & WithdrawReason.is_known() & (AFinDate > LearnActEndDate)
    )
    return is_apprenticeship & (AFinType == "TNP") & (after_achievement | after_withdrawal)


@rule("AFinDate_14", on=AppFinRecord, years=since("2526"), reports=(AFinType, AFinDate))
def payment_after_file_was_made() -> Boolean:
    """The payment (PMR) is dated after the day the file was prepared.

    Fix: correct the date; record a payment once it has been made.
    """
    return (AFinType == "PMR") & (AFinDate > file_preparation_date)


# --------------------------------------------------------------------------- several programmes


@rule(
    "R_68",
    on=AppFinRecord,
    years=since("2526"),
    reports=(ProgType, StdCode, AFinType, AFinCode, AFinDate),
)
def same_record_twice() -> Boolean:
    """The apprenticeship has two financial records of one type and code on one date.

    The programme aims of one standard are taken together; an aim without a standard is not looked
    at.
    Fix: remove the record that is repeated, or correct its date.
    """
    funded = (FundModel == 36) & is_programme_aim & is_apprenticeship & StdCode.is_known()
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
