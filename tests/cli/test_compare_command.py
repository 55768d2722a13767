"""`openilr compare` as its users and their scripts call it: what differs, and what that costs."""

import csv
import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from openilr.demo.provider import write_demo
from openilr.demo.reference import write_tables
from tests.examples import run_program

Row = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clean file of 20 learners and its reference tables."""
    folder = tmp_path_factory.mktemp("made")
    write_demo(folder / "a.xml", 20, "2627", 1, 0.0)
    write_tables(folder / "reference.json", "2627")
    return folder


def compare(made: Path, b: str, tmp_path: Path, *options: str) -> tuple[int, str, str]:
    """Compare the file with what it has become."""
    path = tmp_path / "b.xml"
    path.write_text(b, encoding="utf-8")
    reference = ("--reference", str(made / "reference.json"))
    return run_program(["compare", str(made / "a.xml"), str(path), *reference, *options])


def rows(made: Path, b: str, tmp_path: Path) -> list[Row]:
    status, out, err = compare(made, b, tmp_path, "--as-at", "2026-11-23", "--format", "jsonl")
    assert (status, err) == (1, "")
    return [json.loads(line) for line in out.splitlines()]


def of(found: list[Row], what: str) -> list[Row]:
    return [row for row in found if row["what"] == what]


def learners(xml: str) -> list[str]:
    return re.findall(r" *<Learner>.*?</Learner>\n", xml, re.DOTALL)


def reference_of(learner: str) -> str:
    found = re.search("<LearnRefNumber>(.*?)<", learner)
    assert found
    return found[1]


def apprentice(xml: str) -> str:
    """A learner with one agreed training price below the band, whose aim is open."""
    for learner in learners(xml):
        if learner.count("<AFinType>TNP<") == 2 and "<LearnActEndDate>" not in learner:
            return learner
    raise AssertionError("the demo has no apprentice in learning")


def cheaper(learner: str, by: int) -> str:
    """The learner with the first price less."""
    return re.sub(
        "<AFinAmount>([0-9]+)<", lambda m: f"<AFinAmount>{int(m[1]) - by}<", learner, count=1
    )


def test_equal_files_leave_with_0(made, tmp_path):
    status, out, err = compare(made, (made / "a.xml").read_text(), tmp_path)
    assert (status, err) == (0, "")
    assert "Nothing differs" in out


def test_the_order_of_learners_and_records_does_not_matter(made, tmp_path):
    whole = (made / "a.xml").read_text()
    people = learners(whole)
    turned = "".join(reversed([in_turn(learner) for learner in people]))
    b = whole.replace("".join(people), turned)
    assert b != whole
    status, out, _ = compare(made, b, tmp_path, "--format", "jsonl")
    assert [json.loads(line)["what"] for line in out.splitlines()] == ["total"]
    assert status == 0


def in_turn(learner: str) -> str:
    """The learner with FAM and financial records in the opposite order."""
    for entity in ("LearningDeliveryFAM", "AppFinRecord", "LearnerFAM"):
        run = re.compile(rf"(?: *<{entity}>.*?</{entity}>\n)+", re.DOTALL)
        one = re.compile(rf" *<{entity}>.*?</{entity}>\n", re.DOTALL)
        learner = run.sub(lambda m, one=one: "".join(reversed(one.findall(m[0]))), learner)
    return learner


def test_a_changed_price_moves_money_in_its_months_and_names_tnp(made, tmp_path):
    whole = (made / "a.xml").read_text()
    learner = apprentice(whole)
    name = reference_of(learner)
    found = rows(made, whole.replace(learner, cheaper(learner, 1000)), tmp_path)

    (field,) = of(found, "field")
    assert (field["LearnRefNumber"], field["entity"], field["field"]) == (
        name,
        "AppFinRecord",
        "AFinAmount",
    )
    assert int(field["old"]) - int(field["new"]) == 1000
    assert field["record"].startswith("TNP 1 20")

    (money,) = of(found, "money")
    assert (money["LearnRefNumber"], money["change"]) == (name, "lost")
    assert any("TNP 1" in cause and "AFinAmount" in cause for cause in money["because"])
    months = of(found, "month")
    assert {month["LearnRefNumber"] for month in months} == {name}
    assert all(month["change"] == "lost" for month in months)
    total = sum(Decimal(month["difference"]) for month in months)
    (whole_money,) = of(found, "total")
    assert total == Decimal(money["difference"]) == Decimal(whole_money["difference"]) < 0

    # By kind, by month and in all it is the same money.
    for what in ("kind", "summary"):
        assert sum(Decimal(row["difference"]) for row in of(found, what)) == total
    assert {row["kind"] for row in of(found, "kind")} == {"PriceEpisodeOnProgPayment"}
    (cause,) = of(found, "cause")
    assert (cause["cause"], cause["learners"]) == ("AppFinRecord.AFinAmount (TNP)", 1)
    assert Decimal(cause["difference"]) == total

    # The months are those in which `earnings` itself gives other amounts.
    assert {
        (m["academic_year"], m["period"], Decimal(m["a"]), Decimal(m["b"])) for m in months
    } == monthly(made, tmp_path, name)


def monthly(made: Path, tmp_path: Path, name: str) -> set[tuple[str, int, Decimal, Decimal]]:
    """What `openilr earnings` gives for a learner in the two files, where it differs."""
    sums: list[dict[tuple[str, int], Decimal]] = []
    for path in (made / "a.xml", tmp_path / "b.xml"):
        _, out, _ = run_program(
            [
                *("earnings", str(path), "--reference", str(made / "reference.json")),
                *("--as-at", "2026-11-23", "--format", "jsonl"),
            ]
        )
        of_file: dict[tuple[str, int], Decimal] = {}
        for line in map(json.loads, out.splitlines()):
            if line["LearnRefNumber"] == name:
                month = (line["academic_year"], line["period"])
                of_file[month] = of_file.get(month, Decimal(0)) + Decimal(line["amount"])
        sums.append(of_file)
    a, b = sums
    both = {m: (a.get(m, Decimal(0)), b.get(m, Decimal(0))) for m in {*a, *b}}
    return {(*month, *pair) for month, pair in both.items() if pair[0] != pair[1]}


def test_a_removed_learner_takes_the_money_along(made, tmp_path):
    whole = (made / "a.xml").read_text()
    learner = apprentice(whole)
    found = rows(made, whole.replace(learner, ""), tmp_path)
    (gone,) = of(found, "learner")
    assert gone == {
        "what": "learner",
        "change": "removed",
        "LearnRefNumber": reference_of(learner),
    }
    (money,) = of(found, "money")
    assert Decimal(money["b"]) == 0 > Decimal(money["difference"])
    assert money["because"] == ["the learner is only in A"]
    assert not of(found, "field")
    assert not of(found, "aim")


def test_a_record_that_was_removed_is_told_once_with_its_values(made, tmp_path):
    whole = (made / "a.xml").read_text()
    learner = apprentice(whole)
    priced = re.compile(r" *<AppFinRecord>\s*<AFinType>TNP<.*?</AppFinRecord>\n", re.DOTALL)
    record = priced.search(learner)
    assert record
    amount = re.search("<AFinAmount>([0-9]+)<", record[0])
    assert amount
    found = rows(made, whole.replace(learner, learner.replace(record[0], "")), tmp_path)
    (money,) = of(found, "money")
    (told,) = [because for because in money["because"] if "AppFinRecord" in because]
    assert told.endswith(f"removed (AFinAmount {amount[1]})")
    causes = {row["cause"]: row for row in of(found, "cause")}
    assert causes["AppFinRecord TNP removed"]["lost"] == money["lost"]


def test_earlier_earnings_and_parameters_count_in_both_files(made, tmp_path):
    whole = (made / "a.xml").read_text()
    learner = apprentice(whole)
    b = whole.replace(learner, cheaper(learner, 1000))
    standard = re.search("<StdCode>([0-9]+)<", learner)
    assert standard
    history = tmp_path / "history.csv"
    history.write_text(
        "LearnRefNumber,identity,earned_elsewhere\n"
        f"{reference_of(learner)},25-{standard[1]},1000000\n"
    )
    given = ("--format", "jsonl", "--history", str(history))
    found = [json.loads(line) for line in compare(made, b, tmp_path, *given)[1].splitlines()]
    assert of(found, "field")
    assert not of(found, "money")  # the band is used up elsewhere, so the price moves nothing
    status, _, err = compare(made, b, tmp_path, "--parameters", str(history))
    assert status == 2
    assert "history.csv" in err


def test_a_new_finding_is_told_with_its_learner_and_rule(made, tmp_path):
    whole = (made / "a.xml").read_text()
    learner = learners(whole)[0]
    wrong = re.sub("<ULN>[0-9]+<", "<ULN>1234567890<", learner)
    found = rows(made, whole.replace(learner, wrong), tmp_path)
    new = of(found, "finding")
    assert ("new", "ULN_04", reference_of(learner)) in {
        (f["change"], f["rule"], f["LearnRefNumber"]) for f in new
    }
    (changed,) = of(found, "field")
    assert (changed["field"], changed["new"], changed["AimSeqNumber"]) == (
        "ULN",
        "1234567890",
        None,
    )

    # Turned round it is a finding that was cured.
    status, out, _ = run_program(
        [
            *("compare", str(tmp_path / "b.xml"), str(made / "a.xml"), "--format", "jsonl"),
            *("--reference", str(made / "reference.json"), "--as-at", "2026-11-23"),
        ]
    )
    cured = of([json.loads(line) for line in out.splitlines()], "finding")
    assert status == 1
    assert [{**f, "change": "new"} for f in cured] == new


def test_another_provider_is_refused_and_nothing_is_written(made, tmp_path):
    other = (made / "a.xml").read_text().replace("<UKPRN>90000117<", "<UKPRN>90000118<")
    status, out, err = compare(made, other, tmp_path, "--out", str(tmp_path / "out.csv"))
    assert (status, out) == (2, "")
    assert "two providers" in err
    assert "90000117" in err
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_is_not_there_is_named(made, tmp_path):
    status, out, err = run_program(["compare", str(made / "a.xml"), str(tmp_path / "no.xml")])
    assert (status, out) == (2, "")
    assert "no.xml" in err


def test_a_zip_is_its_file(made, tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(made / "a.xml", "a.xml")
    assert run_program(["compare", str(made / "a.xml"), str(path)])[0] == 0


def test_two_years_are_compared_and_said(made, tmp_path):
    write_demo(tmp_path / "before.xml", 20, "2526", 1, 0.0)
    status, out, err = run_program(["compare", str(tmp_path / "before.xml"), str(made / "a.xml")])
    assert (status, err) == (1, "")
    assert "of two years, 2025-26 and 2026-27" in " ".join(out.split())
    assert "LearningDelivery.PHours" in out


def test_text_names_the_largest_loss_with_its_months(made, tmp_path):
    whole = (made / "a.xml").read_text()
    learner = apprentice(whole)
    b = whole.replace(learner, cheaper(learner, 1000))
    status, out, _ = compare(made, b, tmp_path)
    flat = " ".join(out.split())
    assert status == 1
    assert f"The largest losses {reference_of(learner)} -" in flat
    assert "AppFinRecord TNP 1" in flat


def test_the_tables_of_every_format_say_the_same(made, tmp_path):
    whole = (made / "a.xml").read_text()
    learner = apprentice(whole)
    b = whole.replace(learner, cheaper(learner, 1000))
    for ending in ("csv", "parquet", "xlsx", "jsonl"):
        compare(made, b, tmp_path, "--out", str(tmp_path / f"out.{ending}"))
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert [r["what"] for r in csv.DictReader(io.StringIO(text))] == [r["what"] for r in lines]
    assert pl.read_parquet(tmp_path / "out.parquet")["difference"].to_list() == [
        r.get("difference") for r in lines
    ]
    book = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)
    assert book["Fields"].max_row == 2
    assert book["Money by month"].max_row == 1 + len(of(lines, "month"))
    assert book["Money by month and kind"].max_row == 1 + len(of(lines, "kind"))
    assert book["Totals by cause"].max_row == 1 + len(of(lines, "cause"))
    kinds = list(book["Totals by kind"].iter_rows(min_row=2, values_only=True))
    (total,) = of(lines, "total")
    assert sum(Decimal(str(row[3])) for row in kinds) == pytest.approx(
        Decimal(total["difference"]), abs=Decimal("0.05")
    )


def test_html_is_refused_with_the_forms_there_are(made, tmp_path):
    status, _, err = compare(made, (made / "a.xml").read_text(), tmp_path, "--format", "html")
    assert status == 2
    assert "jsonl" in err
