"""Run worked funding cases through `openilr earnings`, and say which amounts differ.

A case with ILR records becomes an ILR file with its reference tables in a JSON file, and goes
through the program: by the rulebase's method as at the day that the case names, and by the
service's method where its expected figures are the service's. A unit, which the ILR cannot tell,
goes through the calculation itself. Amounts are compared as the format says: summed by academic
year, period and kind, without zeros, within the case's tolerance.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openilr.funding.months import period_of
from openilr.funding.outcome import Kind
from openilr.funding.units import Milestone, unit_payments
from tests.messages import xml_of

Case = dict[str, Any]
Amounts = dict[tuple[str, int, str], Decimal]
Runner = Callable[[list[str]], tuple[int, str, str]]

KINDS = {
    "on_programme": Kind.ON_PROGRAMME,
    "balancing": Kind.BALANCING,
    "completion": Kind.COMPLETION,
    "em_on_programme": Kind.ENGLISH_MATHS,
    "em_balancing": Kind.ENGLISH_MATHS_BALANCING,
    "learning_support": Kind.LEARNING_SUPPORT,
    "provider_incentive_1": Kind.FIRST_PROVIDER,
    "provider_incentive_2": Kind.SECOND_PROVIDER,
    "employer_incentive_1": Kind.FIRST_EMPLOYER,
    "employer_incentive_2": Kind.SECOND_EMPLOYER,
    "short_course_30": Kind.UNIT_FIRST,
    "short_course_completion": Kind.UNIT_COMPLETION,
}
FILE_YEAR = "2526"
SINCE = "2015-08-01"
COMPONENT = 10


def load(path: Path) -> list[Case]:
    """The cases of a file."""
    return json.loads(path.read_text(encoding="utf-8"))["cases"]


def texts(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of a case as the message writer takes it: every value a text."""
    return {
        name: [texts(r) for r in value] if isinstance(value, list) else str(value)
        for name, value in record.items()
        if value is not None
    }


def message(case: Case) -> bytes:
    learner = {"LearnRefNumber": "A1", "ULN": "9999999999", **case["ilr"]["Learner"]}
    return xml_of(FILE_YEAR, [texts(learner)])


def reference(case: Case) -> dict[str, list[dict[str, Any]]]:
    """The case's reference data under the names of the published tables."""
    given = case["ilr"]["reference_data"]
    aims = case["ilr"]["Learner"]["LearningDelivery"]
    standards = sorted({aim["StdCode"] for aim in aims})
    rates = given.get("english_maths_rates", {})
    return {
        "lars_apprenticeship_funding": [
            {
                "ApprenticeshipType": "STD",
                "ApprenticeshipCode": code,
                "ProgType": 25,
                "PwayCode": 0,
                "FundingCategory": "APP_ACT_COST",
                "EffectiveFrom": SINCE,
                "1618ProviderAdditionalPayment": 1000,
                "1618EmployerAdditionalPayment": 1000,
                "MaxEmployerLevyCap": given["standard"].get("funding_band_max"),
            }
            for code in standards
        ],
        "lars_funding": [
            {
                "LearnAimRef": name,
                "FundingCategory": "APP_MAY_2017_EM",
                "EffectiveFrom": SINCE,
                "RateWeighted": rate,
                "RateUnWeighted": rate,
            }
            for name, rate in rates.items()
        ],
        "lars_learning_delivery": [
            {"LearnAimRef": name, "EffectiveFrom": SINCE, "FrameworkCommonComponent": COMPONENT}
            for name in rates
        ],
        "lars_standard_common_component": [
            {"StandardCode": code, "CommonComponent": COMPONENT, "EffectiveFrom": SINCE}
            for code in standards
        ],
    }


def methods(case: Case) -> list[str]:
    """The methods that a case can judge."""
    if case["ilr"] is None:
        return ["unit"]
    return ["fm36", "service"] if case["engine"] == "das-funding" else ["fm36"]


def expected(case: Case, method: str) -> Amounts:
    """What a method is to give."""
    rulebase = case.get("fm36_rulebase") or {}
    instalments = case["expected"]["instalments"]
    if method == "fm36" and rulebase.get("same_as_expected") is False:
        instalments = rulebase["instalments"]
    elif case["basis"] == "counts_only":
        instalments = case.get("computed", instalments)
    found: Amounts = defaultdict(Decimal)
    for line in instalments:
        key = (line["academic_year"], line["period"], str(KINDS[line["type"]]))
        found[key] += Decimal(line["amount"])
    return found


