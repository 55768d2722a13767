"""The columns of the ILR, typed: each entity with its fields.

Written by `python -m openilr.language.generate` from `openilr.ilr.fields`; change it there. A field
stands here for its union of years; a rule that uses it in a year without it does not register.
"""

# ruff: noqa: D101
from openilr.language.expressions import Code, Date, Decimal, Entity, Integer, Text
from openilr.language.nodes import Column, Scalar, Type


class _CollectionDetails:
    Collection = Text(Scalar(Type.TEXT, "CollectionDetails.Collection"))
    Year = Text(Scalar(Type.TEXT, "CollectionDetails.Year"))
    FilePreparationDate = Date(Scalar(Type.DATE, "CollectionDetails.FilePreparationDate"))


CollectionDetails = _CollectionDetails()


class _Source:
    ProtectiveMarking = Text(Scalar(Type.TEXT, "Source.ProtectiveMarking"))
    UKPRN = Integer(Scalar(Type.INTEGER, "Source.UKPRN"))
    SoftwareSupplier = Text(Scalar(Type.TEXT, "Source.SoftwareSupplier"))
    SoftwarePackage = Text(Scalar(Type.TEXT, "Source.SoftwarePackage"))
    Release = Text(Scalar(Type.TEXT, "Source.Release"))
    SerialNo = Text(Scalar(Type.TEXT, "Source.SerialNo"))
    ReferenceData = Text(Scalar(Type.TEXT, "Source.ReferenceData"))
    ComponentSetVersion = Text(Scalar(Type.TEXT, "Source.ComponentSetVersion"))


Source = _Source()


class _LearningProvider:
    UKPRN = Integer(Scalar(Type.INTEGER, "LearningProvider.UKPRN"))


LearningProvider = _LearningProvider()


class _Learner(Entity):
    LearnRefNumber = Text(Column(Type.TEXT, "Learner", "LearnRefNumber"))
    PrevLearnRefNumber = Text(Column(Type.TEXT, "Learner", "PrevLearnRefNumber"))
    PrevUKPRN = Integer(Column(Type.INTEGER, "Learner", "PrevUKPRN"))
    PMUKPRN = Integer(Column(Type.INTEGER, "Learner", "PMUKPRN"))
    CampId = Text(Column(Type.TEXT, "Learner", "CampId"))
    ULN = Integer(Column(Type.INTEGER, "Learner", "ULN"))
    FamilyName = Text(Column(Type.TEXT, "Learner", "FamilyName"))
    GivenNames = Text(Column(Type.TEXT, "Learner", "GivenNames"))
    DateOfBirth = Date(Column(Type.DATE, "Learner", "DateOfBirth"))
    Ethnicity = Integer(Column(Type.INTEGER, "Learner", "Ethnicity"))
    Sex = Text(Column(Type.TEXT, "Learner", "Sex"))
    LLDDHealthProb = Integer(Column(Type.INTEGER, "Learner", "LLDDHealthProb"))
    NINumber = Text(Column(Type.TEXT, "Learner", "NINumber"))
    PriorAttain = Integer(Column(Type.INTEGER, "Learner", "PriorAttain"))
    Accom = Integer(Column(Type.INTEGER, "Learner", "Accom"))
    ALSCost = Integer(Column(Type.INTEGER, "Learner", "ALSCost"))
    PlanLearnHours = Integer(Column(Type.INTEGER, "Learner", "PlanLearnHours"))
    PlanEEPHours = Integer(Column(Type.INTEGER, "Learner", "PlanEEPHours"))
    MathGrade = Text(Column(Type.TEXT, "Learner", "MathGrade"))
    EngGrade = Text(Column(Type.TEXT, "Learner", "EngGrade"))
    PostcodePrior = Code(Column(Type.TEXT, "Learner", "PostcodePrior"))
    Postcode = Code(Column(Type.TEXT, "Learner", "Postcode"))
    AddLine1 = Text(Column(Type.TEXT, "Learner", "AddLine1"))
    AddLine2 = Text(Column(Type.TEXT, "Learner", "AddLine2"))
    AddLine3 = Text(Column(Type.TEXT, "Learner", "AddLine3"))
    AddLine4 = Text(Column(Type.TEXT, "Learner", "AddLine4"))
    TelNo = Text(Column(Type.TEXT, "Learner", "TelNo"))
    Email = Text(Column(Type.TEXT, "Learner", "Email"))


