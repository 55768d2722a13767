"""What an adult skills aim is worth: its LARS rate with the factors, less the learner's part.

A factor whose table is not loaded counts as 1, and that is said.
Source: spec/funding/other-models.md section 1, steps 2 to 4.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openilr.funding.adult.lines import devolved_source
from openilr.funding.adult.scheme import FM35, Scheme
from openilr.funding.apprenticeships.programme import adjusted_start
from openilr.funding.money import ZERO
from openilr.funding.outcome import Earnings, Reason
from openilr.funding.parameters import ParameterMissing
from openilr.funding.records import Aim, Learner
from openilr.funding.reference import MATRIX_CATEGORY, FundingReference, NotOnFile, Rate
from openilr.funding.story import Input, Recorder, ilr, table_value

CUSTODY = "034"
_RESIDENTIAL = "322"
_SPECIALIST = "G"
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Value:
    """What an aim is worth, before prior learning and other adjustments.

    Attributes:
        funded: AimValue - NonGovCont.
        unweighted: at the unweighted rate, as the annual cap takes it.
    """

    funded: Decimal
    unweighted: Decimal


@dataclass(frozen=True, slots=True)
class _Factor:
    name: str
    value: Decimal
    given: Input | None = None


def value_of(
    learner: Learner,
    aim: Aim,
    scheme: Scheme,
    reference: FundingReference,
    out: Earnings,
    note: Recorder | None,
) -> Value | None:
    """The value of an aim; None, with a reason in `out`, where it is not on file."""
    day = adjusted_start(aim)
    rate = _rate(aim, scheme, reference, day)
    if isinstance(rate, NotOnFile):
        code = "rate not on file" if rate.supplied else "reference table not loaded"
        shown = (("LearnAimRef", aim.LearnAimRef), ("LearnStartDate", str(aim.LearnStartDate)))
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, code, rate.text, shown, parameter=rate.table)
        )
        return None
    try:
        hours = _for_hours(aim, scheme, reference, day, out)
        factors = (
            _specialist(learner, aim, rate, scheme, reference, day, out),
            _residential(learner, aim, scheme, reference, day, out),
            _area(aim, reference, day, out),
            _home(learner, aim, scheme, reference, day, out),
        )
        unweighted = rate.unweighted + hours
        fee = ZERO
        if not aim.has("FFI", "1"):
            fee = scheme.amount("co_funding_reduction", day) * unweighted
    except ParameterMissing as missing:
        out.reasons.append(
            Reason(aim.aim, aim.AimSeqNumber, "not on file", str(missing), parameter=missing.name)
        )
        return None
    if devolved_source(aim) and not rate.own:
        text = "A devolved area sets its own rates; the national formula is an indication."
        out.reasons.append(Reason(aim.aim, aim.AimSeqNumber, "indication", text, blocks=False))
    value = rate.weighted + hours
    for factor in factors:
        value *= factor.value
    if note is not None:
        _tell(aim, scheme, rate, hours, factors, value, fee, day, note)
    return Value(value - fee, unweighted)


def _rate(aim: Aim, scheme: Scheme, reference: FundingReference, day: date) -> Rate | NotOnFile:
    if scheme.model == FM35:
        return reference.rate(aim.LearnAimRef, MATRIX_CATEGORY, day)
    return reference.adult_skills_rate(aim, devolved_source(aim), day)


def _for_hours(
    aim: Aim, scheme: Scheme, reference: FundingReference, day: date, out: Earnings
) -> Decimal:
    """What the additional hours of an ESOL aim add."""
    if not aim.AddHours:
        return ZERO
    esol = reference.is_esol(aim.LearnAimRef, day)
    if isinstance(esol, NotOnFile):
        _remark(aim, "An aim with additional hours is taken for one of ESOL.", esol, out)
    elif not esol:
        return ZERO
    added = 0
    for fewest, value in scheme.several("esol_hours", day):
        if aim.AddHours >= fewest:
            added = value
    return Decimal(added)


def _specialist(
    learner: Learner,
    aim: Aim,
    rate: Rate,
    scheme: Scheme,
    reference: FundingReference,
    day: date,
    out: Earnings,
) -> _Factor:
    name = "specialist resources"
    if rate.weighting != _SPECIALIST:
        return _Factor(name, _ONE)
    site = reference.specialist_site(learner.UKPRN, aim.DelLocPostCode, day)
    if isinstance(site, NotOnFile):
        _remark(aim, "Specialist resources were not taken into account.", site, out)
        return _Factor(name, _ONE)
    if not site:
        return _Factor(name, _ONE)
    high, low = scheme.several("specialist_uplift_rate", day)
    return _Factor(name, Decimal(high) / low, scheme.told("specialist_uplift_rate", day))


def _residential(
    learner: Learner,
    aim: Aim,
    scheme: Scheme,
    reference: FundingReference,
    day: date,
    out: Earnings,
) -> _Factor:
    """The uplift of long-term residential provision: LDM 322 at a provider that has it."""
    name = "long-term residential"
    if not aim.has("LDM", _RESIDENTIAL):
        return _Factor(name, _ONE)
    college = reference.is_residential(learner.UKPRN)
    if isinstance(college, NotOnFile):
        _remark(aim, "Long-term residential (LDM 322) was not taken into account.", college, out)
        return _Factor(name, _ONE)
    if not college:
        return _Factor(name, _ONE)
    uplift = scheme.amount("residential_uplift", day)
    return _Factor(name, uplift, scheme.told("residential_uplift", day))


def _area(aim: Aim, reference: FundingReference, day: date, out: Earnings) -> _Factor:
    name = "area costs"
    factor = _place(aim, reference.area_cost(aim.DelLocPostCode, day), name, out)
    given = table_value("postcodes_area_cost.AreaCostFactor", factor)
    return _Factor(name, factor, given)


def _home(
    learner: Learner,
    aim: Aim,
    scheme: Scheme,
    reference: FundingReference,
    day: date,
    out: Earnings,
) -> _Factor:
    name = "disadvantage"
    if aim.has("LDM", CUSTODY):
        return _Factor(
            name, scheme.amount("custody_uplift", day), scheme.told("custody_uplift", day)
        )
    uplift = reference.disadvantage_uplift(learner.PostcodePrior, day)
    factor = _place(aim, uplift, name, out)
    return _Factor(name, factor, table_value("postcodes_disadvantage.Uplift", factor))


def _place(aim: Aim, factor: Decimal | NotOnFile | None, what: str, out: Earnings) -> Decimal:
    if isinstance(factor, NotOnFile):
        _remark(aim, f"The factor of {what} counts as 1.", factor, out)
        return _ONE
    return max(_ONE, factor) if factor is not None else _ONE


def _remark(aim: Aim, text: str, missing: NotOnFile, out: Earnings) -> None:
    """Say once for a learner what was assumed for want of a table."""
    if not any(r.parameter == missing.table for r in out.reasons):
        out.reasons.append(
            Reason(
                aim.aim,
                aim.AimSeqNumber,
                "assumed",
                f"{text} {missing.text}",
                parameter=missing.table,
                blocks=False,
            )
        )


def _tell(
    aim: Aim,
    scheme: Scheme,
    rate: Rate,
    hours: Decimal,
    factors: tuple[_Factor, ...],
    value: Decimal,
    fee: Decimal,
    day: date,
    note: Recorder,
) -> None:
    seq = aim.AimSeqNumber
    note.step(
        f"rate {aim.aim}",
        f"Rate of {aim.LearnAimRef} on {day:%d/%m/%Y}",
        rate.weighted + hours,
        "the weighted rate at the (original) start"
        + (f" + {hours:,f} for the additional hours of ESOL" if hours else ""),
        ilr("LearningDelivery", "LearnAimRef", aim.LearnAimRef, seq),
        ilr("LearningDelivery", "LearnStartDate", aim.LearnStartDate, seq),
        ilr("LearningDelivery", "OrigLearnStartDate", aim.OrigLearnStartDate, seq),
        ilr("LearningDelivery", "AddHours", aim.AddHours, seq),
        table_value(f"{rate.source} (weighted)", rate.weighted),
        table_value(f"{rate.source} (unweighted)", rate.unweighted),
    )
    note.step(
        f"uplifted {aim.aim}",
        "With the factors",
        value,
        "the rate x "
        + " x ".join(f"{factor.value.normalize():f} ({factor.name})" for factor in factors),
        ilr("LearningDelivery", "DelLocPostCode", aim.DelLocPostCode, seq),
        *(factor.given for factor in factors if factor.given),
        uses=[f"rate {aim.aim}"],
    )
    note.step(
        f"value {aim.aim}",
        "Value that is funded",
        value - fee,
        f"with the factors - {fee:,f}: what a learner who is not fully funded is taken to pay, a "
        "part of the unweighted rate"
        if fee
        else "all of it: the learner is fully funded",
        ilr("LearningDeliveryFAM", "FFI", _ffi(aim), seq),
        *((scheme.told("co_funding_reduction", day),) if fee else ()),
        uses=[f"uplifted {aim.aim}"],
    )


def _ffi(aim: Aim) -> str | None:
    return next((f.LearnDelFAMCode for f in aim.of_type("FFI")), None)
