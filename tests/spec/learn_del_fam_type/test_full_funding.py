"""The twelve limits of full funding: each of their conditions and exemptions."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.spec.learn_del_fam_type.cases import BOTH, fams


@dataclass(frozen=True)
class Limit:
    """What a rule should find: `aims` by name, `exempt` records, `benefits` that exempt."""

    rule: str
    first: date | None
    last: date | None
    model: int
    is_young: bool
    aims: str
    aim: str
    exempt: str
    benefits: str
    asks_prior_level: bool = False
    traineeship_is_exempt: bool = False
    apprenticeship_is_exempt: bool = True
    college_is_exempt: bool = False

    @property
    def age(self):
        """An age inside the band."""
        return 21 if self.is_young else 35

    @property
    def start(self):
        """A start inside the span."""
        return (self.last or self.first + timedelta(days=200)) - timedelta(days=100)


_DD12_DD21 = (
    "job_seeker employed_support unemployed_12_support unemployed_other unemployed_12_other "
    "unemployed_credit_376 "
)
_DD28 = (
    "job_seeker employed_support unemployed_other unemployed_credit unemployed_credit_376 "
    "unemployed_mandated short_hours_credit short_hours_other unknown_support "
    "unemployed_12_other unemployed_12_support short_hours_6_other"
)
_DD38 = (
    "job_seeker unemployed_credit unemployed_credit_376 unemployed_mandated short_hours_credit "
    "unemployed_5 unemployed_6 short_hours_6 short_hours_5"
)
_UP_TO_2 = "E 1 2 2_entitled"
_SKILLS = "2_digital 2_functional"
_LDM = "LDM034 LDM328"

LIMITS = [
    Limit(
        *("LearnDelFAMType_57", None, date(2016, 7, 31), 35, False),
        *(f"{_UP_TO_2} 2_work {_SKILLS}", "2", f"{_LDM} LDM347 RES1"),
        _DD12_DD21 + "unemployed_mandated unknown_support employed_mandated",
        college_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_60", date(2016, 8, 1), date(2017, 7, 31), 35, False),
        *(f"{_UP_TO_2} 2_work {_SKILLS}", "2", f"{_LDM} LDM347 RES1", _DD28),
        college_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_61", date(2017, 8, 1), date(2020, 7, 31), 35, True),
        *(f"2 2_union 2_work {_SKILLS}", "2"),
        *(f"{_LDM} LDM347 LDM363 DAM023 RES1", _DD28),
        traineeship_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_65", date(2017, 8, 1), date(2020, 7, 31), 35, True),
        *(f"{_UP_TO_2} 2_union 2_work {_SKILLS}", "2"),
        *(f"{_LDM} LDM347 LDM363 DAM023 RES1", _DD28),
        asks_prior_level=True,
        traineeship_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_66", date(2017, 8, 1), date(2020, 7, 31), 35, False),
        *(f"{_UP_TO_2} 2_union 2_work {_SKILLS}", "2"),
        *(f"{_LDM} LDM347 LDM363 DAM023 RES1", _DD28),
        traineeship_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_79", date(2020, 8, 1), date(2024, 7, 31), 35, True),
        *("2 2_union 2_work 2_functional", "2"),
        *(f"{_LDM} LDM347 LDM363 DAM023 RES1", _DD38),
        traineeship_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_80", date(2020, 8, 1), date(2024, 7, 31), 35, True),
        *(f"{_UP_TO_2} 2_union 2_work", "2"),
        *(f"{_LDM} LDM347 LDM363 DAM023 RES1", _DD38),
        asks_prior_level=True,
        traineeship_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_81", date(2020, 8, 1), date(2024, 7, 31), 35, False),
        *(f"{_UP_TO_2} 2_union 2_work", "2"),
        *(f"{_LDM} LDM363 DAM023 RES1", _DD38),
        traineeship_is_exempt=True,
    ),
    Limit(
        *("LearnDelFAMType_122", date(2024, 8, 1), None, 38, True),
        *(f"2 2_union 2_work {_SKILLS}", "2", "LDM391 DAM023 RES1", ""),
        apprenticeship_is_exempt=False,
    ),
    Limit(
        *("LearnDelFAMType_123", date(2024, 8, 1), None, 38, True),
        *("E 1 2 2_union 2_work", "2", "LDM391 SOF112 RES1", ""),
        apprenticeship_is_exempt=False,
    ),
    Limit(
        *("LearnDelFAMType_124", date(2024, 8, 1), None, 38, False),
        *(f"{_UP_TO_2} 2_union 2_work", "2", "LDM391 DAM023 RES1", ""),
        apprenticeship_is_exempt=False,
    ),
    Limit(
        *("LearnDelFAMType_130", date(2024, 8, 1), None, 38, True),
        *("2_entitled 3_entitled", "2_entitled", "LDM391 SOF112 RES1", ""),
        asks_prior_level=True,
        apprenticeship_is_exempt=False,
    ),
]

_CATEGORIES = {"2_entitled": 37, "3_entitled": 37, "2_union": 19, "2_work": 2, "2_preparation": 4}
_BASIC_SKILLS = {"2_english": 1, "2_digital": 43, "2_functional": 44}
_AIMS = ("E", "1", "2", "3", "X", *_CATEGORIES, *_BASIC_SKILLS)
_ENGLISH_AND_MATHS = (1, 2, *range(11, 15), 19, 20, 21, 23, 24, 25, *range(29, 36))
_PERIODS = {
    "to_eve": (-99, -1),
    "to_day": (-99, 0),
    "from_day": (0, 99),
    "from_next": (1, 99),
    "always_to_day": (None, 0),
    "from_day_on": (0, None),
}
"""First and last day from the start; None where LARS leaves the end open."""


def _lars(limit):
    """Aims by name, in upper case as LARS has them; a name begins with the level.

    Basic skills of every type, and of some in a period that begins or ends about the start.
    """
    skills = {name: (kind, -999, 999) for name, kind in _BASIC_SKILLS.items()}
    skills |= {f"2_type_{kind}": (kind, -999, 999) for kind in range(1, 50)}
    skills |= {
        f"{name}_{period}": (kind, *days)
        for name, kind in _BASIC_SKILLS.items()
        for period, days in _PERIODS.items()
    }
    categories = dict(_CATEGORIES)

    def day(number):
        return None if number is None else str(limit.start + timedelta(days=number))

    if limit.aim == "2_entitled":
        categories |= dict.fromkeys(skills, 37)
    return {
        "lars_learning_delivery": [
            {
                "LearnAimRef": aim.upper(),
                "NotionalNVQLevelv2": aim[0],
                "LearnAimRefType": "0005",
                "EffectiveFrom": "2000-08-01",
            }
            for aim in dict.fromkeys((*_AIMS, *skills))
        ],
        "lars_category": [
            {"LearnAimRef": aim.upper(), "CategoryRef": number, "EffectiveFrom": "2000-08-01"}
            for aim, number in categories.items()
        ],
        "lars_annual_value": [
            {
                "LearnAimRef": aim.upper(),
                "BasicSkillsType": kind,
                "EffectiveFrom": day(first),
                "EffectiveTo": day(last),
            }
            for aim, (kind, first, last) in skills.items()
        ],
    }


def _years_before(day, years):
    return day.replace(year=day.year - years)


def _row(limit, **changes):
    return {
        "LearnStartDate": str(limit.start),
        "LearnAimRef": limit.aim.upper(),
        "FundModel": limit.model,
        **changes,
    }


def _person(limit, **changes):
    """Of 21 or 35 at the start, with a level 2 before if the rule asks for one."""
    return {
        "DateOfBirth": str(_years_before(limit.start, limit.age)),
        "PriorAttain": [{"PriorLevel": 10, "DateLevelApp": "2010-08-01"}],
        "LearnerEmploymentStatus": None,
        **changes,
    }


def _learner(limit, text, person=None, **changes):
    """A learner of whom only this aim is looked at."""
    aim = {"AimSeqNumber": 1, "LearningDeliveryFAM": fams(text), **_row(limit, **changes)}
    return {**(person or _person(limit)), "LearningDelivery": [aim]}


def _hold(found, limit, cases, *, years=BOTH[:1], **tables):
    """Hold that the rule finds exactly the learners of the cases (learner, fires) that say so."""
    learners = [{**learner, "ULN": str(10**9 + n)} for n, (learner, _) in enumerate(cases)]
    # One more, so that places name the learner; it is found by no rule here.
    learners.append({**_learner(limit, "SOF105"), "ULN": "1999999999"})
    reference = {**_lars(limit), **tables}
    for year in years:
        places = found(limit.rule, year=year, base="asf", Learner=learners, reference=reference)
        fires = [f"A{n:03d}/1" in places for n in range(1, len(cases) + 1)]
        wrong = [case for case, got in zip(cases, fires, strict=True) if case[1] is not got]
        assert not wrong
        assert len(places) == sum(fires)


@pytest.fixture(params=LIMITS, ids=lambda limit: limit.rule)
def limit(request):
    return request.param


def test_a_limit_holds_for_its_starts_funding_model_and_full_funding(found, limit):
    day = timedelta(days=1)
    starts = []
    if limit.first:
        starts += [(limit.first - day, False), (limit.first, True), (limit.first + day, True)]
    if limit.last:
        starts += [(limit.last - day, True), (limit.last, True), (limit.last + day, False)]
        starts += [(limit.last + 2 * day, False)]
    other = {35: 38, 38: 35}[limit.model]
    cases = [
        (_learner(limit, "FFI1"), True),
        (_learner(limit, "ffi1 SOF105"), True),
        (_learner(limit, "FFI2"), False),
        (_learner(limit, "SOF105"), False),
        (_learner(limit, "FFI1", FundModel=other), False),
        (_learner(limit, "FFI1", FundModel=10), False),
    ]
    for start, fires in starts:
        # Of the same age on each start, for the span is longer than the band of ages.
        born = _person(limit, DateOfBirth=str(_years_before(start, limit.age)))
        cases.append((_learner(limit, "FFI1", born, LearnStartDate=str(start)), fires))
    _hold(found, limit, cases, years=BOTH)


def test_a_limit_holds_for_its_ages(found, limit):
    day = timedelta(days=1)
    young, old = {19: True, 23: True, 24: False}, {23: False, 24: True, 60: True}
    cases = []
    for age, fires in (young if limit.is_young else old).items():
        birthday = _years_before(limit.start, age)
        cases.append((_learner(limit, "FFI1", _person(limit, DateOfBirth=str(birthday))), fires))
    for age, fires in ((19, False), (24, True)) if limit.is_young else ((24, False),):
        eve = _years_before(limit.start, age) + day
        cases.append((_learner(limit, "FFI1", _person(limit, DateOfBirth=str(eve))), fires))
    cases.append((_learner(limit, "FFI1", _person(limit, DateOfBirth=None)), False))
    _hold(found, limit, cases)


def test_a_limit_holds_for_its_aims(found, limit):
    fires = {*limit.aims.split()}
    if "2_work" in fires:
        fires.add("2_preparation")
    cases = [(aim, aim in fires) for aim in (*_AIMS, "nowhere")]
    _hold(found, limit, [(_learner(limit, "FFI1", LearnAimRef=a.upper()), f) for a, f in cases])


def test_english_maths_and_digital_skills_on_the_start_are_exempt(found, limit):
    fires = {*limit.aims.split()}
    if limit.aim == "2_entitled":
        fires = set()
    digital = {kind for name, kind in _BASIC_SKILLS.items() if name not in fires}
    cases = [
        (f"2_type_{kind}", kind not in {*_ENGLISH_AND_MATHS, *digital}) for kind in range(1, 50)
    ]
    for name, kind in _BASIC_SKILLS.items():
        cases += [
            (f"{name}_{period}", kind not in digital or period in ("to_eve", "from_next"))
            for period in _PERIODS
        ]
    _hold(found, limit, [(_learner(limit, "FFI1", LearnAimRef=a.upper()), f) for a, f in cases])


def test_records_that_exempt_from_a_limit(found, limit):
    records = (
        *("LDM034", "LDM328", "LDM347", "LDM363", "LDM391", "LDM318", "LDM023"),
        *("DAM023", "DAM022", "RES1", "SOF112", "SOF105"),
    )
    exempt = limit.exempt.split()
    strangers = " ".join(f"ZZZ{record[3:]}" for record in (*records, "FFI1"))
    cases = [(_learner(limit, f"FFI1 {t} {strangers}"), t not in exempt) for t in records]
    _hold(found, limit, [*cases, (_learner(limit, f"FFI2 {strangers}"), False)])


def test_programmes_that_are_exempt_from_a_limit(found, limit):
    of_trainee = "2_work" in limit.aims and not limit.traineeship_is_exempt
    cases = [
        (_learner(limit, "FFI1", ProgType=25), not limit.apprenticeship_is_exempt),
        (_learner(limit, "FFI1", ProgType=32), True),
        (_learner(limit, "FFI1", ProgType=24), True),
        (_learner(limit, "FFI1", ProgType=24, LearnAimRef="2_WORK"), of_trainee),
        (_learner(limit, "FFI1", ProgType=24, LearnAimRef="2_PREPARATION"), of_trainee),
    ]
    _hold(found, limit, cases)


def test_specialist_designated_colleges_are_exempt_from_the_oldest_limits(found, limit):
    college = {
        "-organisations": [{"UKPRN": 10000001}],
        "organisations": [{"UKPRN": 10000001, "LegalOrgType": "USDC"}],
    }
    cases = [(_learner(limit, "FFI1"), not limit.college_is_exempt)]
    _hold(found, limit, cases, **college)
    others = [{"UKPRN": ukprn, "LegalOrgType": "USDC"} for ukprn in (10000000, 10000009)]
    _hold(found, limit, [(_learner(limit, "FFI1"), True)], organisations=others)


_PRIOR = [
    *(([(level, "2010-08-01")], True) for level in (4, 6, 7, 8, 9, 10, 97, 98)),
    *(([(level, "2010-08-01")], False) for level in (1, 2, 3, 5, 99)),
    ([(3, "2009-08-01"), (10, "2010-08-01")], True),
    ([(10, "2009-08-01"), (3, "2010-08-01")], False),
    ([(3, "2009-08-01"), (10, "start")], True),
    ([(3, "2009-08-01"), (10, "after")], False),
    ([(10, "after")], False),
    ([], False),
]


def test_the_latest_prior_level_on_the_start_counts(found, limit):
    days = {"start": limit.start, "after": limit.start + timedelta(days=1)}
    cases = []
    for records, has_level_2 in _PRIOR:
        prior = [{"PriorLevel": n, "DateLevelApp": str(days.get(day, day))} for n, day in records]
        person = _person(limit, PriorAttain=prior or None)
        cases.append((_learner(limit, "FFI1", person), has_level_2 or not limit.asks_prior_level))
    _hold(found, limit, cases)


# -------------------- benefits

_STATUSES = {
    "job_seeker": (10, "BSI1", ""),
    "employed_support": (10, "BSI2", ""),
    "unemployed_other": (11, "BSI3", ""),
    "unemployed_credit": (12, "BSI4", ""),
    "unemployed_credit_376": (11, "BSI4", "LDM376"),
    "unemployed_mandated": (11, "BSI4", "LDM318"),
    "employed_mandated": (10, "BSI4 EII8", "LDM318"),
    "short_hours_credit": (10, "BSI4 EII2", ""),
    "short_hours_other": (10, "BSI3 EII5", ""),
    "short_hours_6": (10, "BSI6 EII6", ""),
    "long_hours_credit": (10, "BSI4 EII8", ""),
    "long_hours_5": (10, "BSI5 EII3", ""),
    "unemployed_5": (11, "BSI5", ""),
    "unemployed_6": (12, "BSI6", ""),
    "unknown_support": (98, "BSI2", ""),
    "unknown_other": (98, "BSI3", ""),
    "unknown_credit": (98, "BSI4 EII2", ""),
    "unemployed_12_other": (12, "BSI3", ""),
    "unemployed_12_support": (12, "BSI2", ""),
    "other_code_2": (11, "LOE2 LOU1 RES4", ""),
    "short_hours_6_other": (10, "BSI3 EII6", ""),
    "short_hours_5": (10, "BSI5 EII5", ""),
    "unemployed_none": (11, "LOU5", ""),
    "hours_alone": (10, "EII2", ""),
}


def _status(day, status, monitoring):
    rows = [{"ESMType": m[:3], "ESMCode": int(m[3:])} for m in monitoring.split()]
    return {"EmpStat": status, "DateEmpStatApp": str(day), "EmploymentStatusMonitoring": rows}


def test_benefits_on_the_start_that_exempt_from_a_limit(found, limit):
    exempt = limit.benefits.split()
    cases = []
    for name, (status, monitoring, text) in _STATUSES.items():
        history = [_status("2010-01-01", status, monitoring)]
        person = _person(limit, LearnerEmploymentStatus=history)
        cases.append((_learner(limit, f"FFI1 {text} ZZZ318 ZZZ376", person), name not in exempt))
    _hold(found, limit, cases)


def test_only_the_status_in_force_on_the_start_counts(found, limit):
    start, day = limit.start, timedelta(days=1)
    on_benefits, not_now = (11, "BSI1 BSI6"), (11, "LOU5")
    histories = [
        ([(start, on_benefits)], False),
        ([(start - day, on_benefits)], False),
        ([(start + day, on_benefits)], True),
        ([(start - day, on_benefits), (start, not_now)], True),
        ([(start - day, not_now), (start, on_benefits)], False),
        ([(start - day, on_benefits), (start + day, not_now)], False),
    ]
    cases = []
    for history, fires in histories:
        records = [_status(when, *what) for when, what in history]
        person = _person(limit, LearnerEmploymentStatus=records)
        cases.append((_learner(limit, "FFI1", person), fires or not limit.benefits))
    _hold(found, limit, cases)
