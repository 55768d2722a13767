"""One learning aim as rows: the delivery itself, its monitoring records, and how it ended."""

from datetime import date
from random import Random

from openilr.demo.chance import uuid
from openilr.demo.record import Row, Value, aims
from openilr.demo.setting import Setting


def add_aim(
    learner: Row,
    rng: Random,
    ref: str,
    *,
    kind: int,
    model: int,
    start: date,
    planned_end: date,
    site: str,
    sof: str | None = "105",
    **fields: Value,
) -> Row:
    """A further aim of the learner, going on, with the next AimSeqNumber and a source of funding.

    Args:
        kind: AimType.
        model: FundModel.
        site: DelLocPostCode.
        sof: the code of its SOF record, None for no record.
        fields: further fields of LearningDelivery.
    """
    aim = learner.add(
        "LearningDelivery",
        LearnAimRef=ref,
        AimType=kind,
        AimSeqNumber=len(aims(learner)) + 1,
        LearnStartDate=start,
        LearnPlanEndDate=planned_end,
        FundModel=model,
        DelLocPostCode=site,
        CompStatus=1,
        SWSupAimId=uuid(rng),
        **fields,
    )
    if sof is not None:
        fam(aim, "SOF", sof)
    aim.add(
        "ProviderSpecDeliveryMonitoring",
        ProvSpecDelMonOccur="A",
        ProvSpecDelMon=f"Teaching group {rng.randint(1, 99):02d}",
    )
    return aim


def fam(aim: Row, kind: str, code: str, since: date | None = None, to: date | None = None) -> Row:
    """Add a LearningDeliveryFAM record."""
    values: dict[str, Value] = {"LearnDelFAMType": kind, "LearnDelFAMCode": code}
    if since:
        values["LearnDelFAMDateFrom"] = since
    if to:
        values["LearnDelFAMDateTo"] = to
    row = Row("LearningDeliveryFAM", values)
    aim.rows.append(row)
    return row


def hours(
    aim: Row,
    year: Setting,
    *,
    planned: int | None = None,
    actual: int | None = None,
    t_level: int | None = None,
    taken_off: int | None = None,
    tailored: int | None = None,
    additional: int | None = None,
) -> None:
    """Give an aim its hours in the form of the year: fields in 2025-26, hours records since.

    `taken_off`, the hours an apprentice is spared for what they know already, has no place in the
    2025-26 return.
    """
    if year.has_hours_records:
        codes = enumerate((planned, t_level, actual, taken_off, tailored, additional), start=1)
        for code, amount in codes:
            if amount is not None:
                aim.add("HRSRecord", HRSType="HRS", HRSCode=code, HRSAmount=amount)
        return
    values = {
        "PHours": planned if planned is not None else t_level if t_level is not None else tailored,
        "OTJActHours": actual,
        "AddHours": additional,
    }
    aim.values.update({name: value for name, value in values.items() if value is not None})


def complete(aim: Row, end: date, *, outcome: int = 1, grade: str | None = None) -> None:
    """End an aim whose learning was completed, by default achieved."""
    aim.values.update(CompStatus=2, LearnActEndDate=end, Outcome=outcome, OutGrade=grade)


def withdraw(aim: Row, end: date, reason: int) -> None:
    """End an aim that the learner left."""
    aim.values.update(CompStatus=3, LearnActEndDate=end, WithdrawReason=reason, Outcome=3)


def pause(aim: Row, end: date) -> None:
    """End an aim for a break in learning."""
    aim.values.update(CompStatus=6, LearnActEndDate=end, Outcome=3)
