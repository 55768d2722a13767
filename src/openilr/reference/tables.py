"""Every reference table, declared once: its columns, types, key and dates, and where to get it.

The store, the loaders, the overrides and the rules all read these declarations. Columns of a
published table have the published names letter for letter; those of a table that the provider
keeps are named by us. Nothing here imports Polars: the rule language checks names and types when a
rule is registered.

Types are chosen by what the rules compare:

- a code that the rules print as a number is an integer, however it is padded ("01" and 1 are
  BasicSkillsType 1);
- a code that has letters or fixed zeros is text: NotionalNVQLevelv2 ("E", "3"), SourceOfFunding
  ("105"), LearnAimRefType ("0005") and LDMCode ("034"), the last two padded when they arrive as
  numbers;
- values that are compared without case are stored in upper case: LearnAimRef, ValidityCategory,
  FundingStreamPeriodCode, EPAOrgID;
- a postcode is stored in upper case with one space before its last three characters ("CV1 2WT").

`Column.canonical` puts a literal of a rule into the stored form.

Sources: spec/ilr/reference-data.md (the columns of LARS version 012, and of DfE's own copies of
the other tables); spec/rules/build_case.py (the names of the tables that worked cases supply).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

OPEN_POSTCODE = "ZZ99 9ZZ"
"""The postcode of an address that is not known; ONS does not publish it, our lookup holds it."""


class ColumnType(StrEnum):
    """The type of a column; the shared ones are equal, as text, to `openilr.ilr.schema.Kind`."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"


