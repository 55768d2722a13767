"""Every entity and field of the ILR, declared once: type, limits, order, years, label and help.

Document order is the order of declaration. A field whose limits changed stands once for each span of years.
Source: the 2025-26 and 2026-27 schemas (spec/ilr/schema-2526.json, schema-2627.json); labels and help are ours.
"""

from openilr.ilr.schema import Entity, Field, Kind
from openilr.ilr.years import ALL_YEARS, Years, since, until


def _text(
    name: str,
    label: str,
    help: str = "",
    *,
    restricted: bool = True,
    min_length: int | None = None,
    max_length: int | None = None,
    pattern: str | None = None,
    values: tuple[str, ...] = (),
    mandatory: bool = False,
    years: Years = ALL_YEARS,
) -> Field:
    return Field(
        name,
        Kind.TEXT,
        label,
        help,
        restricted=restricted,
        min_length=min_length,
        max_length=max_length,
        pattern=pattern,
        values=values,
        mandatory=mandatory,
        years=years,
    )


def _integer(
    name: str,
    label: str,
    help: str = "",
    *,
    minimum: int | None = None,
    maximum: int | None = None,
    total_digits: int | None = None,
    mandatory: bool = False,
    years: Years = ALL_YEARS,
) -> Field:
    return Field(
        name,
        Kind.INTEGER,
        label,
        help,
        minimum=minimum,
        maximum=maximum,
        total_digits=total_digits,
        mandatory=mandatory,
        years=years,
    )


def _decimal(
    name: str, label: str, help: str = "", *, minimum: float, maximum: float, fraction_digits: int
) -> Field:
    return Field(
        name,
        Kind.DECIMAL,
        label,
        help,
        minimum=minimum,
        maximum=maximum,
        fraction_digits=fraction_digits,
    )


def _date(
    name: str, label: str, help: str = "", *, mandatory: bool = False, years: Years = ALL_YEARS
) -> Field:
    return Field(name, Kind.DATE, label, help, mandatory=mandatory, years=years)


def _datetime(name: str, label: str, help: str = "", *, mandatory: bool = False) -> Field:
    return Field(name, Kind.DATETIME, label, help, mandatory=mandatory)


