"""The way of a save: one learner, without Polars and without Django."""

import json
import pickle
import subprocess
import sys
from datetime import date
from decimal import Decimal

from openilr.funding.earnings import Method, earnings_of_learner
from openilr.funding.given_parameters import given
from openilr.funding.records import History
from openilr.funding.reference import FundingReference
from tests.funding.build import (
    ENGLISH,
    NO_UPLIFTS,
    adult,
    course,
    earned,
    fam,
    learner,
    programme,
    rate,
    reference,
    tables_of,
    total,
)

ALONE = """
import json, pickle, sys
from openilr.funding.contributions import contributions
from openilr.funding.earnings import Method, earnings_of_learner
from openilr.funding.reference import FundingReference
from openilr.funding.story import Recorder

record, tables, parameters = pickle.load(sys.stdin.buffer)
reference = FundingReference(tables, parameters)
for method in Method:
    note = Recorder()
    found = earnings_of_learner(record, reference, ukprn=90000117, method=method, note=note)
contributions(found)
print(json.dumps([
    str(sum(row.amount for row in found.rows)),
    sorted({"polars", "django", "openilr.language"} & set(sys.modules)),
]))
"""


def test_one_learner_needs_neither_polars_nor_django():
    record = {
        "LearnRefNumber": "A1",
        "DateOfBirth": "1990-05-12",
        "LearningDelivery": [
            programme("2025-08-01", "2026-07-31", fams=[fam("LSF", "1", "2025-08-01")]),
            course("2025-08-01", "2026-07-31"),
            *(adult(model) for model in (10, 25, 35, 37, 38, 39, 81, 99)),
        ],
    }
    rows = [*rate(1000), {"LearnAimRef": ENGLISH, "FundingCategory": "APP_MAY_2017_EM"}]
    rows[1] |= {"RateWeighted": 480, "EffectiveFrom": "2015-08-01"}
    tables = tables_of(lars_funding=rows, **NO_UPLIFTS)
    values = given({"loans_support_1": {date(2025, 8, 1): 55}})
    child = subprocess.run(
        [sys.executable, "-c", ALONE],
        input=pickle.dumps((record, tables, values)),
        capture_output=True,
        check=True,
    )
    money, loaded = json.loads(child.stdout)
    assert loaded == []
    assert Decimal(money) == 12000 + 480 + 12 * 150 + 800


def test_a_record_and_the_learner_made_of_it_earn_the_same():
    aims = [programme("2025-08-01", "2026-07-31"), course("2025-08-01", "2026-07-31")]
    record = {"LearnRefNumber": "A1", "DateOfBirth": "1990-05-12", "LearningDelivery": aims}
    tables = reference(rates={ENGLISH: 480})
    for method in Method:
        found = earnings_of_learner(record, tables, method=method)
        assert found.rows == earned(learner(*aims), tables, method=method).rows


def test_typed_values_and_texts_are_the_same():
    aim = programme("2025-08-01", "2026-07-31")
    typed = aim | {
        "LearnStartDate": date(2025, 8, 1),
        "LearnPlanEndDate": date(2026, 7, 31),
        "OrigLearnStartDate": None,
    }
    texts = aim | {"CompStatus": "1", "StdCode": "123", "FundModel": "36"}
    sums = [
        total(earnings_of_learner({"LearningDelivery": [one]}, reference()))
        for one in (typed, texts)
    ]
    assert sums == [12000, 12000]


def test_history_and_a_day_are_taken():
    record = {
        "DateOfBirth": "1990-05-12",
        "LearningDelivery": [programme("2025-08-01", "2026-07-31")],
    }
    history = [History("25-123", earned_here=Decimal(3000))]
    found = earnings_of_learner(record, reference(), history=history, until=date(2025, 9, 30))
    assert total(found) == 1500


def test_a_record_without_aims_earns_nothing_and_needs_no_tables():
    found = earnings_of_learner({}, FundingReference())
    assert not found.rows
    assert not found.reasons
