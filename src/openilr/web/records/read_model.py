"""What lists show of a record: the learner's and the aims' columns, written with each version."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from openilr.ilr.codes import for_field
from openilr.ilr.years import OPEN_YEARS
from openilr.record.fields import AIM, ID
from openilr.reference.supplied import Tables
from openilr.returns.select import AWAITED, ON_A_BREAK, PROGRAMME_AIM, is_restart_of
from openilr.web.employers.models import Employer
from openilr.web.learners.models import Aim, Learner, ProgrammeStatus
from openilr.web.programmes.models import Programme
from openilr.web.records.bulk import copy_rows

SMALL, WHOLE, LARGE = 32_767, 2_147_483_647, 9_223_372_036_854_775_807
"""The most that the integer columns of the database hold."""

COMPLETED, WITHDRAWN = 2, 3
"""CompStatus, beside ON_A_BREAK."""

Row = Mapping[str, Any]
Codes = tuple[int | None, int | None, int | None, int | None]
"""ProgType, StdCode, FworkCode and PwayCode of a programme."""

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


@dataclass
class Names:
    """Programmes and employers of one provider, found or made by the codes in records.

    Keep one for a batch: what was found is remembered.
    """

    provider_id: int
    tables: Tables
    _programmes: dict[Codes, Programme] = field(default_factory=dict)
    _employers: dict[int, Employer] = field(default_factory=dict)

    def remember_all(self) -> None:
        """Read what there is at once: for many records."""
        for programme in Programme.objects.filter(provider_id=self.provider_id):
            codes = (
                programme.prog_type, programme.std_code, programme.fwork_code, programme.pway_code
            )  # fmt: skip
            self._programmes[codes] = programme
        for employer in Employer.objects.filter(
            provider_id=self.provider_id, employer_number__isnull=False
        ):
            self._employers[employer.employer_number or 0] = employer

    def programme(self, aim: Row) -> Programme | None:
        """The programme that an aim belongs to; None where it names none."""
        codes = codes_of(aim)
        if codes[0] is None:
            return None
        if codes not in self._programmes:
            names = ("prog_type", "std_code", "fwork_code", "pway_code")
            found, _ = Programme.objects.get_or_create(
                provider_id=self.provider_id,
                **dict(zip(names, codes, strict=True)),
                defaults={"title": self.title(codes), "level": self.level(codes)},
            )
            self._programmes[codes] = found
        return self._programmes[codes]

    def employer(self, number: int) -> Employer:
        """The employer with an EDRS number; a new one is named by it until somebody names it."""
        if number not in self._employers:
            self._employers[number], _ = Employer.objects.get_or_create(
                provider_id=self.provider_id,
                employer_number=number,
                defaults={"name": f"Employer {number}"},
            )
        return self._employers[number]

    def aim_title(self, ref: str) -> str:
        """The title of an aim in LARS; blank where LARS is not loaded or does not know it."""
        return self._lars("lars_learning_delivery", "LearnAimRefTitle", ref.upper())[:300]

    def title(self, codes: Codes) -> str:
        """A programme's title in LARS, or its code in words."""
        prog_type, standard, framework, pathway = codes
        if standard is not None:
            known = self._lars("lars_standard", "StandardName", standard)
            return (known or f"Standard {standard}")[:200]
        if framework is not None:
            return f"Framework {framework}, pathway {pathway or '–'}"
        listed = for_field("LearningDelivery", "ProgType", OPEN_YEARS[-1])
        code = listed.codes.get(str(prog_type)) if listed else None
        return (code.label if code else f"Programme type {prog_type}")[:200]

    def level(self, codes: Codes) -> str:
        """A standard's level in LARS; blank where it is not known."""
        if codes[1] is None:
            return ""
        level = self._lars("lars_standard", "NotionalEndLevel", codes[1])
        return f"Level {level}"[:20] if level else ""

    def _lars(self, table: str, column: str, key: object) -> str:
        if not self.tables.supplied(table):
            return ""
        rows = self.tables.find(table, key, columns=(column,))
        return str(rows[0][column] or "") if rows else ""


def refresh_titles(provider_id: int, tables: Tables) -> None:
    """Name by LARS what was named by its code alone, before LARS was loaded."""
    names = Names(provider_id, tables)
    unnamed = Programme.objects.filter(provider_id=provider_id, std_code__isnull=False)
    for programme in unnamed.filter(
        title=Concat(Value("Standard "), Cast("std_code", CharField()))
    ):
        codes = (
            programme.prog_type, programme.std_code, programme.fwork_code, programme.pway_code
        )  # fmt: skip
        title = names.title(codes)
        if title != programme.title:
            programme.title, programme.level = title, names.level(codes)
            programme.save(update_fields=["title", "level"])
            Aim.objects.filter(programme=programme, aim_type=PROGRAMME_AIM).update(title=title)
    untitled = Aim.objects.filter(provider_id=provider_id, title="").exclude(learn_aim_ref="")
    for ref in untitled.order_by().values_list("learn_aim_ref", flat=True).distinct():
        if title := names.aim_title(ref):
            untitled.filter(learn_aim_ref=ref).update(title=title)


def codes_of(aim: Row) -> Codes:
    """The codes of the programme of an aim."""
    return (
        whole(aim.get("ProgType"), SMALL),
        whole(aim.get("StdCode")),
        whole(aim.get("FworkCode")),
        whole(aim.get("PwayCode")),
    )


def whole(value: object, most: int = WHOLE) -> int | None:
    """An integer that a column holds, or None."""
    return value if isinstance(value, int) and 0 <= value <= most else None


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
    """Make the aims of these learners exactly these rows."""
    before = set(Aim.objects.filter(learner__in=list(learner_ids)).values_list("pk", flat=True))
    wanted = {aim.pk for aim in aims}
    if before - wanted:
        Aim.objects.filter(pk__in=before - wanted).delete()
    # Rows that are new are inserted, never merged: an id of another learner's row must fail.
    copy_rows([aim for aim in aims if aim.pk not in before])
    known = [aim for aim in aims if aim.pk in before]
    if known:
        Aim.objects.bulk_create(
            known, batch_size=1000, update_conflicts=True,
            unique_fields=["id"], update_fields=AIM_COLUMNS,
        )  # fmt: skip
