"""Funding models that earn nothing by the month: said, not guessed.

Source: spec/funding/other-models.md sections 4 and 7.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from openilr.funding.legacy_standards import no_formula
from openilr.funding.money import round_pence
from openilr.funding.outcome import Earnings, Reason
from openilr.funding.parameters import ParameterMissing, Parameters
from openilr.funding.records import Learner

STUDY_PROGRAMMES = 25
NO_FORMULA = (10, 11, 82)
"""Community learning, tailored learning, other 16 to 19 funding."""

_BANDS = ((540, "study_rate_540"), (450, "study_rate_450"), (360, "study_rate_360"))
_LOWEST = (280, "study_rate_280")


def calculate(learner: Learner, parameters: Parameters, out: Earnings) -> None:
    """Say once for a learner and model why it has no monthly money."""
    if any(aim.FundModel == STUDY_PROGRAMMES for aim in learner.aims):
        out.reasons.append(_study(learner, parameters))
    for aim in learner.aims:
        if aim.FundModel in NO_FORMULA:
            no_formula(aim, out)


def _study(learner: Learner, parameters: Parameters) -> Reason:
    """Planned hours of a study programme, and the national rate of their band where on file."""
    aims = (aim for aim in learner.aims if aim.FundModel == STUDY_PROGRAMMES)
    first = min(aims, key=lambda a: (a.LearnStartDate or date.max, a.AimSeqNumber or 0))
    hours = (learner.PlanLearnHours or 0) + (learner.PlanEEPHours or 0)
    text = (
        "16 to 19 study programmes are funded by next year's allocation; nothing is earned by the "
        f"month. Planned hours: {hours:,}."
    )
    fields = tuple(
        (name, None if value is None else str(value))
        for name, value in (
            ("PlanLearnHours", learner.PlanLearnHours),
            ("PlanEEPHours", learner.PlanEEPHours),
        )
    )
    missing = None
    try:
        rate = study_rate(
            hours, first.LearnStartDate or date.max, parameters, full_rate_allowed=True
        )
        text += f" National rate for them: {round_pence(rate, mode=ROUND_HALF_UP):,} a year"
        text += "; at 18 without high needs that of 450 to 539 hours." if hours >= 540 else "."
    except ParameterMissing as error:
        missing = error.name
        text += f" {error}"
    return Reason(
        first.aim, first.AimSeqNumber, "no monthly earnings", text, fields, missing, blocks=False
    )


def study_rate(
    hours: int, day: date, parameters: Parameters, *, full_rate_allowed: bool
) -> Decimal:
    """The national rate of a study programme by its planned hours, where it is on file.

    A student of 18 without high needs is paid the 450 to 539 rate from 540 hours on
    (`full_rate_allowed` false); a smaller programme is paid in proportion to 600 hours.
    Errors: ParameterMissing outside 2020-21, unless it is given.
    Source: spec/funding/other-models.md section 4 (RB25).
    """
    bands = _BANDS if full_rate_allowed else _BANDS[1:]
    for fewest, name in (*bands, _LOWEST):
        if hours >= fewest:
            return parameters.amount(name, day)
    whole = parameters.number("study_full_time_hours", day)
    return parameters.amount("study_rate_540", day) * hours / whole
