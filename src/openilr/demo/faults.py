"""Faults that people make in ILR data, each with the rule of DfE's that finds it.

A fault damages one learner who was right before. Which learners get one, and which one it is, hangs
on the seed and the learner's number alone. A learner gets one fault; other rules may well find it
too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from openilr.demo.chance import generator
from openilr.demo.people import Identity, learner_reference, uln
from openilr.demo.record import Row, Value, aims
from openilr.demo.setting import Setting
from openilr.ilr.identifiers import TEMPORARY_ULN, UNKNOWN_EMPLOYER

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault in the file.

    Attributes:
        learner: the number of the learner in the file, from 0.
        LearnRefNumber: as it stands in the file.
        AimSeqNumber: of the damaged aim; None where the fault is not on an aim.
        fault: its name.
        rule: the rule that must report it, as the list of the year spells it.
    """

    learner: int
    LearnRefNumber: str | None
    AimSeqNumber: int | None
    fault: str
    rule: str


@dataclass(frozen=True, slots=True)
class Case:
    """The learner to damage and all that a fault may need to know.

    Attributes:
        neighbour: the number of a learner without a fault, None where there is none.
    """

    learner: Row
    who: Identity
    year: Setting
    rng: Random
    neighbour: int | None


Damage = Callable[[Case], Row | None]
"""Damages the learner and returns the damaged row (the aim's, where it is on an aim); returns None,
with nothing changed, where the learner cannot have this fault."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault.

    Attributes:
        rules: the rule that finds it, by year; a year without one does not have the fault.
    """

    name: str
    rules: Mapping[str, str]
    damage: Damage


FAULTS: list[Fault] = []
"""Every kind of fault, in the order of the module."""


def _fault(rule: str, rule_2627: str | None = None, *, only: str | None = None):  # noqa: ANN202
    """Register a damage under its function's name."""
    rules = {"2526": rule, "2627": rule_2627 or rule}
    rules = {y: r for y, r in rules.items() if only in (None, y)}

    def register(damage: Damage) -> Damage:
        name = damage.__name__.removeprefix("_").replace("_", " ")
        FAULTS.append(Fault(name, rules, damage))
        return damage

    return register


def is_faulty(who: Identity, year: str, share: float) -> bool:
    """Whether a learner is among the share that gets a fault."""
    return generator("fault", who.seed, year, who.number).random() < share


def plant(learner: Row, who: Identity, year: Setting, share: float) -> Planted | None:
    """Give the learner a fault if it is their turn; None if it is not."""
    if not is_faulty(who, year.year, share):
        return None
    rng = generator("which fault", who.seed, year.year, who.number)
    before = who.number - 1
    alone = before < 0 or is_faulty(Identity(who.seed, before), year.year, share)
    case = Case(learner, who, year, rng, None if alone else before)
    possible = [f for f in FAULTS if year.year in f.rules]
    rng.shuffle(possible)
    for fault in possible:
        damaged = fault.damage(case)
        if damaged is None:
            continue
        reference = learner.get("LearnRefNumber")
        number = damaged.get("AimSeqNumber")
        return Planted(
            learner=who.number,
            LearnRefNumber=reference if isinstance(reference, str) else None,
            AimSeqNumber=number if isinstance(number, int) else None,
            fault=fault.name,
            rule=fault.rules[year.year],
        )
    raise AssertionError("a wrong check digit can be given to anybody")


# -- what faults are made with --------------------------------------------------------------------


def _any(case: Case, rows: list[Row]) -> Row | None:
    return case.rng.choice(rows) if rows else None


def _set(row: Row | None, **values: Value) -> Row | None:
    if row is not None:
        row.values.update(values)
    return row


def _programmes(case: Case, *, first_start: bool = False) -> list[Row]:
    """The apprenticeship's programme aims, without returns from a break if `first_start`."""
    found = aims(case.learner, FundModel=36, AimType=1)
    return [a for a in found if not (first_start and a.get("OrigLearnStartDate"))]


