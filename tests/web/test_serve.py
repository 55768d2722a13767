"""`openilr serve` as a service: it answers, it ends and leaves nothing, it refuses in words."""

import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest
from django.db import connection

from openilr.web import serving
from tests.web.jobs.workload import database_url

PATIENCE = 120.0
PROGRAM = str(Path(sys.executable).with_name("openilr"))


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that the embedded server's own user can reach: root's temporary folders of
    pytest are closed again whenever another run of the tests begins.
    """
    with tempfile.TemporaryDirectory(prefix="openilr-test-") as folder:
        yield Path(folder) / "data"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, **more: str) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("OPENILR_", "DJANGO_"))}
    return {**own, "OPENILR_DATA": str(data), "OPENILR_WEB_PROCESSES": "1", **more}


@contextmanager
def served(data: Path, port: int, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """The service, once it says that it answers."""
    process = subprocess.Popen(
        [PROGRAM, "serve", "--port", str(port), *options],
        env=environment(data),
        cwd=data.parent,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        lines: list[str] = []
        while line := process.stderr.readline():
            lines.append(line)
            if f"OpenILR is at http://localhost:{port}" in line:
                break
        else:
            pytest.fail("".join(lines))
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def answer(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("localhost", port, timeout=PATIENCE)) as client:
        client.request("GET", path)
        response = client.getresponse()
        return response.status, response.read().decode()


def family(pid: int) -> set[int]:
    """A process, those it has started, and theirs."""
    return {pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))}


def wait_until_gone(pid: int) -> None:
    """Fails if the process does not end."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        assert select.select([handle], [], [], PATIENCE)[0], f"{pid} still runs"
    finally:
        os.close(handle)


def postgres(data: Path) -> int:
    return int((data / "postgresql/postmaster.pid").read_text().splitlines()[0])


def test_it_serves_with_a_worker_and_leaves_nothing_behind(data: Path) -> None:
    port = free_port()
    with served(data, port) as service:
        assert answer(port, "/healthz")[0] == 200
        assert answer(port, "/readyz")[0] == 200
        status, page = answer(port, "/account/login/")
        assert status == 200
        style = page.split('<link rel="stylesheet" href="')[-1].split('"')[0]
        assert answer(port, style)[0] == 200
        database, all_of_it = postgres(data), family(service.pid)
        assert len(all_of_it) >= 5  # itself, web server and process, worker, database guard
        service.send_signal(signal.SIGINT)
        assert service.wait(PATIENCE) == 0
    for pid in {database, *all_of_it}:
        wait_until_gone(pid)

    # Killed, it cannot clean up after itself: the others see to it. The data is there as before.
    with served(data, port, "--no-worker") as service:
        database, all_of_it = postgres(data), family(service.pid)
        service.kill()
        service.wait()
        for pid in {database, *all_of_it}:
            wait_until_gone(pid)


def refused(data: Path, *options: str, **more: str) -> str:
    done = subprocess.run(
        [PROGRAM, "serve", *options],
        env=environment(data, **more),
        cwd=data.parent,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_port_in_use_is_named_with_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = refused(tmp_path / "data", "--port", str(port))
    assert f"127.0.0.1:{port} cannot be used" in told
    assert f"openilr serve --port {port + 1}" in told


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    told = refused(
        tmp_path / "data",
        "--port",
        str(free_port()),
        DATABASE_URL=f"postgresql://somebody:hush@127.0.0.1:{free_port()}/openilr",
    )
    assert "The database does not answer at 127.0.0.1:" in told
    assert "hush" not in told


def test_an_address_that_is_none_says_how_to_write_one(tmp_path: Path) -> None:
    told = refused(
        tmp_path / "data", "--port", str(free_port()), DATABASE_URL="mysql://localhost/x"
    )
    assert "postgresql://user:password@host:5432/name" in told


def test_a_wrong_address_of_the_service_is_named(tmp_path: Path) -> None:
    told = refused(
        tmp_path / "data",
        "--port",
        str(free_port()),
        OPENILR_URL="ilr.example.ac.uk",
        DATABASE_URL="postgresql://a@127.0.0.1:1/x",
    )
    assert "OPENILR_URL is 'ilr.example.ac.uk'" in told


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('records', '9999_future', now())"
        )
    with pytest.raises(
        serving.CannotServe, match=r"made by a newer OpenILR .*records\.9999_future"
    ):
        serving.prepare(lambda line: None)


def test_the_database_s_address_for_another_process_is_that_of_the_test(db: None) -> None:
    assert connection.settings_dict["NAME"] in database_url()
