"""What is written is the message, always in the same bytes."""

import io
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from polars.testing import assert_frame_equal
from tests import messages

from openilr.errors import OutputRefused
from openilr.ilr.message import Message
from openilr.ilr.schema import schema
from openilr.ilr.xml.read import read
from openilr.ilr.xml.write import write_message, xml_parts

YEARS = ("2526", "2627")
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def written(message: Message, batch: int = 10_000) -> bytes:
    return b"".join(xml_parts(message, batch))


def tree_of(year: str, xml: bytes) -> list[dict]:
    """The learners of an XML file as nested dictionaries, by lxml."""

    def record(element: etree._Element) -> dict:
        made: dict = {}
        for child in element.iterchildren(etree.Element):
            name = etree.QName(child).localname
            if name in schema(year).entities:
                made.setdefault(name, []).append(record(child))
            else:
                made[name] = child.text or ""
        return made

    root = etree.fromstring(xml)
    return [record(e) for e in root.iterchildren(f"{{{schema(year).namespace}}}Learner")]


def test_a_small_message_is_written_letter_for_letter():
    learner = {
        "LearnRefNumber": "A1",
        "FamilyName": "O'Brien & <Søn>",
        "DateOfBirth": "2001-02-03",
        "Ethnicity": " 31",
        "LearnerFAM": [{"LearnFAMType": "LSR", "LearnFAMCode": "36"}],
        "LearningDelivery": [
            {"AimSeqNumber": "1", "LearningDeliveryHE": [{"STULOAD": "99.5"}]},
            {"AimSeqNumber": "2"},
        ],
    }
    assert written(messages.message_of("2627", [learner])).decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<Message xmlns="ILR/2026-27">\n'
        "  <Header>\n"
        "    <CollectionDetails>\n"
        "      <Collection>ILR</Collection>\n"
        "      <Year>2627</Year>\n"
        "      <FilePreparationDate>2025-11-23</FilePreparationDate>\n"
        "    </CollectionDetails>\n"
        "    <Source>\n"
        "      <ProtectiveMarking>OFFICIAL-SENSITIVE-Personal</ProtectiveMarking>\n"
        "      <UKPRN>10000001</UKPRN>\n"
        "      <SoftwareSupplier>Example &amp; Sons</SoftwareSupplier>\n"
        "      <SerialNo>01</SerialNo>\n"
        "      <DateTime>2025-11-23T12:00:01</DateTime>\n"
        "    </Source>\n"
        "  </Header>\n"
        "  <LearningProvider>\n"
        "    <UKPRN>10000001</UKPRN>\n"
        "  </LearningProvider>\n"
        "  <Learner>\n"
        "    <LearnRefNumber>A1</LearnRefNumber>\n"
        "    <FamilyName>O'Brien &amp; &lt;Søn&gt;</FamilyName>\n"
        "    <DateOfBirth>2001-02-03</DateOfBirth>\n"
        "    <Ethnicity> 31</Ethnicity>\n"
        "    <LearnerFAM>\n"
        "      <LearnFAMType>LSR</LearnFAMType>\n"
        "      <LearnFAMCode>36</LearnFAMCode>\n"
        "    </LearnerFAM>\n"
        "    <LearningDelivery>\n"
        "      <AimSeqNumber>1</AimSeqNumber>\n"
        "      <LearningDeliveryHE>\n"
        "        <STULOAD>99.5</STULOAD>\n"
        "      </LearningDeliveryHE>\n"
        "    </LearningDelivery>\n"
        "    <LearningDelivery>\n"
        "      <AimSeqNumber>2</AimSeqNumber>\n"
        "    </LearningDelivery>\n"
        "  </Learner>\n"
        "</Message>\n"
    )


@pytest.mark.parametrize("year", YEARS)
@SLOW
@given(data=st.data())
def test_every_text_is_in_the_xml_where_it_belongs(year, data):
    learners = data.draw(messages.learners(year))
    header = data.draw(messages.headers(year))
    message = messages.message_of(year, learners, header)
    assert tree_of(year, written(message)) == learners
    assert written(message, batch=1) == written(message)


