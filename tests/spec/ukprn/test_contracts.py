"""Rules on the provider's contracts and on its courses in the apprenticeship service."""

import pytest


def fam(kind, code):
    return {"LearnDelFAMType": kind, "LearnDelFAMCode": code}


def aim(*fams, number=1, **fields):
    row = {"AimSeqNumber": number, **fields}
    return {**row, "+LearningDeliveryFAM": list(fams)} if fams else row


def contract(code, stop=None, start="2024-08-01", ukprn=10000001):
    return {
        "DeliveryUKPRN": ukprn,
        "FundingStreamPeriodCode": code,
        "ContractAllocationNumber": f"N-{code}-{start}",
        "StartDate": start,
        "StopNewStartsFromDate": stop,
    }


NONE = {"-contracts": [{}]}


def only(*contracts):
    return {"-contracts": [{}], "contracts": list(contracts)}


ENDED = {"CompStatus": 2, "LearnActEndDate": "2025-07-31", "Outcome": 1}
STILL = {"CompStatus": 2, "LearnActEndDate": "2025-08-01", "Outcome": 1}
OLD = {"LearnStartDate": "2022-09-01"}

ADULT_SKILLS = aim(FundModel=35)
LEVY_OFF = aim(LearningDeliveryFAM=[fam("SOF", "105"), fam("ACT", "2")])


@pytest.mark.parametrize(
    ("rule", "base", "patch", "stream", "expected"),
    [
        ("UKPRN_06", "asf", ADULT_SKILLS, "ASFC-FCFJ2526", [1]),
        ("UKPRN_06", "asf", aim(fam("LDM", "388"), FundModel=35), "ASFC-FCFJ2526", []),
        ("UKPRN_06", "asf", aim(fam("LDM", "034"), FundModel=35), "ASFC-FCFJ2526", []),
        ("UKPRN_06", "asf", aim(FundModel=35, ProgType=25), "ASFC-FCFJ2526", []),
        ("UKPRN_06", "asf", aim(FundModel=35, **ENDED), "ASFC-FCFJ2526", []),
        ("UKPRN_06", "asf", aim(FundModel=35, **STILL), "ASFC-FCFJ2526", [1]),
        ("UKPRN_06", "asf", {}, "ASFC-FCFJ2526", []),
        ("UKPRN_08", "nonfunded", aim(fam("ALB", "1")), "ALLBC2526", [1]),
        ("UKPRN_08", "nonfunded", aim(fam("ALB", "1"), **ENDED), "ALLBC2526", []),
        ("UKPRN_08", "nonfunded", {}, "ALLBC2526", []),
        ("UKPRN_09", "apprenticeship", {}, "APPS2526", []),  # FundModel 36
        ("UKPRN_09", "nonfunded", aim(ProgType=25, FundModel=81), "APPS2526", [1]),
        (
            "UKPRN_09",
            "nonfunded",
            aim(fam("LDM", "355"), ProgType=25, FundModel=81),
            "APPS2526",
            [],
        ),
        ("UKPRN_10", "apprenticeship", {}, "NONLEVY2019", [1, 3]),
        ("UKPRN_10", "apprenticeship", aim(LearnStartDate="2017-04-30"), "LEVY1799", [3]),
        ("UKPRN_11", "apprenticeship", LEVY_OFF, "ANLAP2018", [1]),
        ("UKPRN_11", "apprenticeship", {}, "ANLAP2018", []),
        ("UKPRN_12", "asf", aim(fam("LDM", "357")), "STFI2021", [1]),
        ("UKPRN_12", "asf", aim(fam("LDM", "357"), LearnStartDate="2017-10-31"), "STFI2021", []),
        ("UKPRN_12", "asf", {}, "STFI2021", []),
        ("UKPRN_13", "apprenticeship", LEVY_OFF, "16-18NLAP2018", [1]),
        (
            *("UKPRN_13", "apprenticeship"),
            aim(LearningDeliveryFAM=[fam("ACT", "2"), fam("LDM", "358")]),
            *("16-18NLAP2018", []),
        ),
        (
            *("UKPRN_13", "apprenticeship"),
            aim(LearningDeliveryFAM=[fam("ACT", "2"), fam("RES", "1")]),
            *("16-18NLAP2018", []),
        ),
        (
            *("UKPRN_14", "apprenticeship"),
            aim(LearningDeliveryFAM=[fam("ACT", "2"), fam("LDM", "358")]),
            *("APPS2526", [1]),
        ),
        ("UKPRN_14", "apprenticeship", LEVY_OFF, "APPS2526", []),
        ("UKPRN_23", "asf", aim(fam("LDM", "379"), FundModel=35), "AEB-NSF2324", [1]),
        ("UKPRN_23", "asf", aim(fam("LDM", "379")), "AEB-NSF2324", []),
        (
            *("UKPRN_23", "asf"),
            aim(fam("LDM", "379"), FundModel=35, LearnStartDate="2021-07-31"),
            *("AEB-NSF2324", []),
        ),
        ("UKPRN_27", "asf", aim(fam("LDM", "388")), "ASF2023-AS2526", [1]),
        ("UKPRN_27", "asf", aim(fam("LDM", "388"), **OLD), "ASF2023-AS2526", []),
        ("UKPRN_29", "asf", {}, "STFIG2526", [1]),
        ("UKPRN_29", "asf", aim(fam("LDM", "388")), "STFIG2526", []),
        ("UKPRN_29", "asf", aim(LearningDeliveryFAM=[fam("SOF", "112")]), "STFIG2526", []),
    ],
)
def test_provision_without_its_funding_stream(found, rule, base, patch, stream, expected):
    learner = [{"LearningDelivery": [patch]}] if patch else [{}]
    assert found(rule, base=base, Learner=learner, reference=NONE) == expected
    assert found(rule, base=base, Learner=learner, reference=only(contract(stream))) == []
    others = only(contract(stream, ukprn=10000002))
    assert found(rule, base=base, Learner=learner, reference=others) == expected


