"""The examples in the docstrings of the funding modules."""

import doctest
from types import ModuleType

import pytest

from openilr.funding import money, months, units


@pytest.mark.parametrize("module", [money, months, units], ids=lambda m: m.__name__)
def test_examples(module: ModuleType):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
