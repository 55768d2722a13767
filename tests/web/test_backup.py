"""A backup, and an installation made from it."""

import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connection

from openilr.record.document import new_learner
from openilr.web import backups
from openilr.web.accounts.models import Membership
from openilr.web.audit.models import Event
from openilr.web.providers.models import Provider
from openilr.web.records.actions import add_learner
from tests.web.jobs.workload import database_url
from tests.web.test_serve import PATIENCE, PROGRAM, environment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(tmp_path: Path, settings: object) -> Path:
    """A folder of files with one in it."""
    folder = tmp_path / "files"
    settings.MEDIA_ROOT = folder  # type: ignore[attr-defined]
    FileSystemStorage(location=folder).save("evidence/1/abc", ContentFile(b"signed"))
    return folder


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a database with nothing in it, on the server of the tests."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield database_url().replace(str(connection.settings_dict["NAME"]), name)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def restored(source: Path, data: Path, url: str) -> "subprocess.CompletedProcess[str]":
    return run(data, url, "restore", str(source))


def run(data: Path, url: str, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [PROGRAM, *command],
        env=environment(data, DATABASE_URL=url),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_what_was_backed_up_is_there_again(
    provider: Provider, mis: Membership, media: Path, tmp_path: Path, empty_database: str
) -> None:
    document = new_learner({"LearnRefNumber": "A1", "FamilyName": "Invented"})
    add_learner(by=mis.user, provider=provider, document=document)
    out = tmp_path / "kept.backup"
    size = backups.back_up(out)
    assert size == out.stat().st_size
    assert out.stat().st_mode & 0o777 == 0o600
    assert Event.objects.get(kind="backup.made").data == {"bytes": size}

    data = tmp_path / "new"
    done = restored(out, data, empty_database)
    assert done.returncode == 0, done.stderr
    assert "openilr verify-history" in done.stderr
    assert (data / "files/evidence/1/abc").read_bytes() == b"signed"
    assert (data / "secret-key").read_text() == (django_settings.DATA / "secret-key").read_text()
    with psycopg.connect(empty_database) as other:
        names = other.execute("SELECT family_name FROM learners_learner").fetchall()
        # The guards of the history came along.
        with pytest.raises(psycopg.errors.RaiseException, match="(?i)cannot"):
            other.execute("DELETE FROM audit_event")
    assert names == [("Invented",)]

    proof = run(data, empty_database, "verify-history")
    assert proof.returncode == 0, proof.stdout
    assert "Looked at 1 versions of 1 learners: every history is whole." in proof.stdout

    again = restored(out, data, empty_database)
    assert again.returncode == 2
    assert "The database has tables." in again.stderr


def test_no_backup_is_overwritten(media: Path, tmp_path: Path) -> None:
    out = tmp_path / "kept.backup"
    out.write_text("the only one")
    with pytest.raises(backups.BackupRefused, match="is there already"):
        backups.back_up(out)
    assert out.read_text() == "the only one"


def test_a_backup_that_fails_leaves_nothing_behind(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_environment", lambda: {"PGHOST": "/nowhere", "PGUSER": "x"})
    with pytest.raises(backups.BackupRefused, match="pg_dump failed"):
        backups.back_up(tmp_path / "kept.backup")
    assert [one.name for one in tmp_path.iterdir()] == ["files"]


@pytest.mark.parametrize("kind", ["text", "another tar"])
def test_what_is_no_backup_is_refused(kind: str, tmp_path: Path, empty_database: str) -> None:
    wrong = tmp_path / "wrong.backup"
    if kind == "text":
        wrong.write_text("Dear Sir or Madam,")
    else:
        with tarfile.open(wrong, "w") as archive:
            archive.add(__file__, "about.json")
    done = restored(wrong, tmp_path / "new", empty_database)
    assert done.returncode == 2
    assert "backup of OpenILR" in done.stderr
    assert "Traceback" not in done.stderr
