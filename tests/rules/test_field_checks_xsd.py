"""A file is valid by DfE's XSD if and only if it has no finding of the field checks."""

import copy
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests import messages
from tests.rules import oracle

from openilr.ilr.schema import schema
from openilr.ilr.xml.read import read
from openilr.rules.field_checks.batch import check_fields, check_header, check_shape
from openilr.rules.field_checks.single import check_learner

YEARS = ("2526", "2627")


def faulty_learners(year, learners):
    """The numbers of the learners that have a finding, read and checked as one file."""
    root = oracle.root_of(year)
    oracle.learner_in(root).getparent().remove(oracle.learner_in(root))
    root.extend(copy.deepcopy(learner) for learner in learners)
    message = read(etree.tostring(root, encoding="utf-8"))
    assert message["Learner"].height == len(learners)
    findings = check_fields(message)
    assert findings["learner"].null_count() == 0
    return set(findings["learner"].to_list())


@pytest.mark.parametrize("year", YEARS)
def test_every_text_of_every_field_of_a_learner(year, reference_dir):
    root = oracle.root_of(year)
    of_year = schema(year)
    judged, texts = [], []
    for entity in of_year.learner_entities():
        for field in entity.fields:
            (element,) = root.iter(f"{{{of_year.namespace}}}{field.name}")
            if etree.QName(element.getparent()).localname != entity.name:
                continue
            was = element.text
            for text in dict.fromkeys(oracle.texts_to_try(field)):
                element.text = text
                is_valid = oracle.valid(reference_dir, year, root)
                judged.append((field.name, text, is_valid))
                texts.append(copy.deepcopy(oracle.learner_in(root)))
            element.text = was
    faulty = faulty_learners(year, texts)
    wrong = [case for n, case in enumerate(judged) if case[2] == (n in faulty)]
    assert wrong == []
    assert len(judged) > 5_000


@pytest.mark.parametrize("year", YEARS)
def test_every_way_of_breaking_the_shape_of_a_learner(year, reference_dir):
    root = oracle.root_of(year)
    place = list(root).index(oracle.learner_in(root))
    judged, learners = [], []
    for name, learner in oracle.shapes_to_try(year, oracle.learner_in(root)):
        whole = copy.deepcopy(root)
        whole[place] = copy.deepcopy(learner)
        judged.append((name, oracle.valid(reference_dir, year, whole)))
        learners.append(learner)
    faulty = faulty_learners(year, learners)
    wrong = [case for n, case in enumerate(judged) if case[1] == (n in faulty)]
    assert wrong == []
    assert len(judged) > 1_000


@pytest.mark.parametrize("year", YEARS)
def test_too_many_records(year, reference_dir):
    of_year = schema(year)
    for entity in of_year.learner_entities():
        if entity.max_occurs is None:
            continue
        for count in (0, entity.max_occurs, entity.max_occurs + 1):
            root = oracle.root_of(year)
            (element,) = root.iter(f"{{{of_year.namespace}}}{entity.name}")
            for _ in range(count - 1):
                element.addnext(copy.deepcopy(element))
            if not count:
                element.getparent().remove(element)
            is_valid = oracle.valid(reference_dir, year, root)
            findings = check_fields(read(etree.tostring(root, encoding="utf-8")))
            assert is_valid == (count <= entity.max_occurs) == (findings.height == 0)


