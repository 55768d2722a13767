"""The names, words and rows of the field checks, and that the screen and the file agree."""

import subprocess
import sys
from collections import Counter

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import messages
from tests.rules import oracle

from openilr.findings import FINDINGS
from openilr.ilr.message import Message, Problem
from openilr.ilr.schema import Kind, schema
from openilr.ilr.xml.read import read
from openilr.rules.catalogue import OURS, catalogue
from openilr.rules.field_checks import batch, declared, single
from openilr.rules.field_checks.declared import SHAPE_RULES, Fault, field_checks
from openilr.rules.field_checks.values import describe, faults

YEARS = ("2526", "2627")


def findings_of(year, learner):
    return batch.check_fields(messages.message_of(year, [learner]))


# -- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_every_field_definition_rule_is_made_from_the_schema(year):
    listed = {rule for rule, e in catalogue(year).items() if e.is_field_check}
    made = {c.rule for c in field_checks(year)}
    assert listed <= made
    assert all(rule in listed or rule.startswith(OURS) for rule in made)


@pytest.mark.parametrize("year", YEARS)
def test_one_name_is_one_check(year):
    names = Counter(c.rule for c in field_checks(year))
    assert max(names.values()) == 1
    assert not set(names) & set(SHAPE_RULES.values())


def test_names_are_those_printed():
    assert declared.check_of("2627", "LearningDelivery", "TLOut", Fault.LENGTH).rule == (
        "FD_Tlout_AL"
    )
    assert declared.check_of(
        "2627", "LearnerHEFinancialSupport", "FINTYPE", Fault.MISSING
    ).rule == ("OpenILR_FINTYPE_MA")
    assert declared.check_of("2627", "HRSRecord", None, Fault.OCCURS).rule == "OpenILR_HRSRecord_EO"
    assert declared.check_of("2627", "Learner", "ULN", Fault.NUMBER).rule == "FD_ULN_AR"


def test_the_problems_of_shape_are_those_of_the_reader():
    problems = {v for k, v in vars(Problem).items() if not k.startswith("_")}
    assert set(SHAPE_RULES) == problems


@pytest.mark.parametrize("year", YEARS)
def test_every_check_has_words(year):
    texts = declared.texts(year)
    assert set(texts) == {c.rule for c in field_checks(year)} | set(SHAPE_RULES.values())
    for rule, text in texts.items():
        assert text.rule == rule
        assert text.ours == rule.startswith(OURS)
        for sentence in (text.summary, text.fix, text.explanation):
            assert sentence.endswith(".")
            assert "  " not in sentence
            assert "None" not in sentence


# -- findings --------------------------------------------------------------------------------------


def test_a_finding_says_where_what_and_why():
    learner = messages.full_learner("2627")
    learner["AddLine1"] = "A" * 63
    del learner["LearningDelivery"][0]["LearnStartDate"]
    learner["LearningDelivery"][0]["FundModel"] = "3 6"
    learner["LearningDelivery"][0]["LearningDeliveryFAM"][0]["LearnDelFAMType"] = "LD|M"
    findings = findings_of("2627", learner)
    assert findings.schema == FINDINGS
    rows = findings.select(
        "rule", "severity", "learner", "aim", "LearnRefNumber", "AimSeqNumber", "fields", "message"
    ).rows()
    assert rows == [
        (
            "FD_AddLine1_AL",
            "E",
            0,
            None,
            "A12",
            None,
            [{"name": "AddLine1", "value": "A" * 63}],
            "AddLine1 has 63 characters; at most 50 are allowed.",
        ),
        (
            "FD_LearnDelFAMType_AL",
            "E",
            0,
            0,
            "A12",
            1,
            [{"name": "LearnDelFAMType", "value": "LD|M"}],
            "LearnDelFAMType has 4 characters; at most 3 are allowed.",
        ),
        (
            "FD_LearnDelFAMType_AP",
            "E",
            0,
            0,
            "A12",
            1,
            [{"name": "LearnDelFAMType", "value": "LD|M"}],
            'LearnDelFAMType holds "|"; allowed: letters without accents, digits, spaces and'
            ' common signs, but not ", ` or |.',
        ),
        (
            "FD_LearnStartDate_MA",
            "E",
            0,
            0,
            "A12",
            1,
            [{"name": "LearnStartDate", "value": None}],
            "LearnStartDate is missing.",
        ),
        (
            "OpenILR_FundModel_Number",
            "E",
            0,
            0,
            "A12",
            1,
            [{"name": "FundModel", "value": "3 6"}],
            "FundModel is not a number.",
        ),
    ]


