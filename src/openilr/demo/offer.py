"""What the invented provider teaches: learning aims and apprenticeship standards, none real.

References and codes have the form of LARS and titles are plausible; bands, rates and dates are
invented. The generator takes its aims from here, and `reference` makes the LARS tables from the
same declarations, so that an aim is never used outside its validity.
"""

from dataclasses import dataclass
from datetime import date

SINCE = date(2015, 8, 1)
"""From when an aim or standard is valid unless it says otherwise."""

ASF_SINCE = date(2024, 8, 1)
"""From when the Adult Skills Fund and tailored learning are funded."""

UNITS_SINCE = date(2026, 4, 1)
"""From when LARS lists apprenticeship units; funding model 39 takes them from 1 August 2026."""


@dataclass(frozen=True, slots=True)
class Aim:
    """One learning aim.

    Attributes:
        ref: LearnAimRef.
        level: NotionalNVQLevelv2.
        kind: LearnAimRefType.
        validity: the validity categories it stands in.
        basic_skills: BasicSkillsType, None where it is not English, maths, ESOL or digital.
        categories: CategoryRef of the LARS categories it stands in.
        common_component: FrameworkCommonComponent.
        rate: the funding rate in pounds; None where it is not funded by itself.
        hours: guided learning hours.
        since: from when it is valid.
    """

    ref: str
    title: str
    level: str
    kind: str
    validity: tuple[str, ...]
    basic_skills: int | None = None
    categories: tuple[int, ...] = ()
    common_component: int | None = None
    subject: str = "15.3"
    rate: int | None = None
    hours: int = 60
    since: date = SINCE
    prescribed_he: int | None = None
    genre: str = "EOQ"
    pathway: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """One apprenticeship standard and the aim that is taught in it.

    Attributes:
        code: StdCode.
        level: NotionalEndLevel.
        months: the typical duration.
        band: the funding band maximum in pounds.
        kind: ApprenticeshipStandardTypeCode; A0001 is a foundation apprenticeship.
        short: whether starts from 1 August 2025 may be planned for less than a year.
    """

    code: int
    title: str
    level: int
    months: int
    band: int
    subject: str
    since: date = date(2017, 5, 1)
    kind: str | None = None
    short: bool = False

    @property
    def aim(self) -> Aim:
        """The component aim of the standard."""
        return Aim(
            ref=f"99{self.code}1S",
            title=f"Knowledge and skills: {self.title}",
            level=str(self.level),
            kind="0005",
            validity=("ANY",),
            subject=self.subject,
            hours=200,
        )

    @property
    def epa_organisations(self) -> tuple[str, ...]:
        """The EPAOrgID of those who assess it."""
        return (f"EPA{self.code % 90 + 9000}", f"EPA{self.code % 7 + 9100}")


FOUNDATION = "A0001"
_FROM_2025 = date(2025, 8, 1)

STANDARDS = (
    Standard(9101, "Workshop assistant", 2, 12, 5000, "4.1", short=True),
    Standard(9102, "Care companion", 2, 13, 4000, "1.3", short=True),
    Standard(9103, "Kitchen hand", 2, 12, 6000, "7.4", short=True),
    Standard(9104, "Depot operative", 2, 13, 3000, "4.3", short=True),
    Standard(9105, "Shopfloor adviser", 2, 12, 4000, "7.1", short=True),
    Standard(9106, "Bench carpenter", 2, 24, 12000, "5.2"),
    Standard(9107, "Nursery assistant", 2, 13, 6000, "1.5", short=True),
    Standard(9201, "Office coordinator", 3, 18, 5000, "15.2"),
    Standard(9202, "Lead care practitioner", 3, 18, 3000, "1.3"),
    Standard(9203, "Support desk technician", 3, 15, 14000, "6.1"),
    Standard(9204, "Bookkeeping technician", 3, 18, 8000, "15.1"),
    Standard(9205, "Maintenance fitter", 3, 36, 26000, "4.1"),
    Standard(9206, "Team supervisor", 3, 14, 4500, "15.3"),
    Standard(9207, "Early years practitioner", 3, 18, 7000, "1.5"),
    Standard(9208, "Electrical installer", 3, 42, 23000, "5.2"),
    Standard(9209, "Data technician", 3, 18, 12000, "6.1"),
    Standard(9210, "Dental surgery assistant", 3, 18, 8000, "1.2"),
    Standard(9301, "Network engineer", 4, 20, 17000, "6.1"),
    Standard(9302, "Project officer", 4, 24, 6000, "15.3"),
    Standard(9303, "Payroll specialist", 4, 18, 9000, "15.1"),
    Standard(9401, "Operations manager", 5, 28, 7000, "15.3"),
    Standard(9402, "Nursing support practitioner", 5, 24, 15000, "1.2"),
    Standard(9501, "Chartered manager candidate", 6, 46, 22000, "15.3"),
    Standard(9502, "Software engineer (degree)", 6, 36, 27000, "6.1"),
    Standard(9601, "Senior leader", 7, 24, 14000, "15.3"),
    Standard(9602, "Tax professional", 7, 36, 21000, "15.1"),
    Standard(9701, "Foundation: building trades", 2, 9, 4500, "5.2", _FROM_2025, FOUNDATION, True),
    Standard(9702, "Foundation: digital support", 2, 9, 4000, "6.1", _FROM_2025, FOUNDATION, True),
    Standard(9703, "Foundation: health and care", 2, 9, 3500, "1.3", _FROM_2025, FOUNDATION, True),
)