@pytest.mark.parametrize("year", YEARS)
def test_every_text_of_every_field_of_the_header(year, reference_dir):
    root = with_source_files(year)
    of_year = schema(year)
    wrong = []
    for entity in ("CollectionDetails", "Source", "SourceFile", "LearningProvider"):
        for field in of_year.entities[entity].fields:
            (element,) = (
                e
                for e in root.iter(f"{{{of_year.namespace}}}{field.name}")
                if etree.QName(e.getparent()).localname == entity
            )
            was = element.text
            texts = [t for t in dict.fromkeys(oracle.texts_to_try(field)) if len(t) != 1 or t < "5"]
            for text in random.Random(entity + field.name).sample(texts, 20):
                element.text = text
                is_valid = oracle.valid(reference_dir, year, root)
                found = found_around_learners(root)
                if is_valid != (not found):
                    wrong.append((entity, field.name, text, is_valid, found))
            element.text = was
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_every_way_of_breaking_the_shape_around_learners(year, reference_dir):
    root = with_source_files(year)
    space = schema(year).namespace
    learner = oracle.learner_in(root)
    within = set(learner.iter(etree.Element)) - {learner}
    wrong = []
    for element in root.iter(etree.Element):
        if element is root or element in within:
            continue
        path = root.getroottree().getpath(element)
        for name, change in oracle.SHAPES.items():
            tree = copy.deepcopy(root.getroottree())
            (same,) = tree.xpath(path)
            change(same, space)
            is_valid = oracle.valid(reference_dir, year, tree.getroot())
            found = found_around_learners(tree.getroot())
            if is_valid != (not found):
                wrong.append((name, path, is_valid, found))
    assert wrong == []


def found_around_learners(root):
    """What is found in a file of clean learners."""
    message = read(etree.tostring(root, encoding="utf-8"))
    header = check_header(message, learners=message["Learner"].height)
    return [*header["message"], *check_shape(message)["message"]]


def with_source_files(year):
    learner = messages.full_learner(year)
    for entity in schema(year).children("Learner"):
        if not entity.min_occurs:
            del learner[entity.name]
    root = etree.fromstring(messages.xml_of(year, [learner]))
    space = schema(year).namespace
    (source,) = root.iter(f"{{{space}}}Source")
    for name in ("SoftwareSupplier", "SoftwarePackage", "Release"):
        (serial,) = source.iter(f"{{{space}}}SerialNo")
        new = etree.Element(f"{{{space}}}{name}")
        new.text = "A"
        serial.addprevious(new)
    for name in ("ReferenceData", "ComponentSetVersion"):
        etree.SubElement(source, f"{{{space}}}{name}").text = "A"
    files = etree.Element(f"{{{space}}}SourceFiles")
    file = etree.SubElement(files, f"{{{space}}}SourceFile")
    for field in schema(year).entities["SourceFile"].fields:
        text = {"SerialNo": "1", "DateTime": "2025-09-01T12:00:00"}.get(field.name)
        etree.SubElement(file, f"{{{space}}}{field.name}").text = text or messages.sample(field)
    root.insert(1, files)
    return root


@pytest.mark.parametrize("year", YEARS)
def test_a_file_without_learners(year, reference_dir):
    root = oracle.root_of(year)
    root.remove(oracle.learner_in(root))
    assert not oracle.valid(reference_dir, year, root)
    findings = check_fields(read(etree.tostring(root, encoding="utf-8")))
    assert findings["rule"].to_list() == ["OpenILR_Learner_EO"]


@pytest.mark.parametrize("year", YEARS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mutations_together(year, data, reference_dir):
    root = oracle.root_of(year)
    of_year = schema(year)
    for _ in range(data.draw(st.integers(0, 3))):
        elements = list(oracle.learner_in(root).iter(etree.Element))[1:]
        element = data.draw(st.sampled_from(elements))
        name = etree.QName(element).localname
        above = etree.QName(element.getparent()).localname
        fields = {f.name: f for f in of_year.entities[above].fields} if above in FIELDS else {}
        if name in fields and data.draw(st.booleans()):
            element.text = data.draw(
                messages.field_texts(fields[name])
                | st.sampled_from(list(oracle.texts_to_try(fields[name])))
            )
        else:
            oracle.SHAPES[data.draw(st.sampled_from(list(oracle.SHAPES)))](
                element, of_year.namespace
            )
    findings = check_fields(read(etree.tostring(root, encoding="utf-8")))
    assert oracle.valid(reference_dir, year, root) == (findings.height == 0)


FIELDS = frozenset(e.name for e in schema("2627").learner_entities())


@pytest.mark.parametrize("year", YEARS)
def test_the_screen_judges_as_the_schema_does(year, reference_dir):
    learner = messages.full_learner(year)
    assert check_learner(learner, year) == []
    root = etree.fromstring(messages.xml_of(year, [learner]))
    assert oracle.valid(reference_dir, year, root)
