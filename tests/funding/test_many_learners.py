"""Many learners at once: the same answer as one by one, in any order, in tables of fixed shape."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from openilr.funding.contribution_frames import CONTRIBUTIONS, contributions
from openilr.funding.contributions import contributions as of_one
from openilr.funding.earnings import Method, earnings_of
from openilr.funding.frames import (
    EPISODES,
    REASONS,
    ROWS,
    earnings,
    learners_of,
)
from openilr.funding.records import History, learner_of
from openilr.funding.reference import FundingReference
from openilr.ilr.message import Message
from tests.funding.build import (
    ENGLISH,
    achieved,
    back,
    course,
    fam,
    paused,
    programme,
    tables_of,
    texts,
    tnp,
)
from tests.messages import message_of

TABLES = tables_of(rates={ENGLISH: 724})


def learners() -> list[dict[str, Any]]:
    work = [
        {"EmpStat": 10, "DateEmpStatApp": "2025-07-01"},
        {"EmpStat": 11, "DateEmpStatApp": "2025-11-10"},
    ]
    return [
        {"LearnRefNumber": "A1", "DateOfBirth": "2008-01-01", "LearningDelivery": aims, **more}
        for aims, more in (
            ([programme("2025-08-01", "2026-07-31")], {}),
            (
                [
                    programme("2025-08-01", "2026-07-31", **paused("2025-12-10")),
                    back("2026-02-01", "2026-09-30", "2025-08-01"),
                    course("2025-08-01", "2026-07-31"),
                ],
                {"LearnRefNumber": "A2"},
            ),
            (
                [programme("2025-08-01", "2026-07-31", price=None)],
                {"LearnRefNumber": "A3", "LearnerEmploymentStatus": work},
            ),
            (
                [
                    programme(
                        "2025-08-01",
                        "2027-07-31",
                        fams=[fam("LSF", "1", "2025-08-01")],
                        **achieved("2027-05-31"),
                    )
                    | {"AppFinRecord": tnp("2025-08-01", 9000, 1000)}
                ],
                {"LearnRefNumber": "A4", "LearnerEmploymentStatus": work},
            ),
            ([], {"LearnRefNumber": "A5"}),
        )
    ]


@pytest.fixture(scope="module")
def message() -> Message:
    return message_of("2526", [texts(record) for record in learners()])


def plain(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The rows of one learner without the keys of the file."""
    return frame.drop("learner", "aim").rows()


def test_tables_have_their_shapes(message: Message):
    found = earnings(message, TABLES)
    assert found.rows.schema == ROWS
    assert found.projected.schema == ROWS
    assert found.reasons.schema == REASONS
    assert found.episodes.schema == EPISODES
    nobody = earnings(message_of("2526", [texts(learners()[4])]), TABLES)
    assert nobody.rows.schema == ROWS
    assert nobody.episodes.schema == EPISODES


def test_the_frames_give_the_same_records_as_nested_dictionaries(message: Message):
    found = list(learners_of(message))
    for record, learner in zip(learners(), found, strict=False):
        alone = learner_of(record, learner.learner)
        keys = [aim.aim for aim in learner.aims]
        aims = tuple(a._replace(aim=k) for a, k in zip(alone.aims, keys, strict=True))
        assert learner == replace(alone, aims=aims, UKPRN=message.header.provider_UKPRN)


@pytest.mark.parametrize("method", Method)
def test_a_learner_alone_earns_what_the_learner_earns_in_a_file(message: Message, method: Method):
    whole = earnings(message, TABLES, method=method)
    for number, record in enumerate(learners()):
        alone = earnings(message_of("2526", [texts(record)]), TABLES, method=method)
        of_file = whole.rows.filter(pl.col("learner") == number)
        assert plain(alone.rows) == plain(of_file)
        assert plain(alone.reasons) == plain(whole.reasons.filter(pl.col("learner") == number))


def test_the_order_of_the_frames_does_not_matter(message: Message):
    mixed = {
        name: frame.sample(fraction=1.0, shuffle=True, seed=3)
        for name, frame in message.frames.items()
    }
    assert earnings(message, TABLES).rows.equals(
        earnings(replace(message, frames=mixed), TABLES).rows
    )


def test_years_and_learners_can_be_chosen(message: Message):
    some = earnings(message, TABLES, years=["2627"], only=[1])
    assert set(some.rows["academic_year"]) == {"2627"}
    assert set(some.rows["LearnRefNumber"]) == {"A2"}


def test_history_entered_by_the_user_counts(message: Message):
    history = {"A1": [History("25-123", earned_here=Decimal(3000))]}
    found = earnings(message, TABLES, history=history, only=[0])
    assert found.episodes["PriceEpisodePreviousEarnings"][0] == 3000
    assert found.rows["amount"][0] == 750  # (15,000 - 3,000 - 3,000) / 12


def test_rows_know_their_funding_line_and_the_key_of_their_story(message: Message):
    line = "16-18 Apprenticeship (Employer on App Service)"
    assert set(earnings(message, TABLES, method=Method.SERVICE).rows["fund_line"]) == {line}
    rows = earnings(message, TABLES).rows
    assert set(rows["fund_line"]) == {line}
    first = rows.row(0, named=True)
    assert first["explanation"] == "1/25-123-01/08/2025/PriceEpisodeOnProgPayment/2526/01"
    assert not rows.select("learner", "explanation").is_duplicated().any()


def test_a_day_bounds_everything(message: Message):
    found = earnings(message, TABLES, as_at=date(2025, 10, 31))
    assert set(found.rows["academic_year"]) == {"2526"}
    assert found.rows["period"].max() == 3


def test_who_pays_is_the_same_for_many_learners_and_for_one(message: Message):
    old = [{**record, "DateOfBirth": "1990-01-01"} for record in learners()]
    adults = message_of("2526", [texts(record) for record in old])
    found = earnings(adults, TABLES)
    table = contributions(found.rows, found.episodes)
    assert table.schema == CONTRIBUTIONS
    parts = [
        (learner.learner, part.AimSeqNumber, part.episode, *part[4:])
        for learner in learners_of(adults)
        for part in of_one(earnings_of(learner, FundingReference(TABLES)))
    ]
    assert len(parts) > 30
    columns = ("learner", "AimSeqNumber", "episode", *CONTRIBUTIONS.names()[-4:])
    assert sorted(table.select(columns).rows()) == sorted(parts)


def test_nobody_pays_what_nobody_earns():
    nobody = earnings(message_of("2526", [texts(learners()[4])]), TABLES)
    table = contributions(nobody.rows, nobody.episodes)
    assert table.is_empty()
    assert table.schema == CONTRIBUTIONS
