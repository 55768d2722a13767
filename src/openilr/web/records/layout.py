"""How the record is laid out on the page: as people work, not as the file is ordered.

Every field of the record's schema has its place here or falls into "Other" of its entity; which
fields are shown follows from the open years and from what the record holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openilr.record.fields import AIM, LEARNER, RecordEntity, RecordField, union_schema

WIDE, HALF, THIRD, QUARTER = 12, 6, 4, 3
"""Columns of twelve that a field takes."""


@dataclass(frozen=True)
class Section:
    """A panel of the learner's own data.

    Attributes:
        anchor: its place in the page's address.
        fields: fields of the learner, in order.
        children: entities below the learner shown in it.
    """

    anchor: str
    title: str
    fields: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


SECTIONS: tuple[Section, ...] = (
    Section(
        "person",
        "Person",
        (
            "GivenNames",
            "FamilyName",
            "DateOfBirth",
            "Sex",
            "Ethnicity",
            "ULN",
            "NINumber",
            "LearnRefNumber",
            "PrevLearnRefNumber",
            "PrevUKPRN",
            "PMUKPRN",
            "CampId",
        ),
    ),
    Section(
        "contact",
        "Contact",
        (
            "AddLine1",
            "AddLine2",
            "AddLine3",
            "AddLine4",
            "Postcode",
            "PostcodePrior",
            "TelNo",
            "Email",
        ),
        ("ContactPreference",),
    ),
    Section(
        "prior",
        "Prior attainment",
        ("MathGrade", "EngGrade", "PriorAttainTo2021"),
        ("PriorAttain",),
    ),
    Section(
        "support",
        "Health, support and monitoring",
        ("LLDDHealthProb", "ALSCost", "PlanLearnHours", "PlanEEPHours", "Accom"),
        ("LLDDandHealthProblem", "LearnerFAM", "ProviderSpecLearnerMonitoring"),
    ),
    Section("employment", "Employment", (), ("LearnerEmploymentStatus",)),
    Section("higher", "Higher education", (), ("LearnerHE",)),
    Section("destinations", "Destinations", (), ("DPOutcome",)),
)

AIM_FIELDS: tuple[str, ...] = (
    "LearnAimRef",
    "AimType",
    "FundModel",
    "ProgType",
    "StdCode",
    "FworkCode",
    "PwayCode",
    "LearnStartDate",
    "OrigLearnStartDate",
    "LearnPlanEndDate",
    "LearnActEndDate",
    "CompStatus",
    "WithdrawReason",
    "Outcome",
    "AchDate",
    "OutGrade",
    "EPAOrgID",
    "DelLocPostCode",
    "LSDPostcode",
    "PHours",
    "OTJActHours",
    "PartnerUKPRN",
    "ConRefNumber",
    "PriorLearnFundAdj",
    "OtherFundAdj",
)
"""The order of an aim's fields; the rest follow as the schema has them."""

SPANS: dict[str, int] = {
    "GivenNames": HALF,
    "FamilyName": HALF,
    "AddLine1": HALF,
    "AddLine2": HALF,
    "AddLine3": HALF,
    "AddLine4": HALF,
    "Email": HALF,
    "Ethnicity": HALF,
    "WithdrawReason": HALF,
    "FundModel": QUARTER,
    "LLDDHealthProb": HALF,
    "SWSupAimId": HALF,
}

TABLES = frozenset(
    {
        "LearningDeliveryFAM",
        "AppFinRecord",
        "HRSRecord",
        "LearningDeliveryWorkPlacement",
        "ProviderSpecDeliveryMonitoring",
        "ProviderSpecLearnerMonitoring",
        "LearnerFAM",
        "LLDDandHealthProblem",
        "PriorAttain",
        "ContactPreference",
        "EmploymentStatusMonitoring",
        "LearnerHEFinancialSupport",
        "DPOutcome",
    }
)
"""Entities of few fields: a row each in a table; the others are fieldsets."""

NOTES: dict[str, str] = {
    "LearningDeliveryFAM": "Funding and monitoring",
    "AppFinRecord": "Prices and payments",
    "HRSRecord": "Hours",
    "LearningDeliveryWorkPlacement": "Work placements",
    "LearningDeliveryHE": "Higher education",
    "ProviderSpecDeliveryMonitoring": "Your own notes on the aim",
    "ProviderSpecLearnerMonitoring": "Your own notes on the learner",
    "LearnerFAM": "Funding and monitoring",
    "LLDDandHealthProblem": "Difficulties, disabilities and health problems",
    "PriorAttain": "Prior attainment",
    "EmploymentStatusMonitoring": "Employment markers",
}
"""Heads of child tables; the schema's label where there is none."""


def span(field: RecordField) -> int:
    """The columns of twelve that a field takes."""
    return SPANS.get(field.name, QUARTER)


def field_order(entity: RecordEntity) -> Sequence[str]:
    """The fields of an entity in the page's order."""
    if entity.name != AIM:
        return tuple(entity.fields)
    first = [name for name in AIM_FIELDS if name in entity.fields]
    return (*first, *(name for name in entity.fields if name not in AIM_FIELDS))


def unplaced() -> Iterator[str]:
    """Fields and entities of the learner that no section shows (a test wants none)."""
    schema = union_schema()
    placed = {name for section in SECTIONS for name in section.fields}
    yield from (name for name in schema[LEARNER].fields if name not in placed)
    shown = {name for section in SECTIONS for name in section.children} | {AIM}
    yield from (name for name in schema[LEARNER].children if name not in shown)
