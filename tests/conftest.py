"""What every test may use: the reference folder, and the worked cases."""

import os
from pathlib import Path

import pytest

from tests import rule_outcomes

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


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory):
    """A cache folder for the tests alone: what a user keeps there is neither read nor written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Our own worked cases."""
    return HERE / "data"


def pytest_testnodedown(node, error):
    """Take in what a worker process saw of the rules (pytest-xdist)."""
    rule_outcomes.add(getattr(node, "workeroutput", {}).get("rule_outcomes", []))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Fail a run of the whole suite in which a rule was never seen to fire, or never to pass."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["rule_outcomes"] = rule_outcomes.seen()
        return
    whole = config.args_source is config.ArgsSource.TESTPATHS and not config.option.keyword
    if not whole or exitstatus != pytest.ExitCode.OK:
        return
    lacking = rule_outcomes.lacking()
    if lacking:
        print(f"\n{len(lacking)} rules are not proved with a failing and a passing row:")
        print("\n".join(lacking))
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
