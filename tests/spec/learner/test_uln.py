"""The unique learner number, and how long the temporary one may stand."""

import pytest

from tests.spec.learner.cases import NEW, OLD, aim, case

TEMP = "9999999999"
BOTH = (OLD, NEW)


CHECKED = [
    case("ULN_04", ["learner"], ULN="1000000018"),
    case("ULN_04", ["learner"], ULN="1000000060"),  # no last digit is right
    case("ULN_04", [], ULN="1000000019"),
    case("ULN_04", [], ULN=TEMP),
    case("ULN_04", [], ULN="1000000000"),
    case("ULN_04", ["learner"], ULN="100000001"),  # right, had it ten digits
    case("ULN_05", ["learner"], ULN="1000000051"),
    case("ULN_05", [], ULN="1000000019"),
    case("ULN_05", [], ULN=TEMP),
    case("ULN_05", ["learner"], "asf", NEW, reference={"-uln": [{}]}),
]

UNFUNDED = [
    *(
        case("ULN_02", found, "nonfunded", year, ULN=TEMP, aims=[aim(FundModel=model)])
        for year, model, found in (
            (OLD, 10, [1]),
            (OLD, 11, [1]),
            (OLD, 99, [1]),
            (OLD, 38, []),
            (NEW, 10, []),
            (NEW, 11, [1]),
            (NEW, 99, [1]),
        )
    ),
    *(case("ULN_02", [], "nonfunded", year) for year in BOTH),
    *(case("ULN_02", [], "he", year, ULN=TEMP) for year in BOTH),
    *(
        case("ULN_02", [1], "nonfunded", y, ULN=TEMP, aims=[aim(fams=["SOF 108", "LDM 1"])])
        for y in BOTH
    ),
]

BEFORE_JANUARY = [
    case("ULN_03", ["learner"], "asf", ULN=TEMP, prepared="2025-12-31"),
    case("ULN_03", [], "asf", ULN=TEMP, prepared="2026-01-01"),
    case("ULN_03", [], "asf", ULN=TEMP, prepared="2026-01-02"),
    case("ULN_03", ["learner"], "asf", NEW, ULN=TEMP, prepared="2026-12-31"),
    case("ULN_03", [], "asf", NEW, ULN=TEMP, prepared="2027-01-01"),
    case("ULN_03", [], "asf", prepared="2025-12-31"),
    case("ULN_03", [], "asf", ULN=TEMP, prepared="2025-12-31", aims=[aim(fams=["ACT 1"])]),
    case(
        *("ULN_03", ["learner"], "asf"),
        ULN=TEMP,
        prepared="2025-12-31",
        aims=[aim(fams=["ACT 2", "LDM 1"])],
    ),
    # the component aim of an apprentice has no ACT
    case("ULN_03", ["learner"], "apprenticeship", ULN=TEMP, prepared="2025-12-31"),
    case(
        *("ULN_03", [], "apprenticeship"),
        ULN=TEMP,
        prepared="2025-12-31",
        **{"$drop": [2]},
    ),
]


def funded(rule, found, year=OLD, base="asf", start="2026-01-10", prepared="2026-02-01", **fields):
    if year == NEW:
        start, prepared = (f"{int(day[:4]) + 1}{day[4:]}" for day in (start, prepared))
    fields = {"LearnPlanEndDate": f"{int(start[:4]) + 1}-06-01", **fields}
    learner = {"ULN": fields.pop("uln", TEMP)}
    return case(
        *(rule, found, base, year),
        prepared=prepared,
        aims=[aim(LearnStartDate=start, **fields)],
        **learner,
    )


# 60 days before 15 March 2026 is 14 January.
EARLIER, SIXTY, LATER = "2026-01-13", "2026-01-14", "2026-01-15"
MARCH = {"prepared": "2026-03-15"}

