"""Who pays: government's share, funding lines, the employer's part, completion held back."""

from decimal import Decimal
from typing import Any

import pytest

from openilr.funding.apprenticeships.programme import apprenticeships
from openilr.funding.apprenticeships.terms import government_share
from openilr.funding.contributions import contributions, split
from openilr.funding.earnings import story_of
from openilr.funding.outcome import Earnings, Kind
from tests.funding.build import (
    ENGLISH,
    achieved,
    course,
    earned,
    fam,
    learner,
    programme,
    reference,
    total,
)

YOUNG = "2008-01-01"
ULN = 9999999999


def share(start: str, born: str, *, levy: bool | None = None, **fields: object) -> Decimal | None:
    aim = programme(start, "2028-07-31", fams=fields.pop("fams", []))
    who = learner(aim, born=born, **fields)
    whole = apprenticeships(who, reference(), Earnings())[0]
    one = whole.aims[0]
    found = government_share(whole, one, one.start, who.employment, levy=levy)
    return found.value if found else None


def test_governments_share_goes_by_start_age_and_employer():
    assert share("2019-03-31", "1990-01-01") == Decimal("0.90")
    assert share("2019-04-01", "1990-01-01") == Decimal("0.95")
    assert share("2024-04-01", "2003-01-01", levy=False) == 1
    assert share("2024-04-01", "2003-01-01", levy=True) == Decimal("0.95")
    assert share("2024-04-01", "2003-01-01") is None  # the ILR does not hold the levy
    assert share("2026-08-01", "2003-01-01") == 1
    assert share("2026-08-01", "1990-01-01", levy=True) == Decimal("0.75")
    assert share("2026-08-01", "1990-01-01", levy=False) == Decimal("0.95")


def test_a_small_employer_pays_nothing_for_a_young_apprentice():
    work = [
        {
            "EmpStat": 10,
            "DateEmpStatApp": "2019-01-01",
            "EmploymentStatusMonitoring": [{"ESMType": "SEM", "ESMCode": 1}],
        }
    ]
    assert share("2020-08-01", "2003-01-01", LearnerEmploymentStatus=work) == 1
    assert share("2020-08-01", "1990-01-01", LearnerEmploymentStatus=work) == Decimal("0.95")


def test_a_new_employer_carries_the_waiver_only_if_it_is_small_too():
    def shares(employer: int, small: bool) -> list[Decimal | None]:
        statuses = (("2019-01-01", 1, True), ("2020-12-01", employer, small))
        work = [
            {
                "EmpStat": 10,
                "DateEmpStatApp": day,
                "EmpId": number,
                "EmploymentStatusMonitoring": [{"ESMType": "SEM", "ESMCode": 1}]
                if is_small
                else [],
            }
            for day, number, is_small in statuses
        ]
        aim = programme("2020-08-01", "2022-07-31")
        who = learner(aim, born="2003-01-01", LearnerEmploymentStatus=work)
        return [e.government_share for e in earned(who).episodes]

    assert shares(2, small=False) == [1, Decimal("0.95")]
    assert shares(2, small=True) == [1, 1]
    assert shares(1, small=False) == [1, 1]


def test_funding_lines_follow_contract_and_age():
    def line(start: str, born: str, contract: str = "1", *fams: dict[str, object]) -> str | None:
        aim = programme(start, "2028-07-31", fams=list(fams))
        aim["LearningDeliveryFAM"][0]["LearnDelFAMCode"] = contract
        return earned(learner(aim, born=born)).episodes[0].fund_line

    assert line("2025-08-01", YOUNG) == "16-18 Apprenticeship (Employer on App Service)"
    assert line("2025-08-01", "1990-01-01") == "19+ Apprenticeship (Employer on App Service)"
    assert line("2025-08-01", "1990-01-01", "1", fam("EEF", "2")).startswith("16-18")
    assert line("2018-01-01", "1990-01-01", "2").endswith("Non-Levy Contract (procured)")
    assert line("2017-12-31", "1990-01-01", "2").endswith("(non-procured)")
    assert line("2018-01-01", "1990-01-01", "2", fam("LDM", "358")).endswith("(non-procured)")


def test_english_and_support_stand_on_the_line_of_their_apprenticeship():
    fams = [fam("LSF", "1", "2025-08-01")]
    aims = (
        programme("2025-08-01", "2026-07-31"),
        course("2025-08-01", "2026-07-31", fams=fams),
    )
    found = earned(learner(*aims), reference(rates={ENGLISH: 480}))
    assert found.lines == dict.fromkeys((0, 1), "19+ Apprenticeship (Employer on App Service)")


# -- the levy, where the apprenticeship service's approvals are loaded -----------------------------


def approval(levy: bool, **fields: Any) -> dict[str, Any]:
    return {
        "ApprovalId": "1",
        "UKPRN": 90000117,
        "ULN": ULN,
        "ProgType": 25,
        "StandardCode": 123,
        "StartDate": "2024-08-01",
        "IsLevyPayer": levy,
        **fields,
    }


@pytest.mark.parametrize(("levy", "wanted"), [(True, "0.95"), (False, "1.00")])
def test_an_approval_says_whether_the_employer_pays_the_levy(levy: bool, wanted: str):
    who = learner(programme("2024-08-01", "2026-07-31"), born="2004-01-01", ULN=ULN)
    found = earned(who, reference(service_approvals=[approval(levy)]))
    assert {e.government_share for e in found.episodes} == {Decimal(wanted)}


def test_an_approval_of_another_standard_or_a_later_day_says_nothing():
    who = learner(programme("2024-08-01", "2026-07-31"), born="2004-01-01", ULN=ULN)
    others = [
        approval(False, StandardCode=7),
        approval(False, ApprovalId="2", StartDate="2027-08-01"),
    ]
    found = earned(who, reference(service_approvals=others))
    assert {e.government_share for e in found.episodes} == {None}


