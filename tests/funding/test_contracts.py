"""What contracts decide: bootcamps and apprenticeship units, with the provider's own tables."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from openilr.funding.earnings import story_of
from openilr.funding.outcome import Kind
from openilr.funding.parameters import on_file
from openilr.funding.units import Milestone, government_share, unit_payments
from tests.funding.build import adult, by_month, codes, earned, fam, learner, reference, total

# -- bootcamps -------------------------------------------------------------------------------------

CONTRACT = "WAVE5-1"


def event(code: str, share: float, least_days: int | None = None, **fields: Any) -> dict[str, Any]:
    return {
        "ILRContractRefNumber": CONTRACT,
        "EventCode": code,
        "RatePerLearner": 3000,
        "Share": share,
        "LeastDays": least_days,
        **fields,
    }


MILESTONES = [event("4", 0.45, 5), event("5", 0.35), event("6", 0.2)]


def bootcamp(*events: tuple[str, str], **fields: Any) -> dict[str, Any]:
    return adult(
        37,
        LearnAimRef="ZPROG001",
        AimType=1,
        ProgType=32,
        ConRefNumber=CONTRACT,
        LearningDeliveryFAM=[fam("EVI", code, day) for code, day in events],
        **{"LearnStartDate": "2025-09-01", "LearnPlanEndDate": "2025-12-19", **fields},
    )


def with_contract() -> Any:
    return reference(skills_bootcamp_milestones=MILESTONES)


def test_each_event_of_a_bootcamp_earns_its_share_in_its_month():
    aim = bootcamp(("4", "2025-09-12"), ("5", "2025-12-19"), ("6", "2026-02-02"))
    found = earned(learner(aim), with_contract())
    assert by_month(found, Kind.BOOTCAMP) == {
        "2526-02": "1350.00",
        "2526-05": "1050.00",
        "2526-07": "600.00",
    }
    assert found.lines == {0: "Skills Bootcamps"}


def test_an_event_earns_once_however_often_it_is_recorded():
    first = bootcamp(("4", "2025-09-12"), LearnActEndDate="2025-10-10", CompStatus=6)
    again = bootcamp(("4", "2025-11-12"), LearnStartDate="2025-11-01", AimSeqNumber=2)
    found = earned(learner(first, again), with_contract())
    assert by_month(found, Kind.BOOTCAMP) == {"2526-02": "1350.00"}


def test_an_event_before_its_day_is_remarked_and_not_paid():
    found = earned(learner(bootcamp(("4", "2025-09-04"))), with_contract())
    assert not found.rows
    assert [(r.code, r.blocks) for r in found.reasons] == [("too early", False)]
    assert total(earned(learner(bootcamp(("4", "2025-09-05"))), with_contract())) == 1350


def test_an_event_after_the_day_is_not_earned_yet():
    who = learner(bootcamp(("4", "2025-09-12"), ("5", "2025-12-19")))
    assert total(earned(who, with_contract(), until="2025-12-18")) == 1350


def test_an_event_that_the_contract_does_not_have_is_said():
    found = earned(learner(bootcamp(("4", "2025-09-12"), ("9", "2025-10-01"))), with_contract())
    assert total(found) == 1350
    assert [r.parameter for r in found.reasons] == ["skills_bootcamp_milestones"]


def test_the_start_chooses_among_the_terms_of_a_contract():
    later = event("4", 0.5, EffectiveFrom="2025-10-01")
    rows = [MILESTONES[0] | {"EffectiveTo": "2025-09-30"}, later]
    tables = reference(skills_bootcamp_milestones=rows)
    assert total(earned(learner(bootcamp(("4", "2025-09-12"))), tables)) == 1350
    aim = bootcamp(("4", "2025-10-12"), LearnStartDate="2025-10-01")
    assert total(earned(learner(aim), tables)) == 1500


def test_a_bootcamp_without_its_contract_is_not_on_file():
    who = learner(bootcamp(("4", "2025-09-12")))
    for tables in (reference(), reference(skills_bootcamp_milestones=[])):
        found = earned(who, tables)
        assert not found.rows
        assert {r.parameter for r in found.reasons} == {"skills_bootcamp_milestones"}


def test_a_bootcamp_from_before_events_were_recorded_is_not_on_file():
    aim = bootcamp(LearnStartDate="2025-07-31")
    assert codes(earned(learner(aim), with_contract())) == {"not on file"}


def test_the_story_of_a_milestone_names_contract_event_and_share():
    found, note = story_of(learner(bootcamp(("5", "2025-12-19"))), with_contract())
    row = found.rows[0]
    (step,) = note.story((row.aim, row.month, str(row.kind), row.episode))
    values = {given.name: given.value for given in step.inputs}
    assert values["LearningDelivery.ConRefNumber"] == CONTRACT
    assert values["skills_bootcamp_milestones.Share"] == Decimal("0.35")
    assert step.value == row.amount


# -- apprenticeship units --------------------------------------------------------------------------

UNIT = "Z0099001"
PRICES = [{"LearnAimRef": UNIT, "Price": 2000, "EffectiveFrom": "2026-04-28"}]


def unit(**fields: Any) -> list[dict[str, Any]]:
    """A unit of 96 days from 7 September 2026: its programme aim and its component."""
    common = {"LearnStartDate": "2026-09-07", "LearnPlanEndDate": "2026-12-11", "ProgType": 34}
    common["LearningDeliveryFAM"] = []
    return [
        adult(39, LearnAimRef="ZPROG001", AimType=1, **common | fields),
        adult(39, LearnAimRef=UNIT, AimType=3, AimSeqNumber=2, **common | fields),
    ]


def kept(**fields: Any) -> dict[str, Any]:
    return {"LearnRefNumber": "A1", "LearnAimRef": UNIT, **fields}


def test_a_unit_without_a_price_is_not_on_file():
    found = earned(learner(*unit()))
    assert not found.rows
    assert not found.projected
    assert {r.parameter for r in found.reasons} == {"apprenticeship_unit_prices"}


def test_a_unit_is_a_forecast_until_its_milestones_are_recorded():
    found = earned(learner(*unit()), reference(apprenticeship_unit_prices=PRICES))
    assert not found.rows
    assert [(p.kind, p.amount) for p in found.projected] == [
        (Kind.UNIT_FIRST, 600),
        (Kind.UNIT_COMPLETION, 1400),
    ]


def test_a_unit_is_earned_when_milestone_and_approval_are_recorded():
    row = kept(ThirtyPercentLearningComplete="2026-10-05", EmployerApproved=True, IsLevyPayer=False)
    tables = reference(apprenticeship_unit_prices=PRICES, apprenticeship_units=[row])
    found = earned(learner(*unit()), tables)
    assert by_month(found, Kind.UNIT_FIRST) == {"2627-03": "600.00"}  # 4 October
    assert [p.kind for p in found.projected] == [Kind.UNIT_COMPLETION]
    assert found.lines[0] == "GSO Short Courses (Apprenticeship Units) Non-Levy"
    early = earned(learner(*unit()), tables, until="2026-10-04")
    assert not early.rows


def test_completion_moves_the_second_payment():
    row = kept(
        ThirtyPercentLearningComplete="2026-10-05",
        LearningComplete="2026-11-20",
        EmployerApproved=True,
    )
    tables = reference(apprenticeship_unit_prices=PRICES, apprenticeship_units=[row])
    aims = unit(CompStatus=2, LearnActEndDate="2026-11-20", Outcome=1)
    found = earned(learner(*aims), tables)
    assert by_month(found, Kind.UNIT_COMPLETION) == {"2627-04": "1400.00"}


def test_a_price_agreed_for_the_learner_comes_before_that_of_the_unit():
    row = kept(Price=1000, ThirtyPercentLearningComplete="2026-10-05", EmployerApproved=True)
    tables = reference(apprenticeship_unit_prices=PRICES, apprenticeship_units=[row])
    assert total(earned(learner(*unit()), tables)) == 300


def test_a_unit_whose_first_payment_went_elsewhere_earns_the_second_alone():
    row = kept(FirstPaidElsewhere=True)
    tables = reference(apprenticeship_unit_prices=PRICES, apprenticeship_units=[row])
    found = earned(learner(*unit()), tables)
    assert [p.kind for p in found.projected] == [Kind.UNIT_COMPLETION]


def test_a_unit_of_2025_26_is_known_by_its_monitoring_code():
    aim = adult(
        99,
        LearnAimRef=UNIT,
        LearnStartDate="2026-05-04",
        LearnPlanEndDate="2026-07-10",
        LearningDeliveryFAM=[fam("LDM", "403")],
    )
    found = earned(learner(aim), reference(apprenticeship_unit_prices=PRICES))
    assert sum(p.amount for p in found.projected) == 2000


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"LearnPlanEndDate": "2026-09-06"}, "dates in the wrong order"),
        ({"LearnPlanEndDate": None}, "date missing"),
    ],
)
def test_bad_dates_of_a_unit_are_said(fields: dict[str, Any], code: str):
    found = earned(learner(*unit(**fields)), reference(apprenticeship_unit_prices=PRICES))
    assert not found.projected
    assert codes(found) == {code}


def test_a_negative_price_of_a_unit_is_said():
    rows = [PRICES[0] | {"Price": -2000}]
    found = earned(learner(*unit()), reference(apprenticeship_unit_prices=rows))
    assert not found.projected
    assert codes(found) == {"price negative"}


@pytest.mark.parametrize(
    ("start", "born", "levy", "share"),
    [
        ("2026-05-04", "1990-01-01", False, "1.00"),
        ("2026-05-04", "2005-01-01", True, "0.95"),
        ("2026-09-07", "2005-01-01", True, "1.00"),
        ("2026-09-07", "1990-01-01", True, "0.75"),
        ("2026-09-07", "1990-01-01", None, None),
        ("2026-09-07", None, True, None),
    ],
)
def test_governments_share_of_a_unit(
    start: str, born: str | None, levy: bool | None, share: str | None
):
    day = date.fromisoformat(born) if born else None
    found = government_share(day, date.fromisoformat(start), levy, on_file())
    assert (found and found[1]) == (Decimal(share) if share else None)


def test_the_story_of_a_unit_payment_ends_with_it():
    row = kept(ThirtyPercentLearningComplete="2026-10-05", EmployerApproved=True, IsLevyPayer=True)
    tables = reference(apprenticeship_unit_prices=PRICES, apprenticeship_units=[row])
    found, note = story_of(learner(*unit()), tables)
    row = found.rows[0]
    steps = note.story((row.aim, row.month, str(row.kind), row.episode))
    assert steps[-1].value == row.amount
    assert steps[1].value == date(2026, 10, 4)
    assert ("Government's share of it", Decimal("0.75")) in [(s.title, s.value) for s in steps]


def test_a_withdrawn_unit_keeps_what_has_its_milestone():
    dates = (date(2026, 9, 7), date(2026, 12, 11), Decimal(2000))
    kept = unit_payments(*dates, withdrawn=True, milestones={Milestone.FIRST}, approved=True)
    assert [(p.kind, p.amount, p.payable) for p in kept] == [(Kind.UNIT_FIRST, 600, True)]
    assert unit_payments(*dates, withdrawn=True) == []


def test_a_second_provider_has_no_first_payment_that_was_made_elsewhere():
    dates = (date(2026, 9, 7), date(2026, 12, 11), Decimal(2000))
    left = unit_payments(*dates, first_paid_elsewhere=True)
    assert [(p.kind, p.amount) for p in left] == [(Kind.UNIT_COMPLETION, 1400)]
