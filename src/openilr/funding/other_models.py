"""Funding models that earn nothing by the month, or whose rules are not on file: said, not guessed.

Source: spec/funding/other-models.md sections 3, 4 and 7.
"""

from datetime import date
from decimal import Decimal

from openilr.funding.outcome import Earnings, Reason
from openilr.funding.parameters import ParameterMissing, amount, number, value_at
from openilr.funding.records import Aim, Learner

STUDY_PROGRAMMES = 25
BOOTCAMPS = 37

_BANDS = ((540, "study_rate_540"), (450, "study_rate_450"), (360, "study_rate_360"))
_LOWEST = (280, "study_rate_280")


def calculate(learner: Learner, out: Earnings) -> None:
    """Say once for a learner and model why it has no monthly money."""
    said: set[int] = set()
    for aim in learner.aims:
        model = aim.FundModel
        if model in said or model not in (STUDY_PROGRAMMES, BOOTCAMPS):
            continue
        said.add(model)
        out.reasons.append(_bootcamp(aim) if model == BOOTCAMPS else _study(aim))


def _bootcamp(aim: Aim) -> Reason:
    try:
        value_at("bootcamp_milestones", aim.LearnStartDate or date.max)
        text = "The contract of the bootcamp decides what it earns."
    except ParameterMissing as missing:
        text = f"The bootcamp was not worked out. {missing} The contract decides the rate."
    return Reason(
        aim.aim,
        aim.AimSeqNumber,
        "not on file",
        text,
        (("ConRefNumber", aim.ConRefNumber),),
        "bootcamp_milestones",
    )


def _study(aim: Aim) -> Reason:
    text = (
        "16 to 19 study programmes are funded by next year's allocation; nothing is earned by the "
        "month."
    )
    return Reason(aim.aim, aim.AimSeqNumber, "no monthly earnings", text, blocks=False)


def study_rate(hours: int, day: date, *, full_rate_allowed: bool) -> Decimal:
    """The national rate of a study programme by its planned hours, where it is on file.

    A student of 18 without high needs is paid the 450 to 539 rate from 540 hours on
    (`full_rate_allowed` false); a smaller programme is paid in proportion to 600 hours.
    Errors: ParameterMissing outside 2020-21.
    Source: spec/funding/other-models.md section 4 (RB25).
    """
    bands = _BANDS if full_rate_allowed else _BANDS[1:]
    for fewest, name in (*bands, _LOWEST):
        if hours >= fewest:
            return amount(name, day)
    return amount("study_rate_540", day) * hours / number("study_full_time_hours", day)