Learner = _Learner("Learner")
LearnRefNumber = Learner.LearnRefNumber
PrevLearnRefNumber = Learner.PrevLearnRefNumber
PrevUKPRN = Learner.PrevUKPRN
PMUKPRN = Learner.PMUKPRN
CampId = Learner.CampId
ULN = Learner.ULN
FamilyName = Learner.FamilyName
GivenNames = Learner.GivenNames
DateOfBirth = Learner.DateOfBirth
Ethnicity = Learner.Ethnicity
Sex = Learner.Sex
LLDDHealthProb = Learner.LLDDHealthProb
NINumber = Learner.NINumber
PriorAttain = Learner.PriorAttain
Accom = Learner.Accom
ALSCost = Learner.ALSCost
PlanLearnHours = Learner.PlanLearnHours
PlanEEPHours = Learner.PlanEEPHours
MathGrade = Learner.MathGrade
EngGrade = Learner.EngGrade
PostcodePrior = Learner.PostcodePrior
Postcode = Learner.Postcode
AddLine1 = Learner.AddLine1
AddLine2 = Learner.AddLine2
AddLine3 = Learner.AddLine3
AddLine4 = Learner.AddLine4
TelNo = Learner.TelNo
Email = Learner.Email


class _PriorAttain(Entity):
    PriorLevel = Integer(Column(Type.INTEGER, "PriorAttain", "PriorLevel"))
    DateLevelApp = Date(Column(Type.DATE, "PriorAttain", "DateLevelApp"))


PriorAttain = _PriorAttain("PriorAttain")
PriorLevel = PriorAttain.PriorLevel
DateLevelApp = PriorAttain.DateLevelApp


class _ContactPreference(Entity):
    ContPrefType = Text(Column(Type.TEXT, "ContactPreference", "ContPrefType"))
    ContPrefCode = Integer(Column(Type.INTEGER, "ContactPreference", "ContPrefCode"))


ContactPreference = _ContactPreference("ContactPreference")
ContPrefType = ContactPreference.ContPrefType
ContPrefCode = ContactPreference.ContPrefCode


class _LLDDandHealthProblem(Entity):
    LLDDCat = Integer(Column(Type.INTEGER, "LLDDandHealthProblem", "LLDDCat"))
    PrimaryLLDD = Integer(Column(Type.INTEGER, "LLDDandHealthProblem", "PrimaryLLDD"))


LLDDandHealthProblem = _LLDDandHealthProblem("LLDDandHealthProblem")
LLDDCat = LLDDandHealthProblem.LLDDCat
PrimaryLLDD = LLDDandHealthProblem.PrimaryLLDD


class _LearnerFAM(Entity):
    LearnFAMType = Code(Column(Type.TEXT, "LearnerFAM", "LearnFAMType"))
    LearnFAMCode = Integer(Column(Type.INTEGER, "LearnerFAM", "LearnFAMCode"))


LearnerFAM = _LearnerFAM("LearnerFAM")
LearnFAMType = LearnerFAM.LearnFAMType
LearnFAMCode = LearnerFAM.LearnFAMCode


class _ProviderSpecLearnerMonitoring(Entity):
    ProvSpecLearnMonOccur = Text(
        Column(Type.TEXT, "ProviderSpecLearnerMonitoring", "ProvSpecLearnMonOccur")
    )
    ProvSpecLearnMon = Text(Column(Type.TEXT, "ProviderSpecLearnerMonitoring", "ProvSpecLearnMon"))


ProviderSpecLearnerMonitoring = _ProviderSpecLearnerMonitoring("ProviderSpecLearnerMonitoring")
ProvSpecLearnMonOccur = ProviderSpecLearnerMonitoring.ProvSpecLearnMonOccur
ProvSpecLearnMon = ProviderSpecLearnerMonitoring.ProvSpecLearnMon