# -- the employer's part ---------------------------------------------------------------------------


def test_the_parts_of_a_month_add_up_to_what_is_earned():
    who = learner(programme("2025-08-01", "2026-07-31"))
    found = earned(who)
    parts = contributions(found)
    assert len(parts) == 12
    assert {(p.earned, p.share, p.government, p.employer) for p in parts} == {
        (1000, Decimal("0.95"), 950, 50)
    }
    assert sum(p.government + p.employer for p in parts) == total(found)


def test_the_story_of_an_instalment_says_who_pays():
    found, note = story_of(learner(programme("2025-08-01", "2026-07-31")), reference())
    row = found.rows[0]
    steps = note.story((row.aim, row.month, str(row.kind), row.episode))
    (share,) = (s for s in steps if s.title.startswith("Government's share"))
    assert share.value == Decimal("0.95")
    assert share.inputs[0].name == "government_share_default"
    assert steps[-1].value == row.amount


def test_nothing_is_split_while_the_levy_is_not_known():
    who = learner(programme("2025-08-01", "2026-07-31"), born=YOUNG)
    assert contributions(earned(who)) == []


def test_money_that_government_pays_whole_is_not_split():
    aims = (programme("2025-08-01", "2026-07-31"), course("2025-08-01", "2026-07-31"))
    parts = contributions(earned(learner(*aims), reference(rates={ENGLISH: 480})))
    assert sum(p.earned for p in parts) == 12000


def test_parts_of_a_fraction_of_a_penny_add_up():
    for amount in ("0.00001", "684.21053", "-333.33333"):
        whole = Decimal(amount)
        assert sum(split(whole, Decimal("0.95"))) == whole


# -- completion held back --------------------------------------------------------------------------


def paid(*payments: tuple[int, str, int]) -> list[dict[str, Any]]:
    return [
        {"AFinType": "PMR", "AFinCode": code, "AFinDate": day, "AFinAmount": amount}
        for code, day, amount in payments
    ]


def completer(end: str, *payments: tuple[int, str, int], act: str = "2", **fields: Any) -> Any:
    """Someone who completes 15,000 with a government share of 95%: 600 is due before completion."""
    aim = programme("2024-08-01", "2026-07-31", fams=fields.pop("fams", [])) | achieved(end)
    aim["LearningDeliveryFAM"][0]["LearnDelFAMCode"] = act
    aim["AppFinRecord"] += paid(*payments)
    return learner(aim, **fields)


def held(who: Any, until: str | None = None) -> list[str]:
    found = earned(who, until=until)
    return [r.text for r in found.reasons if r.code == "completion held back"]


def test_completion_is_held_back_until_the_employer_has_paid():
    (text,) = held(completer("2026-07-31", (1, "2024-09-01", 599)))
    assert "3,000.00" in text
    assert "600.00" in text
    assert "599" in text
    assert not held(completer("2026-07-31", (1, "2024-09-01", 600)))


def test_it_is_a_remark_and_takes_nothing_from_the_earnings():
    found = earned(completer("2026-07-31"))
    assert total(found, Kind.COMPLETION) == 3000
    assert [r.blocks for r in found.reasons] == [False]


def test_what_was_given_back_does_not_count_as_paid():
    payments = ((1, "2024-09-01", 500), (2, "2024-10-01", 150), (3, "2024-11-01", 60))
    (text,) = held(completer("2026-07-31", *payments))
    assert "590" in text


def test_a_payment_after_the_day_does_not_count_yet():
    who = completer("2026-05-31", (1, "2026-07-01", 600))
    assert held(who, until="2026-06-30")
    assert not held(who, until="2026-07-01")


def test_nothing_is_held_back_of_those_who_ended_since_august_2026():
    assert held(completer("2026-07-31"))
    assert not held(completer("2026-08-01"))


@pytest.mark.parametrize("code", ["356", "361"])
def test_own_employees_and_others_are_exempt(code: str):
    assert not held(completer("2026-07-31", fams=[fam("LDM", code)]))


def test_the_redundant_are_exempt():
    work = [
        {"EmpStat": 10, "DateEmpStatApp": "2024-07-01"},
        {"EmpStat": 11, "DateEmpStatApp": "2026-06-01"},
    ]
    who = completer("2026-07-31", LearnerEmploymentStatus=work)
    assert not held(who)
    assert earned(who).episodes[-1].exemption == 1


def test_of_a_levy_payer_it_is_said_only_where_payments_are_recorded():
    assert not held(completer("2026-07-31", act="1"))
    (text,) = held(completer("2026-07-31", (1, "2024-09-01", 1), act="1"))
    assert "may hold back" in text
    assert "up to 600.00" in text


def test_episodes_have_the_payments_of_their_time():
    payments = ((1, "2024-09-01", 100), (2, "2025-08-01", 50), (3, "2026-07-31", 20))
    found = earned(completer("2026-07-31", *payments))
    assert [e.received for e in found.episodes] == [100, 30]
    assert [e.received_by_end for e in found.episodes] == [100, 130]


def test_the_story_of_completion_says_what_is_due_and_what_is_paid():
    who = completer("2026-07-31", (1, "2024-09-01", 400))
    found, note = story_of(who, reference())
    row = next(r for r in found.rows if r.kind is Kind.COMPLETION)
    steps = {s.title: s for s in note.story((row.aim, row.month, str(row.kind), row.episode))}
    assert steps["Employer's part of what was earned before completion"].value == 600
    assert steps["Paid by the employer"].value == 400
    assert steps["Payment held back by DfE"].value is True
    assert list(steps)[-1] == "Completion payment"
