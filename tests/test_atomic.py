"""An output is written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from openilr.atomic import refusal, replacing, replacing_folder
from openilr.errors import OutputRefused


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_the_file_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "out.xml"
    with replacing(target) as beside:
        beside.write_text("new")
        assert not target.exists()
        assert beside.parent == tmp_path
    assert target.read_text() == "new"
    assert names(tmp_path) == ["out.xml"]


def test_an_error_leaves_what_was_there(tmp_path):
    target = tmp_path / "out.xml"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(target) as beside:
        beside.write_text(str(1 / 0))
    assert target.read_text() == "old"
    assert names(tmp_path) == ["out.xml"]


def test_the_rights_of_the_file_are_kept(tmp_path):
    target = tmp_path / "out.xml"
    target.write_text("old")
    target.chmod(0o640)
    with replacing(target) as beside:
        beside.write_text("new")
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.xml").write_text("old")
    link = tmp_path / "link.xml"
    link.symlink_to("real.xml")
    with replacing(link) as beside:
        beside.write_text("new")
    assert link.is_symlink()
    assert (tmp_path / "real.xml").read_text() == "new"


def test_a_missing_folder_is_refused(tmp_path):
    with (
        pytest.raises(OutputRefused, match="does not exist"),
        replacing(tmp_path / "no" / "out.xml"),
    ):
        pass


def test_a_folder_in_the_place_is_refused(tmp_path):
    with pytest.raises(OutputRefused, match="there is a folder of that name"), replacing(tmp_path):
        pass


def test_a_full_disk_is_refused_and_nothing_is_left(tmp_path):
    target = tmp_path / "out.xml"
    with pytest.raises(OutputRefused, match="the disk is full"), replacing(target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_is_written_itself():
    with pytest.raises(OutputRefused, match="the disk is full"), replacing("/dev/full") as path:
        path.write_text("x")


@pytest.mark.parametrize(
    "number", [errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EIO]
)
def test_every_refusal_names_the_path_and_says_that_nothing_was_left(number):
    text = str(refusal(Path("some/out.xml"), OSError(number, os.strerror(number))))
    assert text.startswith("some/out.xml cannot be written: ")
    assert text.endswith("Nothing was left behind.")


def test_a_folder_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "out"
    with replacing_folder(target, ours="mark") as beside:
        (beside / "mark").write_text("1")
        assert not target.exists()
    with replacing_folder(target, ours="mark") as beside:
        (beside / "mark").write_text("2")
    assert (target / "mark").read_text() == "2"
    with pytest.raises(ValueError, match="stop"), replacing_folder(target, ours="mark"):
        raise ValueError("stop")
    assert (target / "mark").read_text() == "2"
    assert names(tmp_path) == ["out"]


def test_a_folder_of_someone_elses_files_is_not_replaced(tmp_path):
    target = tmp_path / "out"
    target.mkdir()
    (target / "thesis.txt").write_text("mine")
    with (
        pytest.raises(OutputRefused, match="already something of that name"),
        replacing_folder(target, ours="mark"),
    ):
        pass
    assert (target / "thesis.txt").read_text() == "mine"
