"""The report on the terminal, and where outputs are written."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console
from tests.outputs.factory import FILE, clean_report, file_report

from openilr.errors import OutputRefused
from openilr.outputs import FORMATS, plain_text, write

FULL = Path("/dev/full")


class TestText:
    @pytest.mark.parametrize("width", [80, 120])
    def test_it_fits_and_says_what_is_wrong_for_whom_and_what_to_do(self, width):
        text = plain_text([file_report()], width=width)
        assert max(map(len, text.splitlines())) <= width
        flat = " ".join(text.split())
        for part in (
            FILE,
            "Provider 90000117, year 2026-27, checked for R04 as at 23 November 2026",
            "Errors 18 by 5 rules; DfE would leave out 16 learners",
            "Warnings 9 by 3 rules; 4 learners with warnings only",
            "EPAOrgID_02 8 8 An assessment price is recorded without an assessment organisation.",
            "To mend: Enter the organisation that will assess the apprentice",
            "Learners: FT261007, FT261035, FT261063, FT261091, FT261119 and 3 more",
            "OpenILR_Duplicate (OpenILR's own check)",
            "In the file: FilePreparationDate = 20 Nov 2026",
            "22 rules LARS's learning deliveries are not in the reference store.",
            "LearnAimRef_75 and 16 more",
            "openilr reference load",
            "--format html --out report.html",
        ):
            assert part in flat, part

    def test_errors_come_before_warnings_and_the_most_learners_first(self):
        text = plain_text([file_report()])
        order = ["EPAOrgID_02", "ULN_04", "LearnActEndDate_01", "EmpStat_12", "Filename_8"]
        places = [text.index(rule) for rule in order]
        assert places == sorted(places)

    def test_a_rule_without_a_text_is_named(self):
        lines = plain_text([file_report()]).splitlines()
        (line,) = [n for n, line in enumerate(lines) if "R_20" in line]
        assert lines[line].split() == ["Error", "R_20", "1", "1"]
        assert "Learners: FT261063" in lines[line + 1]

    def test_a_clean_file_says_that_every_rule_ran(self):
        text = plain_text([clean_report()])
        assert "every rule ran" in text
        assert "No findings. Every rule ran and passed." in text

    def test_a_file_without_findings_is_not_said_to_pass_what_did_not_run(self):
        report = replace(clean_report(), not_run=file_report().not_run)
        text = plain_text([report])
        assert "26 not run, so not known to pass" in text
        assert "No findings. Every rule that ran passed." in text

    def test_of_the_file_as_a_whole_the_message_is_told_where_it_says_more(self):
        report = file_report()
        more = report.findings.filter(pl.col("rule") == "Filename_8").with_columns(
            pl.lit("The name says 19 November.").alias("message")
        )
        text = plain_text([replace(report, findings=more)])
        assert "In the file: The name says 19 November." in text

    def test_several_files_end_with_their_total(self):
        text = plain_text([file_report("a.xml"), file_report("b.xml"), clean_report("c.xml")])
        total = " ".join(text.split("All 3 files")[1].split())
        assert "Learners 90 270 aims" in total
        assert "Errors 36 by 5 rules; DfE would leave out 32 learners" in total

    def test_timings_are_shown_when_asked_for(self):
        assert "0.257 s" not in plain_text([file_report()])
        assert "0.257 s" in plain_text([file_report()], timings=True)

    def test_controls_and_markup_in_the_data_do_nothing(self):
        report = file_report()
        evil = "[red]A[/red]\x1b[2J\x9b31m\u202eB"
        report = replace(
            report,
            file=evil,
            findings=report.findings.with_columns(pl.lit(evil).alias("LearnRefNumber")),
        )
        text = plain_text([report], width=120)
        assert not set(text) & {"\x1b", "\x9b", "\u202e"}
        assert "[red]A[/red]" in text

    def test_a_terminal_sees_colour_and_a_pipe_does_not(self):
        report = file_report()
        for terminal in (True, False):
            stream = io.StringIO()
            console = Console(
                file=stream, force_terminal=terminal, width=80, color_system="standard", _environ={}
            )
            write([report], "text", console=console)
            assert ("\x1b[" in stream.getvalue()) is terminal

    def test_a_learner_without_a_reference_is_placed_by_number(self):
        report = file_report()
        findings = report.findings.filter(pl.col("rule") == "ULN_04").with_columns(
            pl.lit(None, pl.String).alias("LearnRefNumber")
        )
        text = plain_text([replace(report, findings=findings)])
        assert "Learners: learner 1 of the file" in text


class TestWrite:
    @pytest.mark.parametrize("format", FORMATS)
    def test_a_file_is_written_whole(self, format, tmp_path):
        out = tmp_path / f"report.{format}"
        out.write_text("old")
        write([file_report()], format, out)
        assert out.read_bytes() != b"old"
        assert list(tmp_path.iterdir()) == [out]

    @pytest.mark.parametrize("format", FORMATS)
    def test_a_bad_place_is_refused_and_nothing_is_left(self, format, tmp_path):
        for out in (tmp_path, tmp_path / "no" / "report", tmp_path / ("x" * 300)):
            with pytest.raises(OutputRefused, match="cannot be written"):
                write([file_report()], format, out)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("format", FORMATS)
    def test_a_full_disk_is_refused(self, format):
        with pytest.raises(OutputRefused, match="disk is full"):
            write([file_report()], format, FULL)

    @pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
    @pytest.mark.parametrize("format", ["text", "jsonl", "xlsx"])
    def test_a_full_disk_behind_standard_output_is_refused_once(self, format):
        with FULL.open("wb") as full:
            done = self.run(format, stdout=full)
        assert done.stderr.startswith("standard output cannot be written: the disk is full.")
        assert (done.stderr.count("\n"), done.returncode) == (1, 2)

    def test_a_reader_that_stops_is_told_apart(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = self.run("jsonl", stdout=writing)
        os.close(writing)
        assert (done.stderr, done.returncode) == ("stopped\n", 3)

    @staticmethod
    def run(format, **options):
        script = """if True:
            import sys
            from openilr.errors import OutputRefused
            from openilr.outputs import write
            from tests.outputs.factory import file_report
            try:
                write([file_report()], sys.argv[1])
            except OutputRefused as refused:
                sys.exit(print(refused, file=sys.stderr) or 2)
            except BrokenPipeError:
                sys.exit(print("stopped", file=sys.stderr) or 3)
        """
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", script, format],
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            **options,
        )

    @pytest.mark.parametrize("format", ["html", "xlsx", "parquet"])
    def test_a_terminal_is_not_sent_a_format_it_cannot_show(self, format, monkeypatch):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        monkeypatch.setattr(sys, "stdout", Terminal())
        with pytest.raises(OutputRefused, match=f"--out report.{format}"):
            write([file_report()], format)

    @pytest.mark.parametrize("format", ["html", "xlsx", "parquet", "csv", "jsonl"])
    def test_a_pipe_gets_the_bytes_of_the_file(self, format, tmp_path, capfdbinary):
        out = tmp_path / "report"
        write([file_report()], format, out)
        write([file_report()], format)
        assert capfdbinary.readouterr().out == out.read_bytes()

    def test_a_stream_that_cannot_say_a_name_gets_question_marks(self):
        raw = io.BytesIO()
        report = replace(file_report(), file="Głąb.xml")
        stream = io.TextIOWrapper(raw, encoding="ascii")
        write([report], "text", console=Console(file=stream, width=80))
        stream.flush()
        assert raw.getvalue().startswith(b"G??b.xml\n")

    def test_an_unknown_format_is_a_fault_of_the_caller(self):
        with pytest.raises(ValueError, match="pdf is not a format"):
            write([], "pdf")
