"""Programmes that Hypothesis makes up: open or ended, with breaks, prices that change, nonsense."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.funding.build import achieved, back, left, paused, programme, tnp

DAY = timedelta(days=1)
STARTS = st.dates(date(2019, 8, 1), date(2027, 7, 31))
PRICES = st.integers(1, 30000)
BANDS = st.none() | st.integers(1000, 27000)
ENDS = ("open", "left", "achieved", "paused")


@st.composite
def programmes(draw: st.DrawFn) -> dict[str, Any]:
    """A programme aim of any length, open, ended or achieved, with prices that change."""
    start = draw(STARTS)
    planned_end = start + draw(st.integers(0, 900)) * DAY
    aim = programme(str(start), str(planned_end), draw(PRICES))
    for _ in range(draw(st.integers(0, 2))):
        day = start + draw(st.integers(1, 900)) * DAY
        aim["AppFinRecord"] += tnp(str(day), draw(PRICES))
    end = start + draw(st.integers(0, 1000)) * DAY
    how = draw(st.sampled_from(ENDS))
    if how == "left":
        aim |= left(str(end))
    elif how == "paused":
        aim |= paused(str(end))
    elif how == "achieved":
        aim |= achieved(str(end), str(end + draw(st.integers(0, 60)) * DAY))
    return aim


@dataclass(frozen=True)
class Career:
    """The programme aims of one apprenticeship, one after each break, and its last price."""

    aims: list[dict[str, Any]]
    price: int

    @property
    def last(self) -> dict[str, Any]:
        """The last of the aims."""
        return self.aims[-1]

    def day(self, name: str) -> date:
        """A date of the last aim."""
        return date.fromisoformat(self.last[name])


@st.composite
def careers(draw: st.DrawFn, ends: tuple[str, ...] = ENDS, *, breaks: int = 2) -> Career:
    """An apprenticeship with breaks, whose price may rise, and whose every part is long enough.

    The planned end stays, or is put off by as long as the break lasted.
    """
    first = start = draw(STARTS)
    planned_end = start + draw(st.integers(200, 900)) * DAY
    price = draw(PRICES)
    aims = [programme(str(start), str(planned_end), price)]
    for number in range(draw(st.integers(0, breaks))):
        last = start + draw(st.integers(45, 200)) * DAY
        away = draw(st.integers(0, 120))
        again = last + (away + 1) * DAY
        later = planned_end + (away * DAY if draw(st.booleans()) else 0 * DAY)
        if again + 60 * DAY > later:
            break
        planned_end = later
        price = _raise(draw, aims[-1], start, price)
        aims[-1] |= paused(str(last))
        start = again
        aims.append(back(str(again), str(planned_end), str(first), price, AimSeqNumber=number + 2))
    price = _raise(draw, aims[-1], start, price)
    how = draw(st.sampled_from(ends))
    end = start + draw(st.integers(45, 1000)) * DAY
    if how == "left":
        aims[-1] |= left(str(end))
    elif how == "paused":
        aims[-1] |= paused(str(end))
    elif how == "achieved":
        aims[-1] |= achieved(str(end), str(end + draw(st.integers(0, 60)) * DAY))
    return Career(aims, price)


def _raise(draw: st.DrawFn, aim: dict[str, Any], start: date, price: int) -> int:
    """The price after a rise, which is recorded on the aim within its first 44 days."""
    if not draw(st.booleans()):
        return price
    dearer = price + draw(st.integers(1, 5000))
    aim["AppFinRecord"] += tnp(str(start + draw(st.integers(1, 44)) * DAY), dearer)
    return dearer


# -- nonsense --------------------------------------------------------------------------------------

ANY_DATE = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str)
ANY_NUMBER = st.none() | st.integers(-1, 40) | st.sampled_from([25, 34, 36, 99, 10**9])
_FAMS = ["ACT", "LSF", "EEF", "ADL", "ALB", "EVI", "LDM", "SOF", "FFI", "RES"]
_CODES = ["1", "2", "4", "110", "322", "403", None]
_MODELS = [36, 36, 36, 10, 35, 38, 39, 81, 99, 25, 37, None]


@st.composite
def nonsense(draw: st.DrawFn) -> dict[str, Any]:
    """A learner with anything in any field."""
    return {
        "LearnRefNumber": "A1",
        "DateOfBirth": draw(ANY_DATE),
        "ULN": draw(st.none() | st.just(9999999999)),
        "PostcodePrior": draw(st.sampled_from(["CV1 2WT", "", None])),
        "PlanLearnHours": draw(ANY_NUMBER),
        "LearningDelivery": [_aim(draw) for _ in range(draw(st.integers(0, 3)))],
        "LearnerEmploymentStatus": [
            {"EmpStat": draw(st.sampled_from([10, 11, 12, None])), "DateEmpStatApp": draw(ANY_DATE)}
            for _ in range(draw(st.integers(0, 3)))
        ],
    }


def _aim(draw: st.DrawFn) -> dict[str, Any]:
    dates = (
        "LearnStartDate",
        "OrigLearnStartDate",
        "LearnPlanEndDate",
        "LearnActEndDate",
        "AchDate",
    )
    made: dict[str, Any] = {name: draw(ANY_DATE) for name in dates}
    for name in ("CompStatus", "Outcome", "PriorLearnFundAdj", "AddHours", "EmpOutcome"):
        made[name] = draw(ANY_NUMBER)
    made["ProgType"] = draw(st.sampled_from([25, 2, 32, 34, None]))
    made["FundModel"] = draw(st.sampled_from(_MODELS))
    made["AimType"] = draw(st.sampled_from([1, 1, 3, None]))
    made["StdCode"] = draw(st.sampled_from([123, 123, 7, None]))
    made["ConRefNumber"] = draw(st.sampled_from(["WAVE5-1", None]))
    made["AppFinRecord"] = [
        {
            "AFinType": draw(st.sampled_from(["TNP", "PMR", None])),
            "AFinCode": draw(st.integers(0, 5)),
            "AFinDate": draw(ANY_DATE),
            "AFinAmount": draw(st.none() | st.integers(-5, 10**9)),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    made["LearningDeliveryFAM"] = [
        {
            "LearnDelFAMType": draw(st.sampled_from(_FAMS)),
            "LearnDelFAMCode": draw(st.sampled_from(_CODES)),
            "LearnDelFAMDateFrom": draw(ANY_DATE),
            "LearnDelFAMDateTo": draw(ANY_DATE),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    return made
