"""What a save loads into the web's processes."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openilr.demo import reference
from openilr.reference.overrides import overrides_of
from openilr.reference.store import load_made
from tests.web.records.people import YEAR

PROGRAM = """
import sys
import django
django.setup()
from openilr.record.document import add_row, new_learner
from openilr.web.records import actions, assessing
document = new_learner({"LearnRefNumber": "A1", "FamilyName": "Underhill"})
aim = {"LearnAimRef": "ZPROG001", "AimType": 1, "ProgType": 25, "StdCode": 116}
document, _ = add_row(document, document["id"], "LearningDelivery", aim)
said = assessing.look(document, assessing.basis(), ukprn=90000117)
assert said.returns[0].findings
from openilr.web.records.export import header, learner_xml
print([name for name in ("polars", "numpy", "pandas") if name in sys.modules])
print(len(assessing.current_tables().names))
"""


@pytest.mark.parametrize("with_reference", [False, True])
def test_a_save_loads_no_tables_of_many_learners(tmp_path: Path, with_reference: bool):
    if with_reference:
        made = overrides_of(reference.tables(YEAR))
        at = datetime(2026, 11, 24, tzinfo=UTC)
        load_made(tmp_path / "reference", made, source="Invented", loaded_at=at)
    # No query is asked, so the database need not be there.
    nowhere = {"DATABASE_URL": "postgresql://nobody@localhost/none", "OPENILR_DATA": str(tmp_path)}

    run = subprocess.run(  # noqa: S603 - this interpreter, with a program of ours
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **nowhere},
    )

    assert run.returncode == 0, run.stderr[-2000:]
    loaded, tables = run.stdout.splitlines()
    assert (int(tables) > 0) == with_reference
    # Reference tables are read with pyarrow, which loads NumPy where it is installed.
    assert loaded == ("['numpy']" if with_reference else "[]")