@pytest.mark.parametrize("year", YEARS)
@SLOW
@given(data=st.data())
def test_what_is_read_back_is_what_was_written(year, data):
    header = data.draw(messages.headers(year))
    message = messages.message_of(year, data.draw(messages.learners(year)), header)
    xml = written(message)
    back = read(xml)
    assert back.header == message.header
    assert_frame_equal(back.raw, message.raw, check_row_order=False)
    for name, frame in message.frames.items():
        assert_frame_equal(back[name].drop("line"), frame.drop("line"))
    assert written(back) == xml


def test_dfes_sample_is_written_back_equal_in_content(reference_dir):
    (path,) = reference_dir.glob("ILR-*.xml")
    message = read(path)
    xml = written(message)
    assert tree_of("2526", xml) == tree_of("2526", path.read_bytes())
    assert read(xml).header == message.header
    assert written(read(xml)) == xml


def test_the_order_of_rows_does_not_matter():
    learner = messages.full_learner("2627")
    message = messages.message_of("2627", [{**learner, "Ethnicity": f"0{n}"} for n in range(9)])
    shuffled = dict(message.frames)
    raw = message.raw
    for name, frame in message.frames.items():
        numbered = frame.with_row_index("was").sample(fraction=1, shuffle=True, seed=2)
        place = numbered.select("was", now=pl.int_range(pl.len(), dtype=pl.UInt32))
        of_entity = raw.filter(pl.col("entity") == name).join(
            place, left_on="row", right_on="was", how="left", maintain_order="left"
        )
        raw = pl.concat(
            [
                raw.filter(pl.col("entity") != name),
                of_entity.with_columns(row="now").select(raw.columns),
            ]
        )
        shuffled[name] = numbered.drop("was")
    again = Message("2627", message.header, shuffled, raw)
    assert written(again, batch=4) == written(message)


@pytest.mark.parametrize("year", YEARS)
def test_a_message_of_valid_values_is_valid_by_the_schema(year, reference_dir):
    (path,) = reference_dir.glob(f"ilr-20{year[:2]}-{year[2:]}*.xsd")
    xsd = etree.XMLSchema(file=path)
    learner = messages.full_learner(year)
    xsd.assertValid(etree.fromstring(written(messages.message_of(year, [learner] * 3))))


def test_values_of_every_size_are_written_as_they_are():
    # Ranges too wide for a table, and columns that are absent altogether.
    ulns = ["1000000000", "9999999999", "-5"]
    dates = ["0001-01-01", "9999-12-31", "1999-01-01"]
    learners = [{"ULN": u, "DateOfBirth": d} for u, d in zip(ulns, dates, strict=True)]
    assert tree_of("2526", written(messages.message_of("2526", learners))) == learners


def test_a_learner_without_fields_is_an_empty_element():
    xml = written(messages.message_of("2526", [{}, {"LearnerHE": [{}]}]))
    assert tree_of("2526", xml) == [{}, {"LearnerHE": [{}]}]


def test_a_message_without_learners_has_a_header():
    xml = written(messages.message_of("2526", []))
    assert xml.endswith(b"</LearningProvider>\n</Message>\n")


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_refused(character, tmp_path):
    message = messages.message_of("2526", [{"FamilyName": f"A{character}B"}])
    with pytest.raises(OutputRefused, match=r"Learner\.FamilyName holds a control character"):
        write_message(message, tmp_path / "out.xml")
    assert list(tmp_path.iterdir()) == []


def test_a_file_and_a_stream_get_the_same(tmp_path):
    message = messages.message_of("2526", [messages.full_learner("2526")])
    stream = io.BytesIO()
    write_message(message, stream)
    write_message(message, tmp_path / "out.xml")
    assert (tmp_path / "out.xml").read_bytes() == stream.getvalue() == written(message)


def test_rows_without_their_parent_are_not_written_elsewhere():
    message = messages.message_of("2526", [messages.full_learner("2526")])
    frames = {**message.frames, "LearningDelivery": message["LearningDelivery"].clear()}
    with pytest.raises(ValueError, match="belongs to a record that is not in the message"):
        written(Message("2526", message.header, frames))


def test_header_dates_and_times_are_plain():
    message = messages.message_of("2526", [])
    xml = written(message).decode()
    assert date.fromisoformat("2025-11-23") == message.header.FilePreparationDate
    assert datetime.fromisoformat("2025-11-23T12:00:01") == message.header.DateTime
    assert "<DateTime>2025-11-23T12:00:01</DateTime>" in xml
