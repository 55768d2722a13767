"""Tuition fees of higher education, who pays them, and the student support number."""

import pytest

from tests.spec.aim_cases import PARAMETERS
from tests.spec.higher_education.cases import he_cases

NUMBER = "WADM46891352A"  # HESA's own example of the check letter
WITHOUT_RECORD = {"LearningDeliveryHE": None}


def supporters(rule, countries, sources):
    return he_cases(
        rule,
        *(
            (True, {"PERMADDCOUNTRY": c, "MSTUFEE": source})
            for c in countries
            for source in sources
        ),
        *(
            (False, {"PERMADDCOUNTRY": countries[0], "MSTUFEE": source})
            for source in {1, 2, 3, 4, 99} - set(sources)
        ),
        *(
            (False, {"PERMADDCOUNTRY": c, "MSTUFEE": sources[0]})
            for c in [*sorted({"XF", "XG", "XH", "XI", "XK", "FR"} - set(countries)), None]
        ),
        (False, WITHOUT_RECORD),
    )


def support_number(rule, sources, days):
    return he_cases(
        rule,
        *((True, {"MSTUFEE": source, "LearnStartDate": days[1]}) for source in sources),
        *((False, {"MSTUFEE": source, "LearnStartDate": days[1]}) for source in (1, 5, 99)),
        *((0 < n < 3, {"MSTUFEE": 3, "LearnStartDate": day}) for n, day in enumerate(days)),
        (False, {"MSTUFEE": 3, "LearnStartDate": days[1], "SSN": NUMBER}),
        (False, {"MSTUFEE": 3, "LearnStartDate": None}),
        (False, WITHOUT_RECORD),
    )


CASES = [
    *supporters("MSTUFEE_03", ["XH"], [2, 4]),
    *supporters("MSTUFEE_04", ["XG"], [2, 3]),
    *supporters("MSTUFEE_05", ["XF", "XI"], [3, 4]),
    *support_number(
        "MSTUFEE_06",
        [2, 3, 4, 52, 53, 54],
        ["2021-07-31", "2021-08-01", "2025-07-31", "2025-08-01"],
    ),
    *support_number("MSTUFEE_07", [3, 10], ["2025-07-31", "2025-08-01", "2025-08-02"]),
    *he_cases(
        "GROSSFEE_01",
        (True, {"GROSSFEE": None}),
        (True, {"GROSSFEE": None, "NETFEE": 0}),
        (False, {"GROSSFEE": None, "NETFEE": None}),
        (False, {"NETFEE": None}),
        (False, {}),
        (False, WITHOUT_RECORD),
    ),
    *he_cases(
        "GROSSFEE_02",
        *((gross < 6000, {"GROSSFEE": gross, "NETFEE": 6000}) for gross in (5999, 6000, 6001)),
        (False, {"GROSSFEE": None}),
        (False, {"NETFEE": None}),
        (False, WITHOUT_RECORD),
    ),
    *(
        case
        for rule, fee in (("GROSSFEE_03", "GROSSFEE"), ("NETFEE_02", "NETFEE"))
        for case in he_cases(
            rule,
            *((amount > 9535, {fee: amount}) for amount in (0, 9534, 9535, 9536)),
            (False, {fee: None}),
            (False, WITHOUT_RECORD),
        )
    ),
    *he_cases(
        "NETFEE_01",
        (False, {"LearnStartDate": "2012-07-31"}),
        (True, {"LearnStartDate": "2012-08-01"}),
        (True, {"LearnStartDate": "2012-08-02"}),
        (True, {"GROSSFEE": None}),
        (False, {"SSN": NUMBER}),
        (False, {"NETFEE": 0}),
        (False, {"LearnStartDate": None}),
        (False, WITHOUT_RECORD),
        NETFEE=None,
    ),
    *he_cases(
        "SSN_03",
        (False, {"LearnStartDate": "2021-07-31", "NETFEE": None}),
        *((True, {"LearnStartDate": day, "NETFEE": None}) for day in ("2021-08-01", "2021-08-02")),
        (True, {"GROSSFEE": None}),
        (True, {"GROSSFEE": None, "NETFEE": None}),
        (False, {"GROSSFEE": None, "NETFEE": None, "SSN": NUMBER}),
        (False, {"GROSSFEE": None, "LearnStartDate": None}),
        (False, {}),
        (False, WITHOUT_RECORD),
    ),
]


@pytest.mark.parametrize(PARAMETERS, CASES)
def test_fees(found, rule, year, base, patch, expected):
    assert found(rule, year=year, base=base, **patch) == expected


LETTERS = [chr(code) for code in range(65, 91) if chr(code) not in "IOQ"]


def with_check_letter(start):
    """A number with its check letter: letters count from A = 0, in the last place from A = 1."""
    values = [LETTERS.index(c) if c in LETTERS else int(c) for c in start]
    total = sum(v * w for v, w in zip(values, range(13, 1, -1), strict=True))
    return start + LETTERS[23 - total % 23 - 1]


RIGHT = [
    NUMBER,
    NUMBER.lower(),
    *(with_check_letter(f"AAAA0000000{digit}") for digit in range(10)),
    *(with_check_letter(f"{a}{b}HJ1234567{n}") for a, b, n in ("KL1", "MN2", "PR3", "ST4", "UV5")),
    *(with_check_letter(f"WXY{letter}98765432") for letter in "CDEFG"),
]
WRONG = [
    *(NUMBER[:-1] + letter for letter in LETTERS if letter != "A"),
    *(NUMBER[:-1] + letter for letter in "IOQ1"),
    *(f"{letter}{NUMBER[1:]}" for letter in "IOQZ1VX"),
    *(NUMBER[:place] + digit + NUMBER[place + 1 :] for place, digit in ((4, "5"), (11, "3"))),
    *("WADM4689135A", "WADM468913522", "WADM46891352", "W", "WADM 6891352A", "AWDM46891352A"),
    with_check_letter("ZAAA00000000"),
]


@pytest.mark.parametrize(
    ("number", "expected"), [*((n, []) for n in RIGHT), *((n, [1]) for n in WRONG), (None, [])]
)
def test_support_number(found, number, expected):
    learner = {"LearningDelivery": [{"AimSeqNumber": 1, "LearningDeliveryHE": {"SSN": number}}]}
    assert found("SSN_02", base="he", Learner=[learner]) == expected


def test_check_letters_are_all_met():
    assert with_check_letter(NUMBER[:-1]) == NUMBER
    assert len({number[-1].upper() for number in RIGHT}) > 10