def of_program(case: Case, method: str, folder: Path, run: Runner) -> Amounts:
    """What the program gives.

    Errors: RuntimeError with the program's own message if it refused.
    """
    file, tables = folder / "case.xml", folder / "reference.json"
    file.write_bytes(message(case))
    tables.write_text(json.dumps(reference(case)), encoding="utf-8")
    arguments = ["earnings", str(file), "--format", "jsonl", "--reference", str(tables)]
    arguments += ["--method", method]
    day = (case.get("fm36_rulebase") or {}).get("as_at_year_end")
    if method == "fm36" and day:
        arguments += ["--as-at", day]
    status, out, err = run(arguments)
    if status != 0:
        raise RuntimeError(f"status {status}: {err.strip()}")
    found: Amounts = defaultdict(Decimal)
    for line in map(json.loads, out.splitlines()):
        found[line["academic_year"], line["period"], line["kind"]] += Decimal(line["amount"])
    return found


def of_unit(case: Case) -> tuple[Amounts, dict[tuple[str, int, str], bool]]:
    """What the calculation of units gives, and what of it is payable."""
    facts = case["inputs"]["short_course"]
    names = {"thirty_percent": Milestone.FIRST, "completed": Milestone.COMPLETED}
    day = facts.get("completion_date")
    payments = unit_payments(
        date.fromisoformat(facts["start"]),
        date.fromisoformat(facts["planned_end"]),
        Decimal(str(facts["price"])),
        completed_on=date.fromisoformat(day) if day else None,
        withdrawn=bool(facts.get("withdrawal_date")),
        milestones={names[m] for m in facts.get("milestones", ())},
        approved=facts.get("approved", False),
        first_paid_elsewhere=facts.get("thirty_percent_claimed_by_previous_provider", False),
    )
    amounts: Amounts = defaultdict(Decimal)
    payable = {}
    for payment in payments:
        key = (*period_of(payment.month), str(payment.kind))
        amounts[key] += payment.amount
        payable[key] = payment.payable
    return amounts, payable


def differences(case: Case, got: Amounts, wanted: Amounts) -> list[str]:
    """What differs between what came and what was to come."""
    speaks_of = {str(KINDS[name]) for name in case["expected"]["types_covered"]}
    months = case["expected"].get("months_covered")
    tolerance = Decimal(case["expected"]["tolerance"])

    def counts(key: tuple[str, int, str]) -> bool:
        year, period, kind = key
        return kind in speaks_of and (months is None or f"{year}-{period:02d}" in months)

    keys = sorted({*filter(counts, got), *wanted})
    if not case["expected"]["exhaustive_for_types"] and case["basis"] != "counts_only":
        keys = sorted(wanted)
    return [
        f"{year} period {period} {kind}: expected {wanted.get((year, period, kind), 0)}, "
        f"found {got.get((year, period, kind), 0)}"
        for year, period, kind in keys
        if abs(got.get((year, period, kind), 0) - wanted.get((year, period, kind), 0)) > tolerance
    ]


def judge(case: Case, method: str, folder: Path, run: Runner) -> str:
    """What is wrong with the amounts of a case by a method, empty if nothing is."""
    wanted = expected(case, method)
    if method == "unit":
        got, payable = of_unit(case)
        wrong = differences(case, got, wanted)
        for line in case["expected"]["instalments"]:
            key = (line["academic_year"], line["period"], str(KINDS[line["type"]]))
            if "payable" in line and payable.get(key) != line["payable"]:
                wrong.append(f"{key}: expected payable {line['payable']}")
        return "; ".join(wrong)
    try:
        got = of_program(case, method, folder, run)
    except RuntimeError as refusal:
        return str(refusal)
    wrong = differences(case, got, wanted)
    for name, count in (case["expected"].get("non_zero_instalment_count") or {}).items():
        kind = str(KINDS[name])
        found = sum(1 for key, amount in got.items() if key[2] == kind and amount)
        if found != count:
            wrong.append(f"expected {count} instalments of {kind}, found {found}")
    if total := case["expected"].get("total_amount"):
        wrong += _totals(
            total, case["expected"]["types_covered"], got, Decimal(case["expected"]["tolerance"])
        )
    return "; ".join(wrong)


def _totals(total: Any, types: list[str], got: Amounts, tolerance: Decimal) -> Iterator[str]:
    by_name = total if isinstance(total, dict) else {" ".join(types): total}
    for name, amount in by_name.items():
        kinds = {str(KINDS[n]) for n in name.split()}
        found = sum((a for key, a in got.items() if key[2] in kinds), Decimal(0))
        if abs(found - Decimal(str(amount))) > tolerance:
            yield f"expected {amount} of {name} in all, found {found}"
