"""What the tests of the validity rules share: one aim, and what LARS says of it."""

from datetime import date, timedelta
from typing import Any

AIM = "9900005D"
"""The aim of the base message; every case gives its rows of validity anew."""

ANOTHER = "9900009Z"
"""An aim that no case has: what LARS says of it must not count."""

Aim = dict[str, Any]
Row = dict[str, str | None]


def fams(*codes: str) -> list[dict[str, str]]:
    """FAM records: "LDM 378", "RES 1"."""
    pairs = (code.split() for code in codes)
    return [{"LearnDelFAMType": kind, "LearnDelFAMCode": code} for kind, code in pairs]


def row(
    category: str,
    start: date | None,
    end: date | None = None,
    last_start: date | None = None,
    aim: str = AIM,
) -> Row:
    return {
        "LearnAimRef": aim,
        "ValidityCategory": category,
        "StartDate": start.isoformat() if start else None,
        "EndDate": end.isoformat() if end else None,
        "LastNewStartDate": last_start.isoformat() if last_start else None,
    }


def case(aim: Aim, *rows: Row, categories: tuple[int, ...] = (), **dates: date) -> dict[str, Any]:
    """The aim with these fields and dates, and LARS with these rows of it and no others."""
    patch = {**aim, **{name: day.isoformat() for name, day in dates.items()}}
    return {
        "base": "nonfunded",
        "Learner": [{"LearningDelivery": [{"AimSeqNumber": 1, **patch}]}],
        "reference": {
            "-lars_validity": [{"LearnAimRef": AIM}],
            "lars_validity": list(rows),
            "lars_category": [
                {
                    "LearnAimRef": AIM,
                    "CategoryRef": category,
                    "EffectiveFrom": "2015-08-01",
                    "EffectiveTo": None,
                }
                for category in categories
            ],
        },
    }


def before(day: date) -> date:
    return day - timedelta(days=1)


def after(day: date) -> date:
    return day + timedelta(days=1)


AIMS: dict[str, Aim] = {
    "16 to 19": {"FundModel": 25},
    "14 to 16": {"FundModel": 25, "LearningDeliveryFAM": fams("SOF 107", "LDM 320")},
    "adult skills": {"FundModel": 35, "LearningDeliveryFAM": fams("SOF 105")},
    "adult skills fund": {"FundModel": 38, "LearningDeliveryFAM": fams("SOF 105")},
    "free courses": {"FundModel": 38, "LearningDeliveryFAM": fams("SOF 105", "LDM 378")},
    "community": {"FundModel": 10},
    "tailored": {"FundModel": 11},
    "devolved": {"FundModel": 38, "LearningDeliveryFAM": fams("SOF 110")},
    "loan": {"FundModel": 99, "LearningDeliveryFAM": fams("ADL 1")},
    "other": {"FundModel": 99},
    "unit": {"FundModel": 39, "ProgType": 34},
}

CATEGORY = {
    "16 to 19": "1619_EFA",
    "14 to 16": "1416_EFA",
    "adult skills": "ADULT_SKILLS",
    "adult skills fund": "ADULT_SKILLS",
    "free courses": "FCFJ_ADULT_SKILLS",
    "community": "COMM_LEARN",
    "tailored": "Tailored_Learning",
    "devolved": "MCA_GLA",
    "loan": "ADV_LEARN_LOAN",
    "other": "ANY",
    "unit": "GROWTH_SKILLS_SHORT_COURSES",
}

JULY_2024 = date(2024, 7, 31)
LONG_AGO = date(2010, 8, 1)