def _fams(aim: Row, kind: str) -> list[Row]:
    return aim.all("LearningDeliveryFAM", LearnDelFAMType=kind)


def _without(aim: Row | None, rows: list[Row]) -> Row | None:
    if aim is None or not rows:
        return None
    aim.drop(*rows)
    return aim


def _job_at_start(case: Case) -> Row | None:
    """The status in work that is in force on an apprentice's first day."""
    programmes = _programmes(case)
    if not programmes:
        return None
    start = programmes[0].day("LearnStartDate")
    known = [
        s for s in case.learner.all("LearnerEmploymentStatus") if s.day("DateEmpStatApp") <= start
    ]
    status = max(known, key=lambda s: s.day("DateEmpStatApp"), default=None)
    return status if status is not None and status.get("EmpStat") == 10 else None


def _drop_monitoring(status: Row | None, kind: str) -> Row | None:
    if status is None:
        return None
    return _without(status, status.all("EmploymentStatusMonitoring", ESMType=kind))


def _closed(case: Case, status: int, **values: Value) -> Row | None:
    return _any(case, aims(case.learner, CompStatus=status, **values))


# -- the form of a field --------------------------------------------------------------------------


@_fault("FD_LearnRefNumber_AL")
def _learner_reference_too_long(case: Case) -> Row | None:
    return _set(case.learner, LearnRefNumber=case.learner.text("LearnRefNumber") + "2627A")


@_fault("FD_FamilyName_AP")
def _digit_in_family_name(case: Case) -> Row | None:
    return _set(case.learner, FamilyName=case.learner.text("FamilyName") + "2")