class _LearnerEmploymentStatus(Entity):
    EmpStat = Integer(Column(Type.INTEGER, "LearnerEmploymentStatus", "EmpStat"))
    DateEmpStatApp = Date(Column(Type.DATE, "LearnerEmploymentStatus", "DateEmpStatApp"))
    EmpId = Integer(Column(Type.INTEGER, "LearnerEmploymentStatus", "EmpId"))
    AgreemId = Text(Column(Type.TEXT, "LearnerEmploymentStatus", "AgreemId"))


LearnerEmploymentStatus = _LearnerEmploymentStatus("LearnerEmploymentStatus")
EmpStat = LearnerEmploymentStatus.EmpStat
DateEmpStatApp = LearnerEmploymentStatus.DateEmpStatApp
EmpId = LearnerEmploymentStatus.EmpId
AgreemId = LearnerEmploymentStatus.AgreemId


class _EmploymentStatusMonitoring(Entity):
    ESMType = Code(Column(Type.TEXT, "EmploymentStatusMonitoring", "ESMType"))
    ESMCode = Integer(Column(Type.INTEGER, "EmploymentStatusMonitoring", "ESMCode"))


EmploymentStatusMonitoring = _EmploymentStatusMonitoring("EmploymentStatusMonitoring")
ESMType = EmploymentStatusMonitoring.ESMType
ESMCode = EmploymentStatusMonitoring.ESMCode


class _LearnerHE(Entity):
    UCASPERID = Text(Column(Type.TEXT, "LearnerHE", "UCASPERID"))
    TTACCOM = Integer(Column(Type.INTEGER, "LearnerHE", "TTACCOM"))


LearnerHE = _LearnerHE("LearnerHE")
UCASPERID = LearnerHE.UCASPERID
TTACCOM = LearnerHE.TTACCOM


class _LearnerHEFinancialSupport(Entity):
    FINTYPE = Integer(Column(Type.INTEGER, "LearnerHEFinancialSupport", "FINTYPE"))
    FINAMOUNT = Integer(Column(Type.INTEGER, "LearnerHEFinancialSupport", "FINAMOUNT"))


LearnerHEFinancialSupport = _LearnerHEFinancialSupport("LearnerHEFinancialSupport")
FINTYPE = LearnerHEFinancialSupport.FINTYPE
FINAMOUNT = LearnerHEFinancialSupport.FINAMOUNT


