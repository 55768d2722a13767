"""Every entity and field of the ILR, declared once: type, limits, order, years, label and help.

Document order is the order of declaration. A field whose limits changed stands once for each span
of years.

The fields and entities that earlier years had are those of the 2020-21 schema; when each ended is
not on file, so they stand in every year up to 2024-25, and nothing is checked by them. Prior
attainment was a field to 2020-21, and OTJActHours was then spelt with a small h.

Source: the 2025-26 and 2026-27 schemas (spec/ilr/schema-2526.json, schema-2627.json), and DfE's
published 2020-21 schema; labels and help are ours.
"""

from openilr.ilr.schema import Entity, Field, Kind
from openilr.ilr.years import ALL_YEARS, Years, only, since, until


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
    name: str,
    label: str,
    help: str = "",
    *,
    minimum: float,
    maximum: float,
    fraction_digits: int,
    years: Years = ALL_YEARS,
) -> Field:
    return Field(
        name,
        Kind.DECIMAL,
        label,
        help,
        minimum=minimum,
        maximum=maximum,
        fraction_digits=fraction_digits,
        years=years,
    )


def _date(
    name: str, label: str, help: str = "", *, mandatory: bool = False, years: Years = ALL_YEARS
) -> Field:
    return Field(name, Kind.DATE, label, help, mandatory=mandatory, years=years)


def _datetime(name: str, label: str, help: str = "", *, mandatory: bool = False) -> Field:
    return Field(name, Kind.DATETIME, label, help, mandatory=mandatory)


# Patterns that several fields share; each is for the whole value.
_NAME = r'[^0-9\r\n\t|"]{1,100}'
_ADDRESS = r"[A-Za-z0-9 ~!@&'\\()*+,\-./:;]{1,50}"
_REFERENCE = r"[A-Za-z0-9 ]{1,12}"


