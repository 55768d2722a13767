"""The reference tables that go with the demo, and with nothing real: LARS, postcodes, contracts,
employers and the rest, under the names of the published tables and columns.

Everything the generator uses is in them. Dates are ISO texts and absent values None, so that the
tables can be written as JSON or CSV as they stand and given to `--reference`.

Source of the names: spec/ilr/reference-data.md.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from openilr.demo import offer
from openilr.demo.employers import EMPLOYERS, OWN_STAFF
from openilr.demo.offer import (
    AIMS,
    ASF_SINCE,
    FOUNDATION,
    PARTNERS,
    STANDARDS,
    UNITS,
    Aim,
    Standard,
)
from openilr.demo.places import DEVOLVED_POSTCODES, DEVOLVED_SOF, POSTCODES
from openilr.ilr.identifiers import UNKNOWN_EMPLOYER

UKPRN = 90000117
"""The invented provider's number."""

NAME = "Fernhill Training"

Table = list[dict[str, object]]

_UNIT_VALIDITY = "GROWTH_SKILLS_SHORT_COURSES"
_SINCE = {
    "ADULT_SKILLS": date(2015, 8, 1),
    "FCFJ_ADULT_SKILLS": date(2021, 4, 1),
    "MCA_GLA": date(2019, 8, 1),
    "Tailored_Learning": ASF_SINCE,
    _UNIT_VALIDITY: offer.UNITS_SINCE,
}
"""From when a validity category can begin at all."""


_ADULT_SKILLS = {"ADULT_SKILLS", "FCFJ_ADULT_SKILLS", "MCA_GLA"}


def _dated(since: date, **columns: object) -> dict[str, object]:
    return {**columns, "EffectiveFrom": since.isoformat(), "EffectiveTo": None}


def _validity(aim: Aim, units: bool) -> Iterator[dict[str, object]]:
    of_units = units and (aim in UNITS or aim is offer.PROGRAMME)
    for category in (*aim.validity, *((_UNIT_VALIDITY,) if of_units else ())):
        yield {
            "LearnAimRef": aim.ref,
            "ValidityCategory": category,
            "StartDate": max(aim.since, _SINCE.get(category, aim.since)).isoformat(),
            "EndDate": None,
            "LastNewStartDate": None,
        }


def _learning_delivery(aim: Aim, year: str) -> dict[str, object]:
    row = _dated(
        aim.since,
        LearnAimRef=aim.ref,
        LearnAimRefTitle=aim.title,
        LearnAimRefType=aim.kind,
        NotionalNVQLevelv2=aim.level,
        FrameworkCommonComponent=aim.common_component,
        EnglPrscID=aim.prescribed_he,
        LearningDeliveryGenre=aim.genre,
        GuidedLearningHours=aim.hours,
    )
    if year >= "2627":
        row["SectorSubjectAreaTier2"] = aim.subject
    return row


def _aim_funding(aim: Aim) -> Iterator[dict[str, object]]:
    if aim.rate is None:
        return
    # The category name of the Adult Skills Fund is not on file; MATRIX is that of the funding model
    # before it. Loans have no rate here for the same reason.
    names = ["MATRIX"] if set(aim.validity) & _ADULT_SKILLS else []
    if aim.common_component is not None:
        names.append("APP_MAY_2017_EM")
    for name in names:
        yield _dated(
            aim.since,
            LearnAimRef=aim.ref,
            FundingCategory=name,
            RateWeighted=aim.rate,
            RateUnWeighted=aim.rate,
            WeightingFactor="A",
            AdultSkillsFundingBand=None,
            FundedGuidedLearningHours=aim.hours,
        )


def _apprenticeship_funding(standard: Standard) -> dict[str, object]:
    """The band and the payments of a standard.

    The payments are those of a 16 to 18 apprenticeship and of a care leaver as they stand in law; a
    foundation apprenticeship pays its employer 2,000 pounds in three parts.
    """
    foundation = standard.kind == FOUNDATION
    return _dated(
        standard.since,
        ApprenticeshipType="STD",
        ApprenticeshipCode=standard.code,
        ProgType=25,
        PwayCode=0,
        FundingCategory="APP_ACT_COST",
        BandNumber=None,
        CoreGovContributionCap=standard.band,
        **{
            "1618Incentive": None,
            "1618ProviderAdditionalPayment": 1000,
            "1618EmployerAdditionalPayment": 1000,
            "1618FrameworkUplift": 0,
        },
        FoundationAppFirstEmpPayment=667 if foundation else None,
        FoundationAppSecondEmpPayment=667 if foundation else None,
        FoundationAppThirdEmpPayment=666 if foundation else None,
        Duration=standard.months,
        CareLeaverAdditionalPayment=3000,
        MaxEmployerLevyCap=standard.band,
        FundableWithoutEmployer=None,
    )


