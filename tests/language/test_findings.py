"""Failing rows as findings: how many, whose, and with which values; the same from both readers."""

from datetime import date
from typing import Any

import polars as pl

from openilr.findings import FINDINGS
from openilr.ilr.message import Header
from openilr.language import FILE, fact, literal
from openilr.language.batch import bind, run_batch, run_of
from openilr.language.columns import (
    ULN,
    AFinType,
    AppFinRecord,
    EmpStat,
    FundModel,
    LearnDelFAMType,
    Learner,
    LearnerEmploymentStatus,
    LearningDelivery,
    LearningDeliveryFAM,
    LearningProvider,
    LearnRefNumber,
    LearnStartDate,
    Source,
)
from openilr.language.learners import message_of
from openilr.language.rule import ActiveRule
from openilr.language.run import Run, return_period, ukprn
from openilr.language.single import Reader
from openilr.language.tables import contracts
from openilr.reference.supplied import NO_TABLES, Tables
from openilr.reference.tables import TABLES
from openilr.reference.values import dtype
from tests.language.rules import own_facts, rule

RUN = Run("2627", 4, date(2026, 11, 23), {"LearningProvider.UKPRN": 10000001})
FILE_OF_TWO: list[dict[str, Any]] = [
    {
        "LearnRefNumber": "A",
        "ULN": 1,
        "LearnerEmploymentStatus": [{"EmpStat": 10}, {"EmpStat": 11}, {"EmpStat": 10}],
        "LearningDelivery": [
            {
                "AimSeqNumber": 1,
                "FundModel": 36,
                "LearnStartDate": date(2026, 9, 1),
                "LearningDeliveryFAM": [
                    {"LearnDelFAMType": "ACT"},
                    {"LearnDelFAMType": "ACT"},
                    {"LearnDelFAMType": "SOF"},
                ],
            },
            {"AimSeqNumber": 2, "FundModel": 35, "LearningDeliveryFAM": [{"LearnDelFAMType": "x"}]},
        ],
    },
    {"LearnRefNumber": "B", "ULN": 1, "LearningDelivery": [{"AimSeqNumber": 1, "FundModel": 25}]},
]


def found(active: ActiveRule, tables: Tables = NO_TABLES) -> list[tuple[Any, ...]]:
    """(LearnRefNumber, AimSeqNumber, values) of each finding; both readers must agree."""
    frame = run_batch(message_of(FILE_OF_TWO, "2627"), tables, RUN, [active])
    assert frame.schema == FINDINGS
    batch = [
        (r["LearnRefNumber"], r["AimSeqNumber"], *(f["value"] for f in r["fields"]))
        for r in frame.iter_rows(named=True)
    ]
    failures = Reader((active,), "2627").check_file(FILE_OF_TWO, RUN, tables)
    single = [
        (
            f.LearnRefNumber,
            f.AimSeqNumber,
            *(None if v is None else str(v) for v in f.fields.values()),
        )
        for f in failures
    ]
    assert sorted(batch, key=str) == sorted(single, key=str)
    return batch


def test_one_finding_an_aim():
    assert found(rule(FundModel > 30, LearningDelivery, FundModel, LearnStartDate)) == [
        ("A", 1, "36", "2026-09-01"),
        ("A", 2, "35", None),
    ]


def test_one_finding_a_learner_where_its_level_is_the_learner():
    active = rule(FundModel > 20, LearningDelivery, FundModel, level="learner")
    assert found(active) == [("A", None, "36"), ("B", None, "25")]


def test_like_rows_below_an_aim_are_one_finding_and_different_ones_are_several():
    of_type = rule(LearnDelFAMType.is_known(), LearningDeliveryFAM, LearnDelFAMType)
    assert found(of_type) == [("A", 1, "ACT"), ("A", 1, "SOF"), ("A", 2, "x")]
    statuses = rule(EmpStat >= 10, LearnerEmploymentStatus, EmpStat)
    assert found(statuses) == [("A", None, "10"), ("A", None, "11")]


def test_rules_on_the_file_and_on_all_its_learners():
    assert found(rule(Learner.count() == 2, FILE, LearningProvider.UKPRN)) == [
        (None, None, "10000001")
    ]
    assert found(rule(~Learner.any(), FILE)) == []
    same = rule(Learner.same(ULN).others().any(), Learner, LearnRefNumber)
    assert found(same) == [("A", None, "A"), ("B", None, "B")]
    assert found(rule(Source.UKPRN.is_unknown() & (return_period == 4), Learner)) == [
        ("A", None),
        ("B", None),
    ]


def test_reported_facts_and_the_runs_own_values():
    with own_facts():

        @fact(LearningDelivery)
        def types_for_the_test():
            """The FAM types of the aim."""
            return LearningDeliveryFAM.joined(LearnDelFAMType)

        @fact(FILE)
        def streams_for_the_test():
            """The funding streams of the provider."""
            ours = contracts.where(contracts.DeliveryUKPRN == ukprn)
            return ours.joined(contracts.FundingStreamPeriodCode)

    table = TABLES["contracts"]
    rows = {"DeliveryUKPRN": [10000001, 10000002], "FundingStreamPeriodCode": ["B", "C"]}
    columns = {c.name: rows.get(c.name, [None, None]) for c in table.columns}
    frame = pl.DataFrame(columns, schema={c.name: dtype(c) for c in table.columns})
    active = rule(FundModel < 30, LearningDelivery, types_for_the_test, streams_for_the_test)
    assert found(active, Tables({"contracts": frame}, {})) == [("B", 1, "", "B")]


def test_a_rule_on_rows_that_are_not_there_finds_nothing():
    assert found(rule(literal(True), AppFinRecord, AFinType)) == []


def test_findings_stand_by_learner_aim_and_rule():
    rules = [
        rule(FundModel > 1, LearningDelivery, name="Z"),
        rule(ULN == 1, Learner, name="B"),
        rule(FundModel > 1, LearningDelivery, name="A"),
    ]
    frame = run_batch(message_of(FILE_OF_TWO, "2627"), NO_TABLES, RUN, rules)
    assert frame.select("learner", "aim", "rule").rows() == [
        (0, None, "B"),
        (0, 0, "A"),
        (0, 0, "Z"),
        (0, 1, "A"),
        (0, 1, "Z"),
        (1, None, "B"),
        (1, 2, "A"),
        (1, 2, "Z"),
    ]


def test_a_bound_set_of_rules_is_used_again():
    ready = bind([rule(FundModel > 30, LearningDelivery)], RUN, NO_TABLES)
    message = message_of(FILE_OF_TWO, "2627")
    assert ready.findings(message).height == ready.findings(message).height == 2
    assert ready.findings(message_of(FILE_OF_TWO[1:], "2627")).height == 0


def test_the_run_of_a_message_has_its_headers_values():
    header = Header(FilePreparationDate=date(2026, 11, 20), UKPRN=10000002, provider_UKPRN=10000001)
    of_message = run_of(message_of([], "2627", header), return_period=4, as_at=date(2026, 11, 23))
    for name, value in (
        ("file_preparation_date", date(2026, 11, 20)),
        ("ukprn", 10000001),
        ("Source.UKPRN", 10000002),
        ("teaching_year_start", date(2026, 8, 1)),
        ("previous_year_end", date(2026, 7, 31)),
        ("august_31", date(2026, 8, 31)),
        ("january_1", date(2027, 1, 1)),
        ("Source.Release", None),
    ):
        assert of_message.value(name) == value
