"""The declared fields against DfE's own schemas, and what earlier years had."""

import re
from pathlib import Path

import pytest
from lxml import etree

from openilr.ilr.fields import ENTITIES
from openilr.ilr.schema import RESTRICTED, Entity, Field, Kind, schema
from openilr.ilr.years import EARLIER_YEARS, OPEN_YEARS, READABLE_YEARS, namespace

XS = "{http://www.w3.org/2001/XMLSchema}"
FILES = {"2526": "ilr-2025-26.xsd", "2627": "ilr-2026-27-reconstructed.xsd"}
KINDS = {
    "xs:string": Kind.TEXT,
    "RestrictedString": Kind.TEXT,
    "xs:int": Kind.INTEGER,
    "xs:long": Kind.INTEGER,
    "xs:decimal": Kind.DECIMAL,
    "xs:date": Kind.DATE,
    "xs:dateTime": Kind.DATETIME,
}


def number(text: str | None) -> float | None:
    return None if text is None else float(text)


def occurs(element: etree._Element) -> tuple[int, int | None]:
    most = element.get("maxOccurs", "1")
    return int(element.get("minOccurs", "1")), None if most == "unbounded" else int(most)


def described_by_xsd(element: etree._Element) -> dict[str, object]:
    """One simple element of an XSD, as plain values."""
    restriction = element.find(f"{XS}simpleType/{XS}restriction")
    base = element.get("type") or (restriction.get("base") if restriction is not None else "")
    facets: dict[str, list[str]] = {}
    for facet in restriction if restriction is not None else ():
        facets.setdefault(etree.QName(facet).localname, []).append(facet.get("value", ""))
    one = {name: values[0] for name, values in facets.items() if name != "enumeration"}
    length = one.pop("length", None)
    assert base is not None
    described: dict[str, object] = {
        "name": element.get("name"),
        "kind": KINDS[base],
        "wide": base == "xs:long",
        "restricted": base == "RestrictedString",
        "mandatory": occurs(element)[0] == 1,
        "values": tuple(facets.get("enumeration", [])),
        "min_length": number(length or one.pop("minLength", None)),
        "max_length": number(length or one.pop("maxLength", None)),
        "pattern": one.pop("pattern", None),
        "minimum": number(one.pop("minInclusive", None)),
        "maximum": number(one.pop("maxInclusive", None)),
        "total_digits": number(one.pop("totalDigits", None)),
        "fraction_digits": number(one.pop("fractionDigits", None)),
    }
    assert not one, f"a facet that is not compared: {one}"
    assert occurs(element)[1] == 1
    return described


def described_by_us(field: Field) -> dict[str, object]:
    return {
        "name": field.name,
        "kind": field.kind,
        "wide": field.wide,
        "restricted": field.restricted,
        "mandatory": field.mandatory,
        "values": field.values,
        "min_length": field.min_length,
        "max_length": field.max_length,
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
        "total_digits": field.total_digits,
        "fraction_digits": field.fraction_digits,
    }


def compare(entity: Entity, element: etree._Element, year: str, seen: list[str]) -> None:
    of_year = schema(year)
    seen.append(entity.name)
    assert (entity.min_occurs, entity.max_occurs) == occurs(element)
    children = list(element.iterfind(f"{XS}complexType/{XS}sequence/{XS}element"))
    is_entity = [child.find(f"{XS}complexType") is not None for child in children]
    # Fields come first, then entities: the reader and the writer rely on it.
    assert is_entity == sorted(is_entity), entity.name
    fields = [child for child, inner in zip(children, is_entity, strict=True) if not inner]
    inner = [child for child, has in zip(children, is_entity, strict=True) if has]
    assert [described_by_us(f) for f in entity.fields] == [described_by_xsd(f) for f in fields]
    assert [e.name for e in of_year.children(entity.name)] == [e.get("name") for e in inner]
    for child in inner:
        compare(of_year.entities[str(child.get("name"))], child, year, seen)


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_every_field_is_as_in_the_schema_of_dfe(year: str, reference_dir: Path):
    root = etree.parse(reference_dir / FILES[year]).getroot()
    assert root.get("targetNamespace") == namespace(year) == schema(year).namespace
    text = root.find(f"{XS}simpleType[@name='RestrictedString']/{XS}restriction/{XS}pattern")
    assert text is not None
    assert text.get("value") == RESTRICTED
    message = root.find(f"{XS}element[@name='Message']")
    assert message is not None
    seen: list[str] = []
    compare(schema(year).entities["Message"], message, year, seen)
    assert seen == list(schema(year).entities)


def test_every_entity_and_field_has_a_label_and_help():
    for entity in ENTITIES:
        for each in (entity, *entity.fields):
            assert each.label, each.name
            assert each.help.endswith("."), each.name
            assert "  " not in each.help, each.name
            assert len(each.help) <= 200, each.name
            # A label is what a person would say: words, not a name run together.
            assert not re.search("[a-z][A-Z]", each.label), each.name


def test_no_field_stands_twice_in_a_year():
    for year in READABLE_YEARS:
        for entity in schema(year).entities.values():
            names = [f.name for f in entity.fields]
            # Names that differ in capitals alone would be one column to Spark.
            assert len({name.lower() for name in names}) == len(names), (year, entity.name)
            assert not {e.name for e in schema(year).children(entity.name)} & set(names)


@pytest.mark.parametrize("year", EARLIER_YEARS)
def test_earlier_years_have_what_has_left(year: str):
    of_year = schema(year)
    delivery = [f.name for f in of_year.entities["LearningDelivery"].fields]
    assert delivery[delivery.index("ProgType") :][:4] == [
        "ProgType",
        "FworkCode",
        "PwayCode",
        "StdCode",
    ]
    assert delivery.index("EmpOutcome") == delivery.index("CompStatus") - 1
    assert of_year.path("DPOutcome") == ("Message", "LearnerDestinationandProgression", "DPOutcome")
    assert of_year.keys("ContactPreference") == ("learner",)
    assert of_year.field("CollectionDetails", "Year").values == ()


def test_what_has_left_is_not_in_the_open_years():
    gone = {"ContactPreference", "LearnerDestinationandProgression", "DPOutcome"}
    for year in OPEN_YEARS:
        assert not gone & set(schema(year).entities)
        for entity, field in [
            ("LearningDelivery", "FworkCode"),
            ("LearningDelivery", "EmpOutcome"),
            ("Learner", "PriorAttain"),
            ("LearningDeliveryHE", "DOMICILE"),
        ]:
            with pytest.raises(KeyError, match="not collected"):
                schema(year).field(entity, field)


def test_prior_attainment_was_a_field_and_became_an_entity():
    assert schema("2021").field("Learner", "PriorAttain").total_digits == 2
    assert "PriorAttain" not in schema("2021").entities
    assert "PriorAttain" in schema("2122").entities
    spelt = {
        year: [f.name for f in schema(year).entities["LearningDelivery"].fields if "OTJ" in f.name]
        for year in ("2021", "2122", "2526", "2627")
    }
    assert spelt == {
        "2021": ["OTJActhours"],
        "2122": ["OTJActHours"],
        "2526": ["OTJActHours"],
        "2627": [],
    }


def test_learner_tables_come_parents_first():
    for year in READABLE_YEARS:
        names = [e.name for e in schema(year).learner_entities()]
        assert names[0] == "Learner"
        for entity in schema(year).learner_entities()[1:]:
            assert entity.parent in names[: names.index(entity.name)]
        assert "DPOutcome" not in names
