"""Parts shared out between this process and others: in order, each once, faults told."""

import math
import operator
from functools import partial

import pytest

from openilr.errors import EngineError
from openilr.pipeline.pool import by_processes

NUMBERS = list(range(25))


@pytest.mark.parametrize("processes", [1, 2, 3, 40])
def test_results_come_in_order_each_once(processes):
    assert list(by_processes(NUMBERS, operator.neg, processes)) == [-n for n in NUMBERS]


def test_one_part_needs_no_other_process():
    here = []
    assert list(by_processes([7], here.append, 2)) == [None]
    assert here == [7]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_fault_of_a_part_is_raised(processes):
    with pytest.raises(ValueError, match="math domain"):
        list(by_processes([4.0] * 6 + [-1.0] + [4.0] * 6, math.sqrt, processes))


def test_a_fault_in_preparing_is_told_unless_all_was_done_without_it():
    broken = partial(int, "no number")
    told = ""
    made = []
    try:
        made = list(by_processes([20_000] * 200, math.factorial, 2, prepare=broken))
    except ValueError as error:
        told = str(error)
    assert len(made) == 200 or "no number" in told


def test_leaving_early_stops_the_others():
    results = by_processes(NUMBERS, operator.neg, 2)
    assert next(results) == 0
    results.close()
    assert list(results) == []


def test_a_fault_of_ours_keeps_its_kind_and_its_rule():
    parts = [{"rule": "Entity_1"}]
    with pytest.raises(EngineError) as raised:
        list(by_processes(parts, _refuse, 2))
    assert raised.value.rule == "Entity_1"


def _refuse(part: dict[str, str]) -> None:
    raise EngineError("refused", rule=part["rule"])
