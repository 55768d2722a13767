"""What lists show of a record: the learner's and the aims' columns, written with each version."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from openilr.record.fields import AIM, ID
from openilr.returns.select import AWAITED, ON_A_BREAK, PROGRAMME_AIM, is_restart_of
from openilr.web.learners.models import Aim, Learner, ProgrammeStatus
from openilr.web.records.bulk import copy_rows
from openilr.web.records.naming import LARGE, SMALL, Names, Row, whole

COMPLETED, WITHDRAWN = 2, 3
"""CompStatus, beside ON_A_BREAK."""

LEARNER_COLUMNS = (
    "learn_ref_number", "uln", "family_name", "given_names", "date_of_birth", "search_text",
    "employer", "programme", "programme_status", "start_date", "planned_end_date",
    "actual_end_date",
)  # fmt: skip
"""What is written of the learner; everything else in the table is typed by people or assessed."""

AIM_COLUMNS = (
    "provider", "aim_type", "learn_aim_ref", "title", "programme", "fund_model", "start_date",
    "planned_end_date", "actual_end_date", "comp_status", "outcome", "excluded",
)  # fmt: skip


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _text(value: object, length: int) -> str:
    return value.strip()[:length] if isinstance(value, str) else ""


# ------------------------------------------------------------------------------------ the programme


def current_aim(aims: Sequence[Row], today: date) -> Row | None:
    """The aim that stands for the learner: of the programme aims, else of all, one that goes on
    before one that ended, one that has begun before one to come, the latest start first.
    """
    chosen = [aim for aim in aims if aim.get("AimType") == PROGRAMME_AIM] or list(aims)

    def rank(aim: Row) -> tuple[bool, bool, date]:
        start = _day(aim.get("LearnStartDate")) or date.min
        return aim.get("LearnActEndDate") is None, start <= today, start

    return max(chosen, key=rank, default=None)


def programme_status(aims: Sequence[Row], today: date) -> ProgrammeStatus:
    """Where the learner stands on the current programme on a day."""
    aim = current_aim(aims, today)
    if aim is None or aim.get("ProgType") is None:
        return ProgrammeStatus.NONE
    start, end = _day(aim.get("LearnStartDate")), _day(aim.get("LearnActEndDate"))
    ended = aim.get("CompStatus")
    if ended == ON_A_BREAK and not any(is_restart_of(other, aim) for other in aims):
        return ProgrammeStatus.BREAK
    if ended == WITHDRAWN:
        return ProgrammeStatus.WITHDRAWN
    if ended == COMPLETED:
        awaited = aim.get("Outcome") == AWAITED
        return ProgrammeStatus.ASSESSMENT if awaited else ProgrammeStatus.COMPLETE
    if start is not None and start > today:
        return ProgrammeStatus.NOT_STARTED
    if end is not None and end < today:
        return ProgrammeStatus.COMPLETE
    return ProgrammeStatus.ACTIVE


# ------------------------------------------------------------------------------------- the columns


def fill_learner(learner: Learner, typed: Row, names: Names, today: date) -> None:
    """Write the columns of LEARNER_COLUMNS from a decoded record; nothing is saved.

    A reference that is blank or too long is left as it was: `actions` refuses it before.
    """
    aims: Sequence[Row] = typed.get(AIM) or ()
    aim = current_aim(aims, today) or {}
    learner.learn_ref_number = _text(typed.get("LearnRefNumber"), 12) or learner.learn_ref_number
    learner.uln = whole(typed.get("ULN"), LARGE)
    learner.family_name = _text(typed.get("FamilyName"), 100)
    learner.given_names = _text(typed.get("GivenNames"), 100)
    learner.date_of_birth = _day(typed.get("DateOfBirth"))
    learner.programme = names.programme(aim)
    learner.programme_status = programme_status(aims, today)
    learner.start_date = _day(aim.get("LearnStartDate"))
    learner.planned_end_date = _day(aim.get("LearnPlanEndDate"))
    learner.actual_end_date = _day(aim.get("LearnActEndDate"))
    number = employer_number(typed, today)
    if number is not None:
        # Without a number in the record the link that somebody chose stays.
        learner.employer = names.employer(number)
    learner.search_text = search_text(learner)


def employer_number(typed: Row, today: date) -> int | None:
    """EmpId of the employment status in force on a day, else of the first to come."""
    statuses = sorted(
        (s for s in typed.get("LearnerEmploymentStatus") or () if _day(s.get("DateEmpStatApp"))),
        key=lambda s: s["DateEmpStatApp"],
    )
    in_force = [s for s in statuses if s["DateEmpStatApp"] <= today] or statuses[:1]
    return whole(in_force[-1].get("EmpId")) if in_force else None


def search_text(learner: Learner) -> str:
    """What a search looks in."""
    parts = (
        learner.given_names,
        learner.family_name,
        learner.learn_ref_number,
        str(learner.uln or ""),
        learner.employer.name if learner.employer else "",
    )
    return " ".join(part for part in parts if part).lower()


def aims_of(learner: Learner, typed: Row, names: Names, excluded: Collection[str]) -> list[Aim]:
    """The aims' rows of a decoded record; not saved."""
    return [_aim(learner, aim, names, aim[ID] in excluded) for aim in typed.get(AIM) or ()]


def _aim(learner: Learner, aim: Row, names: Names, excluded: bool) -> Aim:
    programme = names.programme(aim)
    ref = _text(aim.get("LearnAimRef"), 8)
    title = names.aim_title(ref) if ref else ""
    if aim.get("AimType") == PROGRAMME_AIM and programme is not None:
        title = programme.title
    return Aim(
        id=UUID(aim[ID]),
        provider_id=learner.provider_id,
        learner=learner,
        aim_type=whole(aim.get("AimType"), SMALL),
        learn_aim_ref=ref,
        title=title,
        programme=programme,
        fund_model=whole(aim.get("FundModel"), SMALL),
        start_date=_day(aim.get("LearnStartDate")),
        planned_end_date=_day(aim.get("LearnPlanEndDate")),
        actual_end_date=_day(aim.get("LearnActEndDate")),
        comp_status=whole(aim.get("CompStatus"), SMALL),
        outcome=whole(aim.get("Outcome"), SMALL),
        excluded=excluded,
    )


def store_aims(aims: Sequence[Aim], learner_ids: Iterable[UUID]) -> None:
    """Make the aims of these learners exactly these rows; those that are so already are left."""
    columns = [field.attname for field in Aim._meta.concrete_fields]
    rows = Aim.objects.filter(learner__in=list(learner_ids)).order_by().values_list(*columns)
    before = {row[0]: row for row in rows}
    gone = before.keys() - {aim.pk for aim in aims}
    if gone:
        Aim.objects.filter(pk__in=gone).delete()
    # Rows that are new are inserted, never merged: an id of another learner's row must fail.
    copy_rows([aim for aim in aims if aim.pk not in before])
    known = [
        aim
        for aim in aims
        if aim.pk in before and before[aim.pk] != tuple(getattr(aim, name) for name in columns)
    ]
    if known:
        Aim.objects.bulk_create(
            known, batch_size=1000, update_conflicts=True,
            unique_fields=["id"], update_fields=AIM_COLUMNS,
        )  # fmt: skip
