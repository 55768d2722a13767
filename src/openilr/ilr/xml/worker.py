"""What a process that reads parts does first; it imports nothing heavy, so it may still choose."""

import os


def start() -> None:
    """Give Polars one thread: the processes themselves use the cores.

    Polars reads this once, when it is imported, which in a spawned process is when its first part
    arrives.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