FUNDED = [
    *(
        funded(rule, [place], year, start=start, FundModel=model, **MARCH)
        for year in BOTH
        for rule, start, place in (("ULN_06", SIXTY, 1), ("ULN_07", EARLIER, "learner"))
        for model in (25, 35, 36, 37, 38, 81, 82)
    ),
    *(
        funded(rule, found, year, start=start, FundModel=39, **MARCH)
        for rule, start, year, found in (
            ("ULN_06", SIXTY, OLD, []),
            ("ULN_06", SIXTY, NEW, [1]),
            ("ULN_07", EARLIER, OLD, []),
            ("ULN_07", EARLIER, NEW, ["learner"]),
        )
    ),
    *(
        funded(rule, [], year, start=start, FundModel=model, **MARCH)
        for year in BOTH
        for rule, start in (("ULN_06", SIXTY), ("ULN_07", EARLIER))
        for model in (10, 11, 70, 99)
    ),
    *(
        funded(rule, found, start=start, FundModel=99, fams=[text], **MARCH)
        for rule, start, place in (("ULN_06", SIXTY, 1), ("ULN_07", EARLIER, "learner"))
        for text, found in (("ADL 1", [place]), ("ADL 2", []))
    ),
    funded("ULN_06", [1], start=LATER, **MARCH),
    funded("ULN_06", [], start=EARLIER, **MARCH),
    funded("ULN_06", [1], start="2026-04-01", **MARCH),
    funded("ULN_07", [], start=SIXTY, **MARCH),
    funded("ULN_07", ["learner"], start="2026-01-12", **MARCH),
    *(
        funded(rule, [], start=start, **more, **MARCH)
        for rule, start in (("ULN_06", SIXTY), ("ULN_07", EARLIER))
        for more in (
            {"uln": "1000000019"},
            {"fams": ["LDM 034"]},
            {"fams": ["ACT 1"]},
            {"LearnPlanEndDate": "2026-01-14"},
        )
    ),
    *(
        funded(
            rule, [place], year, start=start, fams=["ACT 2", "LDM 035", "LDM 1", "DAM 034"], **MARCH
        )
        for year in BOTH
        for rule, start, place in (("ULN_06", SIXTY, 1), ("ULN_07", EARLIER, "learner"))
    ),
    *(
        funded(rule, [], year, start=start, **more, **MARCH)
        for year in BOTH
        for rule, start in (("ULN_06", SIXTY), ("ULN_07", EARLIER))
        for more in (
            {"FundModel": 99, "fams": ["ADL 2", "LDM 1"]},
            {"FundModel": 10, "fams": ["ADL 1"]},
        )
    ),
    *(
        funded(rule, [place], NEW, start=start, FundModel=99, fams=["ADL 1"], **MARCH)
        for rule, start, place in (("ULN_06", SIXTY, 1), ("ULN_07", EARLIER, "learner"))
    ),
    *(
        funded(rule, [], NEW, start=start, **more, **MARCH)
        for rule, start in (("ULN_06", SIXTY), ("ULN_07", EARLIER))
        for more in (
            {"uln": "1000000019"},
            {"fams": ["LDM 034"]},
            {"fams": ["ACT 1"]},
        )
    ),
    funded("ULN_06", [], NEW, start=EARLIER, **MARCH),
    funded("ULN_06", [1], NEW, start="2025-12-20", prepared="2026-01-01"),
    funded("ULN_07", [], NEW, start=SIXTY, **MARCH),
    funded("ULN_07", ["learner"], NEW, start="2025-09-01", prepared="2026-01-01"),
    funded("ULN_06", [], NEW, start="2025-12-20", prepared="2025-12-31"),
    funded("ULN_07", [], NEW, start="2025-09-01", prepared="2025-12-31"),
    # the file of before and from 1 January
    funded("ULN_06", [], start="2025-12-20", prepared="2025-12-31"),
    funded("ULN_06", [1], start="2025-12-20", prepared="2026-01-01"),
    funded("ULN_07", [], start="2025-09-01", prepared="2025-12-31"),
    funded("ULN_07", ["learner"], start="2025-09-01", prepared="2026-01-01"),
    funded("ULN_07", ["learner"], start="2025-09-01", prepared="2026-01-02"),
    # five days or longer, planned or actual
    *(
        funded("ULN_06", found, start=SIXTY, LearnPlanEndDate=plan, LearnActEndDate=end, **MARCH)
        for plan, end, found in (
            ("2026-01-18", None, []),
            ("2026-01-19", None, [1]),
            ("2026-01-20", None, [1]),
            ("2026-01-18", "2026-01-18", []),
            ("2026-01-18", "2026-01-19", [1]),
            ("2026-01-19", "2026-01-15", [1]),
        )
    ),
    *(
        funded(
            *("ULN_07", found, year),
            start=EARLIER,
            LearnPlanEndDate=f"{year_of_end}{plan}",
            LearnActEndDate=end and f"{year_of_end}{end}",
            **MARCH,
        )
        for year, year_of_end in ((OLD, 2026), (NEW, 2027))
        for plan, end, found in (
            ("-01-17", None, []),
            ("-01-18", None, ["learner"]),
            ("-01-17", "-01-17", []),
            ("-01-17", "-01-18", ["learner"]),
        )
    ),
    *(
        funded(
            *("ULN_06", found, NEW),
            start=SIXTY,
            LearnPlanEndDate=f"2027{plan}",
            LearnActEndDate=end and f"2027{end}",
            **MARCH,
        )
        for plan, end, found in (
            ("-01-18", None, []),
            ("-01-19", None, [1]),
            ("-01-18", "-01-18", []),
            ("-01-18", "-01-19", [1]),
        )
    ),
]

