"""A small file is checked another way than a large one, with the same outcome in every detail."""

import io
import json
import os
from dataclasses import fields
from datetime import date
from pathlib import Path
from random import Random

import pytest
from polars.testing import assert_frame_equal
from tests.examples import BUILD

from openilr.demo.provider import write_demo
from openilr.demo.reference import tables as demo_tables
from openilr.errors import EngineError
from openilr.ilr.xml.source import source
from openilr.ilr.years import OPEN_YEARS
from openilr.outputs import write_stream
from openilr.pipeline import small
from openilr.pipeline.check import check_source
from openilr.pipeline.options import CheckOptions
from openilr.pipeline.report import FileReport
from openilr.reference.overrides import overrides_of
from openilr.reference.supplied import NO_TABLES, Tables, tables_for
from openilr.rules import prepared
from openilr.rules.catalogue import plain_name

NAME = "ILR-90000117-2627-20261120-171203-01.xml"
AS_AT = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[1] / "data" / "examples.jsonl"


@pytest.fixture(scope="module")
def demo_reference() -> Tables:
    return tables_for(None, overrides_of(demo_tables("2627")))


def outcome(check, path: Path, options: CheckOptions) -> FileReport | tuple[str, str, str | None]:
    try:
        return check(source(path), options)
    except EngineError as error:
        return type(error).__name__, str(error), error.rule


def assert_same(path: Path, options: CheckOptions) -> FileReport | tuple[str, str, str | None]:
    """Check a file both ways; what came of it."""
    large = outcome(check_source, path, options)
    quick = outcome(small.check_small, path, options)
    if not isinstance(large, FileReport) or not isinstance(quick, FileReport):
        assert quick == large
        return large
    for field in fields(FileReport):
        one, other = getattr(quick, field.name), getattr(large, field.name)
        if field.name in ("findings", "not_run", "learner_details", "aim_details", "counts"):
            assert_frame_equal(one, other)
        elif field.name not in ("made_at", "timings"):
            assert one == other, field.name
    assert written(quick, "jsonl") == written(large, "jsonl")
    return large


def written(report: FileReport, form: str) -> bytes:
    stream = io.BytesIO()
    write_stream([report], form, stream)
    return stream.getvalue()


@pytest.mark.parametrize("year", OPEN_YEARS)
@pytest.mark.parametrize("with_tables", [True, False])
def test_the_demonstration_with_faults(tmp_path, year, with_tables):
    path = tmp_path / NAME
    write_demo(path, 40, year, 0, 0.6)
    tables = tables_for(None, overrides_of(demo_tables(year))) if with_tables else NO_TABLES
    report = assert_same(path, CheckOptions(as_at=AS_AT, tables=tables))
    assert isinstance(report, FileReport)
    assert report.findings.height > 10


def test_every_public_example(tmp_path):
    rules: set[str] = set()
    for case in BUILD.load_cases(EXAMPLES):
        run = BUILD.context(case)
        path = tmp_path / BUILD.file_name(case)
        path.write_bytes(BUILD.to_xml(BUILD.build_message(case)))
        options = CheckOptions(
            as_at=date.fromisoformat(run["RunDate"]),
            return_period=run["ReturnPeriod"],
            tables=tables_for(None, overrides_of(BUILD.reference(case))),
        )
        report = assert_same(path, options)
        assert isinstance(report, FileReport)
        rules.update(report.findings["rule"])
    assert len(rules) > 40


MUTATIONS = (
    (b"<ULN>", b"<ULN>0"),
    (b"<ULN>", b"<ULN> "),
    (b"<ULN>", b"<ULN>x"),
    (b"<FamilyName>", b"<FamilyName>7"),
    (b"<GivenNames>", b'<GivenNames>|"`'),
    (b"<PriorAttain>", b"<PriorAttain><PriorLevel>1</PriorLevel>"),
    (b"<LearnStartDate>2", b"<LearnStartDate>x"),
    (b"</LearnStartDate>", b"Z</LearnStartDate>"),
    (b"<AimSeqNumber>", b"<AimSeqNumber>+"),
    (b"<AimSeqNumber>1<", b"<AimSeqNumber>99<"),
    (b"<LearnDelFAMCode>", b"<LearnDelFAMCode>9"),
    (b"<Sex>M</Sex>", b""),
    (b"<Sex>", b"<Sex>M</Sex><Sex>"),
    (b"<LearnRefNumber>", b"<Surprise/><LearnRefNumber>"),
    (b"<LearnAimRef>", b"<LearnAimRef odd='yes'>"),
    (b"<LearningDelivery>", b"stray text<LearningDelivery>"),
    (b"<LearningDelivery>", b"<!-- note --><LearningDelivery>"),
    (b"</LearningDelivery>", b"</LearningDelivery><Accom>5</Accom>"),
    (b"<LearningDeliveryFAM>", b"<LearningDeliveryFAM/><LearningDeliveryFAM>"),
    (b"<LearnerEmploymentStatus>", b"<LearnerEmploymentStatus/><LearnerEmploymentStatus>"),
    (b"<AFinAmount>", b"<AFinAmount>000"),
    (b"<PHours>", b"<PHours>999999999999"),
    (b"<UKPRN>", b"<UKPRN>1"),
    (b"<UKPRN>", b"<UKPRN>x"),
    (b"<Release>", b"<Release>\xc3\xa9"),
    (b"<FilePreparationDate>2", b"<FilePreparationDate>3"),
    (b"<SerialNo>", b"<SerialNo>1"),
    (b"<Learner>", b"<Learner/><Learner>"),
    (b"\n", b""),
    (b"<LearnRefNumber>", b"<LearnRefNumber>&"),
    (b"</Message>", b""),
)