class Form(StrEnum):
    """How a text is put into its one stored form."""

    PLAIN = "plain"  # without the blanks around it
    UPPER = "upper"  # and in upper case
    POSTCODE = "postcode"  # and with one space before the last three characters


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a reference table.

    Attributes:
        digits: a text of digits only is padded with zeros to this length; 0 leaves it.
        wide: an integer that needs 64 bits (ULN); the others have the width of the ILR's own codes.
    """

    name: str
    type: ColumnType
    form: Form = Form.PLAIN
    digits: int = 0
    wide: bool = False

    def canonical(self, text: str) -> str:
        """The stored form of a text value of this column ("5" of LearnAimRefType gives "0005")."""
        text = text.strip()
        if self.digits and text.isascii() and text.isdigit():
            text = text.zfill(self.digits)
        if self.form is Form.UPPER:
            return text.upper()
        if self.form is Form.POSTCODE:
            return postcode(text)
        return text


def postcode(text: str) -> str:
    """A postcode in its one stored form: "cv12wt" gives "CV1 2WT"."""
    close = "".join(text.split()).upper()
    return f"{close[:-3]} {close[-3:]}" if len(close) > 3 else close


@dataclass(frozen=True, slots=True)
class Origin:
    """Where tables come from.

    Attributes:
        name: the folder of the store that their releases lie in.
        label: said to people ("published: LARS download").
        published: whether somebody publishes it; else the provider keeps it.
    """

    name: str
    label: str
    published: bool


LARS = Origin("lars", "published: LARS download", published=True)
ONS = Origin("ons", "published: ONS postcode directory or NSPL", published=True)
UPLIFTS = Origin("uplifts", "published: DfE's postcode uplift files", published=True)
DEVOLVED = Origin("devolved", "published: DfE's devolved area postcodes", published=True)
UKRLP = Origin("organisations", "published: UK Register of Learning Providers", published=True)
OFS = Origin("ofs", "published: Office for Students register", published=True)
ASSESSMENT = Origin("assessment", "published: register of assessment organisations", published=True)
DFE = Origin("dfe", "given by DfE to each provider", published=False)
CONTRACTS = Origin("contracts", "kept by the provider: our contracts", published=False)
EMPLOYERS = Origin("employers", "kept by the provider: our employers", published=False)
LEARNERS = Origin("learners", "kept by the provider: ULNs confirmed by the LRS", published=False)
SERVICE = Origin("service", "kept by the provider: apprenticeship service extract", published=False)

ORIGINS: Mapping[str, Origin] = MappingProxyType(
    {
        o.name: o
        for o in (
            LARS,
            ONS,
            UPLIFTS,
            DEVOLVED,
            UKRLP,
            OFS,
            ASSESSMENT,
            DFE,
            CONTRACTS,
            EMPLOYERS,
            LEARNERS,
            SERVICE,
        )
    }
)


@dataclass(frozen=True, slots=True)
class Table:
    """One reference table.

    Attributes:
        key: the columns that every row must have (outside the lesser LARS tables); rows are sorted
            by them and looked up by the first, or the first few.
        unique: the columns that no two different rows may share; empty if rows may share a key.
        valid: the columns of the first and the last day of a row, or None. Both days are included;
            an empty last day is open.
        how: one sentence on getting and loading it, shown beside a rule that waits for it.
        file: the name of its file in the published LARS zip; "" outside LARS.
        core: a LARS download without it is refused.
        optional: a rule that looks into it runs without it as well, as if it were empty; the rule's
            docstring says what it then leaves out.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    origin: Origin
    how: str
    unique: tuple[str, ...] = ()
    valid: tuple[str, str] | None = None
    file: str = ""
    core: bool = False
    optional: bool = False

    def column(self, name: str) -> Column:
        """One column.

        Errors: KeyError if the table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(c.name for c in self.columns)

    @property
    def waiting(self) -> str:
        """What a person is told where the table is needed and not there."""
        return f"The table {self.name} ({self.label}) is not loaded. {self.how}"


def _words(names: str) -> tuple[str, ...]:
    return tuple(names.split())


# A name has the same type in every table, so types are declared by name and stand here once. Of the
# LARS columns only those that rules and funding read are more than text and dates: a type that the
# published file does not keep would refuse the whole release for a column that nobody needs.
_DATES = _words(
    """EffectiveFrom EffectiveTo StartDate EndDate LastNewStartDate LastDateStarts
    LastDateforNewStarts CertificationEndDate OperationalStartDate OperationalEndDate
    RgltnStartDate ImplementDate DataReceivedDate Section96ApprovalStartDate Section96ReviewDate
    ActivationDate ExpiryDate DataGeneratedOn SectorSubjectAreaTier1_EffFrom
    SectorSubjectAreaTier1_EffTo SectorSubjectAreaTier2_EffFrom SectorSubjectAreaTier2_EffTo
    StopNewStartsFromDate StopDate PauseDate Termination ThirtyPercentLearningComplete
    LearningComplete"""
)
_INTEGERS = _words(
    """BasicSkillsType FrameworkCommonComponent CommonComponent EnglPrscID CategoryRef
    ParentCategoryRef StandardCode FworkCode ProgType PwayCode FrameworkComponentType
    ApprenticeshipCode FullLevel2EntitlementCategory FullLevel3EntitlementCategory UKPRN
    MasterUKPRN DeliveryUKPRN EmpId ERN ULN MaximumAge LeastDays"""
)
_DECIMALS = _words(
    """FullLevel2Percent FullLevel3Percent MI_FullLevel2Percent MI_FullLevel3Percent RateWeighted
    RateUnWeighted FundedGuidedLearningHours GuidedLearningHours TotalQualificationTime
    RateUpLift CoreGovContributionCap 1618Incentive SmallBusinessIncentive AchievementIncentive
    1618ProviderAdditionalPayment 1618EmployerAdditionalPayment 1618FrameworkUplift
    FoundationAppFirstEmpPayment FoundationAppSecondEmpPayment FoundationAppThirdEmpPayment
    Duration CareLeaverAdditionalPayment MaxEmployerLevyCap SectorSubjectAreaTier1
    SectorSubjectAreaTier2 AdultSkillsFundingBandRate AreaCostFactor Uplift UnitCost
    PlannedVolume Cost Price RatePerLearner Share"""
)
_BOOLEANS = _words(
    """IsPartner LongTermResid HEFundingFieldsRequired SpecialistResources IsLevyPayer Removed
    EmployerApproved FirstPaidElsewhere"""
)
_SPECIAL = {
    c.name: c
    for c in (
        Column("LearnAimRef", ColumnType.TEXT, Form.UPPER),
        Column("LearnAimRefType", ColumnType.TEXT, digits=4),
        Column("LDMCode", ColumnType.TEXT, digits=3),
        Column("ValidityCategory", ColumnType.TEXT, Form.UPPER),
        Column("FundingStreamPeriodCode", ColumnType.TEXT, Form.UPPER),
        Column("EPAOrgID", ColumnType.TEXT, Form.UPPER),
        Column("Postcode", ColumnType.TEXT, Form.POSTCODE),
        Column("ULN", ColumnType.INTEGER, wide=True),
    )
}


def _column(name: str) -> Column:
    if name in _SPECIAL:
        return _SPECIAL[name]
    for names, kind in (
        (_DATES, ColumnType.DATE),
        (_INTEGERS, ColumnType.INTEGER),
        (_DECIMALS, ColumnType.DECIMAL),
        (_BOOLEANS, ColumnType.BOOLEAN),
    ):
        if name in names:
            return Column(name, kind)
    return Column(name, ColumnType.TEXT)


def _columns(names: str) -> tuple[Column, ...]:
    return tuple(_column(name) for name in names.split())


def _valid(columns: Iterable[Column]) -> tuple[str, str] | None:
    names = {c.name for c in columns}
    for first, last in (("EffectiveFrom", "EffectiveTo"), ("StartDate", "EndDate")):
        if {first, last} <= names:
            return first, last
    return None


# ------------------------------------------------------------------------------------------- LARS

_LARS_HOW = (
    "Download the LARS CSV zip from the download page of “find a learning aim” "
    "(submit-learner-data.service.gov.uk/find-a-learning-aim/DownloadData) and run "
    "`openilr reference load` on the zip."
)

# The name that the worked cases use, the table that it took the name from, and published names that
# do not split into words by their capitals.
_LARS_NAMES = {
    "LearningDeliveryCategory": "lars_category",
    "Category": "lars_category_list",
    "Devolved_SoF": "lars_devolved_sof",
    "HECoS": "lars_hecos",
    "HECoSCode": "lars_hecos_code",
    "OfQualOfferedEngland": "lars_ofqual_offered_england",
    "OfQualValid19Plus": "lars_ofqual_valid19_plus",
    "RecognisedHEForOfSFundingPurposes": "lars_recognised_he_for_ofs_funding_purposes",
}


def lars_name(file: str) -> str:
    """Our name of a LARS table: "StandardAims" gives "lars_standard_aims"."""
    if file in _LARS_NAMES:
        return _LARS_NAMES[file]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", file)
    return "lars_" + words.lower()


def _lars(
    file: str,
    label: str,
    columns: str,
    key: str,
    *,
    unique: str = "",
    core: bool = False,
    optional: bool = False,
) -> Table:
    of_table = _columns(columns)
    return Table(
        name=lars_name(file),
        label=label,
        columns=of_table,
        key=tuple(key.split()),
        unique=tuple(unique.split()),
        valid=_valid(of_table),
        origin=LARS,
        how=_LARS_HOW,
        file=f"{file}.csv",
        core=core,
        optional=optional,
    )


def _lars_codes(file: str, code: str = "", extra: str = "") -> Table:
    """A code table: the code, two descriptions, and its dates."""
    code = code or file
    stem = code.removesuffix("Code") if file == "EFACOFType" else code
    columns = f"{code} {stem}Desc {stem}Desc2 {extra} EffectiveFrom EffectiveTo"
    return _lars(file, f"LARS codes of {file}", columns, code)


_LARS_TABLES = (
    _lars(
        "LearningDelivery",
        "learning aims",
        """LearnAimRef EffectiveFrom EffectiveTo LearnAimRefTitle LearnAimRefType NotionalNVQLevel
        NotionalNVQLevelv2 AwardOrgAimRef CertificationEndDate OperationalStartDate
        OperationalEndDate EnglandFEHEStatus CreditBasedFwkType QltyAssAgencyType OfQualGlhMin
        OfQualGlhMax FrameworkCommonComponent EntrySubLevel SuccessRateMapCode EnglPrscID
        AwardOrgCode UnitType LearningDeliveryGenre OfQualOfferedEngland RgltnStartDate
        SourceQualType SourceSystemRef SourceURLRef SourceURLLinkType OccupationalIndicator
        AccessHEIndicator KeySkillsIndicator FunctionalSkillsIndicator GCEIndicator
        GCSEIndicator ASLevelIndicator A2LevelIndicator ALevelIndicator QCFIndicator
        QCFDiplomaIndicator QCFCertificateIndicator EFACOFType SFAFundedIndicator
        DanceAndDramaIndicator Note LearnDirectClassSystemCode1 LearnDirectClassSystemCode2
        LearnDirectClassSystemCode3 RegulatedCreditValue SectorSubjectAreaTier1
        SectorSubjectAreaTier2 MI_NotionalNVQLevel MI_NotionalNVQLevelv2 GuidedLearningHours
        TotalQualificationTime RecognisedHEForOfSFundingPurposes""",
        "LearnAimRef",
        unique="LearnAimRef",
        core=True,
    ),
    _lars(
        "AnnualValue",
        "values of an aim by year: basic skills type, entitlement",
        """LearnAimRef EffectiveFrom EffectiveTo BasicSkills BasicSkillsBroadType BasicSkillsType
        BasicSkillsParticipation FullLevel2EntitlementCategory FullLevel2Percent
        FullLevel3EntitlementCategory FullLevel3Percent MI_FullLevel2 MI_FullLevel2Percent
        MI_FullLevel3 MI_FullLevel3Percent OfQualValid19Plus SfaApprovalStatus""",
        "LearnAimRef",
        core=True,
    ),
    _lars(
        "Validity",
        "when an aim may be funded, by category",
        "LearnAimRef ValidityCategory StartDate EndDate LastNewStartDate",
        "LearnAimRef ValidityCategory",
        core=True,
    ),
    _lars(
        "Funding",
        "rates of an aim",
        """LearnAimRef FundingCategory EffectiveFrom EffectiveTo RateWeighted RateUnWeighted
        WeightingFactor AdultSkillsFundingBand FundedGuidedLearningHours""",
        "LearnAimRef FundingCategory",
        core=True,
    ),
    _lars(
        "LearningDeliveryCategory",
        "categories of an aim",
        "LearnAimRef CategoryRef EffectiveFrom EffectiveTo",
        "LearnAimRef CategoryRef",
        core=True,
    ),
    _lars(
        "Category",
        "the list of aim categories, each with its parent",
        "CategoryRef ParentCategoryRef CategoryName Target EffectiveFrom EffectiveTo",
        "CategoryRef",
        optional=True,
    ),
    _lars(
        "DevolvedFunding",
        "rates of an aim in devolved areas",
        """LearnAimRef SourceOfFunding DevolvedFundingCategory EffectiveFrom EffectiveTo
        RateWeighted RateUnWeighted RateUpLift SpecialistUplift""",
        "LearnAimRef SourceOfFunding",
    ),
    _lars(
        "Devolved_SoF",
        "sources of funding of devolved areas",
        "SourceOfFunding MCAGLAShortCode Name EffectiveFrom EffectiveTo",
        "SourceOfFunding",
    ),
    _lars(
        "Standard",
        "apprenticeship standards and T Levels",
        """StandardCode Version ApprenticeshipStandardTypeCode StandardName StandardSectorCode
        NotionalEndLevel EffectiveFrom LastDateStarts EffectiveTo URLLink Reference
        SectorSubjectAreaTier1 SectorSubjectAreaTier2 IntegratedDegreeStandard
        OtherBodyApprovalRequired""",
        "StandardCode",
        unique="StandardCode",
        core=True,
    ),
    _lars(
        "StandardValidity",
        "when a standard may be started and funded",
        "StandardCode ValidityCategory StartDate LastNewStartDate EndDate",
        "StandardCode ValidityCategory",
        core=True,
    ),
    _lars(
        "StandardFunding",
        "funding of standards before May 2017",
        """StandardCode FundingCategory EffectiveFrom EffectiveTo BandNumber CoreGovContributionCap
        1618Incentive SmallBusinessIncentive AchievementIncentive FundableWithoutEmployer""",
        "StandardCode FundingCategory",
        core=True,
    ),
    _lars(
        "ApprenticeshipFunding",
        "funding bands and additional payments of apprenticeships",
        """ApprenticeshipType ApprenticeshipCode ProgType PwayCode FundingCategory EffectiveFrom
        EffectiveTo BandNumber CoreGovContributionCap 1618Incentive
        1618ProviderAdditionalPayment 1618EmployerAdditionalPayment 1618FrameworkUplift
        FoundationAppFirstEmpPayment FoundationAppSecondEmpPayment FoundationAppThirdEmpPayment
        Duration CareLeaverAdditionalPayment ReservedValue2 ReservedValue3 ReservedValue4
        MaxEmployerLevyCap FundableWithoutEmployer""",
        "ApprenticeshipCode",
        core=True,
    ),
    _lars(
        "StandardAims",
        "aims named by a standard",
        "StandardCode LearnAimRef EffectiveFrom EffectiveTo StandardComponentType",
        "StandardCode LearnAimRef",
    ),
    _lars(
        "StandardCommonComponent",
        "common components of a standard (English, maths)",
        "StandardCode CommonComponent EffectiveFrom EffectiveTo MinLevel",
        "StandardCode CommonComponent",
    ),
    _lars(
        "Framework",
        "apprenticeship frameworks",
        """FworkCode ProgType PwayCode PathwayName EffectiveFrom EffectiveTo SectorSubjectAreaTier1
        SectorSubjectAreaTier2 NASTitle ImplementDate IssuingAuthorityTitle IssuingAuthority
        DataReceivedDate MI_FullLevel2 MI_FullLevel2Percent MI_FullLevel3 MI_FullLevel3Percent
        CurrentVersion""",
        "FworkCode ProgType PwayCode",
    ),
    _lars(
        "FrameworkAims",
        "aims of a framework",
        "FworkCode ProgType PwayCode LearnAimRef EffectiveFrom EffectiveTo FrameworkComponentType",
        "LearnAimRef FworkCode ProgType PwayCode",
        core=True,
    ),
    _lars(
        "FrameworkCmnComp",
        "common components of a framework",
        "FworkCode ProgType PwayCode CommonComponent EffectiveFrom EffectiveTo MinLevel",
        "FworkCode ProgType PwayCode",
    ),
    _lars(
        "Programme",
        "programmes such as T Levels",
        """ProgrammeCode ProgType PwayCode EffectiveFrom LastDateforNewStarts EffectiveTo
        FundingCategory ProgrammeArea CoreAim Specialism SubSpecialism""",
        "ProgrammeCode",
    ),
    _lars(
        "ProgrammeAims",
        "aims of a programme",
        "ProgrammeCode ProgType PwayCode LearnAimRef EffectiveFrom EffectiveTo",
        "ProgrammeCode LearnAimRef",
    ),
    _lars(
        "ProgrammeFunding",
        "funding of a programme",
        """ProgrammeCode ProgType PwayCode Identfier EffectiveFrom EffectiveTo FundingBand
        FundingFactor RateWeighted RateUnWeighted ProgrammeCostWeightingFactor
        ProgrammeCostWeightingFactorDesc WorkExperience Hours Duration""",
        "ProgrammeCode",
    ),
    _lars(
        "Section96",
        "approval of an aim for under 19s",
        """LearnAimRef EffectiveFrom EffectiveTo Section96ApprovalStatus Section96ApprovalStartDate
        Section96ReviewDate Section96ValidPre16 Section96Valid16to18 Section96Valid18plus""",
        "LearnAimRef",
    ),
    _lars(
        "HECoS",
        "subject codes of an aim",
        "LearnAimRef HECoSCode EffectiveFrom EffectiveTo",
        "LearnAimRef",
    ),
    _lars(
        "CareerLearningPilot",
        "career learning pilot rates of an aim",
        "LearnAimRef AreaCode EffectiveFrom EffectiveTo MaxLoanAmount SubsidyPercent SubsidyRate",
        "LearnAimRef",
    ),
    _lars(
        "TechnicalRoute",
        "technical routes of an aim",
        "LearnAimRef RouteId EffectiveFrom EffectiveTo",
        "LearnAimRef",
    ),
    _lars(
        "TLevelPathway",
        "T Level routes of a standard",
        "StandardCode RouteId EffectiveFrom EffectiveTo",
        "StandardCode",
    ),
    _lars(
        "Route",
        "the list of technical routes",
        "RouteId ParentRouteId RouteName RouteShortName Target EffectiveFrom EffectiveTo",
        "RouteId",
    ),
    _lars(
        "AwardOrgCode",
        "awarding organisations",
        """AwardOrgCode AwardOrgUKPRN AwardOrgName AwardOrgShortName AwardOrgAcronym
        AwardOrgNonExtant AwardOrgNotes AwardOrgHigherEducationInstitution EffectiveFrom
        EffectiveTo""",
        "AwardOrgCode",
    ),
    _lars(
        "AcademicYear",
        "academic years",
        """AcademicYear AcademicYearDesc AcademicYearDesc2 StartDate EndDate EffectiveFrom
        EffectiveTo""",
        "AcademicYear",
    ),
    _lars(
        "AdultSkillsFundingBand",
        "rates of the adult skills funding bands",
        "AdultSkillsFundingBand AdultSkillsFundingBandRate EffectiveFrom EffectiveTo",
        "AdultSkillsFundingBand",
    ),
    _lars(
        "ValidityFunding_Mapping",
        "which funding category goes with a validity category",
        "ValidityCategory FundingCategory EffectiveFrom EffectiveTo Comments",
        "ValidityCategory",
    ),
    _lars(
        "ValidityCategory",
        "LARS codes of ValidityCategory",
        """ValidityCategory ValidityCategoryDesc ValidityCategoryDesc2 EffectiveFrom EffectiveTo
        TargetIndicator""",
        "ValidityCategory",
    ),
    _lars(
        "FundingCategory",
        "LARS codes of FundingCategory",
        """FundingCategory FundingCategoryDesc FundingCategoryDesc2 EffectiveFrom EffectiveTo
        TargetIndicator""",
        "FundingCategory",
    ),
    _lars(
        "SectorSubjectArea",
        "sector subject areas, tier 1 with tier 2",
        """SectorSubjectAreaTier1 SectorSubjectAreaTier1Desc SectorSubjectAreaTier1Desc2
        SectorSubjectAreaTier1_EffFrom SectorSubjectAreaTier1_EffTo SectorSubjectAreaTier2
        SectorSubjectAreaTier2Desc SectorSubjectAreaTier2Desc2 SectorSubjectAreaTier2_EffFrom
        SectorSubjectAreaTier2_EffTo""",
        "SectorSubjectAreaTier2",
    ),
    _lars(
        "ApprenticeshipStandardTypeCode",
        "LARS codes of ApprenticeshipStandardTypeCode",
        """ApprenticeshipStandardTypeCode ApprenticeshipStandardTypeCodeDesc EffectiveFrom
        EffectiveTo""",
        "ApprenticeshipStandardTypeCode",
    ),
    _lars(
        "Version",
        "the version of the LARS release",
        """MajorNumber MinorNumber MaintenanceNumber MainDataSchemaName RefDataSchemaName
        ActivationDate ExpiryDate Description Comment""",
        "MajorNumber",
    ),
    _lars(
        "DataGeneration",
        "when the LARS release was made",
        "DataGeneratedOn Description Comment",
        "DataGeneratedOn",
    ),
    _lars_codes("EFACOFType", "EFACOFTypeCode"),
    _lars_codes("IssuingAuthority", extra="IssuingAuthorityUKPRN"),
    _lars_codes("SourceURLLinkType", extra="SourceURLLink"),
    # the file is spelt with a small v, its columns with a capital
    _lars_codes("NotionalNVQLevelv2", "NotionalNVQLevelV2"),
    *(
        _lars_codes(name)
        for name in _words(
            """A2LevelIndicator ALevelIndicator ASLevelIndicator AccessHEIndicator
        ApprenticeshipComponentType AreaCode BandNumber BasicSkills BasicSkillsBroadType
        BasicSkillsParticipation BasicSkillsType CommonComponent CreditBasedFwkType
        DanceAndDramaIndicator DevolvedFundingCategory EnglPrscID EnglandFEHEStatus
        EntrySubLevel FullLevel2EntitlementCategory FullLevel3EntitlementCategory
        FunctionalSkillsIndicator GCEIndicator GCSEIndicator HECoSCode KeySkillsIndicator
        LearnAimRefType LearnDirectClassSystemCode LearningDeliveryGenre MI_FullLevel2Indicator
        MI_FullLevel3Indicator MI_NotionalNVQLevel MI_NotionalNVQLevelv2 NotionalNVQLevel
        OccupationalIndicator OfQualOfferedEngland OfQualValid19Plus ProgType
        QCFCertificateIndicator QCFDiplomaIndicator QCFIndicator QltyAssAgencyType
        RecognisedHEForOfSFundingPurposes SFAApprovalStatus SFAFundedIndicator
        Section96ApprovalStatus Section96Valid16to18 Section96Valid18plus Section96ValidPre16
        SectorSubjectAreaTier1 SectorSubjectAreaTier2 StandardSectorCode SuccessRateMapCode"""
        )
    ),
)


# ------------------------------------------------------------------------------ everything else


def _table(
    name: str,
    label: str,
    columns: str,
    key: str,
    origin: Origin,
    how: str,
    *,
    unique: str = "",
) -> Table:
    of_table = _columns(columns)
    return Table(
        name=name,
        label=label,
        columns=of_table,
        key=tuple(key.split()),
        unique=tuple(unique.split()),
        valid=_valid(of_table),
        origin=origin,
        how=how,
    )


def _load(name: str, get: str) -> str:
    return f"{get} Save it as {name}.csv and run `openilr reference load` on that file."


_OTHER_TABLES = (
    _table(
        "postcodes",
        "postcodes of the United Kingdom",
        "Postcode Termination LocalAuthority",
        "Postcode",
        ONS,
        "Download the ONS Postcode Directory or the National Statistics Postcode Lookup (NSPL) "
        "from the ONS open geography portal and run `openilr reference load` on its CSV or zip.",
        unique="Postcode",
    ),
    _table(
        "postcodes_area_cost",
        "area cost factors of postcodes (adult funding)",
        "Postcode AreaCostFactor EffectiveFrom EffectiveTo",
        "Postcode",
        UPLIFTS,
        _load("postcodes_area_cost", "Take the area cost file from DfE's uplift downloads."),
    ),
    *(
        _table(
            name,
            label,
            "Postcode Uplift EffectiveFrom EffectiveTo",
            "Postcode",
            UPLIFTS,
            _load(name, "Take the disadvantage file from DfE's uplift downloads."),
        )
        for name, label in (
            ("postcodes_disadvantage", "disadvantage uplifts of postcodes (adult funding)"),
            ("postcodes_efa_disadvantage", "disadvantage uplifts of postcodes (16 to 19 funding)"),
            ("postcodes_das_disadvantage", "disadvantage amounts of postcodes (apprenticeships)"),
        )
    ),
    _table(
        "devolved_postcodes",
        "postcodes of devolved areas with their source of funding",
        "Postcode Area SourceOfFunding EffectiveFrom EffectiveTo",
        "Postcode",
        DEVOLVED,
        _load("devolved_postcodes", "Take the list of devolved postcodes that DfE publishes."),
    ),
    _table(
        "organisations",
        "learning providers: our UKPRN, subcontractors, earlier providers",
        "UKPRN Name LegalOrgType IsPartner LongTermResid",
        "UKPRN",
        UKRLP,
        _load(
            "organisations",
            "List your own UKPRN, your subcontractors and your learners' earlier providers, as the "
            "UK Register of Learning Providers has them.",
        ),
        unique="UKPRN",
    ),
    _table(
        "organisation_funding",
        "funding factors of a provider (16 to 19 funding)",
        "UKPRN OrgFundFactor OrgFundFactType OrgFundFactValue EffectiveFrom EffectiveTo",
        "UKPRN",
        DFE,
        _load("organisation_funding", "Take the factors from your allocation statement."),
    ),
    _table(
        "campus",
        "campus identifiers with the provider they belong to",
        "CampusIdentifier MasterUKPRN EffectiveFrom EffectiveTo SpecialistResources",
        "CampusIdentifier",
        DFE,
        _load("campus", "List the campus identifiers that DfE gave you; an empty list will do."),
    ),
    _table(
        "postcodes_specialist_resources",
        "sites with specialist resources",
        "UKPRN Postcode SpecialistResources EffectiveFrom EffectiveTo",
        "UKPRN Postcode",
        DFE,
        _load("postcodes_specialist_resources", "List the sites that DfE agreed with you."),
    ),
    _table(
        "short_term_funding",
        "short-term funding initiatives of a provider, by LDM code",
        "UKPRN LDMCode Reason EffectiveFrom EffectiveTo",
        "UKPRN LDMCode",
        DFE,
        _load(
            "short_term_funding",
            "List the initiatives that DfE agreed with you; an empty list will do.",
        ),
    ),
    _table(
        "ofs_providers",
        "providers on the Office for Students register",
        "UKPRN HEFundingFieldsRequired",
        "UKPRN",
        OFS,
        _load("ofs_providers", "Take the Office for Students register."),
        unique="UKPRN",
    ),
    _table(
        "epa_organisations",
        "assessment organisations by standard",
        "EPAOrgID StandardCode EffectiveFrom EffectiveTo",
        "EPAOrgID StandardCode",
        ASSESSMENT,
        "Download the register of assessment organisations (gov.uk or the apprenticeship service) "
        "as CSV and run `openilr reference load` on it.",
    ),
    _table(
        "contracts",
        "our funding contracts and grants",
        """ContractAllocationNumber DeliveryUKPRN FundingStreamPeriodCode TenderSpecReference
        LotReference StartDate EndDate StopNewStartsFromDate""",
        "DeliveryUKPRN FundingStreamPeriodCode",
        CONTRACTS,
        _load("contracts", "List your contracts with their funding stream period codes."),
    ),
    _table(
        "contract_deliverables",
        "deliverables of our contracts",
        "ContractAllocationNumber DeliverableCode UnitCost PlannedVolume",
        "ContractAllocationNumber DeliverableCode",
        CONTRACTS,
        _load("contract_deliverables", "List the deliverables of your contracts."),
    ),
    _table(
        "skills_bootcamp_contracts",
        "our Skills Bootcamps contract references",
        "UKPRN ILRContractRefNumber",
        "ILRContractRefNumber",
        CONTRACTS,
        _load(
            "skills_bootcamp_contracts",
            "List the contract references that DfE gave you for Skills Bootcamps.",
        ),
    ),
    _table(
        "skills_bootcamp_milestones",
        "what our Skills Bootcamps contracts pay for each event",
        """ILRContractRefNumber EventCode RatePerLearner Share LeastDays EffectiveFrom
        EffectiveTo""",
        "ILRContractRefNumber EventCode",
        CONTRACTS,
        _load(
            "skills_bootcamp_milestones",
            "List for each contract its event codes (EVI) with the rate of a learner, the event's "
            "share of it, and the days in learning needed; dates are those of learners' starts.",
        ),
    ),
    _table(
        "apprenticeship_unit_prices",
        "prices of our apprenticeship units",
        "LearnAimRef Price EffectiveFrom EffectiveTo",
        "LearnAimRef",
        CONTRACTS,
        _load("apprenticeship_unit_prices", "List the price of each apprenticeship unit."),
    ),
    _table(
        "apprenticeship_units",
        "our learners on apprenticeship units: price, approval, milestones",
        """LearnRefNumber LearnAimRef Price ThirtyPercentLearningComplete LearningComplete
        EmployerApproved FirstPaidElsewhere IsLevyPayer""",
        "LearnRefNumber",
        CONTRACTS,
        _load(
            "apprenticeship_units",
            "List the learners on units with the days on which milestones were reached, and "
            "whether the employer approved.",
        ),
    ),
    _table(
        "adult_skills_rates",
        "rates of adult skills fund aims (FM38), national and of devolved areas",
        """LearnAimRef SourceOfFunding RateWeighted RateUnWeighted WeightingFactor EffectiveFrom
        EffectiveTo""",
        "LearnAimRef",
        CONTRACTS,
        _load(
            "adult_skills_rates",
            "List the rates of your adult skills fund aims; SourceOfFunding is empty for the "
            "national rate, else the SOF code of the devolved area.",
        ),
    ),
    _table(
        "employers",
        "employers with a confirmed identifier",
        "EmpId Name",
        "EmpId",
        EMPLOYERS,
        _load("employers", "List the employers that you deliver for with their EmpId."),
        unique="EmpId",
    ),
    _table(
        "large_employers",
        "employers that count as large, with dates",
        "ERN EffectiveFrom EffectiveTo",
        "ERN",
        EMPLOYERS,
        _load("large_employers", "List the large employers among yours."),
    ),
    _table(
        "uln",
        "unique learner numbers known to the Learning Records Service",
        "ULN",
        "ULN",
        LEARNERS,
        _load("uln", "Confirm your learners' numbers with the Learning Records Service."),
        unique="ULN",
    ),
    _table(
        "service_courses",
        "courses that we offer in the apprenticeship service",
        "UKPRN CourseType CourseCode Status EffectiveFrom LastDateStarts EffectiveTo",
        "UKPRN CourseType CourseCode",
        SERVICE,
        _load("service_courses", "Copy your course list from the apprenticeship service."),
    ),
    _table(
        "service_age_limits",
        "greatest age at start, by standard",
        "StandardCode MaximumAge EffectiveFrom EffectiveTo",
        "StandardCode",
        SERVICE,
        _load(
            "service_age_limits",
            "Copy the age limits shown in the apprenticeship service; an empty list will do.",
        ),
    ),
    _table(
        "service_approvals",
        "apprentices approved in the apprenticeship service",
        """ApprovalId UKPRN ULN ProgType StandardCode FworkCode PwayCode Status StartDate EndDate
        StopDate PauseDate IsLevyPayer TransferSenderAccount AgreemId EmployerName""",
        "ULN UKPRN",
        SERVICE,
        _load("service_approvals", "Export your apprentices from the apprenticeship service."),
    ),
    _table(
        "service_approval_prices",
        "agreed prices of the approved apprentices",
        "ApprovalId EffectiveFrom EffectiveTo Cost Removed",
        "ApprovalId",
        SERVICE,
        _load(
            "service_approval_prices", "Export the price history from the apprenticeship service."
        ),
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({t.name: t for t in (*_LARS_TABLES, *_OTHER_TABLES)})
"""Every table by name."""

AUDIT_COLUMNS = frozenset({"Created_On", "Created_By", "Modified_On", "Modified_By"})
"""Columns of the published LARS files that say who typed a row; never kept."""


def table(name: str) -> Table:
    """The declaration of a table.

    Errors: KeyError, naming a near one, if there is no such table.
    """
    if name in TABLES:
        return TABLES[name]
    raise KeyError(f"there is no reference table {name!r}{near(name, TABLES)}")


def near(name: str, known: Iterable[str]) -> str:
    """A hint at the known name that was probably meant, or ""."""
    from difflib import get_close_matches

    by_lower = {k.lower(): k for k in known}
    found = get_close_matches(name.lower(), list(by_lower), n=1)
    return f" (did you mean {by_lower[found[0]]!r}?)" if found else ""
