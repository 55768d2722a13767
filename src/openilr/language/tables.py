"""The reference tables, typed: each with its columns.

Written by `python -m openilr.language.generate` from `openilr.reference.tables`; change it there.
A column whose name is no Python name is reached by `table.column(name)`.
"""

# ruff: noqa: D101, N801 - the tables' own names
from openilr.language.expressions import Boolean, Date, Decimal, Integer, TableRows, Text
from openilr.language.nodes import Column, Type


class _lars_learning_delivery(TableRows):
    table = "lars_learning_delivery"

    LearnAimRef = Text(Column(Type.TEXT, "lars_learning_delivery", "LearnAimRef"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_learning_delivery", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_learning_delivery", "EffectiveTo"))
    LearnAimRefTitle = Text(Column(Type.TEXT, "lars_learning_delivery", "LearnAimRefTitle"))
    LearnAimRefType = Text(Column(Type.TEXT, "lars_learning_delivery", "LearnAimRefType"))
    NotionalNVQLevel = Text(Column(Type.TEXT, "lars_learning_delivery", "NotionalNVQLevel"))
    NotionalNVQLevelv2 = Text(Column(Type.TEXT, "lars_learning_delivery", "NotionalNVQLevelv2"))
    AwardOrgAimRef = Text(Column(Type.TEXT, "lars_learning_delivery", "AwardOrgAimRef"))
    CertificationEndDate = Date(Column(Type.DATE, "lars_learning_delivery", "CertificationEndDate"))
    OperationalStartDate = Date(Column(Type.DATE, "lars_learning_delivery", "OperationalStartDate"))
    OperationalEndDate = Date(Column(Type.DATE, "lars_learning_delivery", "OperationalEndDate"))
    EnglandFEHEStatus = Text(Column(Type.TEXT, "lars_learning_delivery", "EnglandFEHEStatus"))
    CreditBasedFwkType = Text(Column(Type.TEXT, "lars_learning_delivery", "CreditBasedFwkType"))
    QltyAssAgencyType = Text(Column(Type.TEXT, "lars_learning_delivery", "QltyAssAgencyType"))
    OfQualGlhMin = Text(Column(Type.TEXT, "lars_learning_delivery", "OfQualGlhMin"))
    OfQualGlhMax = Text(Column(Type.TEXT, "lars_learning_delivery", "OfQualGlhMax"))
    FrameworkCommonComponent = Integer(
        Column(Type.INTEGER, "lars_learning_delivery", "FrameworkCommonComponent")
    )
    EntrySubLevel = Text(Column(Type.TEXT, "lars_learning_delivery", "EntrySubLevel"))
    SuccessRateMapCode = Text(Column(Type.TEXT, "lars_learning_delivery", "SuccessRateMapCode"))
    EnglPrscID = Integer(Column(Type.INTEGER, "lars_learning_delivery", "EnglPrscID"))
    AwardOrgCode = Text(Column(Type.TEXT, "lars_learning_delivery", "AwardOrgCode"))
    UnitType = Text(Column(Type.TEXT, "lars_learning_delivery", "UnitType"))
    LearningDeliveryGenre = Text(
        Column(Type.TEXT, "lars_learning_delivery", "LearningDeliveryGenre")
    )
    OfQualOfferedEngland = Text(Column(Type.TEXT, "lars_learning_delivery", "OfQualOfferedEngland"))
    RgltnStartDate = Date(Column(Type.DATE, "lars_learning_delivery", "RgltnStartDate"))
    SourceQualType = Text(Column(Type.TEXT, "lars_learning_delivery", "SourceQualType"))
    SourceSystemRef = Text(Column(Type.TEXT, "lars_learning_delivery", "SourceSystemRef"))
    SourceURLRef = Text(Column(Type.TEXT, "lars_learning_delivery", "SourceURLRef"))
    SourceURLLinkType = Text(Column(Type.TEXT, "lars_learning_delivery", "SourceURLLinkType"))
    OccupationalIndicator = Text(
        Column(Type.TEXT, "lars_learning_delivery", "OccupationalIndicator")
    )
    AccessHEIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "AccessHEIndicator"))
    KeySkillsIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "KeySkillsIndicator"))
    FunctionalSkillsIndicator = Text(
        Column(Type.TEXT, "lars_learning_delivery", "FunctionalSkillsIndicator")
    )
    GCEIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "GCEIndicator"))
    GCSEIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "GCSEIndicator"))
    ASLevelIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "ASLevelIndicator"))
    A2LevelIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "A2LevelIndicator"))
    ALevelIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "ALevelIndicator"))
    QCFIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "QCFIndicator"))
    QCFDiplomaIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "QCFDiplomaIndicator"))
    QCFCertificateIndicator = Text(
        Column(Type.TEXT, "lars_learning_delivery", "QCFCertificateIndicator")
    )
    EFACOFType = Text(Column(Type.TEXT, "lars_learning_delivery", "EFACOFType"))
    SFAFundedIndicator = Text(Column(Type.TEXT, "lars_learning_delivery", "SFAFundedIndicator"))
    DanceAndDramaIndicator = Text(
        Column(Type.TEXT, "lars_learning_delivery", "DanceAndDramaIndicator")
    )
    Note = Text(Column(Type.TEXT, "lars_learning_delivery", "Note"))
    LearnDirectClassSystemCode1 = Text(
        Column(Type.TEXT, "lars_learning_delivery", "LearnDirectClassSystemCode1")
    )
    LearnDirectClassSystemCode2 = Text(
        Column(Type.TEXT, "lars_learning_delivery", "LearnDirectClassSystemCode2")
    )
    LearnDirectClassSystemCode3 = Text(
        Column(Type.TEXT, "lars_learning_delivery", "LearnDirectClassSystemCode3")
    )
    RegulatedCreditValue = Text(Column(Type.TEXT, "lars_learning_delivery", "RegulatedCreditValue"))
    SectorSubjectAreaTier1 = Decimal(
        Column(Type.DECIMAL, "lars_learning_delivery", "SectorSubjectAreaTier1")
    )
    SectorSubjectAreaTier2 = Decimal(
        Column(Type.DECIMAL, "lars_learning_delivery", "SectorSubjectAreaTier2")
    )
    MI_NotionalNVQLevel = Text(Column(Type.TEXT, "lars_learning_delivery", "MI_NotionalNVQLevel"))
    MI_NotionalNVQLevelv2 = Text(
        Column(Type.TEXT, "lars_learning_delivery", "MI_NotionalNVQLevelv2")
    )
    GuidedLearningHours = Decimal(
        Column(Type.DECIMAL, "lars_learning_delivery", "GuidedLearningHours")
    )
    TotalQualificationTime = Decimal(
        Column(Type.DECIMAL, "lars_learning_delivery", "TotalQualificationTime")
    )
    RecognisedHEForOfSFundingPurposes = Text(
        Column(Type.TEXT, "lars_learning_delivery", "RecognisedHEForOfSFundingPurposes")
    )