def test_lines_are_those_of_the_record_in_the_source():
    learner = messages.full_learner("2627")
    learner["LearningDelivery"][0]["AimType"] = "99"
    xml = messages.xml_of("2627", [learner])
    (line,) = (n for n, text in enumerate(xml.split(b"\n"), 1) if text == b"<LearningDelivery>")
    assert batch.check_fields(read(xml))["line"].to_list() == [line]


def test_records_are_counted_under_their_parent():
    learner = messages.full_learner("2627")
    he = learner["LearningDelivery"][0]["LearningDeliveryHE"][0]
    learner["LearningDelivery"][0]["LearningDeliveryHE"] = [he] * 3
    bare = {**messages.full_learner("2627"), "LearningDelivery": []}
    message = messages.message_of("2627", [messages.full_learner("2627"), learner, bare])
    rows = batch.check_fields(message).select("rule", "learner", "aim", "message").rows()
    assert rows == [
        (
            "FD_LearningDeliveryHE_EO",
            1,
            1,
            "LearningDeliveryHE occurs 3 times; at most 1 is allowed.",
        ),
        (
            "FD_LearningDelivery_EO",
            2,
            None,
            "There is no LearningDelivery; at least 1 is needed.",
        ),
    ]


def test_the_order_of_rows_does_not_matter():
    learner = messages.full_learner("2627")
    learner["LearnerFAM"] = learner["LearnerFAM"] * 18
    message = messages.message_of("2627", [learner, messages.full_learner("2627"), learner])
    frames = {
        n: f.sample(fraction=1, shuffle=True, seed=3) if not message.raw.height else f
        for n, f in message.frames.items()
    }
    mixed = Message("2627", message.header, frames)
    columns = ["rule", "learner", "message"]
    once = batch.check_fields(message).select(columns).rows()
    assert once == batch.check_fields(mixed).select(columns).rows()
    assert [row[:2] for row in once] == [("FD_LearnerFAM_EO", 0), ("FD_LearnerFAM_EO", 2)]


def test_a_value_of_another_form_is_judged_by_its_text():
    learner = messages.full_learner("2627")
    learner |= {"ULN": "+1000000000", "PlanLearnHours": " 07 ", "Accom": "+12", "DateOfBirth": ""}
    findings = findings_of("2627", learner).select("rule", "message").rows()
    assert findings == [
        ("FD_Accom_AL", "Accom has 2 digits; at most 1 is allowed."),
        ("OpenILR_DateOfBirth_Date", "DateOfBirth is not a date; a date is written 2026-08-31."),
    ]


def test_a_header_without_values_is_told_field_by_field():
    message = messages.message_of("2627", [messages.full_learner("2627")])
    from dataclasses import replace

    header = replace(message.header, Year="2526", SerialNo=None, provider_UKPRN=1)
    findings = batch.check_fields(replace(message, header=header))
    assert findings.select("rule", "learner", "message").rows() == [
        ("OpenILR_CollectionDetails_Year_AP", None, "CollectionDetails: Year must be 2627."),
        (
            "OpenILR_LearningProvider_UKPRN_AR",
            None,
            "LearningProvider: UKPRN is outside the range 10000000 to 99999999.",
        ),
        ("OpenILR_Source_SerialNo_MA", None, "Source: SerialNo is missing."),
    ]


def test_an_earlier_year_is_not_checked():
    message = messages.message_of("2425", [{"ULN": "x"}])
    assert batch.check_fields(message).height == 0


def test_a_part_of_a_file_has_no_say_about_the_whole():
    message = messages.message_of("2627", [])
    assert batch.check_header(message, learners=5).height == 0
    assert batch.check_header(message, learners=0)["rule"].to_list() == ["OpenILR_Learner_EO"]


@pytest.mark.parametrize("year", YEARS)
def test_dfes_sample_has_only_the_faults_its_schema_finds(year, reference_dir):
    for path in reference_dir.glob(f"ILR-*-{year}-*.xml"):
        findings = batch.check_fields(read(path))
        from lxml import etree

        root = etree.parse(path).getroot()
        assert oracle.valid(reference_dir, year, root) == (findings.height == 0)


# -- the screen ------------------------------------------------------------------------------------


def rows_of_file(year, learner):
    findings = findings_of(year, learner).filter(pl.col("learner").is_not_null())
    first_aim = findings["aim"].min() or 0
    assert first_aim >= 0
    return Counter(
        (rule, severity, aim, tuple((f["name"], f["value"]) for f in fields), message)
        for rule, severity, aim, fields, message in findings.select(
            "rule", "severity", "aim", "fields", "message"
        ).rows()
    )


def rows_of_screen(year, learner):
    def aim(place):
        return place[0][1] if place and place[0][0] == "LearningDelivery" else None

    return Counter(
        (f.rule, f.severity, aim(f.place), f.fields, f.message)
        for f in single.check_learner(learner, year)
    )


