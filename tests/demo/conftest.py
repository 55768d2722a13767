"""Demos that several tests look at."""

import pytest

from openilr.demo.provider import Demo, make
from openilr.ilr.years import OPEN_YEARS


@pytest.fixture(scope="session", params=OPEN_YEARS)
def demo(request: pytest.FixtureRequest) -> Demo:
    """1,200 learners without a fault, of each open year: one round of the kinds."""
    return make(1200, year=request.param)


@pytest.fixture(scope="session", params=OPEN_YEARS)
def faulty(request: pytest.FixtureRequest) -> Demo:
    """1,500 learners of whom 40 in 100 have a fault, of each open year."""
    return make(1500, year=request.param, faults=0.4, seed=3)
