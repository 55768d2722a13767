"""Rules on the price of an apprenticeship: what was paid of it, what prior learning took off."""

from datetime import date

from openilr.derived.fin_records import has_fin_record, is_fin_record
from openilr.derived.hours import has_hours
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean, coalesce, fact, when
from openilr.language.columns import (
    AFinAmount,
    AFinCode,
    AFinDate,
    AFinType,
    AimType,
    AppFinRecord,
    CompStatus,
    FundModel,
    Learner,
    LearningDelivery,
    LearnRefNumber,
    LearnStartDate,
    OrigLearnStartDate,
    ProgType,
    StdCode,
)
from openilr.language.tables import lars_standard_funding
from openilr.rules.registry import rule


@rule(
    "R_100",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ProgType, CompStatus),
)
def completed_without_assessment_price() -> Boolean:
    """The apprenticeship is completed and has no assessment price.

    The price is the total (TNP 2) or the residual one (TNP 4). Apprenticeships without funding are
    not looked at.
    Fix: add the price of the end-point assessment.
    """
    return (
        is_apprenticeship
        & is_programme_aim
        & (FundModel != 99)
        & (CompStatus == 2)
        & ~has_fin_record("TNP", 2, 4)
    )


@rule(
    "R_119",
    on=AppFinRecord,
    years=since("2526"),
    reports=(LearnStartDate, AFinType, AFinCode, AFinDate),
)
def price_before_start() -> Boolean:
    """The negotiated price is dated before the start of its aim.

    Aims started from February 2019 are looked at.
    Fix: date the price on the start of the aim or later, or correct the start.
    """
    return (
        (AFinType == "TNP")
        & AFinCode.is_known()
        & (LearnStartDate >= date(2019, 2, 1))
        & (AFinDate < LearnStartDate)
    )


# ------------------------------------------------ trailblazer standards (FundModel 81), closed

_is_trailblazer = (FundModel == 81) & is_programme_aim & is_apprenticeship
_records = AppFinRecord.within(Learner).where(_is_trailblazer).same(StdCode)
_aims = LearningDelivery.where(_is_trailblazer).same(StdCode)


@fact(LearningDelivery)
def employer_paid():
    """What the employer paid for the standard (PMR 1 and 2), less what was paid back (PMR 3)."""
    paid = _records.where(is_fin_record("PMR", 1, 2)).sum(AFinAmount)
    return paid - _records.where(is_fin_record("PMR", 3)).sum(AFinAmount)


@fact(LearningDelivery)
def total_negotiated_price():
    """The latest training price (TNP 1) and assessment price (TNP 2) of the standard together."""
    training = _records.where(is_fin_record("TNP", 1)).latest(AFinDate).take(AFinAmount)
    assessment = _records.where(is_fin_record("TNP", 2)).latest(AFinDate).take(AFinAmount)
    return coalesce(training, 0) + coalesce(assessment, 0)


@fact(LearningDelivery)
def start_or_original_start():
    """The start of the aim, or its original start if that is earlier."""
    return (
        when(OrigLearnStartDate < LearnStartDate).then(OrigLearnStartDate).otherwise(LearnStartDate)
    )


@fact(LearningDelivery)
def standard_first_started():
    """The earliest start, or original start, of the programme aims of the trailblazer standard."""
    return _aims.min(start_or_original_start)


@fact(LearningDelivery)
def government_contribution_cap():
    """The core government contribution cap of the standard when it was first started."""
    bands = lars_standard_funding.matching(StandardCode=StdCode).in_force(standard_first_started)
    return bands.max(lars_standard_funding.CoreGovContributionCap)


@fact(LearningDelivery)
def price_is_over_cap():
    """Two thirds of the price of the standard are more than the government cap."""  # DD17
    return 2 * total_negotiated_price > 3 * government_contribution_cap


_reports = (LearnRefNumber, AimType, ProgType, StdCode, employer_paid, total_negotiated_price)


@rule("R_72", on=LearningDelivery, years=since("2526"), reports=_reports)
def employer_paid_over_a_third() -> Boolean:
    """The employer's payments come to more than a third of the price of the standard.

    Trailblazer standards (FundModel 81) whose price is within the government cap, or for which
    there is no cap. All programme aims of the standard are taken together, with the latest prices.
    Fix: correct the payments, the repayments or the price.
    """
    return (
        _is_trailblazer
        & StdCode.is_known()
        & price_is_over_cap.is_not_true()
        & (3 * employer_paid > total_negotiated_price)
    )


@rule("R_73", on=LearningDelivery, years=since("2526"), reports=_reports)
def employer_paid_over_the_rest() -> Boolean:
    """The employer's payments come to more than the price less the government cap.

    Trailblazer standards (FundModel 81) whose price is over the government cap. All programme aims
    of the standard are taken together, with the latest prices.
    Fix: correct the payments, the repayments or the price.
    """
    return (
        _is_trailblazer
        & StdCode.is_known()
        & price_is_over_cap
        & (employer_paid > total_negotiated_price - government_contribution_cap)
    )


# ------------------------------------------------------------------------------- prior learning


@fact(LearningDelivery)
def has_reduced_hours():
    """The aim has off-the-job hours taken off for prior learning (HRS 4)."""
    return has_hours(4)


@fact(LearningDelivery)
def has_reduced_price():
    """The aim has a price reduction for prior learning (RIP 1)."""
    return has_fin_record("RIP", 1)


@rule(
    "R_161",
    on=LearningDelivery,
    years=since("2627"),
    reports=(has_reduced_hours, has_reduced_price),
)
def reduced_hours_without_reduced_price() -> Boolean:
    """Hours were taken off for prior learning, and the price was not reduced.

    Fix: add the reduction of the price (RIP 1), or remove the hours record (HRS 4).
    """
    return has_reduced_hours & ~has_reduced_price


@rule(
    "R_162",
    on=LearningDelivery,
    years=since("2627"),
    reports=(has_reduced_hours, has_reduced_price),
)
def reduced_price_without_reduced_hours() -> Boolean:
    """The price was reduced for prior learning, and no hours were taken off.

    Fix: add the hours taken off (HRS 4), or remove the reduction of the price (RIP 1).
    """
    return has_reduced_price & ~has_reduced_hours
