"""How two returns are put side by side: what is the same record, and what differs."""

import re
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.messages import message_of

from openilr.demo.provider import write_demo
from openilr.demo.reference import tables as demo_tables
from openilr.findings import FINDINGS, no_findings
from openilr.funding.frames import earnings
from openilr.ilr.xml.read import plan
from openilr.ilr.xml.source import source, sources
from openilr.pipeline.check import CheckOptions
from openilr.pipeline.compare import Comparison, Side, compare, compare_sources, side_of
from openilr.pipeline.earnings import EarningsOptions
from openilr.reference.overrides import overrides_of
from openilr.reference.supplied import tables_for

Record = dict[str, Any]


def side(learners: list[Record], findings: pl.DataFrame | None = None) -> Side:
    message = message_of("2627", learners)
    return side_of(message, no_findings() if findings is None else findings, earnings(message))


def compared(a: list[Record], b: list[Record]) -> Comparison:
    return compare(side(a), side(b))


def changes(found: Comparison) -> list[tuple[Any, ...]]:
    names = ("AimSeqNumber", "entity", "record", "field", "old", "new", "change")
    return found.fields.select(names).rows()


def learner(*aims: Record, **fields: Any) -> Record:
    return {"LearnRefNumber": "A1", "ULN": "9900000001", **fields, "LearningDelivery": list(aims)}


def aim(number: int, **fields: Any) -> Record:
    return {
        "LearnAimRef": f"6000000{number}",
        "AimType": "4",
        "AimSeqNumber": str(number),
        "LearnStartDate": "2026-09-01",
        "LearnPlanEndDate": "2027-07-31",
        "FundModel": "99",
        **fields,
    }


def findings(*rows: tuple[str, int | None, int | None, str]) -> pl.DataFrame:
    """Findings of (rule, learner, aim, value)."""
    return pl.DataFrame(
        [
            {
                "rule": rule,
                "severity": "E",
                "learner": who,
                "aim": which,
                "LearnRefNumber": "A1",
                "fields": [{"name": "ULN", "value": value}],
                "message": "It is wrong.",
            }
            for rule, who, which, value in rows
        ],
        schema=FINDINGS,
    )


def test_an_aim_goes_by_the_suppliers_identity_first():
    a = [learner(aim(1, SWSupAimId="x"), aim(2, SWSupAimId="y"))]
    b = [learner(aim(1, SWSupAimId="y"), aim(2, SWSupAimId="x"))]
    found = compared(a, b)
    assert found.aims.is_empty()
    assert (2, "LearningDelivery", None, "LearnAimRef", "60000001", "60000002", "changed") in (
        changes(found)
    )


def test_an_aim_without_it_goes_by_what_is_learned_and_when():
    found = compared(
        [learner(aim(1), aim(2))],
        [learner(aim(1, LearnAimRef="60000002"), aim(2, LearnAimRef="60000001"))],
    )
    assert {c[3] for c in changes(found)} == {"AimSeqNumber"}


def test_an_aim_whose_start_was_corrected_goes_by_its_number():
    found = compared([learner(aim(1))], [learner(aim(1, LearnStartDate="2026-10-01"))])
    assert changes(found) == [
        (1, "LearningDelivery", None, "LearnStartDate", "2026-09-01", "2026-10-01", "changed")
    ]


def test_an_added_aim_is_told_once_and_not_value_by_value():
    found = compared([learner(aim(1))], [learner(aim(2), aim(1))])
    assert found.fields.is_empty()
    assert found.aims.select("LearnRefNumber", "only_in", "AimSeqNumber").rows() == [("A1", "B", 2)]


def test_of_two_prices_of_a_type_the_one_of_another_day_is_the_new_one():
    first = {"AFinType": "TNP", "AFinCode": "1", "AFinDate": "2026-09-01", "AFinAmount": "9000"}
    later = {**first, "AFinDate": "2027-01-01", "AFinAmount": "8000"}
    found = compared(
        [learner(aim(1, AppFinRecord=[first]))], [learner(aim(1, AppFinRecord=[later, first]))]
    )
    assert {c[-1] for c in changes(found)} == {"added"}
    assert {c[2] for c in changes(found)} == {"TNP 1 2027-01-01"}
    assert {c[3]: c[5] for c in changes(found)}["AFinAmount"] == "8000"


def test_an_employment_status_goes_by_its_date_and_monitoring_with_it():
    def status(day: str, code: str) -> Record:
        monitoring = [{"ESMType": "SEI", "ESMCode": code}]
        return {"EmpStat": "10", "DateEmpStatApp": day, "EmploymentStatusMonitoring": monitoring}

    a = [learner(LearnerEmploymentStatus=[status("2026-01-01", "1"), status("2026-06-01", "1")])]
    b = [learner(LearnerEmploymentStatus=[status("2026-06-01", "2"), status("2026-01-01", "1")])]
    assert changes(compared(a, b)) == [
        (None, "EmploymentStatusMonitoring", "2026-06-01 SEI", "ESMCode", "1", "2", "changed")
    ]


