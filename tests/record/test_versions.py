"""The chain of a record's versions: what breaks it, and that erasure does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openilr.record.document import Document, set_field
from openilr.record.versions import (
    Fault,
    Source,
    Version,
    canonical,
    digest,
    erased,
    hash_of,
    next_version,
    verify,
)
from tests.record.made import aim, record

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def documents() -> list[Document]:
    first = record(aim(), FamilyName="Smith")
    second = set_field(first, "a", "LearnPlanEndDate", "2027-05-01")
    return [first, second, set_field(second, "learner", "FamilyName", "Jones")]


def chain() -> list[Version]:
    versions: list[Version] = []
    for n, document in enumerate(documents()):
        versions.append(
            next_version(
                versions[-1] if versions else None,
                document,
                made_by="7",
                authorised_by="9" if n else None,
                reason="because",
                source=Source.SCREEN,
                source_detail="aim",
                tracker=None,
                at=AT + timedelta(minutes=n),
            )
        )
    return versions


def faults(versions: list[Version]) -> list[tuple[int, Fault]]:
    return [(b.number, b.fault) for b in verify(versions)]


def test_versions_follow_each_other_with_their_changes():
    versions = chain()
    assert [v.number for v in versions] == [1, 2, 3]
    assert [v.previous_hash for v in versions] == ["", versions[0].hash, versions[1].hash]
    assert versions[2].changes is not None
    assert [(c.field, c.old, c.new) for c in versions[2].changes] == [
        ("FamilyName", "Smith", "Jones")
    ]
    assert verify(versions) == []


def test_a_chain_without_versions_holds():
    assert verify([]) == []


def test_erased_versions_keep_the_chain_and_lose_the_data():
    versions = [erased(v) for v in chain()]
    assert verify(versions) == []
    assert all(v.is_erased for v in versions)
    assert "Smith" not in repr(versions)
    assert verify([versions[0], *chain()[1:]]) == []


def test_an_erased_record_has_no_next_version():
    with pytest.raises(ValueError, match="erased"):
        next_version(erased(chain()[-1]), documents()[0], made_by="7", at=AT, source=Source.API)


def test_a_version_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        next_version(
            None, documents()[0], made_by="7", at=AT.replace(tzinfo=None), source=Source.API
        )


def test_a_changed_document_is_found_where_it_stands():
    versions = chain()
    forged = set_field(versions[1].document or {}, "a", "StdCode", 1)
    versions[1] = replace(versions[1], document=forged)
    assert faults(versions) == [(2, Fault.DOCUMENT)]


def test_a_changed_document_with_its_hash_put_right_is_found_in_the_next_version_at_the_latest():
    versions = chain()
    forged = set_field(versions[1].document or {}, "a", "StdCode", 1)
    with_hash = replace(versions[1], document=forged, document_hash=digest(forged))
    assert faults([versions[0], with_hash, versions[2]]) == [(2, Fault.CONTENT)]
    whole = replace(with_hash, hash=hash_of(with_hash))
    assert faults([versions[0], whole, versions[2]]) == [(3, Fault.PREVIOUS)]


@pytest.mark.parametrize(
    "change",
    [
        {"made_by": "8"},
        {"authorised_by": None},
        {"reason": "another"},
        {"source": Source.IMPORT},
        {"source_detail": "x"},
        {"tracker": "5"},
        {"at": AT - timedelta(days=1)},
        {"changes_hash": "0" * 64},
        {"document_hash": "0" * 64},
    ],
)
def test_whatever_else_was_changed_is_found(change):
    versions = [erased(v) for v in chain()]
    versions[1] = replace(versions[1], **change)
    assert faults(versions) == [(2, Fault.CONTENT)]


def test_changed_changes_are_found():
    versions = chain()
    versions[2] = replace(versions[2], changes=())
    assert faults(versions) == [(3, Fault.CHANGES)]


def test_a_missing_version_is_found_as_a_gap():
    versions = chain()
    breaks = verify([versions[0], versions[2]])
    assert [(b.number, b.fault) for b in breaks] == [(3, Fault.NUMBER), (3, Fault.PREVIOUS)]
    assert "where version 2 should be" in breaks[0].message


def test_turned_versions_are_found():
    versions = chain()
    assert faults([versions[1], versions[0], versions[2]])[0] == (2, Fault.NUMBER)


def test_the_same_moment_in_another_time_zone_is_the_same_version():
    version = chain()[0]
    moved = replace(version, at=version.at.astimezone(timezone(timedelta(hours=1))))
    assert verify([moved]) == []


def test_the_hashed_form_does_not_depend_on_key_order_or_on_how_an_accent_is_made():
    assert canonical({"b": 1, "a": ["é"]}) == canonical({"a": ["e\u0301"], "b": 1})
    assert canonical({"a": 1}) != canonical({"a": "1"})
    with pytest.raises(TypeError, match="float"):
        canonical({"a": 1.5})


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.booleans(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=3), below),
    max_leaves=8,
)


@settings(deadline=None)
@given(one=JSON, other=JSON)
def test_two_values_have_one_hash_only_if_they_say_the_same(one, other):
    assert (digest(one) == digest(other)) == (canonical(one) == canonical(other))
