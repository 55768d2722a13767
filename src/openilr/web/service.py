"""The web application with its worker as one service (`openilr serve`)."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from openilr.web.database import EMBEDDED, data_folder, embedded_server, is_embedded
from openilr.web.processes import Children, DatabaseGuard
from openilr.web.serving import CannotServe, Tell, prepare, set_up

START_SECONDS = 60
STOP_SECONDS = 25
LOAD_DEMO = (
    "import sys; from openilr.web.serving import set_up; set_up(); "
    "from openilr.web.demo import load; load(sys.stdout)"
)


class _Told(Exception):
    """A signal asked this process to end."""


@dataclass(frozen=True)
class Service:
    """Where it listens, and what it runs.

    Attributes:
        worker: whether the worker runs beside the web processes.
        demo: whether the invented provider is loaded into an empty installation.
    """

    host: str
    port: int
    worker: bool
    demo: bool
    tell: Tell

    @property
    def address(self) -> str:
        """What to open on this machine."""
        name = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::") else self.host  # noqa: S104 - compared, not bound
        return f"http://{name}:{self.port}"

    def run(self) -> None:
        """Serve until told to end.

        Errors: CannotServe, with what to change; also if a process of the service ends by itself.
        """
        self._refuse_taken_port()
        os.environ.setdefault("OPENILR_URL", self.address)
        children = Children()
        with _signals(), _database(self.tell) as environment:
            try:
                set_up()
                prepare(self.tell)
                _close_connections()
                if self.demo:
                    self._load_demo(environment)
                self._start(children, environment)
                ended = children.wait()
                raise CannotServe(f"The {ended} ended by itself; its message stands above.")
            except _Told:
                self.tell("Stopping.")
            finally:
                _ignore_signals()
                children.stop(STOP_SECONDS)

    def _refuse_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise CannotServe(
                    f"{self.host}:{self.port} cannot be used ({error.strerror}). Stop the program "
                    f"that uses it, or choose another: openilr serve --port {self.port + 1}"
                ) from error

    def _start(self, children: Children, environment: dict[str, str]) -> None:
        config = "python:openilr.web.gunicorn_config"
        bind = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        gunicorn = [sys.executable, "-m", "gunicorn", "-c", config, "-b", bind]
        children.start("web server", gunicorn, environment)
        if self.worker:
            worker = [sys.executable, "-m", "openilr.web.jobs"]
            children.start("worker", worker, environment)
        for _ in range(START_SECONDS * 5):
            if ended := children.wait(0.2):
                raise CannotServe(f"The {ended} did not start; its message stands above.")
            if self._answers():
                break
        else:
            raise CannotServe(f"The web server did not answer within {START_SECONDS} seconds.")
        self.tell(f"OpenILR is at {self.address}  (Ctrl+C ends it)")
        if self.host not in ("127.0.0.1", "::1", "localhost") and (
            os.environ["OPENILR_URL"] == self.address
        ):
            self.tell("Set OPENILR_URL to the address people use; others are refused.")

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared
        connection = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _load_demo(self, environment: dict[str, str]) -> None:
        # In a process of its own, which takes the engine's memory with it when it ends.
        done = subprocess.run([sys.executable, "-c", LOAD_DEMO], env=environment)  # noqa: S603 - our own
        if done.returncode:
            raise CannotServe("The invented provider could not be loaded; the reason stands above.")


@contextmanager
def _database(tell: Tell) -> Iterator[dict[str, str]]:
    """The children's environment, with the address of the embedded database if none is named."""
    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "openilr.web.settings")
    if not is_embedded():
        yield environment
        return
    folder = data_folder() / EMBEDDED
    if not folder.exists():
        tell("Making the database (a private PostgreSQL in the data folder).")
    server = embedded_server(folder)
    guard = DatabaseGuard(folder, Path(server.bin_path) / "pg_ctl", server.system_user)
    # The children use the database but do not own it: it ends with this process.
    environment["DATABASE_URL"] = os.environ["DATABASE_URL"] = server.get_uri()
    try:
        yield environment
    finally:
        del os.environ["DATABASE_URL"]
        guard.release()


@contextmanager
def _signals() -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise _Told

    before = {one: signal.signal(one, end) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except _Told:
        pass  # told before anything had started
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _ignore_signals() -> None:
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
