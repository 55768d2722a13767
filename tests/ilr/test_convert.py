"""XML to a folder of tables and back is the same XML."""

import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests import messages

from openilr.errors import FileUnreadable, OutputRefused
from openilr.ilr.convert import load_folder, save_folder
from openilr.ilr.xml.read import read
from openilr.ilr.xml.write import xml_parts

YEARS = ("2526", "2627")
FORMATS = ("parquet", "csv")


def xml_of(message):
    return b"".join(xml_parts(message))


@pytest.fixture
def message():
    learner = messages.full_learner("2627") | {"FamilyName": 'A, "b"\r\nc', "Ethnicity": "031"}
    return messages.message_of("2627", [learner, learner])


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("year", YEARS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_message_comes_back_as_it_was(year, format_, data, tmp_path):
    learners = data.draw(messages.learners(year, most=2))
    header = data.draw(messages.headers(year))
    message = messages.message_of(year, learners, header)
    save_folder(message, tmp_path / "out", format_)
    back = load_folder(tmp_path / "out")
    assert (back.year, back.header, back.name) == (message.year, header, message.name)
    assert list(back.frames) == list(message.frames)
    for name, frame in message.frames.items():
        assert_frame_equal(back.frames[name], frame)
    assert_frame_equal(back.raw, message.raw)
    assert_frame_equal(back.structure, message.structure)
    assert xml_of(back) == xml_of(message)


@pytest.mark.parametrize("format_", FORMATS)
def test_dfes_sample_comes_back_as_it_was(format_, reference_dir, tmp_path):
    (path,) = reference_dir.glob("ILR-*.xml")
    message = read(path)
    save_folder(message, tmp_path / "out", format_)
    assert xml_of(load_folder(tmp_path / "out")) == xml_of(message)


def test_a_folder_is_replaced_by_the_next(message, tmp_path):
    save_folder(message, tmp_path / "out", "csv")
    save_folder(message, tmp_path / "out", "parquet")
    names = {path.suffix for path in (tmp_path / "out").iterdir()}
    assert names == {".json", ".parquet"}


def test_someone_elses_folder_is_refused(message, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(OutputRefused):
        save_folder(message, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_unknown_form_is_refused(message, tmp_path):
    with pytest.raises(ValueError, match="parquet or csv"):
        save_folder(message, tmp_path / "out", "xlsx")


def change(folder, name, **columns):
    path = folder / f"{name}.csv"
    pl.read_csv(path, infer_schema=False).with_columns(**columns).write_csv(path)


@pytest.mark.parametrize(
    ("name", "columns", "why"),
    [
        ("Learner", {"ULN": pl.lit("x")}, "the column ULN holds what is no number"),
        ("Learner", {"DateOfBirth": pl.lit("1/2/03")}, "DateOfBirth holds what is no date"),
        ("Learner", {"Surname": pl.lit("x")}, r"not those of the year \(Surname\)"),
        ("Learner", {"learner": pl.lit("0")}, "two rows have the same key learner"),
        ("Learner", {"learner": pl.lit(None, pl.String)}, "a row has no key"),
        ("LearnerFAM", {"learner": pl.lit("7")}, "2 rows belong to no Learner"),
        ("LearningDeliveryFAM", {"aim": pl.lit("7")}, "2 rows belong to no LearningDelivery"),
        ("raw", {"row": pl.lit("7")}, "a row that Learner has not"),
        ("raw", {"field": pl.lit("x")}, "a field that Learner has not"),
        ("raw", {"entity": pl.lit("x")}, "a table that the year has not"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(message, tmp_path, name, columns, why):
    save_folder(message, tmp_path / "out", "csv")
    change(tmp_path / "out", name, **columns)
    with pytest.raises(FileUnreadable, match=why):
        load_folder(tmp_path / "out")


def test_a_missing_table_is_refused(message, tmp_path):
    save_folder(message, tmp_path / "out")
    (tmp_path / "out" / "AppFinRecord.parquet").unlink()
    with pytest.raises(
        FileUnreadable, match=r"AppFinRecord\.parquet cannot be read: it is missing"
    ):
        load_folder(tmp_path / "out")


def test_a_broken_table_is_refused(message, tmp_path):
    save_folder(message, tmp_path / "out")
    (tmp_path / "out" / "Learner.parquet").write_bytes(b"PAR1")
    with pytest.raises(FileUnreadable, match=r"Learner\.parquet cannot be read"):
        load_folder(tmp_path / "out")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"openilr": "message", "year": "1718"}', "\ud800"]
)
def test_another_folder_is_refused(tmp_path, text):
    (tmp_path / "header.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(FileUnreadable, match=r"header\.json cannot be read"):
        load_folder(tmp_path)


def test_a_folder_without_a_header_is_refused(tmp_path):
    with pytest.raises(FileUnreadable, match=r"has no header\.json"):
        load_folder(tmp_path)


@pytest.mark.parametrize(
    "change", [{"UKPRN": "x"}, {"Colour": "red"}, {"FilePreparationDate": "soon"}, {"texts": [1]}]
)
def test_a_header_that_does_not_fit_is_refused(message, tmp_path, change):
    save_folder(message, tmp_path / "out")
    path = tmp_path / "out" / "header.json"
    about = json.loads(path.read_text())
    about["header"] |= change
    path.write_text(json.dumps(about))
    with pytest.raises(FileUnreadable, match="the header is not as it was written"):
        load_folder(tmp_path / "out")