def test_a_value_that_is_not_of_its_type_is_compared_as_text():
    found = compared([learner(DateOfBirth="soon")], [learner(DateOfBirth="later")])
    assert changes(found) == [(None, "Learner", None, "DateOfBirth", "soon", "later", "changed")]


def test_references_are_the_same_without_regard_to_capitals():
    found = compared([learner()], [learner(LearnRefNumber="a1")])
    assert found.learners.is_empty()
    assert [c[3] for c in changes(found)] == ["LearnRefNumber"]


@pytest.mark.parametrize("turned", [False, True])
def test_learners_of_one_reference_are_told_apart_by_their_values(turned):
    two = [learner(FamilyName="Ash"), learner(FamilyName="Birch")]
    assert compared(two, two[::-1] if turned else two).equal


def test_a_finding_with_another_value_is_the_same_finding():
    a, b = (side([learner()], findings(("ULN_04", 0, None, value))) for value in ("1", "2"))
    assert compare(a, b).findings.is_empty()


def test_findings_go_by_learner_and_not_by_place():
    other = learner(LearnRefNumber="B1")
    a = side([learner(), other], findings(("ULN_04", 0, None, "1"), ("ULN_05", 1, None, "1")))
    b = side([other, learner()], findings(("ULN_04", 1, None, "1"), ("ULN_05", 1, None, "1")))
    found = compare(a, b).findings
    assert found.select("change", "rule", "learner_in").rows() == [
        ("cured", "ULN_05", "both"),
        ("new", "ULN_05", "both"),
    ]


def test_a_rule_that_could_not_run_on_one_return_cures_nothing():
    found = compare(
        side([learner()], findings(("ULN_04", 0, None, "1"))),
        side([learner()]),
        not_run=(frozenset(), frozenset({"ULN_04"})),
    )
    assert found.findings.is_empty()
    assert any("ULN_04" in remark for remark in found.remarks)


def test_the_header_alone_makes_no_difference():
    found = compared([learner()], [learner()])
    assert found.equal
    assert found.money.is_empty()


def test_money_that_moves_between_kinds_alone_differs():
    """A month that earns the same in all is not equal if it is another kind of money."""
    one = pl.DataFrame({"learner": [0], "academic_year": ["2627"], "period": [3]}).cast(
        {"learner": pl.UInt32, "period": pl.UInt8}
    )
    message = message_of("2627", [{"LearnRefNumber": "A1"}])
    sides: list[Side] = []
    for kind in ("PriceEpisodeOnProgPayment", "PriceEpisodeBalancePayment"):
        amounts = one.with_columns(
            kind=pl.lit(kind), amount=pl.lit(Decimal("10.00000"), pl.Decimal(12, 5))
        )
        side = side_of(message, no_findings(), earnings(message))
        sides.append(replace(side, amounts=amounts))
    found = compare(*sides)
    assert not found.equal
    assert found.months.is_empty()
    assert found.kinds.select("kind", "difference").rows() == [
        ("PriceEpisodeBalancePayment", Decimal(10)),
        ("PriceEpisodeOnProgPayment", Decimal(-10)),
    ]
    (money,) = found.money.iter_rows(named=True)
    assert (money["difference"], money["gained"], money["lost"]) == (0, 0, 0)


def test_large_files_in_parts_and_groups_are_compared_as_in_one(tmp_path, monkeypatch):
    """By processes, by this process alone, and in memory: the same answer, and nothing left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    write_demo(tmp_path / "a.xml", 40, "2627", 1, 0.2)
    whole = (tmp_path / "a.xml").read_text()
    people = re.findall(r" *<Learner>.*?</Learner>\n", whole, re.DOTALL)
    moved = "".join(people[:3] + people[30:] + people[4:30]).replace(">B<", ">A<")
    moved = re.sub("<AFinAmount>([0-9])", r"<AFinAmount>1\1", moved, count=9)
    (tmp_path / "b.xml").write_text(whole.replace("".join(people), moved))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.xml", "a.xml")

    tables = tables_for(None, overrides_of(demo_tables("2627")))
    check = CheckOptions(as_at=date(2026, 11, 23), tables=tables)
    earn = EarningsOptions(tables=tables)

    def found(a: str, part_bytes: int) -> Comparison:
        b = source(tmp_path / "b.xml")
        (first,) = sources([tmp_path / a])
        return compare_sources(first, b, check, earn, part_bytes=part_bytes)

    assert len(plan(source(tmp_path / "a.xml"), target_bytes=40_000).parts) > 2
    once = found("a.xml", 1 << 30)
    assert once.learners.height == 1
    assert min(f.height for f in (once.fields, once.findings, once.money, once.causes)) > 0
    for other in (found("a.xml", 40_000), found("a.zip", 40_000)):
        assert replace(other.a, name="") == replace(once.a, name="")
        assert other.b == once.b
        for name in (
            *("learners", "aims", "fields", "findings", "kinds"),
            *("months", "totals", "money", "causes"),
        ):
            assert_frame_equal(getattr(other, name), getattr(once, name))
        assert other.remarks == once.remarks
    assert {path.name for path in tmp_path.iterdir()} == {"a.xml", "b.xml", "a.zip"}
