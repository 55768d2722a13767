"""Files, folders and zips become sources; one that cannot be read stops nothing."""

import os
import pickle
import zipfile

import pytest

from openilr.errors import FileUnreadable
from openilr.ilr.xml import source as module
from openilr.ilr.xml.source import source, sources

NAME = "ILR-10000001-2627-20261120-090000-01"


def refusal(given) -> FileUnreadable:
    with pytest.raises(FileUnreadable) as caught:
        given.read()
    return caught.value


def zipped(path, members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_files_folders_and_zips_in_order(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    below = tmp_path / "in" / "b"
    below.mkdir(parents=True)
    (below / "z.XML").write_bytes(b"z")
    (tmp_path / "in" / "a.xml").write_bytes(b"a")
    (tmp_path / "in" / "notes.txt").write_bytes(b"")
    zipped(tmp_path / "in" / "C.ZIP", {"sub/c.xml": b"c", "readme.txt": b""})
    (tmp_path / "export.dat").write_bytes(b"dat")

    found = list(sources(["export.dat", "./in", tmp_path / "in" / "a.xml"]))
    assert [s.name for s in found] == [
        "export.dat",
        "./in/C.ZIP!sub/c.xml",
        "./in/a.xml",
        "./in/b/z.XML",
        str(tmp_path / "in" / "a.xml"),
    ]
    assert [s.base_name for s in found] == ["export.dat", "c.xml", "a.xml", "z.XML", "a.xml"]
    assert [s.read() for s in found] == [b"dat", b"c", b"a", b"z", b"a"]
    assert [s.size for s in found] == [3, 1, 1, 1, 1]
    assert pickle.loads(pickle.dumps(found)) == found


def test_what_is_not_there_stops_nothing(tmp_path):
    good = tmp_path / "good.xml"
    good.write_bytes(b"x")
    empty = tmp_path / "empty"
    empty.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    missing, folder, device, bad_name, last = sources(
        [tmp_path / "missing.xml", empty, pipe, "a\0b", good]
    )
    assert "no file or folder" in str(refusal(missing))
    assert "holds no ILR file" in str(refusal(folder))
    assert "not a file" in str(refusal(device))
    assert "not one that can exist" in str(refusal(bad_name))
    assert last.read() == b"x"
    with pytest.raises(FileUnreadable, match="no file or folder"):
        source(tmp_path / "missing.xml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(b"x")
    path.chmod(0)
    folder = tmp_path / "f"
    folder.mkdir(mode=0)
    assert all("permission" in str(refusal(s)) for s in sources([path, folder]))


def test_a_file_that_goes_away_before_it_is_read(tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(b"x")
    (found,) = sources([path])
    path.unlink()
    assert "no file or folder" in str(refusal(found))


def encrypted(path):
    zipped(path, {f"{NAME}.xml": b"secret"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag in the local header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    path.write_bytes(data)


def no_bytes(path):
    path.write_bytes(b"")


def damaged_directory(path):
    zipped(path, {f"{NAME}.xml": b"x" * 1000})
    path.write_bytes(path.read_bytes()[:-10])


def damaged_data(path):
    zipped(path, {f"{NAME}.xml": bytes(range(256)) * 40}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[5000] ^= 0xFF
    path.write_bytes(data)


def damaged_stream(path):
    zipped(path, {f"{NAME}.xml": os.urandom(5000)})
    data = bytearray(path.read_bytes())
    data[60:80] = b"\xff" * 20
    path.write_bytes(data)


def unknown_method(path):
    zipped(path, {f"{NAME}.xml": b"x"})
    data = bytearray(path.read_bytes())
    data[8] = 97
    data[data.index(b"PK\x01\x02") + 10] = 97
    path.write_bytes(data)


ZIPS = {
    "0 bytes": (no_bytes, "ZIP_EMPTY"),
    "no member": (lambda p: zipped(p, {}), "ZIP_EMPTY"),
    "no xml": (lambda p: zipped(p, {"a.txt": b"", "b/": b""}), "ZIP_EMPTY"),
    "two xml": (lambda p: zipped(p, {f"{NAME}.xml": b"", "b.XML": b""}), "ZIP_EMPTY"),
    "another name": (lambda p: zipped(p, {"b.xml": b""}), "ZIP_INCONSISTENT_FILENAME"),
    "not a zip": (lambda p: p.write_bytes(b"<Message/>"), "ZIP_CORRUPT"),
    "damaged directory": (damaged_directory, "ZIP_CORRUPT"),
    "damaged data": (damaged_data, "ZIP_CORRUPT"),
    "damaged stream": (damaged_stream, "ZIP_CORRUPT"),
    "unknown method": (unknown_method, "ZIP_CORRUPT"),
    "encrypted": (encrypted, "Protected ZIP file"),
}


@pytest.mark.parametrize("case", ZIPS)
def test_zips_that_are_refused(case, tmp_path):
    make, rule = ZIPS[case]
    path = tmp_path / f"{NAME}.zip"
    make(path)
    (found,) = sources([path])
    error = refusal(found)
    assert error.rule == rule
    assert str(error).endswith(".")


def test_the_names_of_zip_and_file_may_differ_in_case(tmp_path):
    zipped(tmp_path / f"{NAME}.zip", {f"x/{NAME.lower()}.XML": b"x", "__MACOSX/y.xml": b""})
    (found,) = sources([tmp_path])
    assert found.read() == b"x"


def test_a_zip_bomb_is_stopped_while_it_unpacks(tmp_path, monkeypatch):
    path = zipped(tmp_path / f"{NAME}.zip", {f"{NAME}.xml": b" " * (40 << 20)})
    assert path.stat().st_size < 100_000
    (found,) = sources([path])
    assert found.size == 40 << 20
    error = refusal(found)
    assert "unpacks to more than" in str(error)
    # a small file may be as repetitive as it likes
    monkeypatch.setattr(module, "_RATIO_APPLIES_FROM", 64 << 20)
    assert len(found.read()) == 40 << 20
    monkeypatch.setattr(module, "MAX_UNPACKED", 1 << 20)
    assert "1,048,576" in str(refusal(found))