class _LearningDelivery(Entity):
    LearnAimRef = Code(Column(Type.TEXT, "LearningDelivery", "LearnAimRef"))
    AimType = Integer(Column(Type.INTEGER, "LearningDelivery", "AimType"))
    AimSeqNumber = Integer(Column(Type.INTEGER, "LearningDelivery", "AimSeqNumber"))
    LearnStartDate = Date(Column(Type.DATE, "LearningDelivery", "LearnStartDate"))
    OrigLearnStartDate = Date(Column(Type.DATE, "LearningDelivery", "OrigLearnStartDate"))
    LearnPlanEndDate = Date(Column(Type.DATE, "LearningDelivery", "LearnPlanEndDate"))
    FundModel = Integer(Column(Type.INTEGER, "LearningDelivery", "FundModel"))
    PHours = Integer(Column(Type.INTEGER, "LearningDelivery", "PHours"))
    OTJActhours = Integer(Column(Type.INTEGER, "LearningDelivery", "OTJActhours"))
    OTJActHours = Integer(Column(Type.INTEGER, "LearningDelivery", "OTJActHours"))
    ProgType = Integer(Column(Type.INTEGER, "LearningDelivery", "ProgType"))
    FworkCode = Integer(Column(Type.INTEGER, "LearningDelivery", "FworkCode"))
    PwayCode = Integer(Column(Type.INTEGER, "LearningDelivery", "PwayCode"))
    StdCode = Integer(Column(Type.INTEGER, "LearningDelivery", "StdCode"))
    PartnerUKPRN = Integer(Column(Type.INTEGER, "LearningDelivery", "PartnerUKPRN"))
    DelLocPostCode = Code(Column(Type.TEXT, "LearningDelivery", "DelLocPostCode"))
    LSDPostcode = Code(Column(Type.TEXT, "LearningDelivery", "LSDPostcode"))
    AddHours = Integer(Column(Type.INTEGER, "LearningDelivery", "AddHours"))
    PriorLearnFundAdj = Integer(Column(Type.INTEGER, "LearningDelivery", "PriorLearnFundAdj"))
    OtherFundAdj = Integer(Column(Type.INTEGER, "LearningDelivery", "OtherFundAdj"))
    ConRefNumber = Text(Column(Type.TEXT, "LearningDelivery", "ConRefNumber"))
    EPAOrgID = Code(Column(Type.TEXT, "LearningDelivery", "EPAOrgID"))
    EmpOutcome = Integer(Column(Type.INTEGER, "LearningDelivery", "EmpOutcome"))
    CompStatus = Integer(Column(Type.INTEGER, "LearningDelivery", "CompStatus"))
    LearnActEndDate = Date(Column(Type.DATE, "LearningDelivery", "LearnActEndDate"))
    WithdrawReason = Integer(Column(Type.INTEGER, "LearningDelivery", "WithdrawReason"))
    Outcome = Integer(Column(Type.INTEGER, "LearningDelivery", "Outcome"))
    AchDate = Date(Column(Type.DATE, "LearningDelivery", "AchDate"))
    OutGrade = Text(Column(Type.TEXT, "LearningDelivery", "OutGrade"))
    SWSupAimId = Text(Column(Type.TEXT, "LearningDelivery", "SWSupAimId"))
    TLOut = Integer(Column(Type.INTEGER, "LearningDelivery", "TLOut"))


LearningDelivery = _LearningDelivery("LearningDelivery")
LearnAimRef = LearningDelivery.LearnAimRef
AimType = LearningDelivery.AimType
AimSeqNumber = LearningDelivery.AimSeqNumber
LearnStartDate = LearningDelivery.LearnStartDate
OrigLearnStartDate = LearningDelivery.OrigLearnStartDate
LearnPlanEndDate = LearningDelivery.LearnPlanEndDate
FundModel = LearningDelivery.FundModel
PHours = LearningDelivery.PHours
OTJActhours = LearningDelivery.OTJActhours
OTJActHours = LearningDelivery.OTJActHours
ProgType = LearningDelivery.ProgType
FworkCode = LearningDelivery.FworkCode
PwayCode = LearningDelivery.PwayCode
StdCode = LearningDelivery.StdCode
PartnerUKPRN = LearningDelivery.PartnerUKPRN
DelLocPostCode = LearningDelivery.DelLocPostCode
LSDPostcode = LearningDelivery.LSDPostcode
AddHours = LearningDelivery.AddHours
PriorLearnFundAdj = LearningDelivery.PriorLearnFundAdj
OtherFundAdj = LearningDelivery.OtherFundAdj
ConRefNumber = LearningDelivery.ConRefNumber
EPAOrgID = LearningDelivery.EPAOrgID
EmpOutcome = LearningDelivery.EmpOutcome
CompStatus = LearningDelivery.CompStatus
LearnActEndDate = LearningDelivery.LearnActEndDate
WithdrawReason = LearningDelivery.WithdrawReason
Outcome = LearningDelivery.Outcome
AchDate = LearningDelivery.AchDate
OutGrade = LearningDelivery.OutGrade
SWSupAimId = LearningDelivery.SWSupAimId
TLOut = LearningDelivery.TLOut


class _LearningDeliveryFAM(Entity):
    LearnDelFAMType = Code(Column(Type.TEXT, "LearningDeliveryFAM", "LearnDelFAMType"))
    LearnDelFAMCode = Code(Column(Type.TEXT, "LearningDeliveryFAM", "LearnDelFAMCode"))
    LearnDelFAMDateFrom = Date(Column(Type.DATE, "LearningDeliveryFAM", "LearnDelFAMDateFrom"))
    LearnDelFAMDateTo = Date(Column(Type.DATE, "LearningDeliveryFAM", "LearnDelFAMDateTo"))


