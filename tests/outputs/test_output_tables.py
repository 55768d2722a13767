"""JSON Lines, CSV, Parquet and workbook: exact contents."""

import csv
import io
import json
import time
from dataclasses import replace

import openpyxl
import polars as pl
import pytest
from tests.outputs.factory import (
    FILE,
    HOSTILE,
    clean_report,
    file_report,
    large_report,
)

from openilr.findings import FINDINGS, NOT_RUN
from openilr.outputs import jsonl, parquet, violations_csv, xlsx


def written(writer, *reports, **options) -> bytes:
    stream = io.BytesIO()
    writer.write(reports, stream, **options)
    return stream.getvalue()


def finding(**values):
    row = dict.fromkeys(FINDINGS.names()) | {"rule": "X_1", "severity": "E", "fields": []} | values
    report = file_report()
    return replace(
        report,
        findings=pl.DataFrame([row], schema=FINDINGS),
        not_run=pl.DataFrame(schema=NOT_RUN),
    )


class TestJsonLines:
    def test_each_line_is_a_finding_or_a_rule_not_run(self):
        report = file_report()
        lines = [json.loads(line) for line in written(jsonl, report).splitlines()]
        expected = [
            {
                "file": FILE,
                "rule": row["rule"],
                "severity": row["severity"],
                "LearnRefNumber": row["LearnRefNumber"],
                "AimSeqNumber": row["AimSeqNumber"],
                "fields": {pair["name"]: pair["value"] for pair in row["fields"]},
                "message": row["message"],
            }
            for row in report.findings.iter_rows(named=True)
            if row["rule"] != "R_20"
        ]
        findings = [line for line in lines if "not_run" not in line]
        assert [line for line in findings if line["rule"] != "R_20"] == expected
        assert [line for line in lines if "not_run" in line] == [
            {"file": FILE, "rule": rule, "not_run": reason}
            for rule, reason in report.not_run.select("rule", "reason").iter_rows()
        ]
        assert ["not_run" in line for line in lines] == [False] * len(findings) + [True] * 26

    def test_the_keys_stand_in_the_order_of_the_contract(self):
        first, *_, last = written(jsonl, file_report()).splitlines()
        assert first.decode() == (
            '{"file":"returns/ILR-90000117-2627-20261120-171203-01.xml","rule":"Filename_8",'
            '"severity":"W","LearnRefNumber":null,"AimSeqNumber":null,'
            '"fields":{"FilePreparationDate":"2026-11-20"},'
            '"message":"The date in the file\'s name is not the date on which it was prepared."}'
        )
        assert list(json.loads(last)) == ["file", "rule", "not_run"]

    def test_a_field_reported_twice_keeps_both_values(self):
        lines = [json.loads(line) for line in written(jsonl, file_report()).splitlines()]
        (line,) = [line for line in lines if line["rule"] == "R_20"]
        assert line["fields"] == {"LearnAimRef": "ZPROG001", "LearnAimRef (2)": "=1+1"}

    @pytest.mark.parametrize(
        "value",
        [
            HOSTILE,
            'a"b\\c\\"',
            "line\nend\r\ttab",
            "\x00\x1f\x7f\x85\u2028",
            "Głąb 😀",
            "",
            " ",
            None,
        ],
    )
    def test_every_value_comes_back_letter_for_letter(self, value):
        report = replace(
            finding(
                LearnRefNumber=value,
                AimSeqNumber=7,
                message=value,
                fields=[{"name": "ProvSpecLearnMon", "value": value}],
            ),
            file='folder/a "b".zip!c\n.xml',
        )
        (line,) = written(jsonl, report).decode().split("\n")[:-1]
        assert json.loads(line) == {
            "file": 'folder/a "b".zip!c\n.xml',
            "rule": "X_1",
            "severity": "E",
            "LearnRefNumber": value,
            "AimSeqNumber": 7,
            "fields": {"ProvSpecLearnMon": value},
            "message": value,
        }

    def test_a_finding_without_fields_has_an_empty_object(self):
        for fields in ([], None):
            (line,) = written(jsonl, finding(fields=fields)).splitlines()
            assert json.loads(line)["fields"] == {}

    def test_files_follow_one_another(self):
        both = written(jsonl, file_report("a.xml"), file_report("b.xml"))
        assert both == written(jsonl, file_report("a.xml")) + written(jsonl, file_report("b.xml"))

    def test_a_report_without_findings_has_no_lines(self):
        assert written(jsonl, clean_report()) == b""

    def test_more_findings_than_a_slice_are_all_there_in_order(self):
        report = large_report(jsonl.SLICE + 3)
        lines = written(jsonl, report).splitlines()[: jsonl.SLICE + 3]
        references = [json.loads(line)["LearnRefNumber"] for line in lines]
        assert references == report.findings["LearnRefNumber"].to_list()

    def test_findings_are_not_walked_one_by_one(self):
        report = large_report(40_000)
        yardstick = time.perf_counter()
        for row in report.findings.iter_rows(named=True):
            json.dumps(row)
        walked = time.perf_counter() - yardstick
        start = time.perf_counter()
        written(jsonl, report)
        assert time.perf_counter() - start < walked


