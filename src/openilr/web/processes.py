"""Child processes that end with the one that started them, however that ends."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

PARENT = "OPENILR_PARENT"
"""The variable that tells a child which process it must not outlive."""
_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int | None = None) -> None:
    """Have the kernel end this process when the one that started it has gone (Linux).

    `parent` is that of OPENILR_PARENT if not given; without either nothing is asked.
    """
    parent = parent or int(os.environ.get(PARENT, 0))
    if not parent or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went before we asked
        os.kill(os.getpid(), signal.SIGTERM)


class Children:
    """The processes of one service: when one ends, all are to end."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._ended = threading.Event()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a process, away from the terminal's signals: this one passes them on."""
        child = subprocess.Popen(  # noqa: S603 - our own commands
            command, env={**environment, PARENT: str(os.getpid())}, start_new_session=True
        )
        self._running[name] = child
        threading.Thread(target=self._watch, args=(child,), daemon=True).start()

    def _watch(self, child: "subprocess.Popen[bytes]") -> None:
        child.wait()
        self._ended.set()

    def wait(self, seconds: float | None = None) -> str | None:
        """The name of the one that ended; None if all still run after the time."""
        if not self._ended.wait(seconds):
            return None
        return next((name for name, c in self._running.items() if c.poll() is not None), None)

    def stop(self, seconds: float) -> None:
        """Ask all to end, and end by force those that do not in time."""
        running = [child for child in self._running.values() if child.poll() is None]
        for child in running:
            child.terminate()
        for child in running:
            try:
                child.wait(seconds)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


class DatabaseGuard:
    """A small process that stops the embedded PostgreSQL if this one dies without doing so."""

    def __init__(self, pgdata: Path, pg_ctl: Path, user: str | None) -> None:
        more = {"user": user, "group": user, "extra_groups": []} if user else {}
        self._process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603 - our own
            [
                "/bin/sh",
                "-c",
                'read said && exit 0; exec "$0" -D "$1" -m fast -w stop >/dev/null 2>&1',
                str(pg_ctl),
                str(pgdata),
            ],
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
            **more,
        )

    def release(self) -> None:
        """Leave the database to this process after all."""
        self._process.communicate(b"released\n")