PROCURED = aim(fam("LDM", "357"), FundModel=35)


@pytest.mark.parametrize(
    ("rule", "base", "patch", "stream"),
    [
        ("UKPRN_16", "apprenticeship", LEVY_OFF, "ANLAP2018"),
        ("UKPRN_18", "asf", ADULT_SKILLS, "ASFC-ASCL2526"),
        ("UKPRN_19", "asf", PROCURED, "AEB-AS2021"),
        ("UKPRN_21", "apprenticeship", aim(), "LEVY1799"),
        ("UKPRN_24", "asf", aim(fam("LDM", "379"), FundModel=35), "AEB-AS2324"),
        ("UKPRN_28", "asf", aim(fam("LDM", "388")), "ASF2023-AS2526"),
        ("UKPRN_30", "asf", aim(), "ASFC-ASCL2526"),
    ],
)
def test_start_after_the_stream_took_no_new_starts(found, rule, base, patch, stream):
    def of(*contracts, learner=patch):
        return found(
            rule, base=base, Learner=[{"LearningDelivery": [learner]}], reference=only(*contracts)
        )

    assert of(contract(stream, "2025-09-08")) == [1]
    assert of(contract(stream, "2025-09-09")) == []
    assert of(contract(stream)) == []
    assert of() == []
    # The allocation with the latest start counts.
    assert of(contract(stream, "2025-01-01", "2023-08-01"), contract(stream)) == []
    assert of(contract(stream, start="2023-08-01"), contract(stream, "2025-01-01")) == [1]
    fams = [*patch.get("LearningDeliveryFAM", []), *patch.get("+LearningDeliveryFAM", [])]
    key = "LearningDeliveryFAM" if "LearningDeliveryFAM" in patch else "+LearningDeliveryFAM"
    restart = {**patch, key: [*fams, fam("RES", "1")]}
    assert of(contract(stream, "2025-09-08"), learner=restart) == []


@pytest.mark.parametrize(
    ("rule", "base", "patch"),
    [
        ("UKPRN_18", "asf", PROCURED),
        ("UKPRN_30", "asf", aim(fam("LDM", "388"))),
        ("UKPRN_30", "asf", aim(LearningDeliveryFAM=[fam("SOF", "112")])),
    ],
)
def test_other_provision_is_not_looked_at(found, rule, base, patch):
    stopped = only(contract("ASFC-ASCL2526", "2025-09-08"))
    assert found(rule, base=base, Learner=[{"LearningDelivery": [patch]}], reference=stopped) == []


def test_not_procured_with_a_procured_contract(found):
    patch = aim(LearningDeliveryFAM=[fam("ACT", "2"), fam("LDM", "358")])
    learner = [{"LearningDelivery": [patch]}]
    held = only(contract("ANLAP2018"))
    assert found("UKPRN_15", Learner=learner, reference=held) == [1]
    assert found("UKPRN_15", Learner=learner, reference=NONE) == []
    assert found("UKPRN_15", Learner=[{"LearningDelivery": [LEVY_OFF]}], reference=held) == []


@pytest.mark.parametrize(
    ("rule", "base", "patch", "streams"),
    [
        ("UKPRN_06", "asf", ADULT_SKILLS, ("ASFC-ASCL2526", "ASFC-ASCL2627")),
        ("UKPRN_08", "nonfunded", aim(fam("ALB", "1")), ("ALLB2526", "ALLB2627")),
        ("UKPRN_27", "asf", aim(fam("LDM", "388")), ("ASF2023-AS2526", "ASF2023-AS2627")),
    ],
)
def test_2627_asks_for_the_streams_of_its_own_year(found, rule, base, patch, streams):
    last_year, this_year = (only(contract(stream)) for stream in streams)
    case = {"year": "2627", "base": base, "Learner": [{"LearningDelivery": [patch]}]}
    assert found(rule, reference=last_year, **case) == [1]
    assert found(rule, reference=this_year, **case) == []


