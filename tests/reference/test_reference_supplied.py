"""The tables of one run, and the rows chosen from them."""

import pickle
from datetime import date
from multiprocessing import get_context

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openilr.errors import ReferenceDataMissing
from openilr.reference import NO_TABLES, Tables, tables_for
from openilr.reference.dated import as_at as row_as_at
from openilr.reference.lookups import as_at, flags, has_row, latest
from openilr.reference.overrides import overrides_of
from openilr.reference.tables import TABLES

ANNUAL = TABLES["lars_annual_value"]


def tables(**data: list[dict[str, object]]) -> Tables:
    return tables_for(None, overrides_of(data))


def test_a_table_that_is_not_there_says_how_to_get_it():
    assert not NO_TABLES.supplied("lars_validity")
    assert NO_TABLES.missing(["lars_validity", "uln"]) == ("lars_validity", "uln")
    for ask in (NO_TABLES.frame, NO_TABLES.rows, NO_TABLES.find):
        with pytest.raises(
            ReferenceDataMissing, match="lars_validity .* Download the LARS CSV zip"
        ):
            ask("lars_validity")
    with pytest.raises(KeyError):
        NO_TABLES.supplied("lars_validty")


def test_an_optional_table_that_is_not_there_has_no_rows():
    assert TABLES["lars_category_list"].optional
    assert not NO_TABLES.supplied("lars_category_list")
    frame = NO_TABLES.frame("lars_category_list")
    assert frame.columns == list(TABLES["lars_category_list"].names)
    assert frame.is_empty()
    assert NO_TABLES.find("lars_category_list", 20) == ()
    assert not NO_TABLES.rows("lars_category_list", ("ParentCategoryRef",)).all()


def test_rows_are_found_by_the_first_key_or_more():
    found = tables(
        lars_validity=[
            {"LearnAimRef": a, "ValidityCategory": c, "StartDate": s}
            for a in ("A", "B", "C")
            for c in ("ANY", "ADULT_SKILLS")
            for s in ("2015-08-01", "2020-08-01")
        ],
        campus=[],
    )
    assert len(found.find("lars_validity", "B")) == 4
    assert [r["StartDate"].year for r in found.find("lars_validity", "B", "ANY")] == [2015, 2020]
    for key in (("D",), ("B", "NONE"), (None,), ("B", None), ("",)):
        assert found.find("lars_validity", *key) == ()
    assert found.find("campus", "X") == ()
    assert found.rows("lars_validity").has("C", "ADULT_SKILLS")
    assert not found.rows("lars_validity").has("C", "NONE")
    assert len(found.rows("lars_validity")) == 12


def test_only_the_columns_asked_for_are_held():
    found = tables(organisations=[{"UKPRN": 10000001, "Name": "A", "LegalOrgType": "PLBG"}])
    assert found.find("organisations", 10000001, columns=("LegalOrgType",)) == (
        {"UKPRN": 10000001, "LegalOrgType": "PLBG"},
    )
    assert "Name" in found.find("organisations", 10000001)[0]
    with pytest.raises(KeyError, match="has no column LegalOrg"):
        found.rows("organisations", ("LegalOrg",))


def test_rows_without_a_key_in_a_list_of_codes_are_never_found():
    found = tables(
        lars_standard_aims=[
            {"StandardCode": 1, "LearnAimRef": None},
            {"StandardCode": 1, "LearnAimRef": "A"},
            {"StandardCode": 2, "LearnAimRef": "B"},
            {"StandardCode": None, "LearnAimRef": "C"},
        ]
    )
    assert len(found.find("lars_standard_aims", 1)) == 2
    assert len(found.find("lars_standard_aims", 1, "A")) == 1
    assert found.find("lars_standard_aims", 1, "Z") == ()
    assert len(found.find("lars_standard_aims", 2, "B")) == 1


@given(st.lists(st.tuples(st.sampled_from("aAé_Z9"), st.integers(0, 3)), max_size=30))
def test_finding_gives_what_filtering_gives(pairs: list[tuple[str, int]]):
    data = [{"LearnAimRef": a, "CategoryRef": c} for a, c in pairs]
    found = tables(lars_category=data)
    frame = found.frame("lars_category")
    for aim in "aAé_Z9":
        assert found.find("lars_category", aim) == tuple(
            frame.filter(pl.col("LearnAimRef") == aim).to_dicts()
        )
        for category in range(4):
            at = (pl.col("LearnAimRef") == aim) & (pl.col("CategoryRef") == category)
            assert found.find("lars_category", aim, category) == tuple(frame.filter(at).to_dicts())


def in_a_worker(given_tables: Tables) -> tuple[int, str, int]:
    (row,) = given_tables.find("uln", 1000000019)
    return row["ULN"], given_tables.releases["uln"], given_tables.frame("uln").height


