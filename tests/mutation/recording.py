"""The plugin that writes what the tests ask of `found` to a file: `pytest -p ...recording`."""

import os
import pickle
from pathlib import Path

import pytest

from tests.mutation.cases import RECORD, RECORD_TO, Case

_cases: list[Case] = []


def pytest_configure(config: pytest.Config) -> None:
    """Have `found` leave its cases here, and run one reader only."""
    config.stash[RECORD] = _cases.append


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write what was left."""
    Path(os.environ[RECORD_TO]).write_bytes(pickle.dumps(_cases))