LearningDeliveryFAM = _LearningDeliveryFAM("LearningDeliveryFAM")
LearnDelFAMType = LearningDeliveryFAM.LearnDelFAMType
LearnDelFAMCode = LearningDeliveryFAM.LearnDelFAMCode
LearnDelFAMDateFrom = LearningDeliveryFAM.LearnDelFAMDateFrom
LearnDelFAMDateTo = LearningDeliveryFAM.LearnDelFAMDateTo


class _HRSRecord(Entity):
    HRSType = Code(Column(Type.TEXT, "HRSRecord", "HRSType"))
    HRSCode = Integer(Column(Type.INTEGER, "HRSRecord", "HRSCode"))
    HRSAmount = Integer(Column(Type.INTEGER, "HRSRecord", "HRSAmount"))


HRSRecord = _HRSRecord("HRSRecord")
HRSType = HRSRecord.HRSType
HRSCode = HRSRecord.HRSCode
HRSAmount = HRSRecord.HRSAmount


class _LearningDeliveryWorkPlacement(Entity):
    WorkPlaceStartDate = Date(
        Column(Type.DATE, "LearningDeliveryWorkPlacement", "WorkPlaceStartDate")
    )
    WorkPlaceEndDate = Date(Column(Type.DATE, "LearningDeliveryWorkPlacement", "WorkPlaceEndDate"))
    WorkPlaceHours = Integer(
        Column(Type.INTEGER, "LearningDeliveryWorkPlacement", "WorkPlaceHours")
    )
    WorkPlaceMode = Integer(Column(Type.INTEGER, "LearningDeliveryWorkPlacement", "WorkPlaceMode"))
    WorkPlaceEmpId = Integer(
        Column(Type.INTEGER, "LearningDeliveryWorkPlacement", "WorkPlaceEmpId")
    )


LearningDeliveryWorkPlacement = _LearningDeliveryWorkPlacement("LearningDeliveryWorkPlacement")
WorkPlaceStartDate = LearningDeliveryWorkPlacement.WorkPlaceStartDate
WorkPlaceEndDate = LearningDeliveryWorkPlacement.WorkPlaceEndDate
WorkPlaceHours = LearningDeliveryWorkPlacement.WorkPlaceHours
WorkPlaceMode = LearningDeliveryWorkPlacement.WorkPlaceMode
WorkPlaceEmpId = LearningDeliveryWorkPlacement.WorkPlaceEmpId


class _AppFinRecord(Entity):
    AFinType = Code(Column(Type.TEXT, "AppFinRecord", "AFinType"))
    AFinCode = Integer(Column(Type.INTEGER, "AppFinRecord", "AFinCode"))
    AFinDate = Date(Column(Type.DATE, "AppFinRecord", "AFinDate"))
    AFinAmount = Integer(Column(Type.INTEGER, "AppFinRecord", "AFinAmount"))


AppFinRecord = _AppFinRecord("AppFinRecord")
AFinType = AppFinRecord.AFinType
AFinCode = AppFinRecord.AFinCode
AFinDate = AppFinRecord.AFinDate
AFinAmount = AppFinRecord.AFinAmount


class _ProviderSpecDeliveryMonitoring(Entity):
    ProvSpecDelMonOccur = Text(
        Column(Type.TEXT, "ProviderSpecDeliveryMonitoring", "ProvSpecDelMonOccur")
    )
    ProvSpecDelMon = Text(Column(Type.TEXT, "ProviderSpecDeliveryMonitoring", "ProvSpecDelMon"))


ProviderSpecDeliveryMonitoring = _ProviderSpecDeliveryMonitoring("ProviderSpecDeliveryMonitoring")
ProvSpecDelMonOccur = ProviderSpecDeliveryMonitoring.ProvSpecDelMonOccur
ProvSpecDelMon = ProviderSpecDeliveryMonitoring.ProvSpecDelMon


