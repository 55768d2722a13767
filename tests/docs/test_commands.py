"""The commands of the tutorial and the how-to pages run, and print what the pages show."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, fences, name

PAGES = [
    page
    for page in sorted((ROOT / "docs").glob("*/*.md"))
    if page.parent.name in ("tutorial", "how-to") and "```console" in page.read_text("utf-8")
]
"""In a console block a line that begins with `$ ` is typed; the lines below it are its output.

A python block is run where it stands, with nothing said of its output.
"""

DEMO = "ILR-90000117-2627-20261120-171203-01.xml"
"""The file that the how-to pages speak of."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small file with some faults."""
    file = tmp_path_factory.mktemp("demo") / DEMO
    made = run(f"openilr demo --learners 20 --faults 0.5 --seed 1 --out {file}", file.parent)
    assert made.returncode == 0, made.stdout
    return file


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as a reader would who has activated the environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    bash = shutil.which("bash")
    assert bash, "the commands of the manual need bash"
    return subprocess.run(
        [bash, "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "OPENILR_DATA": str(folder / "data")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def commands(page: Path) -> list[tuple[str, list[str]]]:
    """Each command of a page with the lines of output shown below it."""
    found: list[tuple[str, list[str]]] = []
    for word, body in fences(page.read_text("utf-8")):
        if word == "console":
            for line in body.splitlines():
                if line.startswith("$ "):
                    found.append((line[2:], []))
                elif line.strip():
                    found[-1][1].append(line)
        elif word == "python":
            found.append((f"python - <<'END'\n{body}END", []))
    return found


def outputs(typed: list[str], folder: Path) -> list[tuple[int, str]]:
    """The exit status and the output of each command, run one after another in one shell."""
    mark = "=== end of command ==="
    script = "status=0\n" + "\n".join(
        f"(exit $status)\n{line}\nstatus=$?\nprintf '\\n{mark} %s\\n' $status" for line in typed
    )
    parts = re.split(rf"\n{mark} (\d+)\n", run(script, folder).stdout)
    return [(int(parts[i + 1]), parts[i]) for i in range(0, len(parts) - 1, 2)]


def missing(shown: list[str], output: str) -> str | None:
    """The first shown line that is not in its place in the output; `...` stands for anything."""
    lines = iter(" ".join(line.split()) for line in output.splitlines())
    for line in shown:
        parts = (re.escape(" ".join(part.split())) for part in line.split("..."))
        pattern = re.compile(r"\s*.*\s*".join(parts))
        if not any(pattern.search(printed) for printed in lines):
            return line
    return None


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_the_commands_of_a_page_do_what_it_says(page: Path, demo: Path, tmp_path: Path) -> None:
    if page.parent.name == "how-to":
        (tmp_path / "returns").mkdir()
        for copy in (DEMO, "monday.xml", "friday.xml", f"returns/{DEMO}"):
            shutil.copy(demo, tmp_path / copy)
    page_commands = commands(page)

    results = outputs([typed for typed, _ in page_commands], tmp_path)

    assert len(results) == len(page_commands)
    for (typed, shown), (status, output) in zip(page_commands, results, strict=True):
        assert status in (0, 1), f"{typed}\n{output}"
        assert "Traceback" not in output, f"{typed}\n{output}"
        assert missing(shown, output) is None, (
            f"{typed}\nshould print: {missing(shown, output)}\nbut printed:\n{output}"
        )


def test_a_wrong_output_would_be_found() -> None:
    output = "Wrote a.xml: 50 invented learners\n  ULN_04   Error\n"

    assert missing(["Wrote ...: 50 invented", "ULN_04 Error"], output) is None
    assert missing(["Wrote ...: 51 invented"], output) == "Wrote ...: 51 invented"
    assert missing(["ULN_04", "Wrote"], output) == "Wrote"


def test_commands_share_one_shell(tmp_path: Path) -> None:
    assert outputs(["false", "echo $?", "exit_is() { return 2; }; exit_is"], tmp_path) == [
        (1, ""),
        (0, "1\n"),
        (2, ""),
    ]
