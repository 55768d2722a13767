"""Which aims a return takes: each question of the order, its edges, and what comes first."""

import pytest

from openilr.record.projection import from_ilr
from openilr.returns.select import Ground, aims_in, select_aims
from tests.record.made import aim, learners, record

YEAR = "2627"


def ended(day: str, status: int = 2, outcome: int = 1, **values: object):
    return aim(LearnActEndDate=day, CompStatus=status, Outcome=outcome, **values)


def restart(start: str, **values: object):
    usual = {"LearnStartDate": start, "OrigLearnStartDate": "2025-09-01"}
    return aim(**(usual | values))


def component(**values: object):
    return aim(**({"AimType": 3, "LearnAimRef": "50098765"} | values))


def grounds(*aims: object, year: str = YEAR, **options: object):
    found = select_aims(record(*aims), year, **options)
    return [d.ground for d in found]


@pytest.mark.parametrize(
    ("one", "ground"),
    [
        (aim(), Ground.CONTINUING),
        (aim(LearnStartDate="2027-07-31"), Ground.CONTINUING),
        (aim(LearnStartDate="2027-08-01"), Ground.STARTS_LATER),
        (aim(LearnStartDate=None), Ground.CONTINUING),
        (aim(LearnStartDate="soon"), Ground.CONTINUING),
        (ended("2026-08-01"), Ground.ENDED_IN_YEAR),
        (ended("2027-07-31", 3, 3), Ground.ENDED_IN_YEAR),
        (ended("2026-07-31"), Ground.ENDED_EARLIER),
        (ended("2026-07-31", 3, 3), Ground.ENDED_EARLIER),
        (ended("2026-05-01", AchDate="2026-08-01"), Ground.ACHIEVED_IN_YEAR),
        (ended("2026-05-01", AchDate="2026-07-31"), Ground.ENDED_EARLIER),
        (ended("2020-05-01", 6, 3), Ground.ON_A_BREAK),
        (ended("2026-05-01", 2, 8, LearnPlanEndDate="2024-08-01"), Ground.AWAITED),
        (ended("2026-05-01", 2, 8, LearnPlanEndDate="2024-07-31"), Ground.AWAITED_TOO_LONG),
        (ended("2026-05-01", 2, 8, LearnPlanEndDate=None), Ground.AWAITED_TOO_LONG),
        (ended("2026-05-01", 1, 8, LearnPlanEndDate="2026-06-01"), Ground.AWAITED),
    ],
)
def test_an_aim_by_itself(one, ground):
    assert grounds(one) == [ground]


def test_exclusion_comes_before_all_and_forcing_before_the_rest():
    assert grounds(aim(), excluded={"a"}, forced={"a"}) == [Ground.EXCLUDED]
    assert grounds(aim(LearnStartDate="2028-01-01"), forced={"a"}) == [Ground.FORCED]
    assert grounds(ended("2020-01-01"), forced={"a"}) == [Ground.FORCED]
    decision = select_aims(record(aim()), YEAR, excluded={"a"})
    assert aims_in(decision) == frozenset()


def test_another_return_of_an_earlier_year_takes_what_that_year_takes():
    assert grounds(ended("2026-07-31"), aim(LearnStartDate="2026-08-01"), year="2526") == [
        Ground.ENDED_IN_YEAR,
        Ground.STARTS_LATER,
    ]


def test_a_break_goes_with_its_restart_unless_asked_otherwise():
    pair = ended("2026-05-01", 6, 3), restart("2026-09-01")
    assert grounds(*pair) == [Ground.WITH_RESTART, Ground.CONTINUING]
    assert grounds(*pair, breaks_go_with_restart=False) == [
        Ground.ENDED_EARLIER,
        Ground.CONTINUING,
    ]


def test_a_break_whose_restart_is_out_is_out():
    assert grounds(
        ended("2025-12-01", 6, 3), restart("2026-02-01", LearnActEndDate="2026-06-01", CompStatus=2)
    ) == [Ground.ENDED_EARLIER, Ground.ENDED_EARLIER]


def test_several_breaks_go_with_the_last_restart():
    assert grounds(
        ended("2025-12-01", 6, 3),
        restart("2026-02-01", LearnActEndDate="2026-06-01", CompStatus=6),
        restart("2026-09-01"),
    ) == [Ground.WITH_RESTART, Ground.WITH_RESTART, Ground.CONTINUING]


@pytest.mark.parametrize(
    "other",
    [
        restart("2026-09-01", LearnAimRef="50098765"),
        restart("2026-09-01", StdCode=1),
        restart("2026-09-01", OrigLearnStartDate="2024-01-01"),
        restart("2026-05-01"),
        aim(LearnStartDate="2026-09-01"),
    ],
)
def test_what_is_no_restart_leaves_the_break_open(other):
    assert grounds(ended("2026-05-01", 6, 3), other)[0] is Ground.ON_A_BREAK


def test_res_alone_says_that_an_aim_is_a_restart():
    again = aim(
        LearnStartDate="2026-09-01",
        LearningDeliveryFAM=[{"id": "r", "LearnDelFAMType": "RES", "LearnDelFAMCode": "1"}],
    )
    assert grounds(ended("2026-05-01", 6, 3), again)[0] is Ground.WITH_RESTART


def test_closed_components_go_with_their_programme():
    done = component(LearnActEndDate="2026-05-01", CompStatus=2, Outcome=1)
    assert grounds(aim(), done) == [Ground.CONTINUING, Ground.COMPONENT]
    assert grounds(done, aim()) == [Ground.COMPONENT, Ground.CONTINUING]
    assert grounds(ended("2026-05-01"), done) == [Ground.ENDED_EARLIER, Ground.ENDED_EARLIER]
    assert grounds(aim(StdCode=1), done)[1] is Ground.ENDED_EARLIER
    assert grounds(aim(), done, excluded={"a"}) == [Ground.EXCLUDED, Ground.ENDED_EARLIER]


def test_a_component_closed_before_a_break_goes_with_the_programme_that_came_back():
    done = component(LearnActEndDate="2025-11-01", CompStatus=2, Outcome=1)
    assert grounds(ended("2026-05-01", 6, 3), done, restart("2026-09-01")) == [
        Ground.WITH_RESTART,
        Ground.COMPONENT,
        Ground.CONTINUING,
    ]


def test_a_component_without_a_programme_type_belongs_to_no_programme():
    done = component(LearnActEndDate="2026-05-01", ProgType=None, StdCode=None)
    assert grounds(aim(ProgType=None, StdCode=None), done)[1] is Ground.ENDED_EARLIER


def test_each_decision_names_its_aim_and_gives_a_reason():
    decisions = select_aims(record(aim(), ended("2026-05-01", 6, 3)), YEAR)
    assert [d.aim for d in decisions] == ["a", "b"]
    assert decisions[1].reason == (
        "The learner is on a break since 1 May 2026 and has not come back."
    )
    assert all(d.reason.endswith(".") for d in decisions)


@pytest.mark.parametrize("year", ["2526", "2627"])
def test_a_file_that_is_right_keeps_all_its_aims(year):
    for learner in learners(year):
        decisions = select_aims(from_ilr(learner, year), year)
        assert [d.reason for d in decisions if not d.is_in] == []
