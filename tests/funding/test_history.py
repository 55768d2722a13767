"""What a user enters of earlier providers: money, days and the first day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from openilr.errors import EngineError
from openilr.funding.earnings import story_of
from openilr.funding.history import read_history
from openilr.funding.outcome import Kind
from openilr.funding.records import History
from tests.funding.build import achieved, by_month, earned, learner, programme, reference, total

AIM = programme("2025-08-01", "2026-07-31")


def with_history(**fields: object) -> list[History]:
    return [History("25-123", **fields)]  # pyright: ignore[reportArgumentType] - any field of it


def test_what_this_provider_earned_comes_off_the_price():
    who = learner(AIM, history=with_history(earned_here=Decimal(3000)))
    # (15,000 - 3,000 - 3,000 completion) / 12
    assert set(by_month(earned(who), Kind.ON_PROGRAMME).values()) == {"750.00"}


def test_what_others_earned_uses_up_the_band_alone():
    who = learner(AIM, history=with_history(earned_elsewhere=Decimal(5000)))
    assert total(earned(who, reference(band=27000))) == 12000
    # 15,000 of which 10,000 are left within the band; completion 20% of that
    assert abs(total(earned(who, reference(band=15000))) - 8000) < Decimal("0.001")


def test_earlier_days_in_learning_bring_the_payments_forward():
    young = {"born": "2008-01-01"}
    who = learner(AIM, history=with_history(days=60), **young)
    assert by_month(earned(who), Kind.FIRST_PROVIDER) == {"2526-01": "500.00"}  # day 30
    late = learner(AIM, history=with_history(days=90), **young)
    assert not by_month(earned(late), Kind.FIRST_PROVIDER)
    assert by_month(earned(late), Kind.SECOND_PROVIDER) == {"2526-10": "500.00"}  # day 275


def test_the_first_day_decides_age_and_band():
    row = {"ApprenticeshipCode": 123, "ProgType": 25}
    bands = [
        row | {"EffectiveFrom": "2015-08-01", "EffectiveTo": "2024-12-31"},
        row | {"EffectiveFrom": "2025-01-01"},
    ]
    for band, limit in zip(bands, (9000, 15000), strict=True):
        band["MaxEmployerLevyCap"] = limit
    tables = reference(lars_apprenticeship_funding=bands)
    born = {"born": "2006-06-01"}  # 18 in 2024, 19 in 2025
    since = learner(AIM, history=with_history(start=date(2024, 9, 1)), **born)
    found = earned(since, tables)
    assert found.episodes[0].band == 9000
    assert found.episodes[0].age_at_start == 18
    found = earned(learner(AIM, **born), tables)
    assert (found.episodes[0].band, found.episodes[0].age_at_start) == (15000, 19)


def test_the_history_of_another_apprenticeship_does_not_count():
    other = [History("25-124", earned_here=Decimal(3000), days=365)]
    assert total(earned(learner(AIM, history=other))) == 12000


def test_a_completer_with_history_earns_the_rest_of_the_price():
    done = AIM | achieved("2026-07-31")
    found = earned(learner(done, history=with_history(earned_here=Decimal(4000))))
    assert abs(total(found) - 11000) < Decimal("0.001")


def test_the_story_says_what_was_entered():
    who = learner(AIM, history=with_history(earned_here=Decimal(3000)))
    found, note = story_of(who, reference())
    row = found.rows[0]
    steps = note.story((row.aim, row.month, str(row.kind), row.episode))
    given = [g for s in steps for g in s.inputs if g.kind == "history"]
    assert [(g.name, g.value) for g in given] == [("earned_here", 3000)]


def test_the_file_takes_frameworks_and_leaves_blanks_at_nothing(tmp_path: Path):
    file = tmp_path / "history.csv"
    file.write_text(
        "LearnRefNumber,identity,start,earned_here,earned_elsewhere,days\n"
        "A1,25-123,2024-09-01,1200.50,,\nA1,2-490-1,,,300,45\n"
    )
    assert read_history(file) == {
        "A1": [
            History("25-123", date(2024, 9, 1), Decimal("1200.50")),
            History("2-490-1", None, Decimal(0), Decimal(300), 45),
        ]
    }


@pytest.mark.parametrize(
    "row", ["A1,,,1,1,1", "A1,25-123,,-1,0,0", "A1,25-123,,NaN,0,0", "A1,25-123,1 May,0,0,0"]
)
def test_what_cannot_be_is_refused_with_its_line(row: str, tmp_path: Path):
    file = tmp_path / "history.csv"
    file.write_text(f"LearnRefNumber,identity,start,earned_here,earned_elsewhere,days\n{row}\n")
    with pytest.raises(EngineError, match="line 2"):
        read_history(file)
