"""The examples in the docstrings of the plain functions."""

import doctest
from types import ModuleType

import pytest

from openilr.ilr import calendar, codes, dates, file_name, identifiers


@pytest.mark.parametrize(
    "module", [calendar, codes, dates, file_name, identifiers], ids=lambda m: m.__name__
)
def test_examples(module: ModuleType):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