def _standards() -> dict[str, Table]:
    return {
        "lars_standard": [
            _dated(
                s.since,
                StandardCode=s.code,
                StandardName=s.title,
                NotionalEndLevel=str(s.level),
                LastDateStarts=None,
                ApprenticeshipStandardTypeCode=s.kind,
                SectorSubjectAreaTier2=s.subject,
            )
            for s in STANDARDS
        ],
        "lars_standard_funding": [
            _dated(
                s.since,
                StandardCode=s.code,
                FundingCategory="APP_ACT_COST",
                CoreGovContributionCap=s.band,
            )
            for s in STANDARDS
        ],
        "lars_standard_validity": [
            {
                "StandardCode": s.code,
                "ValidityCategory": "APPRENTICESHIPS",
                "StartDate": s.since.isoformat(),
                "EndDate": None,
                "LastNewStartDate": None,
            }
            for s in STANDARDS
        ],
        "lars_apprenticeship_funding": [_apprenticeship_funding(s) for s in STANDARDS],
        "lars_standard_common_component": [
            _dated(s.since, StandardCode=s.code, CommonComponent=component, MinLevel=None)
            for s in STANDARDS
            for component in sorted(
                {a.common_component for a in AIMS if a.common_component is not None}
            )
        ],
        "epa_organisations": [
            _dated(s.since, EPAOrgID=assessor, StandardCode=s.code)
            for s in STANDARDS
            for assessor in s.epa_organisations
        ],
    }


def _contracts(year: str) -> Table:
    streams = ("LEVY1799", "NONLEVY2019", "APPS2526", f"ASFC-ASCL{year}", f"ALLB{year}")
    rows: Table = [
        {
            "DeliveryUKPRN": UKPRN,
            "FundingStreamPeriodCode": stream,
            "ContractAllocationNumber": f"DEMO-{stream}",
            "StartDate": "2017-05-01",
            "StopNewStartsFromDate": None,
        }
        for stream in streams
    ]
    return rows + [
        {
            "DeliveryUKPRN": UKPRN,
            "FundingStreamPeriodCode": "SB2023",
            "ContractAllocationNumber": number,
            "StartDate": "2022-08-01",
            "StopNewStartsFromDate": None,
        }
        for number in sorted({number for number, _ in offer.BOOTCAMP_CONTRACTS})
    ]


def _service_courses() -> Table:
    """The courses the provider offers in the apprenticeship service."""
    courses = [("Apprenticeship", str(s.code), s.since) for s in STANDARDS]
    courses += [("ShortCourse", a.ref, a.since) for a in UNITS]
    return [
        {
            "UKPRN": UKPRN,
            "CourseType": kind,
            "CourseCode": code,
            "Status": "Active",
            "EffectiveFrom": since.isoformat(),
            "LastDateStarts": None,
            "EffectiveTo": None,
        }
        for kind, code, since in courses
    ]


def tables(year: str) -> dict[str, Table]:
    """Every reference table of a year by name; a table without rows counts as supplied.

    ULNs are not among them: `provider.Demo.reference` adds those of its learners.
    """
    units = year >= "2627"
    aims = (*AIMS, *(UNITS if units else ()))
    made: dict[str, Table] = {
        "lars_learning_delivery": [_learning_delivery(a, year) for a in aims],
        "lars_annual_value": [
            _dated(a.since, LearnAimRef=a.ref, BasicSkillsType=a.basic_skills) for a in aims
        ],
        "lars_validity": [row for a in aims for row in _validity(a, units)],
        "lars_category": [
            _dated(a.since, LearnAimRef=a.ref, CategoryRef=category)
            for a in aims
            for category in a.categories
        ],
        "lars_funding": [row for a in aims for row in _aim_funding(a)],
        "lars_framework_aims": [
            _dated(
                a.since,
                FworkCode=a.pathway[0],
                ProgType=31,
                PwayCode=a.pathway[1],
                LearnAimRef=a.ref,
                FrameworkComponentType=None,
            )
            for a in aims
            if a.pathway is not None
        ],
        **_standards(),
        "postcodes": [{"Postcode": p} for p in (*POSTCODES, *DEVOLVED_POSTCODES)],
        "devolved_postcodes": [
            _dated(date(2019, 8, 1), Postcode=postcode, SourceOfFunding=sof)
            for postcodes, sof in ((POSTCODES, "105"), (DEVOLVED_POSTCODES, DEVOLVED_SOF))
            for postcode in postcodes
        ],
        "organisations": [
            {"UKPRN": ukprn, "LegalOrgType": "PLBG", "IsPartner": True}
            for ukprn in (UKPRN, *PARTNERS)
        ],
        "campus": [],
        "ofs_providers": [{"UKPRN": UKPRN, "HEFundingFieldsRequired": 1}],
        "short_term_funding": [],
        "contracts": _contracts(year),
        "contract_deliverables": [
            {"ContractAllocationNumber": number, "DeliverableCode": deliverable}
            for number, deliverable in offer.BOOTCAMP_CONTRACTS
        ],
        "skills_bootcamp_contracts": [
            {"UKPRN": UKPRN, "ILRContractRefNumber": f"{number}-{deliverable}"}
            for number, deliverable in offer.BOOTCAMP_CONTRACTS
        ],
        "employers": [
            {"EmpId": e.EmpId} for e in (*EMPLOYERS, OWN_STAFF) if e.EmpId != UNKNOWN_EMPLOYER
        ],
    }
    if units:
        made["service_courses"] = _service_courses()
        made["service_age_limits"] = [
            {
                "StandardCode": s.code,
                "MaximumAge": 24,
                "EffectiveFrom": s.since.isoformat(),
                "EffectiveTo": None,
            }
            for s in STANDARDS
            if s.kind == FOUNDATION
        ]
    return made


def write_tables(path: Path, year: str) -> None:
    """Write the tables of a year as one JSON file for `--reference`."""
    text = json.dumps(tables(year), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