class TestViolationsCsv:
    def rows(self, *reports):
        text = written(violations_csv, *reports).decode("utf-8")
        return list(csv.reader(io.StringIO(text, newline="")))

    def test_the_columns_are_those_of_the_rule_violation_report(self):
        assert written(violations_csv).decode() == (
            "Error\\Warning,Learner Ref,Unique Learner Number,Family Name,Given Names,Rule Name,"
            "Field Values,Error Message,Aim Sequence Number,Aim Reference Number,"
            "Software Supplier Aim ID,Funding Model,Subcontracted UKPRN,"
            "Provider Specified Learner Monitoring A,Provider Specified Learner Monitoring B,"
            "Provider Specified Learning Delivery Monitoring A,"
            "Provider Specified Learning Delivery Monitoring B,"
            "Provider Specified Learning Delivery Monitoring C,"
            "Provider Specified Learning Delivery Monitoring D,OFFICIAL - SENSITIVE\r\n"
        )

    def test_a_row_has_the_learner_the_values_and_the_aim(self):
        rows = self.rows(file_report())
        assert rows[1] == [
            "E",
            "FT261007",
            "9900000101",
            "Bexley",
            "Bryn",
            "EPAOrgID_02",
            "EPAOrgID=|AFinType=TNP|AFinCode=2|",
            "An assessment price is recorded without an assessment organisation.",
            "1",
            "ZPROG001",
            "aim-0003",
            "36",
            "90000206",
            "'-1 North",
            "",
            "Cohort 3",
            "",
            "",
            "'+44",
            "",
        ]
        assert {len(row) for row in rows} == {20}

    def test_errors_come_first_and_then_the_rule_name(self):
        report = file_report()
        rows = self.rows(report)[1:]
        assert len(rows) == report.findings.height
        assert [(row[0], row[5]) for row in rows] == sorted((row[0], row[5]) for row in rows)
        of_rule = [row[1] for row in rows if row[5] == "EPAOrgID_02"]
        assert of_rule == sorted(of_rule)

    def test_dates_are_day_month_year_and_only_dates(self):
        fields = [
            {"name": "LearnStartDate", "value": "2026-09-07"},
            {"name": "ProvSpecLearnMon", "value": "2026-09-07"},
            {"name": "DateOfBirth", "value": "2026-13-01"},
            {"name": "DD06", "value": "2026-08-01"},
        ]
        row = self.rows(finding(fields=fields))[1]
        assert row[6] == (
            "LearnStartDate=07/09/2026|ProvSpecLearnMon=2026-09-07|DateOfBirth=2026-13-01|"
            "DD06=01/08/2026|"
        )

    def test_no_values_leave_the_cell_empty(self):
        assert self.rows(finding(fields=[]))[1][6] == ""

    @pytest.mark.parametrize(
        "value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "=cmd|'/c calc'!A1"]
    )
    def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(self, value):
        assert self.rows(finding(LearnRefNumber=value))[1][1] == "'" + value

    @pytest.mark.parametrize("value", ["O'Hare", "A-1", "1=1", "0123", "Głąb, Zoë", 'a"b', "a\nb"])
    def test_any_other_text_stays_as_it_is(self, value):
        assert self.rows(finding(LearnRefNumber=value))[1][1] == value

    def test_no_cell_of_a_hostile_report_begins_like_a_formula(self):
        cells = [cell for row in self.rows(file_report())[1:] for cell in row]
        assert "'=cmd|'/c calc'!A1" in cells
        assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]

    def test_files_follow_one_another_under_one_heading(self):
        one, two = self.rows(file_report("a.xml")), self.rows(file_report("b.xml"))
        assert self.rows(file_report("a.xml"), file_report("b.xml")) == one + two[1:]

    def test_a_detail_given_twice_does_not_double_a_row(self):
        report = file_report()
        twice = replace(
            report,
            learner_details=pl.concat([report.learner_details] * 2),
            aim_details=pl.concat([report.aim_details] * 2),
        )
        assert self.rows(twice) == self.rows(report)


class TestParquet:
    def test_findings_and_rules_not_run_come_back(self):
        report = file_report()
        frame = pl.read_parquet(io.BytesIO(written(parquet, report, clean_report("b.xml"))))
        assert frame.schema == parquet.COLUMNS
        findings = frame.filter(pl.col("not_run").is_null())
        assert findings.select(FINDINGS.names()).equals(report.findings)
        missing = frame.filter(pl.col("not_run").is_not_null())
        assert missing.select("rule", pl.col("not_run").alias("reason"), "table").equals(
            report.not_run
        )
        assert frame["file"].unique().to_list() == [FILE]

    def test_no_files_give_an_empty_table_with_the_columns(self):
        assert pl.read_parquet(io.BytesIO(written(parquet))).schema == parquet.COLUMNS