CUSTODY = [
    case("ULN_09", [1], ULN=TEMP, prepared="2026-01-01", aims=[aim(fams=["LDM 034"])]),
    case("ULN_09", [1], ULN=TEMP, prepared="2026-01-02", aims=[aim(fams=["ldm 034"])]),
    case("ULN_09", [], ULN=TEMP, prepared="2025-12-31", aims=[aim(fams=["LDM 034"])]),
    case("ULN_09", [], ULN=TEMP, prepared="2026-01-01", aims=[aim(fams=["LDM 034"])], year=NEW),
    case(
        *("ULN_09", []),
        ULN=TEMP,
        prepared="2026-01-01",
        aims=[aim(fams=["LDM 035", "DAM 034"])],
    ),
    case("ULN_09", [], prepared="2026-01-01", aims=[aim(fams=["LDM 034"])]),
]

OFS = [
    funded("ULN_10", [1], base="he", start=SIXTY, **MARCH),
    funded("ULN_10", [1], NEW, base="he", start=SIXTY, **MARCH),
    funded("ULN_10", [1], base="he", start=LATER, **MARCH),
    funded("ULN_10", [], base="he", start=EARLIER, **MARCH),
    funded("ULN_11", [1], base="he", start=EARLIER, **MARCH),
    funded("ULN_11", [1], NEW, base="he", start=EARLIER, **MARCH),
    funded("ULN_11", [], base="he", start=SIXTY, **MARCH),
    funded("ULN_11", [], base="he", start="2025-09-08", prepared="2025-12-31"),
    funded("ULN_11", [1], base="he", start="2025-09-08", prepared="2026-01-01"),
    funded("ULN_10", [], base="he", start="2025-12-08", prepared="2025-12-31"),
    funded("ULN_10", [1], base="he", start="2025-12-08", prepared="2026-01-01"),
    *(
        funded(rule, [], base="he", start=start, **more, **MARCH)
        for rule, start in (("ULN_10", SIXTY), ("ULN_11", EARLIER))
        for more in (
            {"uln": "1000000019"},
            {"fams": ["LDM 034"]},
            {"FundModel": 38},
            {"LearnPlanEndDate": "2026-01-17"},
        )
    ),
    *(
        funded(rule, [1], base="he", start=start, fams=["LDM 035", "DAM 034"], **MARCH)
        for rule, start in (("ULN_10", SIXTY), ("ULN_11", EARLIER))
    ),
    *(
        funded(rule, [], base="nonfunded", start=start, fams=["SOF 2", "LDM 1"], **MARCH)
        for rule, start in (("ULN_10", SIXTY), ("ULN_11", EARLIER))
    ),
    *(
        funded(
            *(rule, found),
            base="he",
            start=start,
            LearnPlanEndDate=plan,
            LearnActEndDate=end,
            **MARCH,
        )
        for rule, start, short, enough in (
            ("ULN_10", SIXTY, "2026-01-18", "2026-01-19"),
            ("ULN_11", EARLIER, "2026-01-17", "2026-01-18"),
        )
        for plan, end, found in (
            (short, None, []),
            (enough, None, [1]),
            (short, short, []),
            (short, enough, [1]),
        )
    ),
]

APPRENTICES = [
    case("ULN_12", [1, 3], "apprenticeship", ULN=TEMP),
    case("ULN_12", [], "apprenticeship"),
    case("ULN_12", [1], "asf", ULN=TEMP, aims=[aim(fams=["act 1"])]),
    case("ULN_12", [], "asf", ULN=TEMP, aims=[aim(fams=["ACT 2", "LDM 1"])]),
    case("ULN_13", [1, 2], "unit", NEW, ULN=TEMP),
    case("ULN_13", [], "unit", NEW),
    case("ULN_13", [1], "unit", NEW, ULN=TEMP, aims=[aim(2, ProgType=25)]),
    case("ULN_13", [], "asf", NEW, ULN=TEMP),
]


@pytest.mark.parametrize(
    ("rule", "expected", "patch"),
    [*CHECKED, *UNFUNDED, *BEFORE_JANUARY, *FUNDED, *CUSTODY, *OFS, *APPRENTICES],
)
def test_uln(found, rule, expected, patch):
    assert found(rule, **patch) == expected


def test_same_uln_of_two_learners(found):
    three = [{}, {"ULN": "1000000019"}, {}]
    assert found("R_59", Learner=three) == ["A001/learner", "A002/learner"]
    assert found("R_59", Learner=[{"ULN": TEMP}, {"ULN": TEMP}]) == []
    assert found("R_59", Learner=[{}, {}]) == []
