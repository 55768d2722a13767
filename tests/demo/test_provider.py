"""The invented provider: the same for the same seed, valid, and of every kind."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from lxml import etree

from openilr.demo.mix import kinds
from openilr.demo.provider import Demo, file_name, make, stream, write_demo, write_example
from openilr.errors import EngineError
from openilr.ilr import identifiers
from openilr.ilr.dates import august_31
from openilr.ilr.xml.write import write_message, write_messages
from openilr.ilr.years import OPEN_YEARS, first_day, last_day

XSD = {"2526": "ilr-2025-26.xsd", "2627": "ilr-2026-27-reconstructed.xsd"}


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_the_same_seed_gives_the_same_file_byte_for_byte(tmp_path: Path, year: str) -> None:
    for name in ("a", "b"):
        write_demo(tmp_path / name, 60, year, seed=7, faults=0.2)
    write_demo(tmp_path / "c", 60, year, seed=8, faults=0.2)
    first, second, other = ((tmp_path / n).read_bytes() for n in "abc")
    assert first == second
    assert first != other


def test_batches_are_the_whole_message_in_parts() -> None:
    whole = make(250, faults=0.2)
    parts = list(stream(250, faults=0.2, batch=100))
    assert [p.message["Learner"].height for p in parts] == [100, 100, 50]
    for entity, frame in whole.message.frames.items():
        assert pl.concat([p.message[entity] for p in parts]).equals(frame), entity
    assert sum((p.planted for p in parts), ()) == whole.planted
    assert [p.message.header for p in parts] == [whole.message.header] * 3


def test_a_file_written_in_batches_is_the_file_written_whole(tmp_path: Path) -> None:
    whole = make(90, faults=0.3).message
    write_message(whole, tmp_path / "whole.xml")
    parts = (d.message for d in stream(90, faults=0.3, batch=37))
    write_messages(parts, tmp_path / "parts.xml")
    assert (tmp_path / "parts.xml").read_bytes() == (tmp_path / "whole.xml").read_bytes()


def test_a_small_file_is_the_beginning_of_a_large_one() -> None:
    small, large = make(40), make(90)
    for entity, frame in small.message.frames.items():
        assert large.message[entity].head(frame.height).equals(frame), entity


@pytest.mark.parametrize("year", OPEN_YEARS)
def test_valid_by_the_schema(tmp_path: Path, reference_dir: Path, year: str) -> None:
    write_demo(tmp_path / "demo.xml", 1200, year)
    xsd = etree.XMLSchema(etree.parse(reference_dir / XSD[year]))
    xsd.assertValid(etree.parse(tmp_path / "demo.xml"))


@pytest.mark.parametrize(
    ("year", "as_at"),
    [("2526", first_day("2526")), ("2526", date(2026, 10, 15)), ("2627", first_day("2627"))]
    + [("2627", last_day("2627"))],
)
def test_valid_on_other_days_of_the_year(
    tmp_path: Path, reference_dir: Path, year: str, as_at: date
) -> None:
    write_demo(tmp_path / "demo.xml", 300, year, as_at=as_at)
    xsd = etree.XMLSchema(etree.parse(reference_dir / XSD[year]))
    xsd.assertValid(etree.parse(tmp_path / "demo.xml"))


def test_three_hundred_learners_show_every_kind() -> None:
    for year in OPEN_YEARS:
        found = make(300, year=year).kinds
        assert set(found.values()) == set(kinds(year)), year
        apprentices = sum("apprentice" in k and "unit" not in k for k in found.values())
        assert 0.65 < apprentices / 300 < 0.75


def test_units_are_of_2026_27_alone() -> None:
    models = {y: set(make(300, year=y).message["LearningDelivery"]["FundModel"]) for y in XSD}
    assert models["2627"] - models["2526"] == {39}
    assert models["2526"] == {11, 25, 36, 37, 38, 99}


def test_identifiers_are_well_formed_and_different(demo: Demo) -> None:
    learners = demo.message["Learner"]
    assert all(identifiers.is_uln(u) for u in learners["ULN"])
    assert learners["ULN"].is_unique().all()
    assert learners["LearnRefNumber"].is_unique().all()
    assert all(identifiers.is_ni_number(n) for n in learners["NINumber"].drop_nulls())
    for name in ("Postcode", "PostcodePrior"):
        assert all(identifiers.is_postcode(p) for p in learners[name])
    employers = demo.message["LearnerEmploymentStatus"]["EmpId"].drop_nulls()
    assert all(identifiers.is_employer_id(e) for e in employers)
    aims = demo.message["LearningDelivery"]["SWSupAimId"]
    assert all(identifiers.is_uuid(a) for a in aims)
    assert aims.is_unique().all()


def test_ulns_stay_different_in_a_million_learners() -> None:
    from openilr.demo.people import uln

    numbers = [*range(30_000), *range(990_000, 1_020_000)]
    assert len({uln(5, n) for n in numbers}) == len(numbers)


def test_names_carry_accents_and_e_mail_addresses_do_not(demo: Demo) -> None:
    learners = demo.message["Learner"]
    assert any(not n.isascii() for n in learners["FamilyName"])
    assert all(e.isascii() and e.endswith("@example.com") for e in learners["Email"])


def test_the_spread_of_an_apprenticeship_provider(demo: Demo) -> None:
    aims = demo.message["LearningDelivery"]
    programmes = aims.filter(pl.col("AimType") == 1, pl.col("FundModel") == 36)
    assert set(programmes["CompStatus"]) == {1, 2, 3, 6}
    assert {1, 3, 8} <= set(programmes["Outcome"])
    assert {"PA", "ME", "DS", "FL"} <= set(programmes["OutGrade"])
    assert programmes["OrigLearnStartDate"].drop_nulls().len() > 20
    money = demo.message["AppFinRecord"].select("AFinType", "AFinCode").unique().rows()
    expected = {("TNP", 1), ("TNP", 2), ("TNP", 3), ("TNP", 4), ("PMR", 1)}
    assert set(money) == expected | ({("RIP", 1)} if demo.message.year >= "2627" else set())
    fams = set(demo.message["LearningDeliveryFAM"]["LearnDelFAMType"])
    assert fams == {
        *("SOF", "ACT", "RES", "LSF", "LDM", "EEF", "FFI", "ACL", "ADL", "ALB", "EVI"),
    }
    ages = programmes.join(demo.message["Learner"], on="learner").select(
        (pl.col("LearnStartDate") - pl.col("DateOfBirth")).dt.total_days() / 365.25
    )
    assert ages.to_series().is_between(16, 19).any()
    assert ages.to_series().is_between(19, 25).any()
    assert (ages.to_series() > 40).any()
    assert set(demo.message["LearnerEmploymentStatus"]["EmpStat"]) == {10, 11, 12}


def test_hours_are_recorded_in_the_form_of_the_year() -> None:
    earlier, later = (make(300, year=y).message for y in OPEN_YEARS)
    assert earlier["LearningDelivery"]["PHours"].drop_nulls().len() > 150
    assert earlier["LearningDelivery"]["OTJActHours"].drop_nulls().len() > 20
    assert set(later["HRSRecord"]["HRSCode"]) == {1, 2, 3, 4, 5, 6}
    assert later["LearnerEmploymentStatus"]["AgreemId"].drop_nulls().len() > 150


def test_nothing_happens_after_the_day_of_the_file(demo: Demo) -> None:
    day = demo.message.header.FilePreparationDate
    aims = demo.message["LearningDelivery"]
    for name in ("LearnStartDate", "LearnActEndDate", "AchDate"):
        assert aims[name].max() <= day, name
    assert demo.message["AppFinRecord"]["AFinDate"].max() <= day
    assert demo.message["PriorAttain"]["DateLevelApp"].max() <= day


def test_learners_are_of_an_age_that_their_funding_allows(demo: Demo) -> None:
    year = demo.message.year
    aims = demo.message["LearningDelivery"].join(
        demo.message["Learner"].select("learner", "DateOfBirth"), on="learner"
    )
    turned_19 = pl.col("DateOfBirth").dt.offset_by("19y") <= august_31(year)
    adults = aims.filter(pl.col("FundModel").is_in([37, 38, 39]))
    assert adults.filter(~turned_19).is_empty()
    turned_25 = pl.col("DateOfBirth").dt.offset_by("25y") <= pl.col("LearnStartDate")
    foundation = aims.filter(pl.col("StdCode").is_between(9700, 9799), pl.col("AimType") == 1)
    assert not foundation.is_empty()
    assert foundation.filter(turned_25).is_empty()


def test_a_year_or_day_that_does_not_suit_is_refused() -> None:
    with pytest.raises(EngineError, match="2526 and 2627"):
        make(1, year="2425")
    with pytest.raises(EngineError, match="2026-27"):
        make(1, year="2627", as_at=date(2026, 7, 31))
    with pytest.raises(EngineError, match="at least one"):
        make(0)
    with pytest.raises(EngineError, match="0 to 1"):
        make(1, faults=1.5)


def test_the_name_of_the_file() -> None:
    assert file_name("2627") == "ILR-90000117-2627-20261120-090000-01.XML"


def test_the_example_for_the_manual(tmp_path: Path) -> None:
    file, data = write_example(tmp_path)
    assert file.read_bytes().count(b"<LearnRefNumber>") == 20
    assert '"lars_standard"' in data.read_text(encoding="utf-8")