class TestWorkbook:
    def sheets(self, *reports, **options):
        book = openpyxl.load_workbook(io.BytesIO(written(xlsx, *reports, **options)))
        return {sheet.title: sheet for sheet in book}

    def table(self, sheet):
        heading, *rows = sheet.iter_rows(values_only=True)
        return [dict(zip(heading, row, strict=True)) for row in rows]

    def test_summary_gives_the_figures(self):
        sheets = self.sheets(file_report())
        assert list(sheets) == ["Summary", "By rule", "Findings", "Not run"]
        facts = {}
        for label, value in sheets["Summary"].iter_rows(values_only=True):
            facts.setdefault(label, []).append(value)
        for label, values in {
            "Provider (UKPRN)": ["90000117"],
            "Collection year": ["2026-27"],
            "Checked for return": ["R04"],
            "Total errors": [18],
            "Total warnings": [9],
            "Fully valid learners": [14],
            "Invalid learners (with an error)": [16],
            "Valid learners with warnings only": [4],
            "Funding model 36": [12, 14],
            "Funding model 38": [3, 3],
            "Rules not run": [26],
        }.items():
            assert facts[label] == values, label

    def test_by_rule_is_worst_first_and_says_what_to_do(self):
        rows = self.table(self.sheets(file_report())["By rule"])
        assert [row["Rule"] for row in rows[:2]] == ["EPAOrgID_02", "ULN_04"]
        assert [row["Severity"] for row in rows] == ["Error"] * 5 + ["Warning"] * 3
        assert rows[0]["Learners"] == 8
        assert rows[1]["How to mend it"].startswith("Look the learner up")
        (ours,) = [row for row in rows if row["Whose rule"] == "OpenILR"]
        assert (ours["Findings"], ours["Learners"], ours["Aims"]) == (2, 1, 2)

    def test_findings_are_all_there_with_lines_and_typed_numbers(self):
        report = file_report()
        sheet = self.sheets(report)["Findings"]
        rows = self.table(sheet)
        assert [row["Rule"] for row in rows] == report.findings["rule"].to_list()
        assert [row["Line"] for row in rows] == report.findings["line"].to_list()
        assert rows[2]["Values"] == "EPAOrgID = blank, AFinType = TNP, AFinCode = 2"
        assert rows[2]["ULN"] == 9900000101
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == "A1:M28"

    def test_no_cell_is_a_formula_or_a_link(self):
        for sheet in self.sheets(file_report()).values():
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f"
                    assert cell.hyperlink is None
        names = [row["FamilyName"] for row in self.table(self.sheets(file_report())["Findings"])]
        assert "=cmd|'/c calc'!A1" in names

    def test_rows_beyond_the_limit_are_counted_and_said(self):
        sheets = self.sheets(file_report(), row_limit=10)
        sheet = sheets["Findings"]
        assert sheet.max_row == 10
        assert sheet["A10"].value.startswith("19 further findings do not fit")
        assert len(self.table(sheet)) - 1 + 19 == file_report().findings.height
        assert sheet["A10"].value in [row[0].value for row in sheets["Summary"].iter_rows()]

    def test_as_many_findings_as_there_is_room_for_fit(self):
        report = file_report()
        sheet = self.sheets(report, row_limit=report.findings.height + 1)["Findings"]
        assert len(self.table(sheet)) == report.findings.height
        assert sheet["A28"].value in {"Error", "Warning"}

    def test_several_files_have_a_column_each_and_a_total(self):
        sheets = self.sheets(file_report("a.xml"), clean_report("b.xml"))
        facts = {row[0]: row[1:] for row in sheets["Summary"].iter_rows(values_only=True)}
        assert facts["File"] == ("a.xml", "b.xml", "All files")
        assert facts["Total errors"] == (18, 0, 18)
        assert facts["Fully valid learners"] == (14, 30, 44)
        assert {row["File"] for row in self.table(sheets["Findings"])} == {"a.xml"}

    def test_not_run_has_every_rule_with_its_reason(self):
        report = file_report()
        rows = self.table(self.sheets(report)["Not run"])
        assert sorted((row["Rule"], row["Reason"]) for row in rows) == sorted(
            report.not_run.select("rule", "reason").iter_rows()
        )

    def test_a_clean_file_makes_a_workbook_too(self):
        assert self.sheets(clean_report())["Findings"].max_row == 1

    def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(self):
        value = "x" * 40_000
        sheet = self.sheets(finding(fields=[{"name": "A", "value": value}]))["Findings"]
        (row,) = self.table(sheet)
        assert len(row["Values"]) == xlsx.CELL_LIMIT
        assert row["Values"].endswith("x…")