ENTITIES: tuple[Entity, ...] = (
    Entity(
        "Message",
        parent=None,
        label="Message",
        min_occurs=1,
        max_occurs=1,
        fields=(),
    ),
    Entity(
        "Header",
        parent="Message",
        label="Header",
        min_occurs=1,
        max_occurs=1,
        fields=(),
    ),
    Entity(
        "CollectionDetails",
        parent="Header",
        label="CollectionDetails",
        min_occurs=1,
        max_occurs=1,
        fields=(
            _text("Collection", "Collection", values=("ILR",), mandatory=True),
            _text("Year", "Year", values=("2526",), mandatory=True, years=until("2526")),
            _text("Year", "Year", values=("2627",), mandatory=True, years=since("2627")),
            _date("FilePreparationDate", "FilePreparationDate", mandatory=True),
        ),
    ),
    Entity(
        "Source",
        parent="Header",
        label="Source",
        min_occurs=1,
        max_occurs=1,
        fields=(
            _text(
                "ProtectiveMarking",
                "ProtectiveMarking",
                values=("OFFICIAL-SENSITIVE-Personal",),
                mandatory=True,
            ),
            _integer("UKPRN", "UKPRN", minimum=10000000, maximum=99999999, mandatory=True),
            _text("SoftwareSupplier", "SoftwareSupplier", min_length=1, max_length=40),
            _text("SoftwarePackage", "SoftwarePackage", min_length=1, max_length=30),
            _text("Release", "Release", min_length=1, max_length=20),
            _text("SerialNo", "SerialNo", pattern=r"[0-9]{1,2}", mandatory=True),
            _datetime("DateTime", "DateTime", mandatory=True),
            _text("ReferenceData", "ReferenceData", min_length=1, max_length=100),
            _text("ComponentSetVersion", "ComponentSetVersion", min_length=1, max_length=20),
        ),
    ),
    Entity(
        "SourceFiles",
        parent="Message",
        label="SourceFiles",
        min_occurs=0,
        max_occurs=1,
        fields=(),
    ),
    Entity(
        "SourceFile",
        parent="SourceFiles",
        label="SourceFile",
        min_occurs=1,
        max_occurs=None,
        fields=(
            _text("SourceFileName", "SourceFileName", min_length=1, max_length=50, mandatory=True),
            _date("FilePreparationDate", "FilePreparationDate", mandatory=True),
            _text("SoftwareSupplier", "SoftwareSupplier", min_length=1, max_length=40),
            _text("SoftwarePackage", "SoftwarePackage", min_length=1, max_length=30),
            _text("Release", "Release", min_length=1, max_length=20),
            _text("SerialNo", "SerialNo", pattern=r"[0-9]{1,2}", mandatory=True),
            _datetime("DateTime", "DateTime"),
        ),
    ),
    Entity(
        "LearningProvider",
        parent="Message",
        label="LearningProvider",
        min_occurs=1,
        max_occurs=1,
        fields=(_integer("UKPRN", "UKPRN", minimum=10000000, maximum=99999999, mandatory=True),),
    ),
    Entity(
        "Learner",
        parent="Message",
        label="Learner",
        key="learner",
        min_occurs=1,
        max_occurs=None,
        fields=(
            _text(
                "LearnRefNumber", "LearnRefNumber", pattern=r"[A-Za-z0-9 ]{1,12}", mandatory=True
            ),
            _text("PrevLearnRefNumber", "PrevLearnRefNumber", pattern=r"[A-Za-z0-9 ]{1,12}"),
            _integer("PrevUKPRN", "PrevUKPRN", minimum=10000000, maximum=99999999),
            _integer("PMUKPRN", "PMUKPRN", minimum=10000000, maximum=99999999),
            _text("CampId", "CampId", pattern=r"[A-Za-z0-9]{1,8}"),
            _integer("ULN", "ULN", minimum=1000000000, maximum=9999999999, mandatory=True),
            _text("FamilyName", "FamilyName", restricted=False, pattern=r'[^0-9\r\n\t|"]{1,100}'),
            _text("GivenNames", "GivenNames", restricted=False, pattern=r'[^0-9\r\n\t|"]{1,100}'),
            _date("DateOfBirth", "DateOfBirth"),
            _integer("Ethnicity", "Ethnicity", total_digits=2, mandatory=True),
            _text("Sex", "Sex", min_length=1, max_length=1, mandatory=True),
            _integer("LLDDHealthProb", "LLDDHealthProb", total_digits=1, mandatory=True),
            _text("NINumber", "NINumber", min_length=1, max_length=9),
            _integer("Accom", "Accom", total_digits=1),
            _integer("ALSCost", "ALSCost", minimum=0, maximum=999999),
            _integer("PlanLearnHours", "PlanLearnHours", minimum=0, maximum=9999),
            _integer("PlanEEPHours", "PlanEEPHours", minimum=0, maximum=9999),
            _text("MathGrade", "MathGrade", min_length=1, max_length=4),
            _text("EngGrade", "EngGrade", min_length=1, max_length=4),
            _text("PostcodePrior", "PostcodePrior", min_length=1, max_length=8, mandatory=True),
            _text("Postcode", "Postcode", min_length=1, max_length=8, mandatory=True),
            _text(
                "AddLine1",
                "AddLine1",
                min_length=1,
                max_length=50,
                pattern=r"[A-Za-z0-9 ~!@&'\\()*+,\-./:;]{1,50}",
            ),
            _text(
                "AddLine2",
                "AddLine2",
                min_length=1,
                max_length=50,
                pattern=r"[A-Za-z0-9 ~!@&'\\()*+,\-./:;]{1,50}",
            ),
            _text(
                "AddLine3",
                "AddLine3",
                min_length=1,
                max_length=50,
                pattern=r"[A-Za-z0-9 ~!@&'\\()*+,\-./:;]{1,50}",
            ),
            _text(
                "AddLine4",
                "AddLine4",
                min_length=1,
                max_length=50,
                pattern=r"[A-Za-z0-9 ~!@&'\\()*+,\-./:;]{1,50}",
            ),
            _text("TelNo", "TelNo", pattern=r"[0-9]{1,18}"),
            _text("Email", "Email", min_length=1, max_length=100, pattern=r".+@.+"),
        ),
    ),
    Entity(
        "PriorAttain",
        parent="Learner",
        label="PriorAttain",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _integer("PriorLevel", "PriorLevel", total_digits=2, mandatory=True),
            _date("DateLevelApp", "DateLevelApp", mandatory=True),
        ),
    ),
    Entity(
        "LLDDandHealthProblem",
        parent="Learner",
        label="LLDDandHealthProblem",
        min_occurs=0,
        max_occurs=22,
        fields=(
            _integer("LLDDCat", "LLDDCat", total_digits=2, mandatory=True),
            _integer("PrimaryLLDD", "PrimaryLLDD", total_digits=1),
        ),
    ),
    Entity(
        "LearnerFAM",
        parent="Learner",
        label="LearnerFAM",
        min_occurs=0,
        max_occurs=17,
        fields=(
            _text("LearnFAMType", "LearnFAMType", min_length=1, max_length=3, mandatory=True),
            _integer("LearnFAMCode", "LearnFAMCode", total_digits=3, mandatory=True),
        ),
    ),
    Entity(
        "ProviderSpecLearnerMonitoring",
        parent="Learner",
        label="ProviderSpecLearnerMonitoring",
        min_occurs=0,
        max_occurs=2,
        fields=(
            _text(
                "ProvSpecLearnMonOccur",
                "ProvSpecLearnMonOccur",
                min_length=1,
                max_length=1,
                mandatory=True,
            ),
            _text(
                "ProvSpecLearnMon", "ProvSpecLearnMon", min_length=1, max_length=20, mandatory=True
            ),
        ),
    ),
    Entity(
        "LearnerEmploymentStatus",
        parent="Learner",
        label="LearnerEmploymentStatus",
        key="status",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _integer("EmpStat", "EmpStat", total_digits=2, mandatory=True),
            _date("DateEmpStatApp", "DateEmpStatApp", mandatory=True),
            _integer("EmpId", "EmpId", total_digits=9),
            _text(
                "AgreemId",
                "AgreemId",
                min_length=1,
                max_length=7,
                pattern=r"[A-Za-z0-9]{1,7}",
                years=since("2627"),
            ),
        ),
    ),
    Entity(
        "EmploymentStatusMonitoring",
        parent="LearnerEmploymentStatus",
        label="EmploymentStatusMonitoring",
        min_occurs=0,
        max_occurs=10,
        fields=(
            _text("ESMType", "ESMType", min_length=1, max_length=3, mandatory=True),
            _integer("ESMCode", "ESMCode", total_digits=2, mandatory=True),
        ),
    ),
    Entity(
        "LearnerHE",
        parent="Learner",
        label="LearnerHE",
        key="he",
        min_occurs=0,
        max_occurs=1,
        fields=(
            _text("UCASPERID", "UCASPERID", pattern=r"[0-9]{10}"),
            _integer("TTACCOM", "TTACCOM", total_digits=1),
        ),
    ),
    Entity(
        "LearnerHEFinancialSupport",
        parent="LearnerHE",
        label="LearnerHEFinancialSupport",
        min_occurs=0,
        max_occurs=4,
        fields=(
            _integer("FINTYPE", "FINTYPE", total_digits=1, mandatory=True),
            _integer("FINAMOUNT", "FINAMOUNT", minimum=0, maximum=999999, mandatory=True),
        ),
    ),
    Entity(
        "LearningDelivery",
        parent="Learner",
        label="LearningDelivery",
        key="aim",
        min_occurs=1,
        max_occurs=None,
        fields=(
            _text("LearnAimRef", "LearnAimRef", min_length=1, max_length=8, mandatory=True),
            _integer("AimType", "AimType", total_digits=1, mandatory=True),
            _integer("AimSeqNumber", "AimSeqNumber", minimum=1, maximum=98, mandatory=True),
            _date("LearnStartDate", "LearnStartDate", mandatory=True),
            _date("OrigLearnStartDate", "OrigLearnStartDate"),
            _date("LearnPlanEndDate", "LearnPlanEndDate", mandatory=True),
            _integer("FundModel", "FundModel", total_digits=2, mandatory=True),
            _integer("PHours", "PHours", minimum=0, maximum=9999, years=until("2526")),
            _integer("OTJActHours", "OTJActHours", minimum=0, maximum=9999, years=until("2526")),
            _integer("ProgType", "ProgType", total_digits=2),
            _integer("StdCode", "StdCode", total_digits=5),
            _integer("PartnerUKPRN", "PartnerUKPRN", minimum=10000000, maximum=99999999),
            _text("DelLocPostCode", "DelLocPostCode", min_length=1, max_length=8, mandatory=True),
            _text("LSDPostcode", "LSDPostcode", min_length=1, max_length=8),
            _integer("AddHours", "AddHours", minimum=0, maximum=9999, years=until("2526")),
            _integer("PriorLearnFundAdj", "PriorLearnFundAdj", minimum=0, maximum=99),
            _integer("OtherFundAdj", "OtherFundAdj", minimum=0, maximum=999),
            _text("ConRefNumber", "ConRefNumber", min_length=1, max_length=20),
            _text("EPAOrgID", "EPAOrgID", min_length=1, max_length=7, years=until("2526")),
            _text("EPAOrgID", "EPAOrgID", min_length=1, max_length=8, years=since("2627")),
            _integer("CompStatus", "CompStatus", total_digits=1, mandatory=True),
            _date("LearnActEndDate", "LearnActEndDate"),
            _integer("WithdrawReason", "WithdrawReason", total_digits=2),
            _integer("Outcome", "Outcome", total_digits=1),
            _date("AchDate", "AchDate"),
            _text("OutGrade", "OutGrade", min_length=1, max_length=6),
            _text("SWSupAimId", "SWSupAimId", min_length=1, max_length=36),
            _integer("TLOut", "TLOut", total_digits=2),
        ),
    ),
    Entity(
        "LearningDeliveryFAM",
        parent="LearningDelivery",
        label="LearningDeliveryFAM",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _text("LearnDelFAMType", "LearnDelFAMType", min_length=1, max_length=3, mandatory=True),
            _text("LearnDelFAMCode", "LearnDelFAMCode", min_length=1, max_length=5, mandatory=True),
            _date("LearnDelFAMDateFrom", "LearnDelFAMDateFrom"),
            _date("LearnDelFAMDateTo", "LearnDelFAMDateTo"),
        ),
    ),
    Entity(
        "HRSRecord",
        parent="LearningDelivery",
        label="HRSRecord",
        min_occurs=0,
        max_occurs=3,
        years=since("2627"),
        fields=(
            _text("HRSType", "HRSType", min_length=1, max_length=3, mandatory=True),
            _integer("HRSCode", "HRSCode", total_digits=2, mandatory=True),
            _integer("HRSAmount", "HRSAmount", minimum=0, maximum=9999, mandatory=True),
        ),
    ),
    Entity(
        "LearningDeliveryWorkPlacement",
        parent="LearningDelivery",
        label="LearningDeliveryWorkPlacement",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _date("WorkPlaceStartDate", "WorkPlaceStartDate", mandatory=True),
            _date("WorkPlaceEndDate", "WorkPlaceEndDate"),
            _integer("WorkPlaceHours", "WorkPlaceHours", minimum=1, maximum=9999, mandatory=True),
            _integer("WorkPlaceMode", "WorkPlaceMode", total_digits=1, mandatory=True),
            _integer("WorkPlaceEmpId", "WorkPlaceEmpId", total_digits=9),
        ),
    ),
    Entity(
        "AppFinRecord",
        parent="LearningDelivery",
        label="AppFinRecord",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _text("AFinType", "AFinType", min_length=1, max_length=3, mandatory=True),
            _integer("AFinCode", "AFinCode", total_digits=2, mandatory=True),
            _date("AFinDate", "AFinDate", mandatory=True),
            _integer("AFinAmount", "AFinAmount", minimum=0, maximum=999999, mandatory=True),
        ),
    ),
    Entity(
        "ProviderSpecDeliveryMonitoring",
        parent="LearningDelivery",
        label="ProviderSpecDeliveryMonitoring",
        min_occurs=0,
        max_occurs=4,
        fields=(
            _text(
                "ProvSpecDelMonOccur",
                "ProvSpecDelMonOccur",
                min_length=1,
                max_length=1,
                mandatory=True,
            ),
            _text("ProvSpecDelMon", "ProvSpecDelMon", min_length=1, max_length=20, mandatory=True),
        ),
    ),
    Entity(
        "LearningDeliveryHE",
        parent="LearningDelivery",
        label="LearningDeliveryHE",
        min_occurs=0,
        max_occurs=1,
        fields=(
            _text("SSN", "SSN", min_length=1, max_length=13),
            _text("QUALENT3", "QUALENT3", min_length=1, max_length=3),
            _integer("SOC", "SOC", total_digits=4),
            _integer("SEC", "SEC", total_digits=1),
            _text("UCASSCHEMECODE", "UCASSCHEMECODE", pattern=r"[a-zA-Z]{2}[0-9]{2}|[0-9]{9}"),
            _integer("TYPEYR", "TYPEYR", total_digits=1, mandatory=True),
            _integer("MODESTUD", "MODESTUD", total_digits=2, mandatory=True),
            _integer("FUNDLEV", "FUNDLEV", total_digits=2),
            _integer("FUNDCOMP", "FUNDCOMP", total_digits=1, years=until("2526")),
            _decimal("STULOAD", "STULOAD", minimum=0.1, maximum=300.0, fraction_digits=1),
            _integer("YEARSTU", "YEARSTU", minimum=1, maximum=98, mandatory=True),
            _integer("MSTUFEE", "MSTUFEE", total_digits=2, mandatory=True),
            _decimal("PCOLAB", "PCOLAB", minimum=0.1, maximum=100.0, fraction_digits=1),
            _integer("SPECFEE", "SPECFEE", total_digits=1, mandatory=True),
            _integer("NETFEE", "NETFEE", minimum=0, maximum=999999),
            _integer("GROSSFEE", "GROSSFEE", minimum=0, maximum=999999),
            _text("PERMADDCOUNTRY", "PERMADDCOUNTRY", min_length=1, max_length=2),
            _integer("ELQ", "ELQ", total_digits=1),
            _text("HEPostCode", "HEPostCode", min_length=1, max_length=8),
        ),
    ),
)
