"""Planted faults: as many as asked for, of every kind, each in the learner that it names."""

from pathlib import Path

import polars as pl
import pytest
from lxml import etree

from openilr.demo.faults import FAULTS
from openilr.demo.provider import Demo, make, write_demo
from openilr.ilr.years import OPEN_YEARS
from openilr.rules.catalogue import entry

XSD = {"2526": "ilr-2025-26.xsd", "2627": "ilr-2026-27-reconstructed.xsd"}


def test_without_faults_there_are_none(demo: Demo) -> None:
    assert demo.planted == ()
    assert demo.message.raw.is_empty()


@pytest.mark.parametrize("share", [0.05, 0.3, 1.0])
def test_the_share_is_kept(share: float) -> None:
    assert len(make(2000, faults=share).planted) / 2000 == pytest.approx(share, abs=0.03)


def test_every_kind_of_fault_turns_up() -> None:
    for year in OPEN_YEARS:
        found = {p.fault for p in make(4000, year=year, faults=1.0).planted}
        # With every learner at fault nobody has a neighbour without one.
        missing = {f.name for f in FAULTS if year in f.rules} - found
        assert missing == {"uln of another learner", "reference of another learner"}
    found = {p.fault for p in make(4000, faults=0.3).planted}
    assert {"uln of another learner", "reference of another learner"} <= found


def test_names_are_different_and_rules_are_in_the_catalogue() -> None:
    assert len({f.name for f in FAULTS}) == len(FAULTS)
    for fault in FAULTS:
        for year, rule in fault.rules.items():
            assert entry(rule, year).rule == rule
            assert entry(rule, year).severity == "E", rule


def test_a_fault_names_the_learner_and_the_aim_it_is_in(faulty: Demo) -> None:
    references = faulty.message["Learner"]["LearnRefNumber"]
    aims = faulty.message["LearningDelivery"]
    of_learner = dict(aims.group_by("learner").agg("AimSeqNumber").rows())
    for fault in faulty.planted:
        assert references[fault.learner] == fault.LearnRefNumber
        if fault.AimSeqNumber is not None:
            assert fault.AimSeqNumber in of_learner[fault.learner]


def test_a_learner_without_a_fault_is_as_before(faulty: Demo) -> None:
    clean = make(1500, year=faulty.message.year, seed=3).message
    damaged = pl.Series([p.learner for p in faulty.planted], dtype=pl.UInt32)
    for entity, frame in faulty.message.frames.items():
        keys = [c for c in frame.columns if c in ("aim", "status", "he")]
        now = frame.filter(~pl.col("learner").is_in(damaged.implode())).drop(keys)
        before = clean[entity].filter(~pl.col("learner").is_in(damaged.implode())).drop(keys)
        assert now.equals(before), entity


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_the_schema_finds_the_faults_of_form_and_no_others(
    tmp_path: Path, reference_dir: Path, year: str
) -> None:
    planted = write_demo(tmp_path / "demo.xml", 900, year, faults=0.5)
    xsd = etree.XMLSchema(etree.parse(reference_dir / XSD[year]))
    tree = etree.parse(tmp_path / "demo.xml")
    xsd.validate(tree)
    lines = sorted({error.line for error in xsd.error_log})
    learners = [e.sourceline for e in tree.getroot() if etree.QName(e).localname == "Learner"]
    ends = [*learners[1:], float("inf")]
    at_fault = {
        number
        for number, (first, end) in enumerate(zip(learners, ends, strict=True))
        if any(first <= line < end for line in lines)
    }
    assert at_fault == {p.learner for p in planted if p.rule.startswith("FD_")}
    assert at_fault
