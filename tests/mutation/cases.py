"""The cases of the tests: what the fixture `found` was asked, recorded by running `tests/spec`.

Recording runs the tests with one reader only, and is kept until a test or the engine changes.
"""

import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from json import dumps, loads
from pathlib import Path
from typing import Any, Self

import pytest

from openilr.language.run import Run
from openilr.reference.overrides import Overrides, overrides_of
from openilr.reference.supplied import Tables, tables_for

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "tests" / "spec"
_KEPT = ROOT / ".openilr" / "rule-cases.pickle"


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a test.

    Attributes:
        rule: as its year's list prints it.
        reference: the reference tables, as JSON.
        asked: what `found` was given, as JSON.
        test: the test that asked it.
    """

    rule: str
    learners: tuple[Any, ...]
    run: Run
    reference: str
    asked: str
    test: str

    @classmethod
    def now(
        cls, rule: str, learners: list[Any], run: Run, reference: str, asked: Mapping[str, Any]
    ) -> Self:
        """A case of the test that is running."""
        test = os.environ.get("PYTEST_CURRENT_TEST", "").split("[")[0].split(" ")[0]
        return cls(rule, tuple(learners), run, reference, dumps(asked, default=str), test)


RECORD_TO = "OPENILR_RECORD_CASES"
"""The variable that names the file which `recording` writes."""

RECORD = pytest.StashKey[Callable[[Case], None]]()
"""Where the plugin leaves what `found` is to do with each case."""


@cache
def tables_of(reference: str) -> Tables:
    """The reference tables of a case."""
    given = [_table(name, dumps(rows)) for name, rows in loads(reference).items()]
    frames = {name: frame for each in given for name, frame in each.frames.items()}
    releases = {name: release for each in given for name, release in each.releases.items()}
    return tables_for(None, Overrides(frames, releases))


@lru_cache(maxsize=4096)
def _table(name: str, rows: str) -> Overrides:
    """One table: most cases share most of theirs, and typing them is what costs."""
    return overrides_of({name: loads(rows)})


def recorded() -> list[Case]:
    """Every case of the tests; those of a file are recorded anew when it changed, or a helper.

    Errors: RuntimeError if a test fails.
    """
    kept: dict[str, tuple[str, list[Case]]] = {}
    if _KEPT.exists():
        kept = pickle.loads(_KEPT.read_bytes())
    files = {str(path.relative_to(ROOT)): _digest(path) for path in sorted(SPEC.rglob("test_*.py"))}
    stale = [name for name, digest in files.items() if kept.get(name, ("", []))[0] != digest]
    if stale:
        fresh: dict[str, list[Case]] = {name: [] for name in stale}
        for case in _record(stale):
            fresh[case.test.split("::")[0]].append(case)
        kept = {name: kept[name] for name in files if name not in fresh}
        kept |= {name: (files[name], cases) for name, cases in fresh.items()}
        _KEPT.parent.mkdir(exist_ok=True)
        _KEPT.write_bytes(pickle.dumps(kept))
    return [case for name in files for case in kept[name][1]]


def _record(files: list[str]) -> Iterator[Case]:
    """Run tests of the rules in two processes, and take the cases that they left."""
    with tempfile.TemporaryDirectory() as folder:
        runs: list[tuple[subprocess.Popen[bytes], Path]] = []
        for number in range(2):
            # every other file: the long ones stand beside each other
            if part := files[number::2]:
                out = Path(folder) / str(number)
                command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
                command += ["-p", "tests.mutation.recording", *part]
                environment = {**os.environ, RECORD_TO: str(out)}
                run = subprocess.Popen(
                    command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
                )
                runs.append((run, out))
        for run, out in runs:
            if run.wait() != 0:
                raise RuntimeError("the tests of the rules do not pass: nothing to measure")
            yield from pickle.loads(out.read_bytes())


def _digest(path: Path) -> str:
    """What a file's cases hang on: itself, and the helpers beside and above it."""
    helpers = [*path.parent.glob("[!t]*.py"), SPEC / "conftest.py", SPEC / "aim_cases.py"]
    told = hashlib.sha256()
    for each in (path, *sorted(helpers), ROOT / "tests" / "data" / "build_case.py"):
        told.update(each.read_bytes())
    return told.hexdigest()
