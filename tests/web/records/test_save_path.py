"""What a save loads into the web's processes."""

import subprocess
import sys

PROGRAM = """
import sys
import django
django.setup()
from openilr.record.document import add_row, new_learner
from openilr.web.records import actions, assessing
document = new_learner({"LearnRefNumber": "A1", "FamilyName": "Underhill"})
document, _ = add_row(document, document["id"], "LearningDelivery", {"LearnAimRef": "ZPROG001"})
said = assessing.look(document, assessing.basis(), ukprn=90000117)
assert said.returns[0].findings
from openilr.web.records.export import header, learner_xml
print([name for name in ("polars", "numpy", "pandas") if name in sys.modules])
"""


def test_a_save_loads_no_tables_of_many_learners():
    run = subprocess.run(  # noqa: S603 - this interpreter, with a program of ours
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.strip() == "[]"