@_fault("FD_GivenNames_AL")
def _given_names_too_long(case: Case) -> Row | None:
    name = case.learner.text("GivenNames")
    return _set(case.learner, GivenNames=" ".join([name] * (101 // len(name) + 1)))


@_fault("FD_AddLine1_AP")
def _quotation_mark_in_address(case: Case) -> Row | None:
    return _set(case.learner, AddLine1='"The Willows", ' + case.learner.text("AddLine1")[:30])


@_fault("FD_AddLine2_AL")
def _address_line_too_long(case: Case) -> Row | None:
    return _set(case.learner, AddLine2="care of the caretaker, second door on the left, " + "x" * 9)


@_fault("FD_TelNo_AP")
def _blank_in_telephone_number(case: Case) -> Row | None:
    number = case.learner.text("TelNo")
    return _set(case.learner, TelNo=f"{number[:5]} {number[5:]}")


@_fault("FD_Email_AP")
def _e_mail_without_at_sign(case: Case) -> Row | None:
    return _set(case.learner, Email=case.learner.text("Email").replace("@", "."))


@_fault("FD_Sex_MA")
def _sex_missing(case: Case) -> Row | None:
    return _set(case.learner, Sex=None)


@_fault("FD_Ethnicity_MA")
def _ethnicity_missing(case: Case) -> Row | None:
    return _set(case.learner, Ethnicity=None)


@_fault("FD_ULN_MA")
def _uln_missing(case: Case) -> Row | None:
    return _set(case.learner, ULN=None)


@_fault("FD_Postcode_MA")
def _postcode_missing(case: Case) -> Row | None:
    return _set(case.learner, Postcode=None)


@_fault("FD_LearnPlanEndDate_MA")
def _planned_end_missing(case: Case) -> Row | None:
    return _set(_any(case, aims(case.learner)), LearnPlanEndDate=None)


@_fault("FD_LearnAimRef_AL")
def _aim_reference_too_long(case: Case) -> Row | None:
    aim = _any(case, aims(case.learner))
    return None if aim is None else _set(aim, LearnAimRef=aim.text("LearnAimRef") + "X")


@_fault("FD_CompStatus_MA")
def _completion_status_missing(case: Case) -> Row | None:
    return _set(_any(case, aims(case.learner)), CompStatus=None)


@_fault("FD_PlanLearnHours_AR")
def _planned_hours_out_of_range(case: Case) -> Row | None:
    if case.learner.get("PlanLearnHours") is None:
        return None
    return _set(case.learner, PlanLearnHours=12000)


@_fault("FD_AFinAmount_AR")
def _price_out_of_range(case: Case) -> Row | None:
    aim = _any(case, _programmes(case))
    if aim is None:
        return None
    _set(aim.first("AppFinRecord", AFinType="TNP"), AFinAmount=1_200_000)
    return aim


@_fault("FD_ProvSpecLearnMon_AP")
def _line_of_provider_monitoring_with_accent(case: Case) -> Row | None:
    row = case.learner.first("ProviderSpecLearnerMonitoring")
    _set(row, ProvSpecLearnMon="Café group")
    return case.learner


# -- the learner ----------------------------------------------------------------------------------


@_fault("ULN_04")
def _wrong_check_digit_of_uln(case: Case) -> Row | None:
    right = case.learner.number("ULN")
    return _set(case.learner, ULN=right - right % 10 + (right + 1) % 10)


@_fault("R_59")
def _uln_of_another_learner(case: Case) -> Row | None:
    if case.neighbour is None:
        return None
    return _set(case.learner, ULN=uln(case.who.seed, case.neighbour))


@_fault("R_06")
def _reference_of_another_learner(case: Case) -> Row | None:
    if case.neighbour is None:
        return None
    return _set(case.learner, LearnRefNumber=learner_reference(case.neighbour))


@_fault("ULN_12")
def _temporary_uln_of_an_apprentice(case: Case) -> Row | None:
    return _set(case.learner, ULN=TEMPORARY_ULN) if _programmes(case) else None


@_fault("ULN_13", only="2627")
def _temporary_uln_on_a_unit(case: Case) -> Row | None:
    return _set(case.learner, ULN=TEMPORARY_ULN) if aims(case.learner, ProgType=34) else None


@_fault("NINumber_01")
def _impossible_ni_number(case: Case) -> Row | None:
    number = case.learner.get("NINumber")
    return _set(case.learner, NINumber=f"D{number[1:]}") if isinstance(number, str) else None


@_fault("NINumber_02")
def _ni_number_of_an_apprentice_missing(case: Case) -> Row | None:
    return _set(case.learner, NINumber=None) if _programmes(case) else None


@_fault("DateOfBirth_24")
def _date_of_birth_missing(case: Case) -> Row | None:
    return _set(case.learner, DateOfBirth=None)


@_fault("Postcode_15")
def _badly_formed_postcode(case: Case) -> Row | None:
    return _set(case.learner, Postcode=case.learner.text("Postcode").replace(" ", ""))


@_fault("PostcodePrior_02")
def _badly_formed_prior_postcode(case: Case) -> Row | None:
    return _set(case.learner, PostcodePrior=case.learner.text("PostcodePrior")[:-1] + "O")


@_fault("Ethnicity_01")
def _unknown_ethnicity_code(case: Case) -> Row | None:
    return _set(case.learner, Ethnicity=48)


@_fault("LLDDHealthProb_01")
def _unknown_health_problem_code(case: Case) -> Row | None:
    return _set(case.learner, LLDDHealthProb=3)


@_fault("LLDDHealthProb_04")
def _difficulty_denied_and_recorded(case: Case) -> Row | None:
    if not case.learner.all("LLDDandHealthProblem"):
        return None
    return _set(case.learner, LLDDHealthProb=2)


@_fault("PrimaryLLDD_04")
def _main_difficulty_not_marked(case: Case) -> Row | None:
    found = case.learner.all("LLDDandHealthProblem")
    if len(found) != 1:
        return None
    _set(found[0], PrimaryLLDD=None)
    return case.learner


@_fault("PriorAttain_01")
def _prior_attainment_missing(case: Case) -> Row | None:
    if not _programmes(case) and not aims(case.learner, FundModel=38):
        return None
    return _without(case.learner, case.learner.all("PriorAttain"))


@_fault("R_131")
def _prior_attainment_after_the_start(case: Case) -> Row | None:
    start = min(a.day("LearnStartDate") for a in aims(case.learner))
    if not _programmes(case) or start >= case.year.as_at:
        return None
    _set(case.learner.first("PriorAttain"), DateLevelApp=start + DAY)
    return case.learner


@_fault("PlanLearnHours_01")
def _planned_hours_missing(case: Case) -> Row | None:
    if not any(a.get("LearnActEndDate") is None for a in aims(case.learner, FundModel=38)):
        return None
    return _set(case.learner, PlanLearnHours=None)


@_fault("MathGrade_01")
def _maths_grade_missing(case: Case) -> Row | None:
    return _set(case.learner, MathGrade=None) if aims(case.learner, FundModel=25) else None


# -- employment -----------------------------------------------------------------------------------


@_fault("EmpStat_09")
def _no_employment_status_before_the_start(case: Case) -> Row | None:
    programmes = _programmes(case)
    job = _job_at_start(case)
    if job is None:
        return None
    start = programmes[0].day("LearnStartDate")
    early = [
        s
        for s in case.learner.all("LearnerEmploymentStatus")
        if s is not job and s.day("DateEmpStatApp") < start
    ]
    case.learner.drop(*early)
    _set(job, DateEmpStatApp=start)
    return case.learner


@_fault("EmpStat_21")
def _no_employment_status_of_an_adult(case: Case) -> Row | None:
    if not aims(case.learner, FundModel=38):
        return None
    return _without(case.learner, case.learner.all("LearnerEmploymentStatus"))


@_fault("EmpId_02")
def _wrong_check_digit_of_employer(case: Case) -> Row | None:
    found = [
        s
        for s in case.learner.all("LearnerEmploymentStatus")
        if s.get("EmpId") not in (None, UNKNOWN_EMPLOYER)
    ]
    status = _any(case, found)
    if status is None:
        return None
    number = status.number("EmpId")
    _set(status, EmpId=number - number % 10 + (number + 1) % 10)
    return case.learner


@_fault("EmpId_10")
def _employer_missing(case: Case) -> Row | None:
    return None if _set(_job_at_start(case), EmpId=None) is None else case.learner


@_fault("ESMType_02")
def _employment_intensity_missing(case: Case) -> Row | None:
    return None if _drop_monitoring(_job_at_start(case), "EII") is None else case.learner


@_fault("ESMType_09")
def _length_of_employment_missing(case: Case) -> Row | None:
    return None if _drop_monitoring(_job_at_start(case), "LOE") is None else case.learner


@_fault("AgreemId_01", only="2627")
def _agreement_of_a_unit_missing(case: Case) -> Row | None:
    if not aims(case.learner, ProgType=34):
        return None
    for status in case.learner.all("LearnerEmploymentStatus"):
        _set(status, AgreemId=None)
    return aims(case.learner, ProgType=34, AimType=1)[0]


# -- aims -----------------------------------------------------------------------------------------


@_fault("LearnAimRef_01")
def _aim_that_is_not_in_lars(case: Case) -> Row | None:
    return _set(_any(case, aims(case.learner, AimType=3)), LearnAimRef="99999999")


@_fault("AimSeqNumber_02")
def _aim_number_too_high(case: Case) -> Row | None:
    return _set(aims(case.learner)[-1], AimSeqNumber=len(aims(case.learner)) + 1)


@_fault("R_07")
def _aim_number_used_twice(case: Case) -> Row | None:
    return _set(aims(case.learner)[-1], AimSeqNumber=1) if len(aims(case.learner)) > 1 else None


@_fault("FundModel_01")
def _unknown_funding_model(case: Case) -> Row | None:
    return _set(_any(case, aims(case.learner)), FundModel=12)


@_fault("LearnPlanEndDate_02")
def _planned_end_before_the_start(case: Case) -> Row | None:
    aim = _any(case, aims(case.learner))
    return None if aim is None else _set(aim, LearnPlanEndDate=aim.day("LearnStartDate") - DAY)


@_fault("LearnPlanEndDate_04", only="2627")
def _unit_longer_than_sixteen_weeks(case: Case) -> Row | None:
    pair = aims(case.learner, ProgType=34)
    for aim in pair:
        _set(aim, LearnPlanEndDate=aim.day("LearnStartDate") + 113 * DAY)
    return pair[0] if pair else None


@_fault("LearnActEndDate_01")
def _actual_end_before_the_start(case: Case) -> Row | None:
    aim = _closed(case, 3) or _closed(case, 2)
    return None if aim is None else _set(aim, LearnActEndDate=aim.day("LearnStartDate") - DAY)


@_fault("LearnActEndDate_04")
def _actual_end_in_the_future(case: Case) -> Row | None:
    return _set(_closed(case, 3), LearnActEndDate=case.year.as_at + 3 * DAY)


@_fault("WithdrawReason_03")
def _withdrawal_reason_missing(case: Case) -> Row | None:
    return _set(_closed(case, 3), WithdrawReason=None)


@_fault("Outcome_12")
def _outcome_missing(case: Case) -> Row | None:
    return _set(_closed(case, 2, AimType=3) or _closed(case, 2, AimType=4), Outcome=None)


@_fault("CompStatus_03")
def _completed_without_an_end(case: Case) -> Row | None:
    aim = _any(case, [a for a in aims(case.learner) if a.get("LearnActEndDate") is None])
    return _set(aim, CompStatus=2)


@_fault("CompStatus_02")
def _ended_and_continuing(case: Case) -> Row | None:
    return _set(_closed(case, 2, AimType=3), CompStatus=1, Outcome=None, OutGrade=None)


@_fault("OrigLearnStartDate_04")
def _return_not_marked(case: Case) -> Row | None:
    returns = [a for a in aims(case.learner) if _fams(a, "RES")]
    aim = _any(case, returns)
    return None if aim is None else _without(aim, _fams(aim, "RES"))


@_fault("DelLocPostCode_11")
def _badly_formed_place_of_learning(case: Case) -> Row | None:
    aim = _any(case, aims(case.learner))
    return None if aim is None else _set(aim, DelLocPostCode=aim.text("DelLocPostCode").lower())


@_fault("LSDPostcode_05")
def _postcode_at_the_start_missing(case: Case) -> Row | None:
    return _set(_any(case, aims(case.learner, FundModel=38)), LSDPostcode=None)


@_fault("ConRefNumber_03")
def _contract_number_where_none_belongs(case: Case) -> Row | None:
    return _set(_any(case, aims(case.learner, FundModel=38)), ConRefNumber="SBDA-7101-01")


@_fault("StdCode_01")
def _standard_missing(case: Case) -> Row | None:
    return _set(_any(case, aims(case.learner, ProgType=25, AimType=3)), StdCode=None)


@_fault("R_31")
def _programme_without_a_component(case: Case) -> Row | None:
    if len(aims(case.learner)) != 2 or not aims(case.learner, AimType=1, FundModel=36):
        return None
    programme, component = aims(case.learner)
    if programme.get("LearnActEndDate") is not None:
        return None
    case.learner.drop(component)
    return programme


@_fault("R_63")
def _no_core_aim(case: Case) -> Row | None:
    if aims(case.learner, ProgType=31):
        return None
    return _set(_any(case, aims(case.learner, FundModel=25, AimType=5)), AimType=4)


@_fault("Tlout_01")
def _outcome_of_tailored_learning_missing(case: Case) -> Row | None:
    ended = [a for a in aims(case.learner, FundModel=11) if a.get("TLOut") is not None]
    return _set(_any(case, ended), TLOut=None)


# -- apprenticeships: hours, prices, assessment ----------------------------------------------------


def _hours_fields(aim: Row, field: str, code: int) -> tuple[Row, str] | None:
    """The row and field that hold some hours of an aim, in the form of either year."""
    if aim.get(field) is not None:
        return aim, field
    record = aim.first("HRSRecord", HRSCode=code)
    return None if record is None else (record, "HRSAmount")


@_fault("PHours_08", "HRSAmount_03")
def _too_few_hours_off_the_job(case: Case) -> Row | None:
    late = [
        a
        for a in _programmes(case, first_start=True)
        if a.day("LearnStartDate") >= date(2025, 8, 1)
    ]
    aim = _any(case, late)
    place = None if aim is None else _hours_fields(aim, "PHours", 1)
    if place is None:
        return None
    row, name = place
    row.values[name] = case.rng.randint(90, 186)
    return aim


def _forget_hours(aim: Row | None, field: str, code: int) -> Row | None:
    if aim is None:
        return None
    if aim.get(field) is not None:
        return _set(aim, **{field: None})
    return _without(aim, aim.all("HRSRecord", HRSCode=code))


@_fault("PHours_01", "HRSType_01")
def _planned_hours_off_the_job_missing(case: Case) -> Row | None:
    return _forget_hours(_any(case, _programmes(case)), "PHours", 1)


@_fault("OTJActHours_03", "HRSType_09")
def _actual_hours_of_a_withdrawn_apprentice_missing(case: Case) -> Row | None:
    late = [
        a
        for a in _programmes(case)
        if a.get("CompStatus") == 3 and a.day("LearnStartDate") >= date(2022, 8, 1)
    ]
    return _forget_hours(_any(case, late), "OTJActHours", 3)


@_fault("AFinType_12")
def _no_price(case: Case) -> Row | None:
    aim = _any(case, _programmes(case))
    return None if aim is None else _without(aim, aim.all("AppFinRecord"))


@_fault("AFinType_13")
def _price_from_the_day_after_the_start(case: Case) -> Row | None:
    aim = _any(case, _programmes(case))
    if aim is None or aim.day("LearnStartDate") >= case.year.as_at:
        return None
    start = aim.day("LearnStartDate")
    for price in aim.all("AppFinRecord", AFinType="TNP", AFinDate=start):
        _set(price, AFinDate=start + DAY)
    return aim


@_fault("EPAOrgID_02")
def _assessment_organisation_missing(case: Case) -> Row | None:
    return _set(_any(case, _programmes(case)), EPAOrgID=None)


@_fault("AchDate_12")
def _achievement_date_missing(case: Case) -> Row | None:
    return _set(_closed(case, 2, FundModel=36, AimType=1), AchDate=None)


@_fault("AchDate_05")
def _achieved_before_the_training_ended(case: Case) -> Row | None:
    aim = _closed(case, 2, FundModel=36, AimType=1)
    if aim is None:
        return None
    early = aim.day("LearnActEndDate") - 7 * DAY
    for contract in _fams(aim, "ACT"):
        _set(contract, LearnDelFAMDateTo=early)
    return _set(aim, AchDate=early)


# -- monitoring of aims ---------------------------------------------------------------------------


@_fault("LearnDelFAMType_64")
def _contract_type_missing(case: Case) -> Row | None:
    aim = _any(case, _programmes(case))
    return None if aim is None else _without(aim, _fams(aim, "ACT"))


@_fault("R_102")
def _contract_from_the_day_after_the_start(case: Case) -> Row | None:
    open_aims = [
        a
        for a in _programmes(case)
        if a.get("CompStatus") == 1 and a.day("LearnStartDate") < case.year.horizon
    ]
    aim = _any(case, open_aims)
    if aim is None:
        return None
    _set(_fams(aim, "ACT")[0], LearnDelFAMDateFrom=aim.day("LearnStartDate") + DAY)
    return aim


@_fault("R_104")
def _gap_between_contracts(case: Case) -> Row | None:
    open_aims = [
        a
        for a in _programmes(case)
        if a.get("CompStatus") == 1 and (case.year.horizon - a.day("LearnStartDate")).days > 30
    ]
    aim = _any(case, open_aims)
    if aim is None:
        return None
    first = _fams(aim, "ACT")[0]
    until = aim.day("LearnStartDate") + 10 * DAY
    aim.rows.insert(
        aim.rows.index(first) + 1,
        Row("LearningDeliveryFAM", {**first.values, "LearnDelFAMDateFrom": until + 5 * DAY}),
    )
    _set(first, LearnDelFAMDateTo=until)
    return aim


@_fault("R_121")
def _contract_ends_before_the_achievement(case: Case) -> Row | None:
    aim = _closed(case, 2, FundModel=36, AimType=1)
    if aim is None:
        return None
    _set(_fams(aim, "ACT")[0], LearnDelFAMDateTo=aim.day("LearnActEndDate"))
    return aim


@_fault("R_122")
def _contract_open_after_the_withdrawal(case: Case) -> Row | None:
    aim = _closed(case, 3, FundModel=36, AimType=1)
    if aim is None:
        return None
    _fams(aim, "ACT")[0].values.pop("LearnDelFAMDateTo")
    return aim


@_fault("LearnDelFAMType_01")
def _source_of_funding_missing(case: Case) -> Row | None:
    aim = _any(case, [a for a in aims(case.learner) if a.get("FundModel") in (25, 36, 37, 38)])
    return None if aim is None else _without(aim, _fams(aim, "SOF"))


@_fault("LearnDelFAMType_09")
def _young_people_s_funding_on_an_apprenticeship(case: Case) -> Row | None:
    aim = _any(case, aims(case.learner, FundModel=36))
    if aim is None:
        return None
    _set(_fams(aim, "SOF")[0], LearnDelFAMCode="107")
    return aim


@_fault("LearnDelFAMType_02")
def _full_or_co_funding_missing(case: Case) -> Row | None:
    aim = _any(case, aims(case.learner, FundModel=38))
    return None if aim is None else _without(aim, _fams(aim, "FFI"))


@_fault("LearnDelFAMType_04")
def _unknown_monitoring_code(case: Case) -> Row | None:
    aim = _any(case, aims(case.learner, FundModel=38))
    if aim is None:
        return None
    _set(_fams(aim, "FFI")[0], LearnDelFAMCode="9")
    return aim


@_fault("LearnDelFAMType_126")
def _purpose_of_tailored_learning_missing(case: Case) -> Row | None:
    aim = _any(case, aims(case.learner, FundModel=11))
    return None if aim is None else _without(aim, _fams(aim, "ACL"))


@_fault("LearnDelFAMDateFrom_01")
def _learning_support_without_an_end(case: Case) -> Row | None:
    aim = _any(case, [a for a in aims(case.learner) if _fams(a, "LSF")])
    if aim is None:
        return None
    _fams(aim, "LSF")[0].values.pop("LearnDelFAMDateTo")
    return aim


@_fault("R_61")
def _learning_support_twice_at_once(case: Case) -> Row | None:
    aim = _any(case, [a for a in aims(case.learner) if _fams(a, "LSF")])
    if aim is None:
        return None
    support = _fams(aim, "LSF")[0]
    second = dict(support.values)
    if support.day("LearnDelFAMDateFrom") < support.day("LearnDelFAMDateTo"):
        second["LearnDelFAMDateFrom"] = support.day("LearnDelFAMDateFrom") + DAY
    aim.rows.insert(aim.rows.index(support) + 1, Row("LearningDeliveryFAM", second))
    return aim