ENTITIES: tuple[Entity, ...] = (
    Entity(
        "Message",
        parent=None,
        label="ILR file",
        help="The whole file: a header, the provider and its learners.",
        min_occurs=1,
        max_occurs=1,
        fields=(),
    ),
    Entity(
        "Header",
        parent="Message",
        label="Header",
        help="Says which collection the file belongs to, who made it and when.",
        min_occurs=1,
        max_occurs=1,
        fields=(),
    ),
    Entity(
        "CollectionDetails",
        parent="Header",
        label="Collection",
        help="Which collection and year the file is for.",
        min_occurs=1,
        max_occurs=1,
        fields=(
            _text(
                "Collection",
                "Collection",
                "Always ILR.",
                values=("ILR",),
                mandatory=True,
            ),
            _text(
                "Year",
                "Collection year",
                "The academic year as four digits: 2627 is 2026-27.",
                mandatory=True,
                years=until("2425"),
            ),
            _text(
                "Year",
                "Collection year",
                "The academic year as four digits: 2627 is 2026-27.",
                values=("2526",),
                mandatory=True,
                years=only("2526"),
            ),
            _text(
                "Year",
                "Collection year",
                "The academic year as four digits: 2627 is 2026-27.",
                values=("2627",),
                mandatory=True,
                years=since("2627"),
            ),
            _date(
                "FilePreparationDate",
                "File prepared on",
                "The day the file was made. It cannot be in the future, and many rules take it as "
                "today.",
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "Source",
        parent="Header",
        label="Source of the file",
        help="Who made the file, when, and with which software.",
        min_occurs=1,
        max_occurs=1,
        fields=(
            _text(
                "ProtectiveMarking",
                "Protective marking",
                "The marking of files with personal data; always the same words.",
                values=("OFFICIAL-SENSITIVE-Personal",),
                mandatory=True,
            ),
            _integer(
                "UKPRN",
                "Provider number (UKPRN)",
                "The eight-digit number of the provider who sends the file; the same as in the "
                "file name and under Provider.",
                minimum=10000000,
                maximum=99999999,
                mandatory=True,
            ),
            _text(
                "SoftwareSupplier",
                "Software supplier",
                "Who supplied the software that made the file.",
                min_length=1,
                max_length=40,
            ),
            _text(
                "SoftwarePackage",
                "Software",
                "The name of the software that made the file.",
                min_length=1,
                max_length=30,
            ),
            _text(
                "Release",
                "Software version",
                "The version of the software that made the file.",
                min_length=1,
                max_length=20,
            ),
            _text(
                "SerialNo",
                "Serial number",
                "One or two digits that tell files apart; two digits in the last part of the file "
                "name.",
                pattern=r"[0-9]{1,2}",
                mandatory=True,
            ),
            _datetime(
                "DateTime",
                "File made at",
                "The day and time the file was made; usually the same as in the file name.",
                mandatory=True,
            ),
            _text(
                "ReferenceData",
                "Reference data",
                "The releases of reference data that the software used.",
                min_length=1,
                max_length=100,
            ),
            _text(
                "ComponentSetVersion",
                "Component version",
                "The version of a set of DfE components, where the software used one.",
                min_length=1,
                max_length=20,
            ),
        ),
    ),
    Entity(
        "SourceFiles",
        parent="Message",
        label="Merged files",
        help="Given only when several files were merged into this one.",
        min_occurs=0,
        max_occurs=1,
        fields=(),
    ),
    Entity(
        "SourceFile",
        parent="SourceFiles",
        label="Merged file",
        help="One of the files that were merged into this one.",
        min_occurs=1,
        max_occurs=None,
        fields=(
            _text(
                "SourceFileName",
                "Name of the merged file",
                "The name of the file that was merged into this one.",
                min_length=1,
                max_length=50,
                mandatory=True,
            ),
            _date(
                "FilePreparationDate",
                "Merged file prepared on",
                "The day the merged file was made.",
                mandatory=True,
            ),
            _text(
                "SoftwareSupplier",
                "Software supplier",
                "Who supplied the software that made the merged file.",
                min_length=1,
                max_length=40,
            ),
            _text(
                "SoftwarePackage",
                "Software",
                "The name of the software that made the merged file.",
                min_length=1,
                max_length=30,
            ),
            _text(
                "Release",
                "Software version",
                "The version of the software that made the merged file.",
                min_length=1,
                max_length=20,
            ),
            _text(
                "SerialNo",
                "Serial number",
                "The serial number of the merged file.",
                pattern=r"[0-9]{1,2}",
                mandatory=True,
            ),
            _datetime(
                "DateTime",
                "Merged file made at",
                "The day and time the merged file was made.",
            ),
        ),
    ),
    Entity(
        "LearningProvider",
        parent="Message",
        label="Provider",
        help="The provider whose learners these are.",
        min_occurs=1,
        max_occurs=1,
        fields=(
            _integer(
                "UKPRN",
                "Provider number (UKPRN)",
                "The eight-digit number of the provider; the same as in the header.",
                minimum=10000000,
                maximum=99999999,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "Learner",
        parent="Message",
        label="Learner",
        help="One person, once in a file, however many programmes they follow.",
        key="learner",
        min_occurs=1,
        max_occurs=None,
        fields=(
            _text(
                "LearnRefNumber",
                "Learner reference",
                "Your own key for the learner: up to twelve letters, digits and spaces. It must "
                "stay the same for the whole stay, or the years no longer match.",
                pattern=_REFERENCE,
                mandatory=True,
            ),
            _text(
                "PrevLearnRefNumber",
                "Previous learner reference",
                "The reference used in last year's returns, when it has changed since.",
                pattern=_REFERENCE,
            ),
            _integer(
                "PrevUKPRN",
                "Previous provider number",
                "The provider that returned the learner last year, when it was another; for "
                "instance after a merger.",
                minimum=10000000,
                maximum=99999999,
            ),
            _integer(
                "PMUKPRN",
                "Provider number before a merger",
                "The provider the learner was with before a merger of providers.",
                minimum=10000000,
                maximum=99999999,
            ),
            _text(
                "CampId",
                "Campus",
                "The campus where the learner is, for providers with registered campuses.",
                pattern=r"[A-Za-z0-9]{1,8}",
            ),
            _integer(
                "ULN",
                "Unique learner number (ULN)",
                "The learner's ten-digit number for life; its last digit is a check digit. "
                "9999999999 stands in until the real one is known, and only for a while.",
                minimum=1000000000,
                maximum=9999999999,
                mandatory=True,
            ),
            _text(
                "FamilyName",
                "Family name",
                "Without digits, tabs, double quotes or bars; accents are allowed.",
                restricted=False,
                pattern=_NAME,
            ),
            _text(
                "GivenNames",
                "Given names",
                "All first names, in order. The same signs are barred as in the family name.",
                restricted=False,
                pattern=_NAME,
            ),
            _date(
                "DateOfBirth",
                "Date of birth",
                "Decides age bands and many entitlements, so check it against a document.",
            ),
            _integer(
                "Ethnicity",
                "Ethnic group",
                "As the learner describes it; 99 when it was not given.",
                total_digits=2,
                mandatory=True,
            ),
            _text(
                "Sex",
                "Sex",
                "F or M.",
                min_length=1,
                max_length=1,
                mandatory=True,
            ),
            _integer(
                "LLDDHealthProb",
                "Has a difficulty, disability or health problem",
                "What the learner says: 1 yes, 2 no, 9 not given. With 1, say which under "
                "Difficulty, disability or health problem.",
                total_digits=1,
                mandatory=True,
            ),
            _text(
                "NINumber",
                "National Insurance number",
                "Two letters, six digits and a letter. Needed for apprentices whose employer pays "
                "through the service.",
                min_length=1,
                max_length=9,
            ),
            _integer(
                "PriorAttain",
                "Prior attainment",
                "The highest level reached before, as one code. Since 2021-22 a record of its own "
                "with other codes.",
                total_digits=2,
                years=until("2021"),
            ),
            _integer(
                "Accom",
                "Accommodation",
                "Given only when the learner lives in accommodation that you own or manage, to "
                "take part.",
                total_digits=1,
            ),
            _integer(
                "ALSCost",
                "Additional learning support cost",
                "What support for the learner cost in the year, in whole pounds; for high needs "
                "students and the like.",
                minimum=0,
                maximum=999999,
            ),
            _integer(
                "PlanLearnHours",
                "Planned learning hours",
                "Hours of learning planned for the year across all aims, mainly for 16 to 19. Not "
                "the off-the-job hours of an apprenticeship.",
                minimum=0,
                maximum=9999,
            ),
            _integer(
                "PlanEEPHours",
                "Planned enrichment hours",
                "Hours of employability, enrichment and pastoral activity planned for the year; "
                "for 16 to 19.",
                minimum=0,
                maximum=9999,
            ),
            _text(
                "MathGrade",
                "GCSE maths grade",
                "The highest GCSE maths grade held; NONE if not known or not taken. For 16 to 19.",
                min_length=1,
                max_length=4,
            ),
            _text(
                "EngGrade",
                "GCSE English grade",
                "The highest GCSE English grade held; NONE if not known or not taken. "
                "For 16 to 19.",
                min_length=1,
                max_length=4,
            ),
            _text(
                "PostcodePrior",
                "Postcode before enrolment",
                "Where the learner lived before starting. It does not change when they move; ZZ99 "
                "9ZZ if unknown.",
                min_length=1,
                max_length=8,
                mandatory=True,
            ),
            _text(
                "Postcode",
                "Current postcode",
                "Where the learner lives now; ZZ99 9ZZ if unknown.",
                min_length=1,
                max_length=8,
                mandatory=True,
            ),
            _text(
                "AddLine1",
                "Address line 1",
                "Up to fifty characters, without accents.",
                min_length=1,
                max_length=50,
                pattern=_ADDRESS,
            ),
            _text(
                "AddLine2",
                "Address line 2",
                "Up to fifty characters, without accents.",
                min_length=1,
                max_length=50,
                pattern=_ADDRESS,
            ),
            _text(
                "AddLine3",
                "Address line 3",
                "Up to fifty characters, without accents.",
                min_length=1,
                max_length=50,
                pattern=_ADDRESS,
            ),
            _text(
                "AddLine4",
                "Address line 4",
                "Up to fifty characters, without accents.",
                min_length=1,
                max_length=50,
                pattern=_ADDRESS,
            ),
            _text(
                "TelNo",
                "Telephone number",
                "Digits only: no spaces, brackets or plus sign.",
                pattern=r"[0-9]{1,18}",
            ),
            _text(
                "Email",
                "Email address",
                "The learner's address, so that they can be reached after the programme too.",
                min_length=1,
                max_length=100,
                pattern=r".+@.+",
            ),
        ),
    ),
    Entity(
        "PriorAttain",
        parent="Learner",
        label="Prior attainment",
        help="The highest level reached before, with the day it was known from. A new record is "
        "added when it changes; the old one stays.",
        min_occurs=0,
        max_occurs=None,
        years=since("2122"),
        fields=(
            _integer(
                "PriorLevel",
                "Prior level",
                "The highest level reached before this learning. It bears on what is fully funded.",
                total_digits=2,
                mandatory=True,
            ),
            _date(
                "DateLevelApp",
                "Known from",
                "The day from which the level applies. Most rules read the latest record on or "
                "before the start of an aim.",
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "ContactPreference",
        parent="Learner",
        label="Contact preference",
        help="What the learner agreed to be contacted about, and how. No longer in the ILR: keep "
        "it in your own records.",
        min_occurs=0,
        max_occurs=5,
        years=until("2425"),
        fields=(
            _text(
                "ContPrefType",
                "Kind of preference",
                "RUI for restrictions on use, PMC for ways of contact.",
                min_length=1,
                max_length=3,
                mandatory=True,
                years=until("2425"),
            ),
            _integer(
                "ContPrefCode",
                "Preference",
                "The preference within its kind.",
                total_digits=1,
                mandatory=True,
                years=until("2425"),
            ),
        ),
    ),
    Entity(
        "LLDDandHealthProblem",
        parent="Learner",
        label="Difficulty, disability or health problem",
        help="One learning difficulty, disability or health problem; as many records as the "
        "learner has told of.",
        min_occurs=0,
        max_occurs=22,
        fields=(
            _integer(
                "LLDDCat",
                "Category",
                "The difficulty, disability or health problem. Old categories end on a date, so "
                "later starters need a current one.",
                total_digits=2,
                mandatory=True,
            ),
            _integer(
                "PrimaryLLDD",
                "Main one",
                "1 on the record that bears most on learning, on one record of the learner only.",
                total_digits=1,
            ),
        ),
    ),
    Entity(
        "LearnerFAM",
        parent="Learner",
        label="Learner funding and monitoring",
        help="A marker about the learner as a whole: a type and a code.",
        min_occurs=0,
        max_occurs=17,
        fields=(
            _text(
                "LearnFAMType",
                "Type",
                "What the marker is about, for instance EHC for an education, health "
                "and care plan.",
                min_length=1,
                max_length=3,
                mandatory=True,
            ),
            _integer(
                "LearnFAMCode",
                "Code",
                "The value of the marker, from the list of its type.",
                total_digits=3,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "ProviderSpecLearnerMonitoring",
        parent="Learner",
        label="Provider's own note on the learner",
        help="Up to two values of your own, for instance a group or an office.",
        min_occurs=0,
        max_occurs=2,
        fields=(
            _text(
                "ProvSpecLearnMonOccur",
                "Which one",
                "A or B; each once.",
                min_length=1,
                max_length=1,
                mandatory=True,
            ),
            _text(
                "ProvSpecLearnMon",
                "Your value",
                "Whatever helps you, up to twenty characters. It comes back in DfE's reports.",
                min_length=1,
                max_length=20,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "LearnerEmploymentStatus",
        parent="Learner",
        label="Employment status",
        help="Whether and for whom the learner works, from a day on. Each change is a new record; "
        "a record is never overwritten.",
        key="status",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _integer(
                "EmpStat",
                "Status",
                "In paid work or not, and if not, whether seeking it.",
                total_digits=2,
                mandatory=True,
            ),
            _date(
                "DateEmpStatApp",
                "From",
                "The first day of the status. An apprentice needs a record dated before the start "
                "as well as one for the first day.",
                mandatory=True,
            ),
            _integer(
                "EmpId",
                "Employer number (EDRS)",
                "Nine digits with a check digit; 999999999 for an employer without one, since "
                "numbers are no longer issued.",
                total_digits=9,
            ),
            _text(
                "AgreemId",
                "Employer agreement",
                "The agreement of the employer in the apprenticeship service. Needed for "
                "apprenticeship units; in 2025-26 it stood in the contract reference.",
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
        label="Employment marker",
        help="More about an employment status: hours, length, benefits, change of employer.",
        min_occurs=0,
        max_occurs=10,
        fields=(
            _text(
                "ESMType",
                "Type",
                "What the marker is about, for instance EII for weekly hours.",
                min_length=1,
                max_length=3,
                mandatory=True,
            ),
            _integer(
                "ESMCode",
                "Code",
                "The value of the marker, from the list of its type.",
                total_digits=2,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "LearnerHE",
        parent="Learner",
        label="Higher education learner",
        help="Facts about the learner that only higher education needs.",
        key="he",
        min_occurs=0,
        max_occurs=1,
        fields=(
            _text(
                "UCASPERID",
                "UCAS personal number",
                "The ten-digit number that UCAS gave the learner, if it did.",
                pattern=r"[0-9]{10}",
            ),
            _integer(
                "TTACCOM",
                "Term-time accommodation",
                "Where the learner lives in term time.",
                total_digits=1,
            ),
        ),
    ),
    Entity(
        "LearnerHEFinancialSupport",
        parent="LearnerHE",
        label="Higher education support",
        help="Financial support that the provider gave a higher education learner.",
        min_occurs=0,
        max_occurs=4,
        fields=(
            _integer(
                "FINTYPE",
                "Kind of support",
                "In what form the support was given; each once.",
                total_digits=1,
                mandatory=True,
            ),
            _integer(
                "FINAMOUNT",
                "Amount",
                "What was given in the year, in whole pounds.",
                minimum=0,
                maximum=999999,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "LearningDelivery",
        parent="Learner",
        label="Aim",
        help="One aim: a programme, a part of one, or a qualification on its own.",
        key="aim",
        min_occurs=1,
        max_occurs=None,
        fields=(
            _text(
                "LearnAimRef",
                "Aim reference",
                "The number of the aim in LARS; ZPROG001 for a programme aim. It cannot change "
                "from year to year.",
                min_length=1,
                max_length=8,
                mandatory=True,
            ),
            _integer(
                "AimType",
                "Aim type",
                "Programme aim, part of a programme, outside any programme, or core aim.",
                total_digits=1,
                mandatory=True,
            ),
            _integer(
                "AimSeqNumber",
                "Aim number",
                "Numbers the learner's aims from 1 without gaps. Given anew for each file: never "
                "keep a link by it.",
                minimum=1,
                maximum=98,
                mandatory=True,
            ),
            _date(
                "LearnStartDate",
                "Start date",
                "The first day of learning. It decides rates, age bands and which rules apply, "
                "and must not change from year to year.",
                mandatory=True,
            ),
            _date(
                "OrigLearnStartDate",
                "Original start date",
                "The first day of the aim before a break or transfer, given on a restart together "
                "with RES.",
            ),
            _date(
                "LearnPlanEndDate",
                "Planned end date",
                "The last day of learning as first planned. It stays as it was even when learning "
                "takes longer.",
                mandatory=True,
            ),
            _integer(
                "FundModel",
                "Funding model",
                "Which model pays for the aim. Once set it changes only to mend a mistake.",
                total_digits=2,
                mandatory=True,
            ),
            _integer(
                "PHours",
                "Planned hours",
                "Off-the-job hours planned for the whole apprenticeship, on the programme aim; "
                "fixed at the start. From 2026-27 an hours record, HRS 1.",
                minimum=0,
                maximum=9999,
                years=until("2526"),
            ),
            _integer(
                "OTJActhours",
                "Actual off-the-job hours",
                "The name as 2020-21 spelt it, with a small h.",
                minimum=0,
                maximum=9999,
                years=until("2021"),
            ),
            _integer(
                "OTJActHours",
                "Actual off-the-job hours",
                "Off-the-job hours really given, on the programme aim, at completion or "
                "withdrawal. From 2026-27 an hours record, HRS 3.",
                minimum=0,
                maximum=9999,
                years=Years("2122", "2526"),
            ),
            _integer(
                "ProgType",
                "Programme type",
                "The kind of programme the aim belongs to; absent for an aim on its own.",
                total_digits=2,
            ),
            _integer(
                "FworkCode",
                "Framework",
                "The apprenticeship framework, before standards took over.",
                total_digits=3,
                years=until("2425"),
            ),
            _integer(
                "PwayCode",
                "Pathway",
                "The pathway within an apprenticeship framework.",
                total_digits=3,
                years=until("2425"),
            ),
            _integer(
                "StdCode",
                "Apprenticeship standard",
                "The number of the standard in LARS, the same on every aim of the programme.",
                total_digits=5,
            ),
            _integer(
                "PartnerUKPRN",
                "Subcontractor",
                "The provider number of the subcontractor who delivers the aim; not your own "
                "number.",
                minimum=10000000,
                maximum=99999999,
            ),
            _text(
                "DelLocPostCode",
                "Delivery postcode",
                "Where most of the learning takes place; for an apprentice usually the workplace.",
                min_length=1,
                max_length=8,
                mandatory=True,
            ),
            _text(
                "LSDPostcode",
                "Postcode at start",
                "Where the learner lived when the aim started, for adult funding that depends on "
                "where they live.",
                min_length=1,
                max_length=8,
            ),
            _integer(
                "AddHours",
                "Additional delivery hours",
                "Hours beyond the usual for an English for speakers of other languages aim. From "
                "2026-27 an hours record, HRS 6.",
                minimum=0,
                maximum=9999,
                years=until("2526"),
            ),
            _integer(
                "PriorLearnFundAdj",
                "Funding left after prior learning",
                "What per cent of the aim is still to be learnt because the rest was known "
                "before. For apprentices lower the price instead.",
                minimum=0,
                maximum=99,
            ),
            _integer(
                "OtherFundAdj",
                "Other funding adjustment",
                "A percentage that alters funding for a reason other than prior learning, where "
                "agreed.",
                minimum=0,
                maximum=999,
            ),
            _text(
                "ConRefNumber",
                "Contract reference",
                "The contract under which the aim is funded, for provision that has one, such as "
                "Skills Bootcamps.",
                min_length=1,
                max_length=20,
            ),
            _text(
                "EPAOrgID",
                "Assessment organisation",
                "Who assesses the apprentice at the end. It goes together with an assessment "
                "price (TNP 2 or 4).",
                min_length=1,
                max_length=7,
                years=until("2526"),
            ),
            _text(
                "EPAOrgID",
                "Assessment organisation",
                "Who assesses the apprentice at the end. It goes together with an assessment "
                "price (TNP 2 or 4).",
                min_length=1,
                max_length=8,
                years=since("2627"),
            ),
            _integer(
                "EmpOutcome",
                "Employment outcome",
                "Whether the learner found work because of the aim. From 2026-27 an employment "
                "marker, OET 4.",
                total_digits=1,
                years=until("2425"),
            ),
            _integer(
                "CompStatus",
                "Completion status",
                "Continuing, completed, withdrawn, or on an agreed break.",
                total_digits=1,
                mandatory=True,
            ),
            _date(
                "LearnActEndDate",
                "Actual end date",
                "The last day of learning, for whatever reason it ended. On a break, the last day "
                "before it.",
            ),
            _integer(
                "WithdrawReason",
                "Withdrawal reason",
                "Why the learner left; given only with completion status 3.",
                total_digits=2,
            ),
            _integer(
                "Outcome",
                "Outcome",
                "What the aim came to. 8 while the result is awaited; absent while learning goes "
                "on.",
                total_digits=1,
            ),
            _date(
                "AchDate",
                "Achievement date",
                "The day the result was reached; for an apprenticeship the end of assessment.",
            ),
            _text(
                "OutGrade",
                "Grade",
                "The grade of the qualification or of the assessment, where the aim has grades.",
                min_length=1,
                max_length=6,
            ),
            _text(
                "SWSupAimId",
                "Aim identifier",
                "A UUID that the software gives the aim, the same in every return and year.",
                min_length=1,
                max_length=36,
            ),
            _integer(
                "TLOut",
                "Tailored learning outcome",
                "What a learner gained from tailored learning.",
                total_digits=2,
            ),
        ),
    ),
    Entity(
        "LearningDeliveryFAM",
        parent="LearningDelivery",
        label="Aim funding and monitoring",
        help="A marker about one aim: a type and a code, some with dates.",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _text(
                "LearnDelFAMType",
                "Type",
                "What the marker is about, for instance ACT for the contract type of an "
                "apprenticeship.",
                min_length=1,
                max_length=3,
                mandatory=True,
            ),
            _text(
                "LearnDelFAMCode",
                "Code",
                "The value of the marker, from the list of its type. It is text: 034 is not 34.",
                min_length=1,
                max_length=5,
                mandatory=True,
            ),
            _date(
                "LearnDelFAMDateFrom",
                "From",
                "The first day the marker applies; for types with dates only.",
            ),
            _date(
                "LearnDelFAMDateTo",
                "To",
                "The last day the marker applies. Absent while it goes on; needed once the aim "
                "has ended.",
            ),
        ),
    ),
    Entity(
        "HRSRecord",
        parent="LearningDelivery",
        label="Hours record",
        help="One figure of hours of an aim. Takes over from planned, actual and additional hours "
        "in 2026-27.",
        min_occurs=0,
        max_occurs=3,
        years=since("2627"),
        fields=(
            _text(
                "HRSType",
                "Type",
                "Always HRS.",
                min_length=1,
                max_length=3,
                mandatory=True,
            ),
            _integer(
                "HRSCode",
                "Code",
                "Which hours they are, for instance 1 planned and 3 actual off-the-job hours; "
                "each code once.",
                total_digits=2,
                mandatory=True,
            ),
            _integer(
                "HRSAmount",
                "Hours",
                "How many, in whole hours.",
                minimum=0,
                maximum=9999,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "LearningDeliveryWorkPlacement",
        parent="LearningDelivery",
        label="Work placement",
        help="One placement with an employer that belongs to the aim.",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _date(
                "WorkPlaceStartDate",
                "First day",
                "The first day of the placement.",
                mandatory=True,
            ),
            _date(
                "WorkPlaceEndDate",
                "Last day",
                "The last day of the placement; absent while it goes on.",
            ),
            _integer(
                "WorkPlaceHours",
                "Hours",
                "The hours of the whole placement.",
                minimum=1,
                maximum=9999,
                mandatory=True,
            ),
            _integer(
                "WorkPlaceMode",
                "Kind of placement",
                "With an employer outside, or simulated at the provider.",
                total_digits=1,
                mandatory=True,
            ),
            _integer(
                "WorkPlaceEmpId",
                "Employer number (EDRS)",
                "Nine digits with a check digit; 999999999 for an employer without one.",
                total_digits=9,
            ),
        ),
    ),
    Entity(
        "AppFinRecord",
        parent="LearningDelivery",
        label="Apprenticeship financial record",
        help="An agreed price, a payment or a price reduction, from a day on. New prices are "
        "added; earlier ones stay.",
        min_occurs=0,
        max_occurs=None,
        fields=(
            _text(
                "AFinType",
                "Type",
                "TNP for an agreed price, PMR for a payment, RIP for a price reduction.",
                min_length=1,
                max_length=3,
                mandatory=True,
            ),
            _integer(
                "AFinCode",
                "Code",
                "Which price or payment it is, from the list of its type.",
                total_digits=2,
                mandatory=True,
            ),
            _date(
                "AFinDate",
                "Date",
                "The day a price applies from, or the day a payment was received. First prices "
                "are dated on the start of the programme.",
                mandatory=True,
            ),
            _integer(
                "AFinAmount",
                "Amount",
                "Whole pounds without VAT.",
                minimum=0,
                maximum=999999,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "ProviderSpecDeliveryMonitoring",
        parent="LearningDelivery",
        label="Provider's own note on the aim",
        help="Up to four values of your own about the aim.",
        min_occurs=0,
        max_occurs=4,
        fields=(
            _text(
                "ProvSpecDelMonOccur",
                "Which one",
                "A to D; each once.",
                min_length=1,
                max_length=1,
                mandatory=True,
            ),
            _text(
                "ProvSpecDelMon",
                "Your value",
                "Whatever helps you, up to twenty characters. It comes back in DfE's reports.",
                min_length=1,
                max_length=20,
                mandatory=True,
            ),
        ),
    ),
    Entity(
        "LearningDeliveryHE",
        parent="LearningDelivery",
        label="Higher education aim",
        help="Facts about an aim that only higher education needs.",
        min_occurs=0,
        max_occurs=1,
        fields=(
            _text(
                "NUMHUS",
                "Student instance",
                "The identifier of this student's instance of study, in earlier years.",
                min_length=1,
                max_length=20,
                years=until("2425"),
            ),
            _text(
                "SSN",
                "Student support number",
                "The number that the Student Loans Company gave, if it did.",
                min_length=1,
                max_length=13,
            ),
            _text(
                "QUALENT3",
                "Highest qualification on entry",
                "The highest qualification held when the aim started.",
                min_length=1,
                max_length=3,
            ),
            _integer(
                "SOC2000",
                "Occupation",
                "The occupation before entry, by the classification of 2000; in earlier years.",
                total_digits=4,
                years=until("2425"),
            ),
            _integer(
                "SOC",
                "Occupation",
                "The occupation before entry, as a code of the Standard Occupational "
                "Classification.",
                total_digits=4,
            ),
            _integer(
                "SEC",
                "Socio-economic class",
                "The class that the occupation belongs to.",
                total_digits=1,
            ),
            _text(
                "UCASAPPID",
                "UCAS application",
                "The UCAS application code, in earlier years.",
                pattern=r"[a-zA-Z]{2}[0-9]{2}|[0-9]{9}",
                years=until("2425"),
            ),
            _text(
                "UCASSCHEMECODE",
                "UCAS application",
                "The application code of the UCAS scheme, if the learner came through UCAS.",
                pattern=r"[a-zA-Z]{2}[0-9]{2}|[0-9]{9}",
            ),
            _integer(
                "TYPEYR",
                "Type of year",
                "Whether the year of study lies within the academic year or crosses it.",
                total_digits=1,
                mandatory=True,
            ),
            _integer(
                "MODESTUD",
                "Mode of study",
                "Full time, part time or other.",
                total_digits=2,
                mandatory=True,
            ),
            _integer(
                "FUNDLEV",
                "Level for funding",
                "The level of study on which higher education funding is counted.",
                total_digits=2,
            ),
            _integer(
                "FUNDCOMP",
                "Completion of the year",
                "Whether the year of study was completed; not in 2026-27.",
                total_digits=1,
                years=until("2526"),
            ),
            _decimal(
                "STULOAD",
                "Student load",
                "How much of a full-time year the study is, in per cent.",
                minimum=0.1,
                maximum=300.0,
                fraction_digits=1,
            ),
            _integer(
                "YEARSTU",
                "Year of study",
                "1 for the first year of the aim, and so on.",
                minimum=1,
                maximum=98,
                mandatory=True,
            ),
            _integer(
                "MSTUFEE",
                "Main source of fees",
                "Who pays most of the fees.",
                total_digits=2,
                mandatory=True,
            ),
            _decimal(
                "PCOLAB",
                "Franchised share",
                "The per cent of teaching that another provider gives.",
                minimum=0.1,
                maximum=100.0,
                fraction_digits=1,
            ),
            _decimal(
                "PCFLDCS",
                "Share of the first subject",
                "Per cent of teaching in the first subject area, in earlier years.",
                minimum=0,
                maximum=100.0,
                fraction_digits=1,
                years=until("2425"),
            ),
            _decimal(
                "PCSLDCS",
                "Share of the second subject",
                "Per cent of teaching in the second subject area, in earlier years.",
                minimum=0,
                maximum=100.0,
                fraction_digits=1,
                years=until("2425"),
            ),
            _decimal(
                "PCTLDCS",
                "Share of the third subject",
                "Per cent of teaching in the third subject area, in earlier years.",
                minimum=0,
                maximum=100.0,
                fraction_digits=1,
                years=until("2425"),
            ),
            _integer(
                "SPECFEE",
                "Special fee",
                "Whether a fee other than the usual is charged, and why.",
                total_digits=1,
                mandatory=True,
            ),
            _integer(
                "NETFEE",
                "Net fee",
                "The fee for the year after financial support, in whole pounds.",
                minimum=0,
                maximum=999999,
            ),
            _integer(
                "GROSSFEE",
                "Gross fee",
                "The fee for the year before financial support, in whole pounds.",
                minimum=0,
                maximum=999999,
            ),
            _text(
                "DOMICILE",
                "Country before entry",
                "Where the student lived before, in earlier years.",
                min_length=1,
                max_length=2,
                years=until("2425"),
            ),
            _text(
                "PERMADDCOUNTRY",
                "Country of permanent address",
                "Two letters; England is XF, Scotland XH, Wales XI and Northern Ireland XG.",
                min_length=1,
                max_length=2,
            ),
            _integer(
                "ELQ",
                "Equivalent or lower qualification",
                "Whether the student aims for a level no higher than one already held.",
                total_digits=1,
            ),
            _text(
                "HEPostCode",
                "Higher education delivery postcode",
                "Where the teaching of the higher education aim takes place.",
                min_length=1,
                max_length=8,
            ),
        ),
    ),
    Entity(
        "LearnerDestinationandProgression",
        parent="Message",
        label="Destination and progression",
        help="What became of a learner afterwards. No longer in the ILR: keep it in your own "
        "records.",
        min_occurs=0,
        max_occurs=None,
        years=until("2425"),
        fields=(
            _text(
                "LearnRefNumber",
                "Learner reference",
                "The reference of the learner whose destination it is; they need not be in the "
                "file.",
                pattern=_REFERENCE,
                mandatory=True,
                years=until("2425"),
            ),
            _integer(
                "ULN",
                "Unique learner number (ULN)",
                "The number of the learner whose destination it is.",
                minimum=1000000000,
                maximum=9999999999,
                mandatory=True,
                years=until("2425"),
            ),
        ),
    ),
    Entity(
        "DPOutcome",
        parent="LearnerDestinationandProgression",
        label="Destination",
        help="One destination of a learner: work, study or something else.",
        min_occurs=1,
        max_occurs=None,
        years=until("2425"),
        fields=(
            _text(
                "OutType",
                "Kind of destination",
                "Work, education, voluntary work and so on.",
                min_length=1,
                max_length=3,
                mandatory=True,
                years=until("2425"),
            ),
            _integer(
                "OutCode",
                "Destination",
                "The destination within its kind.",
                total_digits=3,
                mandatory=True,
                years=until("2425"),
            ),
            _date(
                "OutStartDate",
                "From",
                "The first day of the destination.",
                mandatory=True,
                years=until("2425"),
            ),
            _date(
                "OutEndDate",
                "To",
                "The last day of the destination, if it has ended.",
                years=until("2425"),
            ),
            _date(
                "OutCollDate",
                "Found out on",
                "The day the provider learnt of it.",
                mandatory=True,
                years=until("2425"),
            ),
        ),
    ),
)