lars_learning_delivery = _lars_learning_delivery()


class _lars_annual_value(TableRows):
    table = "lars_annual_value"

    LearnAimRef = Text(Column(Type.TEXT, "lars_annual_value", "LearnAimRef"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_annual_value", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_annual_value", "EffectiveTo"))
    BasicSkills = Text(Column(Type.TEXT, "lars_annual_value", "BasicSkills"))
    BasicSkillsBroadType = Text(Column(Type.TEXT, "lars_annual_value", "BasicSkillsBroadType"))
    BasicSkillsType = Integer(Column(Type.INTEGER, "lars_annual_value", "BasicSkillsType"))
    BasicSkillsParticipation = Text(
        Column(Type.TEXT, "lars_annual_value", "BasicSkillsParticipation")
    )
    FullLevel2EntitlementCategory = Integer(
        Column(Type.INTEGER, "lars_annual_value", "FullLevel2EntitlementCategory")
    )
    FullLevel2Percent = Decimal(Column(Type.DECIMAL, "lars_annual_value", "FullLevel2Percent"))
    FullLevel3EntitlementCategory = Integer(
        Column(Type.INTEGER, "lars_annual_value", "FullLevel3EntitlementCategory")
    )
    FullLevel3Percent = Decimal(Column(Type.DECIMAL, "lars_annual_value", "FullLevel3Percent"))
    MI_FullLevel2 = Text(Column(Type.TEXT, "lars_annual_value", "MI_FullLevel2"))
    MI_FullLevel2Percent = Decimal(
        Column(Type.DECIMAL, "lars_annual_value", "MI_FullLevel2Percent")
    )
    MI_FullLevel3 = Text(Column(Type.TEXT, "lars_annual_value", "MI_FullLevel3"))
    MI_FullLevel3Percent = Decimal(
        Column(Type.DECIMAL, "lars_annual_value", "MI_FullLevel3Percent")
    )
    OfQualValid19Plus = Text(Column(Type.TEXT, "lars_annual_value", "OfQualValid19Plus"))
    SfaApprovalStatus = Text(Column(Type.TEXT, "lars_annual_value", "SfaApprovalStatus"))


lars_annual_value = _lars_annual_value()


class _lars_validity(TableRows):
    table = "lars_validity"

    LearnAimRef = Text(Column(Type.TEXT, "lars_validity", "LearnAimRef"))
    ValidityCategory = Text(Column(Type.TEXT, "lars_validity", "ValidityCategory"))
    StartDate = Date(Column(Type.DATE, "lars_validity", "StartDate"))
    EndDate = Date(Column(Type.DATE, "lars_validity", "EndDate"))
    LastNewStartDate = Date(Column(Type.DATE, "lars_validity", "LastNewStartDate"))


lars_validity = _lars_validity()


class _lars_funding(TableRows):
    table = "lars_funding"

    LearnAimRef = Text(Column(Type.TEXT, "lars_funding", "LearnAimRef"))
    FundingCategory = Text(Column(Type.TEXT, "lars_funding", "FundingCategory"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_funding", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_funding", "EffectiveTo"))
    RateWeighted = Decimal(Column(Type.DECIMAL, "lars_funding", "RateWeighted"))
    RateUnWeighted = Decimal(Column(Type.DECIMAL, "lars_funding", "RateUnWeighted"))
    WeightingFactor = Text(Column(Type.TEXT, "lars_funding", "WeightingFactor"))
    AdultSkillsFundingBand = Text(Column(Type.TEXT, "lars_funding", "AdultSkillsFundingBand"))
    FundedGuidedLearningHours = Decimal(
        Column(Type.DECIMAL, "lars_funding", "FundedGuidedLearningHours")
    )


lars_funding = _lars_funding()


class _lars_category(TableRows):
    table = "lars_category"

    LearnAimRef = Text(Column(Type.TEXT, "lars_category", "LearnAimRef"))
    CategoryRef = Integer(Column(Type.INTEGER, "lars_category", "CategoryRef"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_category", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_category", "EffectiveTo"))


lars_category = _lars_category()


class _lars_category_list(TableRows):
    table = "lars_category_list"

    CategoryRef = Integer(Column(Type.INTEGER, "lars_category_list", "CategoryRef"))
    ParentCategoryRef = Integer(Column(Type.INTEGER, "lars_category_list", "ParentCategoryRef"))
    CategoryName = Text(Column(Type.TEXT, "lars_category_list", "CategoryName"))
    Target = Text(Column(Type.TEXT, "lars_category_list", "Target"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_category_list", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_category_list", "EffectiveTo"))


lars_category_list = _lars_category_list()


