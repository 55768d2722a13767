"""Destinations of earlier years' files come into the record."""

from pathlib import Path

import pytest

from openilr.errors import FileUnreadable
from openilr.ilr.xml.read import read
from openilr.ilr.xml.source import source
from openilr.record.destinations import read_destinations
from openilr.record.merging import ImportedLearner, plan_import
from openilr.record.messages import learners_as_written
from tests import messages

ROWS = """<LearnerDestinationandProgression>
<LearnRefNumber>A12</LearnRefNumber><ULN>9000000001</ULN>
<DPOutcome><OutType>EMP</OutType><OutCode>1</OutCode><OutStartDate>2024-02-01</OutStartDate>
<OutCollDate>2024-03-01</OutCollDate></DPOutcome>
<DPOutcome><OutType>EDU</OutType><OutCode>2</OutCode><OutStartDate>soon &amp; later</OutStartDate>
</DPOutcome></LearnerDestinationandProgression>
<LearnerDestinationandProgression><LearnRefNumber>B7</LearnRefNumber><ULN>9000000002</ULN>
<DPOutcome><OutType>SDE</OutType></DPOutcome></LearnerDestinationandProgression>"""


def file(folder: Path, extra: str = ROWS, start: str = "") -> Path:
    xml = messages.xml_of("2324", [messages.full_learner("2324")]).decode()
    path = folder / "ILR.xml"
    path.write_text(start + xml.replace("</Message>", f"{extra}</Message>"), encoding="utf-8")
    return path


def test_destinations_are_found_by_the_learner_s_reference(tmp_path: Path):
    found = read_destinations(source(file(tmp_path)))
    assert list(found) == ["A12", "B7"]
    assert found["A12"][0] == {
        "OutType": "EMP",
        "OutCode": "1",
        "OutStartDate": "2024-02-01",
        "OutCollDate": "2024-03-01",
    }
    assert found["A12"][1]["OutStartDate"] == "soon & later"
    assert found["B7"] == [{"OutType": "SDE"}]


def test_a_learner_of_the_file_takes_its_destinations_into_the_record(tmp_path: Path):
    path = file(tmp_path)
    (learner,) = learners_as_written(read(path))
    found = read_destinations(source(path))
    plan = plan_import(None, [ImportedLearner("2324", learner, found["A12"])])
    assert [(o["OutType"], o["OutCode"]) for o in plan.document["DPOutcome"]] == [
        ("EMP", 1),
        ("EDU", 2),
    ]


def test_a_file_without_any_has_none(tmp_path: Path):
    assert read_destinations(source(file(tmp_path, ""))) == {}


@pytest.mark.parametrize(
    ("start", "extra", "told"),
    [
        ("", "<LearnerDestinationandProgression>", "not well-formed"),
        ('<!DOCTYPE m [<!ENTITY a "b">]>', "", "document type"),
    ],
)
def test_what_is_no_xml_or_declares_a_type_is_refused(
    tmp_path: Path, start: str, extra: str, told: str
):
    with pytest.raises(FileUnreadable, match=told):
        read_destinations(source(file(tmp_path, extra, start)))
