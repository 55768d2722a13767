"""What every test may use: the reference folder, and the worked cases."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def spec_dir() -> Path:
    """The folder with DfE's own files: OPENILR_SPEC_DIR, else `shared` beside the checkout."""
    return Path(os.environ.get("OPENILR_SPEC_DIR") or HERE.parent.parent / "shared")


@pytest.fixture(scope="session")
def reference_dir() -> Path:
    """DfE's schemas, rule list and sample file; skipped with a reason where they are absent."""
    folder = spec_dir() / "reference"
    if not folder.is_dir():
        reason = f"DfE's own files are not at {folder} (set OPENILR_SPEC_DIR)"
        if os.environ.get("OPENILR_REQUIRE_SPEC") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Our own worked cases."""
    return HERE / "data"
