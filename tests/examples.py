"""Run worked cases through the program for real, and say which fail.

    python -m tests.examples rules FILE
    python -m tests.examples funding FILE

Rules: FILE has one case a line in the format of `tests/data/build_case.py`. Each case becomes an
ILR file under the name its context gives, goes through `openilr check` with its own reference
tables, day and return, and the findings of the rule under test are compared. Funding: the cases of
`tests/funding_examples.py`, each by every method that it can judge. Prints the failing ids and `N
passed, N failed`; status 0 only if all pass.
"""

import contextlib
import importlib.util
import io
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from openilr.cli.main import main as openilr
from tests import funding_examples

Case = dict[str, Any]


def build_case() -> ModuleType:
    """The module that turns a case into a message."""
    path = Path(__file__).parent / "data" / "build_case.py"
    spec = importlib.util.spec_from_file_location("build_case", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = build_case()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case: empty `wrong` when it passed."""

    id: str
    wrong: str


def run_program(arguments: list[str]) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `openilr` with these arguments."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            openilr(arguments)
        except SystemExit as leaving:
            out.seek(0)
            return int(leaving.code or 0), out.read(), err.getvalue()
    raise AssertionError("the program did not leave with a status")


def findings_of(case: Case, folder: Path) -> list[Case]:
    """What `openilr check` says of a case, as its JSON Lines.

    Errors: RuntimeError with the program's own message if it refused.
    """
    run = BUILD.context(case)
    file = folder / BUILD.file_name(case)
    file.write_bytes(BUILD.to_xml(BUILD.build_message(case)))
    reference = folder / "reference.json"
    reference.write_text(json.dumps(BUILD.reference(case)), encoding="utf-8")
    status, out, err = run_program(
        [
            *("check", str(file), "--format", "jsonl", "--reference", str(reference)),
            *("--as-at", run["RunDate"], "--return", f"R{run['ReturnPeriod']:02d}"),
        ]
    )
    if status == 2:
        raise RuntimeError(f"status 2: {err.strip()}")
    return [json.loads(line) for line in out.splitlines()]


def place(finding: Case, several: bool) -> str:
    """Where a finding stands, as cases write it: an AimSeqNumber, "learner" or "file"."""
    if finding["LearnRefNumber"] is None:
        return "file"
    what = "learner" if finding["AimSeqNumber"] is None else str(finding["AimSeqNumber"])
    return f"{finding['LearnRefNumber']}/{what}" if several else what


def judge(case: Case, folder: Path) -> str:
    """What is wrong with the findings of a case, empty if nothing is."""
    try:
        lines = findings_of(case, folder)
    except RuntimeError as refusal:
        return str(refusal)
    found = [line for line in lines if "severity" in line]
    not_run = {line["rule"]: line["not_run"] for line in lines if "not_run" in line}
    if case.get("expected_clean"):
        allowed = set(case.get("warnings", []))
        bad = [f for f in found if f["severity"] == "E" or f["rule"] not in allowed]
        return "; ".join(f"{f['rule']}: {f['message']}" for f in bad)
    several = len(case.get("Learner", [{}])) > 1
    for rule, expected in case["expected"].items():
        if rule in not_run:
            return f"{rule} did not run: {not_run[rule]}"
        got = {place(f, several) for f in found if f["rule"].casefold() == rule.casefold()}
        want = {str(place) for place in expected}
        if case.get("compare") == "learner":
            got, want = ({p.split("/")[0] if several else bool(p) for p in s} for s in (got, want))
        if got != want:
            return f"{rule}: expected {sorted(want, key=str)}, found {sorted(got, key=str)}"
    return ""


def run_rules(path: Path) -> Iterator[Outcome]:
    """Each case of a file with what came of it."""
    for case in BUILD.load_cases(path):
        with tempfile.TemporaryDirectory() as folder:
            yield Outcome(case["id"], judge(case, Path(folder)))


def run_funding(path: Path) -> Iterator[Outcome]:
    """Each funding case of a file, by each method that it can judge, with what came of it."""
    for case in funding_examples.load(path):
        for method in funding_examples.methods(case):
            with tempfile.TemporaryDirectory() as folder:
                wrong = funding_examples.judge(case, method, Path(folder), run_program)
            yield Outcome(f"{case['id']} ({method})", wrong)


RUNS = {"rules": run_rules, "funding": run_funding}


def main(arguments: list[str]) -> int:
    """Run the cases named on the command line."""
    if len(arguments) != 2 or arguments[0] not in RUNS:
        print(f"usage: python -m tests.examples {'|'.join(RUNS)} FILE", file=sys.stderr)
        return 2
    outcomes = list(RUNS[arguments[0]](Path(arguments[1])))
    failed = [o for o in outcomes if o.wrong]
    for outcome in failed:
        print(f"{outcome.id}: {outcome.wrong}")
    print(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