def test_tables_travel_to_a_spawned_worker():
    sent = tables(uln=[{"ULN": 1000000019}, {"ULN": 1000000027}])
    with get_context("spawn").Pool(1) as pool:
        assert pool.apply(in_a_worker, (sent,)) == (1000000019, sent.releases["uln"], 2)
    again = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(sent))))
    assert again.frame("uln").equals(sent.frame("uln"))


def test_the_same_rows_have_the_same_release_whatever_their_order():
    rows: list[dict[str, object]] = [{"ULN": 1000000019}, {"ULN": 1000000027}]
    assert tables(uln=rows).releases == tables(uln=rows[::-1]).releases
    assert tables(uln=rows).releases != tables(uln=rows[:1]).releases


# ---------------------------------------------------------------------------------- valid on a day

DAYS = [None, *(date(2026, 8, d) for d in range(1, 6))]


def annual(rows: list[tuple[str, date | None, date | None]]) -> Tables:
    return tables(
        lars_annual_value=[
            {"LearnAimRef": a, "EffectiveFrom": f, "EffectiveTo": t, "BasicSkillsType": n}
            for n, (a, f, t) in enumerate(rows)
        ]
    )


def test_both_ends_of_a_row_are_included_and_an_empty_end_is_open():
    found = annual([("A", date(2026, 8, 2), date(2026, 8, 3)), ("A", date(2026, 8, 5), None)])
    left = pl.DataFrame({"ref": ["A"] * 5, "day": DAYS[1:]})
    got = as_at(
        left,
        found.frame(ANNUAL.name),
        ANNUAL,
        on={"ref": "LearnAimRef"},
        day="day",
        columns={"BasicSkillsType": "kind"},
    )
    assert got["kind"].to_list() == [None, 0, 0, None, 1]


@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from(DAYS), st.sampled_from(DAYS)), max_size=8
    ),
    st.lists(st.tuples(st.sampled_from(["A", "B", "C", None]), st.sampled_from(DAYS)), max_size=8),
)
def test_many_rows_and_one_row_choose_the_same(
    rows: list[tuple[str, date | None, date | None]],
    asked: list[tuple[str | None, date | None]],
):
    found = annual(rows)
    schema = {"ref": pl.String, "day": pl.Date}
    left = pl.DataFrame(asked, schema=schema, orient="row")
    many = as_at(
        left,
        found.frame(ANNUAL.name),
        ANNUAL,
        on={"ref": "LearnAimRef"},
        day="day",
        columns={"BasicSkillsType": "kind", "EffectiveFrom": "since"},
    )
    assert many.select(left.columns).equals(left)
    one = [row_as_at(found.find(ANNUAL.name, ref), ANNUAL, day) for ref, day in asked]
    assert many["kind"].to_list() == [row and row["BasicSkillsType"] for row in one]
    assert many["since"].to_list() == [row and row["EffectiveFrom"] for row in one]


def test_the_latest_row_is_one_for_each_key():
    found = annual(
        [("A", date(2026, 8, 2), None), ("A", date(2026, 8, 1), None), ("B", None, None)]
    )
    chosen = latest(found.frame(ANNUAL.name), ANNUAL, ["LearnAimRef"]).sort("LearnAimRef")
    assert chosen["BasicSkillsType"].to_list() == [0, 2]


def test_a_row_is_there_not_there_or_not_known():
    found = tables(devolved_postcodes=[{"Postcode": "CV1 2WT", "SourceOfFunding": "110"}] * 2)
    left = pl.DataFrame({"p": ["CV1 2WT", "B1 1AA", None], "sof": ["110", "110", "110"]})
    frame = found.frame("devolved_postcodes")
    assert has_row(left, frame, on={"p": "Postcode"}).to_list() == [True, False, None]
    both = has_row(left, frame, on={"p": "Postcode", "sof": "SourceOfFunding"})
    assert both.to_list() == [True, False, None]


def test_categories_become_one_row_an_aim():
    found = tables(
        lars_category=[
            {"LearnAimRef": a, "CategoryRef": c} for a, c in (("A", 37), ("A", 45), ("B", 38))
        ]
    )
    reduced = flags(
        found.frame("lars_category"),
        key="LearnAimRef",
        column="CategoryRef",
        values={37: "level_2", 38: "level_3"},
    )
    assert reduced.sort("LearnAimRef").rows() == [("A", True, False), ("B", False, True)]


def test_a_table_without_dates_has_no_row_on_a_day():
    with pytest.raises(ValueError, match="uln has no dates"):
        row_as_at([{"ULN": 1}], TABLES["uln"], date(2026, 8, 1))