class _lars_devolved_funding(TableRows):
    table = "lars_devolved_funding"

    LearnAimRef = Text(Column(Type.TEXT, "lars_devolved_funding", "LearnAimRef"))
    SourceOfFunding = Text(Column(Type.TEXT, "lars_devolved_funding", "SourceOfFunding"))
    DevolvedFundingCategory = Text(
        Column(Type.TEXT, "lars_devolved_funding", "DevolvedFundingCategory")
    )
    EffectiveFrom = Date(Column(Type.DATE, "lars_devolved_funding", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_devolved_funding", "EffectiveTo"))
    RateWeighted = Decimal(Column(Type.DECIMAL, "lars_devolved_funding", "RateWeighted"))
    RateUnWeighted = Decimal(Column(Type.DECIMAL, "lars_devolved_funding", "RateUnWeighted"))
    RateUpLift = Decimal(Column(Type.DECIMAL, "lars_devolved_funding", "RateUpLift"))
    SpecialistUplift = Text(Column(Type.TEXT, "lars_devolved_funding", "SpecialistUplift"))


lars_devolved_funding = _lars_devolved_funding()


class _lars_devolved_sof(TableRows):
    table = "lars_devolved_sof"

    SourceOfFunding = Text(Column(Type.TEXT, "lars_devolved_sof", "SourceOfFunding"))
    MCAGLAShortCode = Text(Column(Type.TEXT, "lars_devolved_sof", "MCAGLAShortCode"))
    Name = Text(Column(Type.TEXT, "lars_devolved_sof", "Name"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_devolved_sof", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_devolved_sof", "EffectiveTo"))


lars_devolved_sof = _lars_devolved_sof()


class _lars_standard(TableRows):
    table = "lars_standard"

    StandardCode = Integer(Column(Type.INTEGER, "lars_standard", "StandardCode"))
    Version = Text(Column(Type.TEXT, "lars_standard", "Version"))
    ApprenticeshipStandardTypeCode = Text(
        Column(Type.TEXT, "lars_standard", "ApprenticeshipStandardTypeCode")
    )
    StandardName = Text(Column(Type.TEXT, "lars_standard", "StandardName"))
    StandardSectorCode = Text(Column(Type.TEXT, "lars_standard", "StandardSectorCode"))
    NotionalEndLevel = Text(Column(Type.TEXT, "lars_standard", "NotionalEndLevel"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_standard", "EffectiveFrom"))
    LastDateStarts = Date(Column(Type.DATE, "lars_standard", "LastDateStarts"))
    EffectiveTo = Date(Column(Type.DATE, "lars_standard", "EffectiveTo"))
    URLLink = Text(Column(Type.TEXT, "lars_standard", "URLLink"))
    Reference = Text(Column(Type.TEXT, "lars_standard", "Reference"))
    SectorSubjectAreaTier1 = Decimal(
        Column(Type.DECIMAL, "lars_standard", "SectorSubjectAreaTier1")
    )
    SectorSubjectAreaTier2 = Decimal(
        Column(Type.DECIMAL, "lars_standard", "SectorSubjectAreaTier2")
    )
    IntegratedDegreeStandard = Text(Column(Type.TEXT, "lars_standard", "IntegratedDegreeStandard"))
    OtherBodyApprovalRequired = Text(
        Column(Type.TEXT, "lars_standard", "OtherBodyApprovalRequired")
    )


lars_standard = _lars_standard()


class _lars_standard_validity(TableRows):
    table = "lars_standard_validity"

    StandardCode = Integer(Column(Type.INTEGER, "lars_standard_validity", "StandardCode"))
    ValidityCategory = Text(Column(Type.TEXT, "lars_standard_validity", "ValidityCategory"))
    StartDate = Date(Column(Type.DATE, "lars_standard_validity", "StartDate"))
    LastNewStartDate = Date(Column(Type.DATE, "lars_standard_validity", "LastNewStartDate"))
    EndDate = Date(Column(Type.DATE, "lars_standard_validity", "EndDate"))


lars_standard_validity = _lars_standard_validity()


class _lars_standard_funding(TableRows):
    table = "lars_standard_funding"

    StandardCode = Integer(Column(Type.INTEGER, "lars_standard_funding", "StandardCode"))
    FundingCategory = Text(Column(Type.TEXT, "lars_standard_funding", "FundingCategory"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_standard_funding", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_standard_funding", "EffectiveTo"))
    BandNumber = Text(Column(Type.TEXT, "lars_standard_funding", "BandNumber"))
    CoreGovContributionCap = Decimal(
        Column(Type.DECIMAL, "lars_standard_funding", "CoreGovContributionCap")
    )
    SmallBusinessIncentive = Decimal(
        Column(Type.DECIMAL, "lars_standard_funding", "SmallBusinessIncentive")
    )
    AchievementIncentive = Decimal(
        Column(Type.DECIMAL, "lars_standard_funding", "AchievementIncentive")
    )
    FundableWithoutEmployer = Text(
        Column(Type.TEXT, "lars_standard_funding", "FundableWithoutEmployer")
    )


lars_standard_funding = _lars_standard_funding()


class _lars_apprenticeship_funding(TableRows):
    table = "lars_apprenticeship_funding"

    ApprenticeshipType = Text(
        Column(Type.TEXT, "lars_apprenticeship_funding", "ApprenticeshipType")
    )
    ApprenticeshipCode = Integer(
        Column(Type.INTEGER, "lars_apprenticeship_funding", "ApprenticeshipCode")
    )
    ProgType = Integer(Column(Type.INTEGER, "lars_apprenticeship_funding", "ProgType"))
    PwayCode = Integer(Column(Type.INTEGER, "lars_apprenticeship_funding", "PwayCode"))
    FundingCategory = Text(Column(Type.TEXT, "lars_apprenticeship_funding", "FundingCategory"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_apprenticeship_funding", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_apprenticeship_funding", "EffectiveTo"))
    BandNumber = Text(Column(Type.TEXT, "lars_apprenticeship_funding", "BandNumber"))
    CoreGovContributionCap = Decimal(
        Column(Type.DECIMAL, "lars_apprenticeship_funding", "CoreGovContributionCap")
    )
    FoundationAppFirstEmpPayment = Decimal(
        Column(Type.DECIMAL, "lars_apprenticeship_funding", "FoundationAppFirstEmpPayment")
    )
    FoundationAppSecondEmpPayment = Decimal(
        Column(Type.DECIMAL, "lars_apprenticeship_funding", "FoundationAppSecondEmpPayment")
    )
    FoundationAppThirdEmpPayment = Decimal(
        Column(Type.DECIMAL, "lars_apprenticeship_funding", "FoundationAppThirdEmpPayment")
    )
    Duration = Decimal(Column(Type.DECIMAL, "lars_apprenticeship_funding", "Duration"))
    CareLeaverAdditionalPayment = Decimal(
        Column(Type.DECIMAL, "lars_apprenticeship_funding", "CareLeaverAdditionalPayment")
    )
    ReservedValue2 = Text(Column(Type.TEXT, "lars_apprenticeship_funding", "ReservedValue2"))
    ReservedValue3 = Text(Column(Type.TEXT, "lars_apprenticeship_funding", "ReservedValue3"))
    ReservedValue4 = Text(Column(Type.TEXT, "lars_apprenticeship_funding", "ReservedValue4"))
    MaxEmployerLevyCap = Decimal(
        Column(Type.DECIMAL, "lars_apprenticeship_funding", "MaxEmployerLevyCap")
    )
    FundableWithoutEmployer = Text(
        Column(Type.TEXT, "lars_apprenticeship_funding", "FundableWithoutEmployer")
    )


lars_apprenticeship_funding = _lars_apprenticeship_funding()


class _lars_standard_aims(TableRows):
    table = "lars_standard_aims"

    StandardCode = Integer(Column(Type.INTEGER, "lars_standard_aims", "StandardCode"))
    LearnAimRef = Text(Column(Type.TEXT, "lars_standard_aims", "LearnAimRef"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_standard_aims", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_standard_aims", "EffectiveTo"))
    StandardComponentType = Text(Column(Type.TEXT, "lars_standard_aims", "StandardComponentType"))


lars_standard_aims = _lars_standard_aims()


class _lars_standard_common_component(TableRows):
    table = "lars_standard_common_component"

    StandardCode = Integer(Column(Type.INTEGER, "lars_standard_common_component", "StandardCode"))
    CommonComponent = Integer(
        Column(Type.INTEGER, "lars_standard_common_component", "CommonComponent")
    )
    EffectiveFrom = Date(Column(Type.DATE, "lars_standard_common_component", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_standard_common_component", "EffectiveTo"))
    MinLevel = Text(Column(Type.TEXT, "lars_standard_common_component", "MinLevel"))


lars_standard_common_component = _lars_standard_common_component()


class _lars_framework(TableRows):
    table = "lars_framework"

    FworkCode = Integer(Column(Type.INTEGER, "lars_framework", "FworkCode"))
    ProgType = Integer(Column(Type.INTEGER, "lars_framework", "ProgType"))
    PwayCode = Integer(Column(Type.INTEGER, "lars_framework", "PwayCode"))
    PathwayName = Text(Column(Type.TEXT, "lars_framework", "PathwayName"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_framework", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_framework", "EffectiveTo"))
    SectorSubjectAreaTier1 = Decimal(
        Column(Type.DECIMAL, "lars_framework", "SectorSubjectAreaTier1")
    )
    SectorSubjectAreaTier2 = Decimal(
        Column(Type.DECIMAL, "lars_framework", "SectorSubjectAreaTier2")
    )
    NASTitle = Text(Column(Type.TEXT, "lars_framework", "NASTitle"))
    ImplementDate = Date(Column(Type.DATE, "lars_framework", "ImplementDate"))
    IssuingAuthorityTitle = Text(Column(Type.TEXT, "lars_framework", "IssuingAuthorityTitle"))
    IssuingAuthority = Text(Column(Type.TEXT, "lars_framework", "IssuingAuthority"))
    DataReceivedDate = Date(Column(Type.DATE, "lars_framework", "DataReceivedDate"))
    MI_FullLevel2 = Text(Column(Type.TEXT, "lars_framework", "MI_FullLevel2"))
    MI_FullLevel2Percent = Decimal(Column(Type.DECIMAL, "lars_framework", "MI_FullLevel2Percent"))
    MI_FullLevel3 = Text(Column(Type.TEXT, "lars_framework", "MI_FullLevel3"))
    MI_FullLevel3Percent = Decimal(Column(Type.DECIMAL, "lars_framework", "MI_FullLevel3Percent"))
    CurrentVersion = Text(Column(Type.TEXT, "lars_framework", "CurrentVersion"))


lars_framework = _lars_framework()


class _lars_framework_aims(TableRows):
    table = "lars_framework_aims"

    FworkCode = Integer(Column(Type.INTEGER, "lars_framework_aims", "FworkCode"))
    ProgType = Integer(Column(Type.INTEGER, "lars_framework_aims", "ProgType"))
    PwayCode = Integer(Column(Type.INTEGER, "lars_framework_aims", "PwayCode"))
    LearnAimRef = Text(Column(Type.TEXT, "lars_framework_aims", "LearnAimRef"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_framework_aims", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_framework_aims", "EffectiveTo"))
    FrameworkComponentType = Integer(
        Column(Type.INTEGER, "lars_framework_aims", "FrameworkComponentType")
    )


lars_framework_aims = _lars_framework_aims()


class _lars_framework_cmn_comp(TableRows):
    table = "lars_framework_cmn_comp"

    FworkCode = Integer(Column(Type.INTEGER, "lars_framework_cmn_comp", "FworkCode"))
    ProgType = Integer(Column(Type.INTEGER, "lars_framework_cmn_comp", "ProgType"))
    PwayCode = Integer(Column(Type.INTEGER, "lars_framework_cmn_comp", "PwayCode"))
    CommonComponent = Integer(Column(Type.INTEGER, "lars_framework_cmn_comp", "CommonComponent"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_framework_cmn_comp", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_framework_cmn_comp", "EffectiveTo"))
    MinLevel = Text(Column(Type.TEXT, "lars_framework_cmn_comp", "MinLevel"))


lars_framework_cmn_comp = _lars_framework_cmn_comp()


class _lars_programme(TableRows):
    table = "lars_programme"

    ProgrammeCode = Text(Column(Type.TEXT, "lars_programme", "ProgrammeCode"))
    ProgType = Integer(Column(Type.INTEGER, "lars_programme", "ProgType"))
    PwayCode = Integer(Column(Type.INTEGER, "lars_programme", "PwayCode"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_programme", "EffectiveFrom"))
    LastDateforNewStarts = Date(Column(Type.DATE, "lars_programme", "LastDateforNewStarts"))
    EffectiveTo = Date(Column(Type.DATE, "lars_programme", "EffectiveTo"))
    FundingCategory = Text(Column(Type.TEXT, "lars_programme", "FundingCategory"))
    ProgrammeArea = Text(Column(Type.TEXT, "lars_programme", "ProgrammeArea"))
    CoreAim = Text(Column(Type.TEXT, "lars_programme", "CoreAim"))
    Specialism = Text(Column(Type.TEXT, "lars_programme", "Specialism"))
    SubSpecialism = Text(Column(Type.TEXT, "lars_programme", "SubSpecialism"))


lars_programme = _lars_programme()


class _lars_programme_aims(TableRows):
    table = "lars_programme_aims"

    ProgrammeCode = Text(Column(Type.TEXT, "lars_programme_aims", "ProgrammeCode"))
    ProgType = Integer(Column(Type.INTEGER, "lars_programme_aims", "ProgType"))
    PwayCode = Integer(Column(Type.INTEGER, "lars_programme_aims", "PwayCode"))
    LearnAimRef = Text(Column(Type.TEXT, "lars_programme_aims", "LearnAimRef"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_programme_aims", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_programme_aims", "EffectiveTo"))


lars_programme_aims = _lars_programme_aims()


class _lars_programme_funding(TableRows):
    table = "lars_programme_funding"

    ProgrammeCode = Text(Column(Type.TEXT, "lars_programme_funding", "ProgrammeCode"))
    ProgType = Integer(Column(Type.INTEGER, "lars_programme_funding", "ProgType"))
    PwayCode = Integer(Column(Type.INTEGER, "lars_programme_funding", "PwayCode"))
    Identfier = Text(Column(Type.TEXT, "lars_programme_funding", "Identfier"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_programme_funding", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_programme_funding", "EffectiveTo"))
    FundingBand = Text(Column(Type.TEXT, "lars_programme_funding", "FundingBand"))
    FundingFactor = Text(Column(Type.TEXT, "lars_programme_funding", "FundingFactor"))
    RateWeighted = Decimal(Column(Type.DECIMAL, "lars_programme_funding", "RateWeighted"))
    RateUnWeighted = Decimal(Column(Type.DECIMAL, "lars_programme_funding", "RateUnWeighted"))
    ProgrammeCostWeightingFactor = Text(
        Column(Type.TEXT, "lars_programme_funding", "ProgrammeCostWeightingFactor")
    )
    ProgrammeCostWeightingFactorDesc = Text(
        Column(Type.TEXT, "lars_programme_funding", "ProgrammeCostWeightingFactorDesc")
    )
    WorkExperience = Text(Column(Type.TEXT, "lars_programme_funding", "WorkExperience"))
    Hours = Text(Column(Type.TEXT, "lars_programme_funding", "Hours"))
    Duration = Decimal(Column(Type.DECIMAL, "lars_programme_funding", "Duration"))


lars_programme_funding = _lars_programme_funding()


class _lars_section96(TableRows):
    table = "lars_section96"

    LearnAimRef = Text(Column(Type.TEXT, "lars_section96", "LearnAimRef"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_section96", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_section96", "EffectiveTo"))
    Section96ApprovalStatus = Text(Column(Type.TEXT, "lars_section96", "Section96ApprovalStatus"))
    Section96ApprovalStartDate = Date(
        Column(Type.DATE, "lars_section96", "Section96ApprovalStartDate")
    )
    Section96ReviewDate = Date(Column(Type.DATE, "lars_section96", "Section96ReviewDate"))
    Section96ValidPre16 = Text(Column(Type.TEXT, "lars_section96", "Section96ValidPre16"))
    Section96Valid16to18 = Text(Column(Type.TEXT, "lars_section96", "Section96Valid16to18"))
    Section96Valid18plus = Text(Column(Type.TEXT, "lars_section96", "Section96Valid18plus"))


lars_section96 = _lars_section96()


class _lars_hecos(TableRows):
    table = "lars_hecos"

    LearnAimRef = Text(Column(Type.TEXT, "lars_hecos", "LearnAimRef"))
    HECoSCode = Text(Column(Type.TEXT, "lars_hecos", "HECoSCode"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_hecos", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_hecos", "EffectiveTo"))


lars_hecos = _lars_hecos()


class _lars_career_learning_pilot(TableRows):
    table = "lars_career_learning_pilot"

    LearnAimRef = Text(Column(Type.TEXT, "lars_career_learning_pilot", "LearnAimRef"))
    AreaCode = Text(Column(Type.TEXT, "lars_career_learning_pilot", "AreaCode"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_career_learning_pilot", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_career_learning_pilot", "EffectiveTo"))
    MaxLoanAmount = Text(Column(Type.TEXT, "lars_career_learning_pilot", "MaxLoanAmount"))
    SubsidyPercent = Text(Column(Type.TEXT, "lars_career_learning_pilot", "SubsidyPercent"))
    SubsidyRate = Text(Column(Type.TEXT, "lars_career_learning_pilot", "SubsidyRate"))


lars_career_learning_pilot = _lars_career_learning_pilot()


class _lars_technical_route(TableRows):
    table = "lars_technical_route"

    LearnAimRef = Text(Column(Type.TEXT, "lars_technical_route", "LearnAimRef"))
    RouteId = Text(Column(Type.TEXT, "lars_technical_route", "RouteId"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_technical_route", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_technical_route", "EffectiveTo"))


lars_technical_route = _lars_technical_route()


class _lars_t_level_pathway(TableRows):
    table = "lars_t_level_pathway"

    StandardCode = Integer(Column(Type.INTEGER, "lars_t_level_pathway", "StandardCode"))
    RouteId = Text(Column(Type.TEXT, "lars_t_level_pathway", "RouteId"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_t_level_pathway", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_t_level_pathway", "EffectiveTo"))


lars_t_level_pathway = _lars_t_level_pathway()


class _lars_route(TableRows):
    table = "lars_route"

    RouteId = Text(Column(Type.TEXT, "lars_route", "RouteId"))
    ParentRouteId = Text(Column(Type.TEXT, "lars_route", "ParentRouteId"))
    RouteName = Text(Column(Type.TEXT, "lars_route", "RouteName"))
    RouteShortName = Text(Column(Type.TEXT, "lars_route", "RouteShortName"))
    Target = Text(Column(Type.TEXT, "lars_route", "Target"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_route", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_route", "EffectiveTo"))


lars_route = _lars_route()


class _lars_award_org_code(TableRows):
    table = "lars_award_org_code"

    AwardOrgCode = Text(Column(Type.TEXT, "lars_award_org_code", "AwardOrgCode"))
    AwardOrgUKPRN = Text(Column(Type.TEXT, "lars_award_org_code", "AwardOrgUKPRN"))
    AwardOrgName = Text(Column(Type.TEXT, "lars_award_org_code", "AwardOrgName"))
    AwardOrgShortName = Text(Column(Type.TEXT, "lars_award_org_code", "AwardOrgShortName"))
    AwardOrgAcronym = Text(Column(Type.TEXT, "lars_award_org_code", "AwardOrgAcronym"))
    AwardOrgNonExtant = Text(Column(Type.TEXT, "lars_award_org_code", "AwardOrgNonExtant"))
    AwardOrgNotes = Text(Column(Type.TEXT, "lars_award_org_code", "AwardOrgNotes"))
    AwardOrgHigherEducationInstitution = Text(
        Column(Type.TEXT, "lars_award_org_code", "AwardOrgHigherEducationInstitution")
    )
    EffectiveFrom = Date(Column(Type.DATE, "lars_award_org_code", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_award_org_code", "EffectiveTo"))


lars_award_org_code = _lars_award_org_code()


class _lars_adult_skills_funding_band(TableRows):
    table = "lars_adult_skills_funding_band"

    AdultSkillsFundingBand = Text(
        Column(Type.TEXT, "lars_adult_skills_funding_band", "AdultSkillsFundingBand")
    )
    AdultSkillsFundingBandRate = Decimal(
        Column(Type.DECIMAL, "lars_adult_skills_funding_band", "AdultSkillsFundingBandRate")
    )
    EffectiveFrom = Date(Column(Type.DATE, "lars_adult_skills_funding_band", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_adult_skills_funding_band", "EffectiveTo"))


lars_adult_skills_funding_band = _lars_adult_skills_funding_band()


class _lars_validity_funding_mapping(TableRows):
    table = "lars_validity_funding_mapping"

    ValidityCategory = Text(Column(Type.TEXT, "lars_validity_funding_mapping", "ValidityCategory"))
    FundingCategory = Text(Column(Type.TEXT, "lars_validity_funding_mapping", "FundingCategory"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_validity_funding_mapping", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_validity_funding_mapping", "EffectiveTo"))
    Comments = Text(Column(Type.TEXT, "lars_validity_funding_mapping", "Comments"))


lars_validity_funding_mapping = _lars_validity_funding_mapping()


class _lars_version(TableRows):
    table = "lars_version"

    MajorNumber = Text(Column(Type.TEXT, "lars_version", "MajorNumber"))
    MinorNumber = Text(Column(Type.TEXT, "lars_version", "MinorNumber"))
    MaintenanceNumber = Text(Column(Type.TEXT, "lars_version", "MaintenanceNumber"))
    MainDataSchemaName = Text(Column(Type.TEXT, "lars_version", "MainDataSchemaName"))
    RefDataSchemaName = Text(Column(Type.TEXT, "lars_version", "RefDataSchemaName"))
    ActivationDate = Date(Column(Type.DATE, "lars_version", "ActivationDate"))
    ExpiryDate = Date(Column(Type.DATE, "lars_version", "ExpiryDate"))
    Description = Text(Column(Type.TEXT, "lars_version", "Description"))
    Comment = Text(Column(Type.TEXT, "lars_version", "Comment"))


lars_version = _lars_version()


class _lars_data_generation(TableRows):
    table = "lars_data_generation"

    DataGeneratedOn = Date(Column(Type.DATE, "lars_data_generation", "DataGeneratedOn"))
    Description = Text(Column(Type.TEXT, "lars_data_generation", "Description"))
    Comment = Text(Column(Type.TEXT, "lars_data_generation", "Comment"))


lars_data_generation = _lars_data_generation()


class _lars_efacof_type(TableRows):
    table = "lars_efacof_type"

    EFACOFTypeCode = Text(Column(Type.TEXT, "lars_efacof_type", "EFACOFTypeCode"))
    EFACOFTypeDesc = Text(Column(Type.TEXT, "lars_efacof_type", "EFACOFTypeDesc"))
    EFACOFTypeDesc2 = Text(Column(Type.TEXT, "lars_efacof_type", "EFACOFTypeDesc2"))
    EffectiveFrom = Date(Column(Type.DATE, "lars_efacof_type", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "lars_efacof_type", "EffectiveTo"))


lars_efacof_type = _lars_efacof_type()


class _postcodes(TableRows):
    table = "postcodes"

    Postcode = Text(Column(Type.TEXT, "postcodes", "Postcode"))
    Termination = Date(Column(Type.DATE, "postcodes", "Termination"))
    LocalAuthority = Text(Column(Type.TEXT, "postcodes", "LocalAuthority"))


postcodes = _postcodes()


class _postcodes_area_cost(TableRows):
    table = "postcodes_area_cost"

    Postcode = Text(Column(Type.TEXT, "postcodes_area_cost", "Postcode"))
    AreaCostFactor = Decimal(Column(Type.DECIMAL, "postcodes_area_cost", "AreaCostFactor"))
    EffectiveFrom = Date(Column(Type.DATE, "postcodes_area_cost", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "postcodes_area_cost", "EffectiveTo"))


postcodes_area_cost = _postcodes_area_cost()


class _postcodes_disadvantage(TableRows):
    table = "postcodes_disadvantage"

    Postcode = Text(Column(Type.TEXT, "postcodes_disadvantage", "Postcode"))
    Uplift = Decimal(Column(Type.DECIMAL, "postcodes_disadvantage", "Uplift"))
    EffectiveFrom = Date(Column(Type.DATE, "postcodes_disadvantage", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "postcodes_disadvantage", "EffectiveTo"))


postcodes_disadvantage = _postcodes_disadvantage()


class _postcodes_efa_disadvantage(TableRows):
    table = "postcodes_efa_disadvantage"

    Postcode = Text(Column(Type.TEXT, "postcodes_efa_disadvantage", "Postcode"))
    Uplift = Decimal(Column(Type.DECIMAL, "postcodes_efa_disadvantage", "Uplift"))
    EffectiveFrom = Date(Column(Type.DATE, "postcodes_efa_disadvantage", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "postcodes_efa_disadvantage", "EffectiveTo"))


postcodes_efa_disadvantage = _postcodes_efa_disadvantage()


class _postcodes_das_disadvantage(TableRows):
    table = "postcodes_das_disadvantage"

    Postcode = Text(Column(Type.TEXT, "postcodes_das_disadvantage", "Postcode"))
    Uplift = Decimal(Column(Type.DECIMAL, "postcodes_das_disadvantage", "Uplift"))
    EffectiveFrom = Date(Column(Type.DATE, "postcodes_das_disadvantage", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "postcodes_das_disadvantage", "EffectiveTo"))


postcodes_das_disadvantage = _postcodes_das_disadvantage()


class _devolved_postcodes(TableRows):
    table = "devolved_postcodes"

    Postcode = Text(Column(Type.TEXT, "devolved_postcodes", "Postcode"))
    Area = Text(Column(Type.TEXT, "devolved_postcodes", "Area"))
    SourceOfFunding = Text(Column(Type.TEXT, "devolved_postcodes", "SourceOfFunding"))
    EffectiveFrom = Date(Column(Type.DATE, "devolved_postcodes", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "devolved_postcodes", "EffectiveTo"))


devolved_postcodes = _devolved_postcodes()


class _organisations(TableRows):
    table = "organisations"

    UKPRN = Integer(Column(Type.INTEGER, "organisations", "UKPRN"))
    Name = Text(Column(Type.TEXT, "organisations", "Name"))
    LegalOrgType = Text(Column(Type.TEXT, "organisations", "LegalOrgType"))
    IsPartner = Boolean(Column(Type.BOOLEAN, "organisations", "IsPartner"))
    LongTermResid = Boolean(Column(Type.BOOLEAN, "organisations", "LongTermResid"))


organisations = _organisations()


class _organisation_funding(TableRows):
    table = "organisation_funding"

    UKPRN = Integer(Column(Type.INTEGER, "organisation_funding", "UKPRN"))
    OrgFundFactor = Text(Column(Type.TEXT, "organisation_funding", "OrgFundFactor"))
    OrgFundFactType = Text(Column(Type.TEXT, "organisation_funding", "OrgFundFactType"))
    OrgFundFactValue = Text(Column(Type.TEXT, "organisation_funding", "OrgFundFactValue"))
    EffectiveFrom = Date(Column(Type.DATE, "organisation_funding", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "organisation_funding", "EffectiveTo"))


organisation_funding = _organisation_funding()


class _campus(TableRows):
    table = "campus"

    CampusIdentifier = Text(Column(Type.TEXT, "campus", "CampusIdentifier"))
    MasterUKPRN = Integer(Column(Type.INTEGER, "campus", "MasterUKPRN"))
    EffectiveFrom = Date(Column(Type.DATE, "campus", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "campus", "EffectiveTo"))
    SpecialistResources = Boolean(Column(Type.BOOLEAN, "campus", "SpecialistResources"))


campus = _campus()


class _postcodes_specialist_resources(TableRows):
    table = "postcodes_specialist_resources"

    UKPRN = Integer(Column(Type.INTEGER, "postcodes_specialist_resources", "UKPRN"))
    Postcode = Text(Column(Type.TEXT, "postcodes_specialist_resources", "Postcode"))
    SpecialistResources = Boolean(
        Column(Type.BOOLEAN, "postcodes_specialist_resources", "SpecialistResources")
    )
    EffectiveFrom = Date(Column(Type.DATE, "postcodes_specialist_resources", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "postcodes_specialist_resources", "EffectiveTo"))


postcodes_specialist_resources = _postcodes_specialist_resources()


class _short_term_funding(TableRows):
    table = "short_term_funding"

    UKPRN = Integer(Column(Type.INTEGER, "short_term_funding", "UKPRN"))
    LDMCode = Text(Column(Type.TEXT, "short_term_funding", "LDMCode"))
    Reason = Text(Column(Type.TEXT, "short_term_funding", "Reason"))
    EffectiveFrom = Date(Column(Type.DATE, "short_term_funding", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "short_term_funding", "EffectiveTo"))


short_term_funding = _short_term_funding()


class _ofs_providers(TableRows):
    table = "ofs_providers"

    UKPRN = Integer(Column(Type.INTEGER, "ofs_providers", "UKPRN"))
    HEFundingFieldsRequired = Boolean(
        Column(Type.BOOLEAN, "ofs_providers", "HEFundingFieldsRequired")
    )


ofs_providers = _ofs_providers()


class _epa_organisations(TableRows):
    table = "epa_organisations"

    EPAOrgID = Text(Column(Type.TEXT, "epa_organisations", "EPAOrgID"))
    StandardCode = Integer(Column(Type.INTEGER, "epa_organisations", "StandardCode"))
    EffectiveFrom = Date(Column(Type.DATE, "epa_organisations", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "epa_organisations", "EffectiveTo"))


epa_organisations = _epa_organisations()


class _contracts(TableRows):
    table = "contracts"

    ContractAllocationNumber = Text(Column(Type.TEXT, "contracts", "ContractAllocationNumber"))
    DeliveryUKPRN = Integer(Column(Type.INTEGER, "contracts", "DeliveryUKPRN"))
    FundingStreamPeriodCode = Text(Column(Type.TEXT, "contracts", "FundingStreamPeriodCode"))
    TenderSpecReference = Text(Column(Type.TEXT, "contracts", "TenderSpecReference"))
    LotReference = Text(Column(Type.TEXT, "contracts", "LotReference"))
    StartDate = Date(Column(Type.DATE, "contracts", "StartDate"))
    EndDate = Date(Column(Type.DATE, "contracts", "EndDate"))
    StopNewStartsFromDate = Date(Column(Type.DATE, "contracts", "StopNewStartsFromDate"))


contracts = _contracts()


class _contract_deliverables(TableRows):
    table = "contract_deliverables"

    ContractAllocationNumber = Text(
        Column(Type.TEXT, "contract_deliverables", "ContractAllocationNumber")
    )
    DeliverableCode = Text(Column(Type.TEXT, "contract_deliverables", "DeliverableCode"))
    UnitCost = Decimal(Column(Type.DECIMAL, "contract_deliverables", "UnitCost"))
    PlannedVolume = Decimal(Column(Type.DECIMAL, "contract_deliverables", "PlannedVolume"))


contract_deliverables = _contract_deliverables()


class _skills_bootcamp_contracts(TableRows):
    table = "skills_bootcamp_contracts"

    UKPRN = Integer(Column(Type.INTEGER, "skills_bootcamp_contracts", "UKPRN"))
    ILRContractRefNumber = Text(
        Column(Type.TEXT, "skills_bootcamp_contracts", "ILRContractRefNumber")
    )


skills_bootcamp_contracts = _skills_bootcamp_contracts()


class _skills_bootcamp_milestones(TableRows):
    table = "skills_bootcamp_milestones"

    ILRContractRefNumber = Text(
        Column(Type.TEXT, "skills_bootcamp_milestones", "ILRContractRefNumber")
    )
    EventCode = Text(Column(Type.TEXT, "skills_bootcamp_milestones", "EventCode"))
    RatePerLearner = Decimal(Column(Type.DECIMAL, "skills_bootcamp_milestones", "RatePerLearner"))
    Share = Decimal(Column(Type.DECIMAL, "skills_bootcamp_milestones", "Share"))
    LeastDays = Integer(Column(Type.INTEGER, "skills_bootcamp_milestones", "LeastDays"))
    EffectiveFrom = Date(Column(Type.DATE, "skills_bootcamp_milestones", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "skills_bootcamp_milestones", "EffectiveTo"))


skills_bootcamp_milestones = _skills_bootcamp_milestones()


class _apprenticeship_unit_prices(TableRows):
    table = "apprenticeship_unit_prices"

    LearnAimRef = Text(Column(Type.TEXT, "apprenticeship_unit_prices", "LearnAimRef"))
    Price = Decimal(Column(Type.DECIMAL, "apprenticeship_unit_prices", "Price"))
    EffectiveFrom = Date(Column(Type.DATE, "apprenticeship_unit_prices", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "apprenticeship_unit_prices", "EffectiveTo"))


apprenticeship_unit_prices = _apprenticeship_unit_prices()


class _apprenticeship_units(TableRows):
    table = "apprenticeship_units"

    LearnRefNumber = Text(Column(Type.TEXT, "apprenticeship_units", "LearnRefNumber"))
    LearnAimRef = Text(Column(Type.TEXT, "apprenticeship_units", "LearnAimRef"))
    Price = Decimal(Column(Type.DECIMAL, "apprenticeship_units", "Price"))
    ThirtyPercentLearningComplete = Date(
        Column(Type.DATE, "apprenticeship_units", "ThirtyPercentLearningComplete")
    )
    LearningComplete = Date(Column(Type.DATE, "apprenticeship_units", "LearningComplete"))
    EmployerApproved = Boolean(Column(Type.BOOLEAN, "apprenticeship_units", "EmployerApproved"))
    FirstPaidElsewhere = Boolean(Column(Type.BOOLEAN, "apprenticeship_units", "FirstPaidElsewhere"))
    IsLevyPayer = Boolean(Column(Type.BOOLEAN, "apprenticeship_units", "IsLevyPayer"))


apprenticeship_units = _apprenticeship_units()


class _adult_skills_rates(TableRows):
    table = "adult_skills_rates"

    LearnAimRef = Text(Column(Type.TEXT, "adult_skills_rates", "LearnAimRef"))
    SourceOfFunding = Text(Column(Type.TEXT, "adult_skills_rates", "SourceOfFunding"))
    RateWeighted = Decimal(Column(Type.DECIMAL, "adult_skills_rates", "RateWeighted"))
    RateUnWeighted = Decimal(Column(Type.DECIMAL, "adult_skills_rates", "RateUnWeighted"))
    WeightingFactor = Text(Column(Type.TEXT, "adult_skills_rates", "WeightingFactor"))
    EffectiveFrom = Date(Column(Type.DATE, "adult_skills_rates", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "adult_skills_rates", "EffectiveTo"))


adult_skills_rates = _adult_skills_rates()


class _employers(TableRows):
    table = "employers"

    EmpId = Integer(Column(Type.INTEGER, "employers", "EmpId"))
    Name = Text(Column(Type.TEXT, "employers", "Name"))


employers = _employers()


class _large_employers(TableRows):
    table = "large_employers"

    ERN = Integer(Column(Type.INTEGER, "large_employers", "ERN"))
    EffectiveFrom = Date(Column(Type.DATE, "large_employers", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "large_employers", "EffectiveTo"))


large_employers = _large_employers()


class _uln(TableRows):
    table = "uln"

    ULN = Integer(Column(Type.INTEGER, "uln", "ULN"))


uln = _uln()


class _service_courses(TableRows):
    table = "service_courses"

    UKPRN = Integer(Column(Type.INTEGER, "service_courses", "UKPRN"))
    CourseType = Text(Column(Type.TEXT, "service_courses", "CourseType"))
    CourseCode = Text(Column(Type.TEXT, "service_courses", "CourseCode"))
    Status = Text(Column(Type.TEXT, "service_courses", "Status"))
    EffectiveFrom = Date(Column(Type.DATE, "service_courses", "EffectiveFrom"))
    LastDateStarts = Date(Column(Type.DATE, "service_courses", "LastDateStarts"))
    EffectiveTo = Date(Column(Type.DATE, "service_courses", "EffectiveTo"))


service_courses = _service_courses()


class _service_age_limits(TableRows):
    table = "service_age_limits"

    StandardCode = Integer(Column(Type.INTEGER, "service_age_limits", "StandardCode"))
    MaximumAge = Integer(Column(Type.INTEGER, "service_age_limits", "MaximumAge"))
    EffectiveFrom = Date(Column(Type.DATE, "service_age_limits", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "service_age_limits", "EffectiveTo"))


service_age_limits = _service_age_limits()


class _service_approvals(TableRows):
    table = "service_approvals"

    ApprovalId = Text(Column(Type.TEXT, "service_approvals", "ApprovalId"))
    UKPRN = Integer(Column(Type.INTEGER, "service_approvals", "UKPRN"))
    ULN = Integer(Column(Type.INTEGER, "service_approvals", "ULN"))
    ProgType = Integer(Column(Type.INTEGER, "service_approvals", "ProgType"))
    StandardCode = Integer(Column(Type.INTEGER, "service_approvals", "StandardCode"))
    FworkCode = Integer(Column(Type.INTEGER, "service_approvals", "FworkCode"))
    PwayCode = Integer(Column(Type.INTEGER, "service_approvals", "PwayCode"))
    Status = Text(Column(Type.TEXT, "service_approvals", "Status"))
    StartDate = Date(Column(Type.DATE, "service_approvals", "StartDate"))
    EndDate = Date(Column(Type.DATE, "service_approvals", "EndDate"))
    StopDate = Date(Column(Type.DATE, "service_approvals", "StopDate"))
    PauseDate = Date(Column(Type.DATE, "service_approvals", "PauseDate"))
    IsLevyPayer = Boolean(Column(Type.BOOLEAN, "service_approvals", "IsLevyPayer"))
    TransferSenderAccount = Text(Column(Type.TEXT, "service_approvals", "TransferSenderAccount"))
    AgreemId = Text(Column(Type.TEXT, "service_approvals", "AgreemId"))
    EmployerName = Text(Column(Type.TEXT, "service_approvals", "EmployerName"))


service_approvals = _service_approvals()


class _service_approval_prices(TableRows):
    table = "service_approval_prices"

    ApprovalId = Text(Column(Type.TEXT, "service_approval_prices", "ApprovalId"))
    EffectiveFrom = Date(Column(Type.DATE, "service_approval_prices", "EffectiveFrom"))
    EffectiveTo = Date(Column(Type.DATE, "service_approval_prices", "EffectiveTo"))
    Cost = Decimal(Column(Type.DECIMAL, "service_approval_prices", "Cost"))
    Removed = Boolean(Column(Type.BOOLEAN, "service_approval_prices", "Removed"))


service_approval_prices = _service_approval_prices()