@pytest.mark.parametrize(
    ("rule", "patch", "stream"),
    [
        ("UKPRN_18", ADULT_SKILLS, "ASFC-ASCL2627"),
        ("UKPRN_28", aim(fam("LDM", "388")), "ASF2023-AS2627"),
        ("UKPRN_30", aim(), "ASFC-ASCL2627"),
    ],
)
def test_2627_looks_at_new_starts_of_its_own_streams(found, rule, patch, stream):
    case = {"year": "2627", "base": "asf", "Learner": [{"LearningDelivery": [patch]}]}
    assert found(rule, reference=only(contract(stream, "2026-09-07")), **case) == [1]
    assert found(rule, reference=only(contract(stream, "2026-09-08")), **case) == []


def test_the_streams_of_2627(found):
    held = only(contract("ASFC-ASCL2526"))
    assert found("UKPRN_29", year="2627", base="asf", reference=held) == [1]
    assert found("UKPRN_29", year="2627", base="asf") == []


def course(kind="ShortCourse", code="9900008U", status="Active", **dates):
    row = {"EffectiveFrom": "2026-04-01", "LastDateStarts": None, "EffectiveTo": None, **dates}
    return {
        "-service_courses": [{}],
        "service_courses": [
            {"UKPRN": 10000001, "CourseType": kind, "CourseCode": code, "Status": status, **row}
        ],
    }


NO_COURSE = {"-service_courses": [{}]}
CLOSED = {"CompStatus": 2, "LearnActEndDate": "2026-11-02", "Outcome": 1}


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        (course(), []),
        (course(EffectiveFrom="2026-09-08"), [2]),
        (course(EffectiveFrom="2026-09-07"), []),
        (course(LastDateStarts="2026-09-06"), [2]),
        (course(LastDateStarts="2026-09-07"), []),
        (course(LastDateStarts="2026-09-06", status="Withdrawn"), []),
        (course(LastDateStarts="2026-09-06", status="ActiveButNotTakingOnApprentices"), [2]),
        (course("Apprenticeship", LastDateStarts="2026-09-06"), []),
        (NO_COURSE, []),
    ],
)
def test_units_start_within_the_dates_of_the_course(found, courses, expected):
    assert found("UKPRN_32", year="2627", base="unit", reference=courses) == expected


@pytest.mark.parametrize(
    ("ends", "end", "expected"),
    [("2026-11-01", CLOSED, [2]), ("2026-11-02", CLOSED, []), ("2026-11-01", {}, [])],
)
def test_units_end_within_the_dates_of_the_course(found, ends, end, expected):
    learner = [{"LearningDelivery": [aim(number=2, **end)]}] if end else [{}]
    courses = course(EffectiveTo=ends)
    found_now = found("UKPRN_34", year="2627", base="unit", Learner=learner, reference=courses)
    assert found_now == expected


@pytest.mark.parametrize(
    ("last", "fams", "expected"),
    [("2026-09-06", [], [1]), ("2026-09-07", [], []), ("2026-09-06", [fam("RES", "1")], [])],
)
def test_apprenticeships_start_before_the_last_date(found, last, fams, expected):
    learner = [{"LearningDelivery": [aim(*fams)]}]
    courses = course("Apprenticeship", "9001", LastDateStarts=last)
    assert found("UKPRN_33", year="2627", Learner=learner, reference=courses) == expected


@pytest.mark.parametrize(("ends", "expected"), [("2026-11-01", [1]), ("2026-11-02", [])])
def test_apprenticeships_end_within_the_dates_of_the_course(found, ends, expected):
    learner = [{"LearningDelivery": [aim(**CLOSED)]}]
    courses = course("Apprenticeship", "9001", EffectiveTo=ends)
    assert found("UKPRN_35", year="2627", Learner=learner, reference=courses) == expected


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        (course(code="9900005D"), []),
        (course(code="9900005D", EffectiveTo="2026-09-06"), [1]),
        (course(code="9900005D", EffectiveFrom="2026-09-08"), [1]),
        (NO_COURSE, []),
    ],
)
def test_unfunded_units_start_within_the_dates_of_the_course(found, courses, expected):
    learner = [{"LearningDelivery": [aim(fam("LDM", "403"))]}]
    kept = found("UKPRN_31", year="2627", base="nonfunded", Learner=learner, reference=courses)
    assert kept == expected


@pytest.mark.parametrize(
    ("reference_number", "expected"),
    [
        ("SBDA-1001-01", []),
        ("SBDA-1001-02", [1, 2]),
        ("SBDA-1002-01", [1, 2]),
        ("SBDA1001", [1, 2]),
    ],
)
def test_bootcamps_stand_under_a_contract(found, reference_number, expected):
    aims = [aim(number=n, ConRefNumber=reference_number) for n in (1, 2)]
    assert found("UKPRN_26", base="bootcamp", Learner=[{"LearningDelivery": aims}]) == expected