@pytest.mark.parametrize("number", range(60))
def test_files_with_faults_of_every_kind(tmp_path, demo_reference, number):
    chance = Random(number)
    path = tmp_path / NAME
    write_demo(path, 4, "2627", number, 0.5)
    data = path.read_bytes()
    first = MUTATIONS[number % len(MUTATIONS)]
    for old, new in (first, *chance.sample(MUTATIONS, 2 if number >= len(MUTATIONS) else 0)):
        places = data.count(old)
        if old == b"\n":
            data = data.replace(old, new)
        elif places:
            at = -1
            for _ in range(chance.randint(1, places)):
                at = data.index(old, at + 1)
            data = data[:at] + new + data[at + len(old) :]
    path.write_bytes(data)
    tables = demo_reference if number % 3 else NO_TABLES
    assert_same(path, CheckOptions(as_at=AS_AT, tables=tables))


def test_without_learners_and_without_a_name(tmp_path):
    path = tmp_path / "some.xml"
    write_demo(path, 1, "2627", 0, 0.0)
    data = path.read_bytes()
    start, end = data.index(b"<Learner>"), data.index(b"</Learner>") + len(b"</Learner>")
    path.write_bytes(data[:start] + data[end:])
    report = assert_same(path, CheckOptions(as_at=AS_AT))
    assert isinstance(report, FileReport)
    assert "Entity_1" in set(report.findings["rule"])


def test_some_rules_only(tmp_path, demo_reference):
    path = tmp_path / NAME
    write_demo(path, 40, "2627", 0, 0.6)
    full = assert_same(path, CheckOptions(as_at=AS_AT, tables=demo_reference))
    assert isinstance(full, FileReport)
    names = sorted(set(full.findings["rule"]))[::2]
    chosen = frozenset(plain_name(name) for name in (*names, "Filename_2"))
    report = assert_same(path, CheckOptions(as_at=AS_AT, tables=demo_reference, rules=chosen))
    assert isinstance(report, FileReport)
    assert set(report.findings["rule"]) == set(names)


def test_a_year_that_was_not_asked_for_is_refused_alike(tmp_path):
    path = tmp_path / NAME
    write_demo(path, 1, "2627", 0, 0.0)
    refused = assert_same(path, CheckOptions(as_at=AS_AT, year="2526"))
    assert refused[0] == "WrongCollectionYear"


def test_a_large_file_goes_the_other_way(tmp_path):
    path = tmp_path / NAME
    write_demo(path, 1, "2627", 0, 0.0)
    assert small.is_small(source(path))
    with path.open("ab") as file:
        file.write(b" " * small.MOST_BYTES)
    assert not small.is_small(source(path))


# -- rules kept on disk ----------------------------------------------------------------------------

ASKED = prepared.Asked("2627", 4, ())


def kept(folder: Path) -> Path:
    (only,) = folder.glob("*.rules")
    return only


def test_kept_rules_are_what_was_declared(tmp_path):
    made = prepared.prepared(ASKED, tmp_path)
    again = prepared.prepared(ASKED, tmp_path)
    assert again is not made
    assert again.compiled.code == made.compiled.code
    assert again == made


def test_each_wish_is_kept_for_itself(tmp_path):
    for asked in (
        ASKED,
        prepared.Asked("2627", 5, ()),
        prepared.Asked("2627", 4, ("lars_version",)),
    ):
        prepared.prepared(asked, tmp_path)
    assert len(list(tmp_path.glob("*.rules"))) == 3


@pytest.mark.parametrize("spoil", ["cut", "changed", "empty", "foreign"])
def test_a_file_that_is_not_whole_is_made_again(tmp_path, spoil):
    made = prepared.prepared(ASKED, tmp_path)
    path = kept(tmp_path)
    whole = path.read_bytes()
    match spoil:
        case "cut":
            path.write_bytes(whole[:-7])
        case "changed":
            path.write_bytes(whole[:-7] + b"x" + whole[-6:])
        case "empty":
            path.write_bytes(b"")
        case _:
            path.write_bytes(b"something else altogether")
    assert prepared.prepared(ASKED, tmp_path) == made
    assert kept(tmp_path).read_bytes() == whole


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no mode here")
def test_a_file_that_others_can_write_is_not_read(tmp_path):
    prepared.prepared(ASKED, tmp_path)
    path = kept(tmp_path)
    path.chmod(0o666)
    prepared.prepared(ASKED, tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    assert prepared.prepared(ASKED, in_the_way / "rules").asked > 600


def test_nothing_personal_is_kept(tmp_path):
    path = tmp_path / NAME
    write_demo(path, 3, "2627", 0, 0.5)
    small.check_small(source(path), CheckOptions(as_at=AS_AT), kept_rules=tmp_path / "kept")
    data = kept(tmp_path / "kept").read_bytes()
    for line in written(
        check_source(source(path), CheckOptions(as_at=AS_AT)), "jsonl"
    ).splitlines():
        reference = json.loads(line).get("LearnRefNumber")
        assert not reference or reference.encode() not in data