PROGRAMME = Aim("ZPROG001", "Programme aim", "X", "9999", ("ANY", "1619_EFA"), genre="UNK", hours=0)

ENGLISH = (
    Aim("9920011E", "English, level 1", "1", "1439", ("ANY", "ADULT_SKILLS", "1619_EFA"), 11,
        common_component=11, subject="14.1", rate=724, hours=55),
    Aim("9920012E", "English, level 2", "2", "1439", ("ANY", "ADULT_SKILLS", "1619_EFA"), 12,
        common_component=11, subject="14.1", rate=724, hours=55),
)  # fmt: skip
MATHS = (
    Aim("9920021M", "Mathematics, level 1", "1", "1439", ("ANY", "ADULT_SKILLS", "1619_EFA"), 13,
        common_component=12, subject="14.1", rate=724, hours=55),
    Aim("9920022M", "Mathematics, level 2", "2", "1439", ("ANY", "ADULT_SKILLS", "1619_EFA"), 19,
        common_component=12, subject="14.1", rate=724, hours=55),
)  # fmt: skip
_ADULT = ("ANY", "ADULT_SKILLS")
ADULT = (
    Aim("9930001A", "Customer service skills", "1", "0006", _ADULT, rate=300, hours=45),
    Aim("9930002A", "Introduction to bookkeeping", "1", "0006", _ADULT, subject="15.1", rate=450),
    Aim("9930003A", "Warehousing principles", "2", "0005", _ADULT, subject="4.3", rate=600),
    Aim("9930004A", "Team leading", "2", "0005", _ADULT, rate=811, hours=90),
    Aim("9930005A", "Infection control", "2", "0005", _ADULT, subject="1.3", rate=450),
    Aim("9930006A", "Hospitality skills", "2", "0005", _ADULT, subject="7.4", rate=724),
)  # fmt: skip
ENTITLED_LEVEL_2 = (
    Aim("9931001B", "Health and social care (full level 2)", "2", "0005", _ADULT, categories=(37,),
        subject="1.3", rate=2573, hours=300),
    Aim("9931002B", "Carpentry (full level 2)", "2", "0005", _ADULT, categories=(37,),
        subject="5.2", rate=2882, hours=320),
)  # fmt: skip
ENTITLED_LEVEL_3 = (
    Aim("9932001C", "Business (full level 3)", "3", "0005", _ADULT, categories=(38,), rate=3083,
        hours=360),
    Aim("9932002C", "Accounting (full level 3)", "3", "0005", _ADULT, categories=(38,),
        subject="15.1", rate=2583, hours=340),
)  # fmt: skip
FREE_COURSES = (
    Aim("9933001D", "Network support, level 3", "3", "0005", ("ANY", "FCFJ_ADULT_SKILLS"),
        categories=(45,), subject="6.1", rate=1987, hours=180),
    Aim("9933002D", "Early years, level 3", "3", "0005", ("ANY", "FCFJ_ADULT_SKILLS"),
        categories=(46,), subject="1.5", rate=2583, hours=360),
)  # fmt: skip
ESOL = (
    Aim("9934001F", "ESOL, entry 3", "E", "1440", _ADULT, 38, subject="14.1", rate=724, hours=90),
    Aim("9934002F", "ESOL, level 1", "1", "1440", _ADULT, 39, subject="14.1", rate=724, hours=90),
)  # fmt: skip
DIGITAL = (
    Aim("9935001G", "Essential digital skills", "1", "1439", _ADULT, 43, subject="6.2", rate=336),
)  # fmt: skip
DEVOLVED = (
    Aim("9936001H", "Green skills", "2", "0005", ("ANY", "MCA_GLA"), subject="5.2", rate=724),
    Aim("9936002H", "Rail track skills", "2", "0005", ("ANY", "MCA_GLA"), subject="4.3", rate=811),
)  # fmt: skip
TAILORED = (
    Aim("9937001K", "Confidence through crafts", "X", "9999", ("ANY", "Tailored_Learning"),
        subject="9.2", hours=30, since=ASF_SINCE, genre="NRG"),
    Aim("9937002K", "Family reading", "X", "9999", ("ANY", "Tailored_Learning"), subject="14.1",
        hours=24, since=ASF_SINCE, genre="NRG"),
    Aim("9937003K", "Getting online", "X", "9999", ("ANY", "Tailored_Learning"), subject="6.2",
        hours=20, since=ASF_SINCE, genre="NRG"),
)  # fmt: skip
LOANS = (
    Aim("9940001L", "Access to higher education: health", "3", "0016", ("ANY", "ADV_LEARN_LOAN"),
        subject="1.2", rate=3384, hours=420),
    Aim("9940002L", "Personal training, level 3", "3", "0005", ("ANY", "ADV_LEARN_LOAN"),
        subject="8.1", rate=1987, hours=240),
    Aim("9940003L", "Accounting, level 4", "4", "0005", ("ANY", "ADV_LEARN_LOAN"),
        subject="15.1", rate=2583, hours=300),
)  # fmt: skip
PRIVATE = (
    Aim("9950001N", "First aid at work", "2", "0005", ("ANY",), subject="1.3", hours=18),
    Aim("9950002N", "Forklift operation", "2", "0005", ("ANY",), subject="4.3", hours=30),
)
HIGHER = (
    Aim("9960001H", "Higher certificate in business", "4", "0391", ("ANY",), hours=480,
        prescribed_he=1),
    Aim("9960002H", "Foundation degree in care", "5", "0391", ("ANY",), subject="1.3", hours=960,
        prescribed_he=1),
)  # fmt: skip
STUDY_CORE = (
    Aim("9970001C", "Applied business diploma", "3", "0005", ("ANY", "1619_EFA"), hours=360),
    Aim("9970002C", "Construction diploma", "2", "0005", ("ANY", "1619_EFA"), subject="5.2",
        hours=380),
    Aim("9970003C", "Health studies diploma", "3", "0005", ("ANY", "1619_EFA"), subject="1.3",
        hours=360),
)  # fmt: skip
STUDY_FURTHER = (
    Aim("9970101D", "Digital skills for work", "2", "0005", ("ANY", "1619_EFA"), subject="6.2"),
    Aim("9970102D", "Sustainability award", "2", "0005", ("ANY", "1619_EFA"), subject="3.4"),
)
WORK_EXPERIENCE = Aim(
    "ZWRKX001", "Work experience", "X", "9999", ("ANY", "1619_EFA"), genre="NRG", hours=60
)
T_LEVELS = (
    (
        Aim("9971001T", "T Level: building services core", "3", "1468", ("ANY", "1619_EFA"),
            subject="5.2", hours=650, pathway=(901, 1)),
        Aim("ZTLOS901", "Occupational specialism: plumbing", "3", "1470", ("ANY", "1619_EFA"),
            subject="5.2", hours=550, pathway=(901, 1)),
    ),
    (
        Aim("9971002T", "T Level: digital support core", "3", "1468", ("ANY", "1619_EFA"),
            subject="6.1", hours=650, pathway=(902, 1)),
        Aim("ZTLOS902", "Occupational specialism: networks", "3", "1470", ("ANY", "1619_EFA"),
            subject="6.1", hours=550, pathway=(902, 1)),
    ),
)  # fmt: skip
INDUSTRY_PLACEMENT = Aim(
    "ZWRKX003", "Industry placement", "X", "9999", ("ANY", "1619_EFA"), genre="NRG", hours=315
)
BOOTCAMPS = (
    Aim("9980001J", "Skills Bootcamp: data analysis", "3", "0005", ("ANY",), categories=(62,),
        subject="6.1", hours=90),
    Aim("9980002J", "Skills Bootcamp: heat pumps", "3", "0005", ("ANY",), categories=(62,),
        subject="5.2", hours=80),
    Aim("9980003J", "Skills Bootcamp: logistics", "2", "0005", ("ANY",), categories=(62,),
        subject="4.3", hours=70),
)  # fmt: skip
UNITS = (
    Aim("9990001U", "Unit: using AI at work", "3", "0005", ("ANY",), categories=(91,),
        subject="6.1", hours=40, since=UNITS_SINCE),
    Aim("9990002U", "Unit: solar installation", "3", "0005", ("ANY",), categories=(91,),
        subject="5.2", hours=60, since=UNITS_SINCE),
)  # fmt: skip

AIMS = (
    PROGRAMME, *ENGLISH, *MATHS, *ADULT, *ENTITLED_LEVEL_2, *ENTITLED_LEVEL_3, *FREE_COURSES, *ESOL,
    *DIGITAL, *DEVOLVED, *TAILORED, *LOANS, *PRIVATE, *HIGHER, *STUDY_CORE, *STUDY_FURTHER,
    WORK_EXPERIENCE, *(a for pair in T_LEVELS for a in pair), INDUSTRY_PLACEMENT, *BOOTCAMPS,
    *(s.aim for s in STANDARDS),
)  # fmt: skip
"""Every aim of both years; `UNITS` are taught in 2026-27 alone."""

BOOTCAMP_CONTRACTS = (("SBDA-7101", "01"), ("SBDA-7101", "02"), ("SBDA-7102", "01"))
"""Skills Bootcamps contracts: ContractAllocationNumber and DeliverableCode; joined by a hyphen they
are the aims' ConRefNumber."""

PARTNERS = (90000221, 90000338)
"""The UKPRNs of the provider's subcontractors."""
