"""Loading files into the store: what is recognised, what is refused, and what stays in force."""

import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from made_lars import AIM, ROWS, lars_files, lars_zip, table_csv

from openilr.errors import ReferenceDataRefused
from openilr.reference import tables_for
from openilr.reference.store import (
    Release,
    current,
    holdings,
    list_releases,
    load,
    put_in_force,
    remove,
)
from openilr.reference.tables import TABLES

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def written(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def loaded(store: Path, path: Path, when: datetime = NOW) -> Release:
    (release,) = load(store, path, loaded_at=when)
    return release


def refusal(store: Path, path: Path) -> str:
    with pytest.raises(ReferenceDataRefused) as refused:
        load(store, path, loaded_at=LATER)
    return str(refused.value)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# ------------------------------------------------------------------------------------------ LARS


def test_the_lars_zip_is_loaded_with_its_release(store: Path, tmp_path: Path):
    release = loaded(store, lars_zip(tmp_path / "published_012.Zip"))
    assert (release.set, release.version, release.dated) == ("lars", "12.0.1", date(2026, 9, 24))
    assert release.id == f"12.0.1-2026-09-24-{release.sha256[:8]}"
    assert release.file == "published_012.Zip"
    assert release.rows["lars_learning_delivery"] == 2
    assert release.loaded_at == NOW
    assert release.in_force
    tables = tables_for(store)
    assert tables.releases == {"lars": release.id}
    (aim,) = tables.find("lars_learning_delivery", AIM)
    assert aim["LearnAimRefTitle"] == 'An aim, with a comma, a "quote"\nand two lines'
    assert aim["SectorSubjectAreaTier2"] == Decimal("5.2")
    assert aim["FrameworkCommonComponent"] == -2
    assert tables.find("lars_annual_value", AIM)[0]["BasicSkillsType"] == 1
    assert [r["ValidityCategory"] for r in tables.find("lars_validity", AIM)] == [
        "ANY",
        "TAILORED_LEARNING",
    ]
    assert tables.find("lars_validity", AIM, "ANY")[0]["StartDate"] == date(2015, 8, 1)
    assert "Created_On" not in tables.frame("lars_validity").columns


def test_the_files_may_stand_in_a_folder_of_the_zip_in_any_case(store: Path, tmp_path: Path):
    files = {f"CSV/{name.upper()}": data for name, data in lars_files().items()}
    assert loaded(store, lars_zip(tmp_path / "lars.zip", files)).rows["lars_validity"] == 2


def test_what_the_download_has_beside_the_declared_columns_is_reported(store: Path, tmp_path: Path):
    files = lars_files()
    files["Standard.csv"] = b"NewColumn," + files["Standard.csv"].replace(
        b"\r\n9001", b"\r\nx,9001"
    )
    files["BrandNew.csv"] = b"A,B\r\n1,2\r\n"
    notes = " ".join(loaded(store, lars_zip(tmp_path / "lars.zip", files)).notes)
    assert "Standard.csv: left out NewColumn" in notes
    assert "files left out: BrandNew.csv" in notes
    assert "not in the download: A2LevelIndicator.csv" in notes


def test_a_missing_column_is_refused_by_name(store: Path, tmp_path: Path):
    files = lars_files()
    table = TABLES["lars_standard"]
    files["Standard.csv"] = table_csv(table, ROWS["Standard.csv"], without="LastDateStarts")
    said = refusal(store, lars_zip(tmp_path / "lars.zip", files))
    assert "Standard.csv of lars.zip, line 1: the column LastDateStarts is missing" in said


def test_a_missing_file_is_refused_by_name_unless_it_is_a_lesser_one(store: Path, tmp_path: Path):
    files = lars_files()
    del files["Validity.csv"], files["StandardValidity.csv"]
    said = refusal(store, lars_zip(tmp_path / "lars.zip", files))
    assert "does not hold StandardValidity.csv, Validity.csv" in said


def test_a_bad_value_is_refused_with_its_line_and_the_old_release_stays(
    store: Path, tmp_path: Path
):
    good = loaded(store, lars_zip(tmp_path / "good.zip"))
    before = everything(store)
    files = lars_files()
    # the title of the second aim takes two lines, so the third aim stands on line 5
    table = TABLES["lars_learning_delivery"]
    bad = {"LearnAimRef": "9900002M", "EffectiveFrom": "2026-13-01"}
    files["LearningDelivery.csv"] = table_csv(table, [*ROWS["LearningDelivery.csv"], bad])
    said = refusal(store, lars_zip(tmp_path / "bad.zip", files))
    assert said == (
        "LearningDelivery.csv of bad.zip, line 5: EffectiveFrom '2026-13-01' is not a date. "
        "Nothing of this file was loaded."
    )
    assert everything(store) == before
    assert current(store)["lars"].id == good.id


def test_an_aim_that_stands_twice_is_refused(store: Path, tmp_path: Path):
    files = lars_files()
    again = [*ROWS["LearningDelivery.csv"], {"LearnAimRef": AIM, "NotionalNVQLevelv2": "4"}]
    files["LearningDelivery.csv"] = table_csv(TABLES["lars_learning_delivery"], again)
    said = refusal(store, lars_zip(tmp_path / "lars.zip", files))
    assert f"line 5: LearnAimRef '{AIM}' is given again with other values (first on line 3)" in said


def test_what_is_not_a_whole_zip_is_refused(store: Path, tmp_path: Path):
    assert "this is not a zip file" in refusal(store, written(tmp_path, "a.zip", b"not a zip"))
    whole = lars_zip(tmp_path / "whole.zip").read_bytes()
    assert "is not whole" in refusal(store, written(tmp_path, "cut.zip", whole[: len(whole) // 2]))
    at = whole.index(b"LearningDelivery.csv") + 40
    spoilt = whole[:at] + bytes(b ^ 0xFF for b in whole[at : at + 20]) + whole[at + 20 :]
    said = refusal(store, written(tmp_path, "spoilt.zip", spoilt))
    assert "LearningDelivery.csv in it is damaged" in said
    assert not store.exists()


def test_a_zip_of_something_else_is_refused(store: Path, tmp_path: Path):
    path = lars_zip(tmp_path / "x.zip", {"readme.txt": b"hello"})
    assert "neither the LARS CSV download nor an ONS postcode zip" in refusal(store, path)


def test_one_lars_file_alone_is_refused(store: Path, tmp_path: Path):
    path = written(tmp_path, "Standard.csv", lars_files()["Standard.csv"])
    assert "with its whole download, as one zip" in refusal(store, path)


# ------------------------------------------------------------------------------------- postcodes


@pytest.mark.parametrize(
    ("heading", "authority"),
    [
        ("pcd,pcd2,pcds,dointr,doterm,oslaua", "E07000001"),
        ("pcd7,pcd8,pcds,dointr,doterm,lad26cd", "E07000001"),
        ("pcd7,pcd8,pcds,dointr,doterm,usertype", None),
    ],
)
def test_an_ons_postcode_file_is_recognised(
    store: Path, tmp_path: Path, heading: str, authority: str | None
):
    text = (
        f"{heading}\n"
        '"CV1 2WT","CV1  2WT","CV1 2WT","198001","","E07000001"\n'
        '"CV12WX","CV1  2WX","CV1 2WX","198001","199606","E07000001"\n'
    )
    release = loaded(store, written(tmp_path, "ONSPD_AUG_2026_UK.csv", text))
    assert (release.set, release.dated) == ("postcodes", date(2026, 8, 1))
    assert tables_for(store).frame("postcodes").rows() == [
        ("CV1 2WT", None, authority),
        ("CV1 2WX", date(1996, 6, 1), authority),
        ("ZZ99 9ZZ", None, None),
    ]


def test_the_ons_zip_holds_the_file_among_others(store: Path, tmp_path: Path):
    path = tmp_path / "NSPL_2026.zip"
    data = b"pcds,doterm\nCV1 2WT,\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/NSPL_AUG_2026_UK.csv", data)
        archive.writestr("Data/multi_csv/NSPL_AUG_2026_UK_CV.csv", data)
        archive.writestr("Documents/names and codes.csv", b"a,b\n1,2\n")
    release = loaded(store, path)
    assert (release.file, release.rows) == ("NSPL_2026.zip", {"postcodes": 2})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("my list.csv", "postcode\nCV1 2WT\nb11aa\n"),
        ("my list.csv", "CV1 2WT\nb11aa\n"),
        ("my list.csv", "pcds\nCV1 2WT\nb11aa\n"),
        ("postcodes.csv", "Postcode\nCV1 2WT\nb11aa\n"),
    ],
)
def test_a_plain_list_of_postcodes_is_recognised(store: Path, tmp_path: Path, name: str, text: str):
    loaded(store, written(tmp_path, name, text))
    assert tables_for(store).frame("postcodes")["Postcode"].to_list() == [
        "B1 1AA",
        "CV1 2WT",
        "ZZ99 9ZZ",
    ]


# ---------------------------------------------------------------------------- registers and lists


def test_registers_are_recognised_by_their_headings(store: Path, tmp_path: Path):
    loaded(
        store,
        written(tmp_path, "export.csv", "UKPRN,PROVIDER_NAME,Town\n10000001,Example,Leeds\n"),
    )
    release = loaded(
        store,
        written(
            tmp_path,
            "register.csv",
            "EPA Organisation Id,Standard Code,Effective From\nepa0001,9001,01/01/2018\n",
        ),
    )
    tables = tables_for(store)
    assert tables.find("organisations", 10000001)[0]["Name"] == "Example"
    assert current(store)["organisations"].notes == ("export.csv: left out Town",)
    assert release.notes == ()
    assert tables.find("epa_organisations", "EPA0001", 9001)[0]["EffectiveFrom"] == date(2018, 1, 1)


def test_our_own_lists_are_loaded_as_csv_or_json(store: Path, tmp_path: Path):
    loaded(store, written(tmp_path, "employers.csv", "EmpId,Name\n100000029,Example Ltd\n"))
    data = {
        "contracts": [{"DeliveryUKPRN": 10000001, "FundingStreamPeriodCode": "LEVY1799"}],
        "service_age_limits": [],
    }
    both = load(store, written(tmp_path, "ours.json", json.dumps(data)), loaded_at=NOW)
    assert [r.set for r in both] == ["contracts", "service_age_limits"]
    tables = tables_for(store)
    assert tables.names == ("contracts", "employers", "service_age_limits")
    assert tables.frame("service_age_limits").is_empty()


def test_a_file_that_nobody_knows_is_refused_naming_what_is_known(store: Path, tmp_path: Path):
    said = refusal(store, written(tmp_path, "employer.csv", "a,b\n1,2\n"))
    assert "did you mean 'employers'" in said
    assert "contract_deliverables" in said
    said = refusal(store, written(tmp_path, "notes.txt", "x"))
    assert "neither a .zip, a .csv nor a .json" in said
    assert "there is no such file" in refusal(store, tmp_path / "absent.csv")


def test_a_list_without_its_key_column_is_refused(store: Path, tmp_path: Path):
    said = refusal(store, written(tmp_path, "contracts.csv", "ContractAllocationNumber\nA\n"))
    assert "the columns DeliveryUKPRN, FundingStreamPeriodCode are missing" in said


def test_a_folder_is_read_whole_before_anything_is_kept(store: Path, tmp_path: Path):
    folder = tmp_path / "files"
    folder.mkdir()
    written(folder, "employers.csv", "EmpId\n100000029\n")
    written(folder, "uln.csv", "ULN\nx\n")
    assert "uln.csv, line 2: ULN is not a whole number" in refusal(store, folder)
    assert list_releases(store) == []
    written(folder, "uln.csv", "ULN\n1000000019\n")
    assert [r.set for r in load(store, folder, loaded_at=NOW)] == ["employers", "uln"]
    written(folder, "more.json", '{"uln": []}')
    assert "uln is given more than once: more.json, uln.csv" in refusal(store, folder)
    for path in folder.iterdir():
        path.unlink()
    assert "holds no .zip, .csv or .json" in refusal(store, folder)


# -------------------------------------------------------------------------------------- the store


def test_releases_are_kept_and_the_newest_is_in_force(store: Path, tmp_path: Path):
    first = loaded(store, written(tmp_path, "employers.csv", "EmpId\n1\n"))
    kept = everything(first.folder)
    second = loaded(store, written(tmp_path, "employers.csv", "EmpId\n2\n"), LATER)
    assert [r.id for r in list_releases(store)] == [first.id, second.id]
    assert current(store)["employers"].id == second.id
    assert everything(first.folder) == kept
    put_in_force(store, "employers", first.id)
    assert tables_for(store).frame("employers")["EmpId"].to_list() == [1]


def test_loading_the_same_file_again_finds_its_release(store: Path, tmp_path: Path):
    path = written(tmp_path, "employers.csv", "EmpId\n1\n")
    first = loaded(store, path)
    loaded(store, written(tmp_path, "employers.csv", "EmpId\n2\n"), LATER)
    again = loaded(store, written(tmp_path, "employers.csv", "EmpId\n1\n"), LATER)
    assert again == first
    assert len(list_releases(store)) == 2


def test_a_failure_while_writing_leaves_the_old_release_in_force(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = loaded(store, lars_zip(tmp_path / "lars.zip"))
    before = everything(store)
    files = lars_files()
    files["DataGeneration.csv"] = table_csv(
        TABLES["lars_data_generation"], [{"DataGeneratedOn": "2026-10-29"}]
    )
    newer = lars_zip(tmp_path / "newer.zip", files)
    write = pl.DataFrame.write_parquet

    def full(frame: pl.DataFrame, target: Path, **options: object) -> None:
        if target.name == "lars_validity.parquet":
            raise OSError(28, "No space left on device")
        write(frame, target, compression="zstd")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    assert "No space left on device" in refusal(store, newer)
    monkeypatch.undo()
    assert everything(store) == before
    assert [p.name for p in (store / "lars").iterdir() if p.is_dir()] == [first.id]
    assert loaded(store, newer).dated == date(2026, 10, 29)


def test_a_failure_before_it_is_put_in_force_leaves_the_old_one(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = loaded(store, written(tmp_path, "employers.csv", "EmpId\n1\n"))

    def stop(self: Path, target: Path) -> Path:
        raise OSError("the machine stopped")

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(OSError, match="the machine stopped"):
        load(store, written(tmp_path, "employers.csv", "EmpId\n2\n"), loaded_at=LATER)
    monkeypatch.undo()
    assert current(store)["employers"].id == first.id
    assert not [p for p in (store / "employers").iterdir() if p.name.startswith(".")]


def test_only_a_release_that_is_not_in_force_is_removed(store: Path, tmp_path: Path):
    first = loaded(store, written(tmp_path, "employers.csv", "EmpId\n1\n"))
    second = loaded(store, written(tmp_path, "employers.csv", "EmpId\n2\n"), LATER)
    with pytest.raises(ReferenceDataRefused, match="is in force"):
        remove(store, "employers", second.id)
    remove(store, "employers", first.id)
    assert [r.id for r in list_releases(store)] == [second.id]
    for action in (remove, put_in_force):
        with pytest.raises(ReferenceDataRefused, match="has no release"):
            action(store, "employers", first.id)


def test_a_damaged_release_is_said_so(store: Path, tmp_path: Path):
    release = loaded(store, written(tmp_path, "employers.csv", "EmpId\n1\n"))
    manifest = release.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(ReferenceDataRefused, match="another version of OpenILR"):
        current(store)
    manifest.write_text("{")
    with pytest.raises(ReferenceDataRefused, match="cannot be read"):
        current(store)


def test_what_is_held_and_what_is_missing(store: Path, tmp_path: Path):
    assert current(store) == {}
    loaded(store, lars_zip(tmp_path / "lars.zip"))
    held = {h.set: h for h in holdings(store)}
    assert set(held) == {"lars"} | {t.name for t in TABLES.values() if not t.file}
    lars = held["lars"]
    assert lars.release
    assert lars.origin == "published: LARS download"
    assert "lars_validity" in lars.tables
    assert "lars_a2_level_indicator" not in lars.tables
    assert held["contracts"].release is None
    assert held["contracts"].how == TABLES["contracts"].how