@pytest.mark.parametrize("year", YEARS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_screen_and_file_find_the_same(year, data):
    (learner,) = data.draw(messages.learners(year, most=1))
    assert rows_of_screen(year, learner) == rows_of_file(year, learner)


@pytest.mark.parametrize("year", YEARS)
def test_screen_and_file_find_the_same_in_every_text(year):
    of_year = schema(year)
    learners = []
    for entity in of_year.learner_entities():
        for field in entity.fields:
            for text in dict.fromkeys(oracle.texts_to_try(field)):
                record = {field.name: text}
                for name in reversed(of_year.path(entity.name)[2:]):
                    record = {name: [record]}
                learners.append(record)
    found = batch.check_learners(messages.message_of(year, learners))
    of_file = [Counter() for _ in learners]
    for number, rule, message in found.select("learner", "rule", "message").rows():
        of_file[number][rule, message] += 1
    for learner, one in zip(learners, of_file, strict=True):
        of_screen = Counter((f.rule, f.message) for f in single.check_learner(learner, year))
        assert of_screen == one


def test_the_screen_is_told_which_record():
    learner = messages.full_learner("2627")
    learner["LearningDelivery"] *= 2
    learner["LearningDelivery"][1] = {
        **learner["LearningDelivery"][1],
        "LearningDeliveryFAM": [{"LearnDelFAMType": "LDM"}],
    }
    (finding,) = single.check_learner(learner, "2627")
    assert finding.place == (("LearningDelivery", 1), ("LearningDeliveryFAM", 0))
    assert finding.rule == "FD_LearnDelFAMCode_MA"
    assert finding.fields == (("LearnDelFAMCode", None),)


def test_the_screen_does_not_load_polars():
    code = (
        "import sys; from openilr.rules.field_checks import single;"
        "assert single.check_learner({}, '2627'); print('polars' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# -- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity", "field", "text", "found"),
    [
        ("Learner", "ULN", "9999999999", ()),
        ("Learner", "ULN", "99999999999", (Fault.LENGTH, Fault.RANGE)),
        ("Learner", "ULN", "9" * 5000, (Fault.LENGTH, Fault.RANGE)),
        ("Learner", "ULN", "٣", (Fault.NUMBER,)),
        ("Learner", "Ethnicity", "-98", ()),
        ("Learner", "Ethnicity", "0098", ()),
        ("Learner", "Ethnicity", " \n", (Fault.LENGTH,)),
        ("Learner", "LearnRefNumber", "", (Fault.LENGTH,)),
        ("Learner", "LearnRefNumber", "A-1", (Fault.PATTERN,)),
        ("Learner", "FamilyName", "Ó Súilleabháin", ()),
        ("Learner", "FamilyName", "Bond 007", (Fault.PATTERN,)),
        ("Learner", "Email", "nobody", (Fault.PATTERN,)),
        ("LearnerHE", "UCASPERID", "123", (Fault.RANGE,)),
        ("LearnerHE", "UCASPERID", "12345678901", (Fault.LENGTH,)),
        ("LearnerHE", "UCASPERID", "12E4567890", (Fault.PATTERN,)),
        ("LearningDeliveryHE", "UCASSCHEMECODE", "AB1", (Fault.PATTERN,)),
        ("LearningDeliveryHE", "STULOAD", "100.00", ()),
        ("LearningDeliveryHE", "STULOAD", "100.05", (Fault.LENGTH,)),
        ("LearningDeliveryHE", "STULOAD", "300.1", (Fault.RANGE,)),
        ("LearningDelivery", "LearnStartDate", "2025-02-29", (Fault.DATE,)),
        ("LearningDelivery", "LearnStartDate", " 2025-09-01Z ", ()),
        ("LearningDelivery", "LearnStartDate", "9" * 5000 + "-01-01", ()),
        ("Source", "DateTime", "2025-09-01T24:00:00", ()),
        ("Source", "DateTime", "2025-09-01", (Fault.DATETIME,)),
    ],
)
def test_a_value(entity, field, text, found):
    of_year = schema("2627")
    assert faults(of_year.field(entity, field), text) == found
    for fault in found:
        told = describe(of_year.field(entity, field), fault, text)
        assert told.startswith(f"{field} ")
        assert len(told) < 250


@pytest.mark.parametrize("year", YEARS)
def test_what_is_wrong_is_always_said_with_a_check_that_exists(year):
    for entity, field in schema(year):
        for text in oracle.texts_to_try(field):
            for fault in faults(field, text):
                declared.check_of(year, entity.name, field.name, fault)
                assert describe(field, fault, text).endswith(".")
        assert field.kind in Kind
