"""How gunicorn serves the application (`openilr serve`, and deploy/ by the same name)."""

import os
from typing import Any

from openilr.web.processes import end_with_parent

wsgi_app = "openilr.web.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("OPENILR_WEB_PROCESSES") or min(4, os.cpu_count() or 1))
threads = int(os.environ.get("OPENILR_WEB_THREADS") or 4)
timeout = 120
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"
limit_request_line = 8190
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - the beat's file must not wait for a disk


def on_starting(server: Any) -> None:
    """Started by another process of ours, end with it."""
    end_with_parent()