class _LearningDeliveryHE(Entity):
    NUMHUS = Text(Column(Type.TEXT, "LearningDeliveryHE", "NUMHUS"))
    SSN = Text(Column(Type.TEXT, "LearningDeliveryHE", "SSN"))
    QUALENT3 = Text(Column(Type.TEXT, "LearningDeliveryHE", "QUALENT3"))
    SOC2000 = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "SOC2000"))
    SOC = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "SOC"))
    SEC = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "SEC"))
    UCASAPPID = Text(Column(Type.TEXT, "LearningDeliveryHE", "UCASAPPID"))
    UCASSCHEMECODE = Text(Column(Type.TEXT, "LearningDeliveryHE", "UCASSCHEMECODE"))
    TYPEYR = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "TYPEYR"))
    MODESTUD = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "MODESTUD"))
    FUNDLEV = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "FUNDLEV"))
    FUNDCOMP = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "FUNDCOMP"))
    STULOAD = Decimal(Column(Type.DECIMAL, "LearningDeliveryHE", "STULOAD"))
    YEARSTU = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "YEARSTU"))
    MSTUFEE = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "MSTUFEE"))
    PCOLAB = Decimal(Column(Type.DECIMAL, "LearningDeliveryHE", "PCOLAB"))
    PCFLDCS = Decimal(Column(Type.DECIMAL, "LearningDeliveryHE", "PCFLDCS"))
    PCSLDCS = Decimal(Column(Type.DECIMAL, "LearningDeliveryHE", "PCSLDCS"))
    PCTLDCS = Decimal(Column(Type.DECIMAL, "LearningDeliveryHE", "PCTLDCS"))
    SPECFEE = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "SPECFEE"))
    NETFEE = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "NETFEE"))
    GROSSFEE = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "GROSSFEE"))
    DOMICILE = Text(Column(Type.TEXT, "LearningDeliveryHE", "DOMICILE"))
    PERMADDCOUNTRY = Text(Column(Type.TEXT, "LearningDeliveryHE", "PERMADDCOUNTRY"))
    ELQ = Integer(Column(Type.INTEGER, "LearningDeliveryHE", "ELQ"))
    HEPostCode = Code(Column(Type.TEXT, "LearningDeliveryHE", "HEPostCode"))


LearningDeliveryHE = _LearningDeliveryHE("LearningDeliveryHE")
NUMHUS = LearningDeliveryHE.NUMHUS
SSN = LearningDeliveryHE.SSN
QUALENT3 = LearningDeliveryHE.QUALENT3
SOC2000 = LearningDeliveryHE.SOC2000
SOC = LearningDeliveryHE.SOC
SEC = LearningDeliveryHE.SEC
UCASAPPID = LearningDeliveryHE.UCASAPPID
UCASSCHEMECODE = LearningDeliveryHE.UCASSCHEMECODE
TYPEYR = LearningDeliveryHE.TYPEYR
MODESTUD = LearningDeliveryHE.MODESTUD
FUNDLEV = LearningDeliveryHE.FUNDLEV
FUNDCOMP = LearningDeliveryHE.FUNDCOMP
STULOAD = LearningDeliveryHE.STULOAD
YEARSTU = LearningDeliveryHE.YEARSTU
MSTUFEE = LearningDeliveryHE.MSTUFEE
PCOLAB = LearningDeliveryHE.PCOLAB
PCFLDCS = LearningDeliveryHE.PCFLDCS
PCSLDCS = LearningDeliveryHE.PCSLDCS
PCTLDCS = LearningDeliveryHE.PCTLDCS
SPECFEE = LearningDeliveryHE.SPECFEE
NETFEE = LearningDeliveryHE.NETFEE
GROSSFEE = LearningDeliveryHE.GROSSFEE
DOMICILE = LearningDeliveryHE.DOMICILE
PERMADDCOUNTRY = LearningDeliveryHE.PERMADDCOUNTRY
ELQ = LearningDeliveryHE.ELQ
HEPostCode = LearningDeliveryHE.HEPostCode
