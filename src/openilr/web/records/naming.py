"""What lists call programmes, employers and aims: found or made by the codes in records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from openilr.ilr.codes import for_field
from openilr.ilr.years import OPEN_YEARS
from openilr.reference.supplied import Tables
from openilr.returns.select import PROGRAMME_AIM
from openilr.web.employers.models import Employer
from openilr.web.learners.models import Aim, Learner
from openilr.web.programmes.models import Programme

SMALL, WHOLE, LARGE = 32_767, 2_147_483_647, 9_223_372_036_854_775_807
"""The most that the integer columns of the database hold."""

Row = Mapping[str, Any]
Codes = tuple[int | None, int | None, int | None, int | None]
"""ProgType, StdCode, FworkCode and PwayCode of a programme."""


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
            self._programmes[_codes(programme)] = programme
        for employer in Employer.objects.filter(
            provider_id=self.provider_id, employer_number__isnull=False
        ):
            self._employers[employer.employer_number or 0] = employer

    def remember_of(self, learner: Learner) -> None:
        """What a learner is linked to, if that was read with it: most saves change neither."""
        read = learner._state.fields_cache
        programme, employer = read.get("programme"), read.get("employer")
        if programme is not None:
            self._programmes[_codes(programme)] = programme
        if employer is not None and employer.employer_number is not None:
            self._employers[employer.employer_number] = employer

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
        codes = _codes(programme)
        title = names.title(codes)
        if title != programme.title:
            programme.title, programme.level = title, names.level(codes)
            programme.save(update_fields=["title", "level"])
            Aim.objects.filter(programme=programme, aim_type=PROGRAMME_AIM).update(title=title)
    untitled = Aim.objects.filter(provider_id=provider_id, title="").exclude(learn_aim_ref="")
    for ref in untitled.order_by().values_list("learn_aim_ref", flat=True).distinct():
        if title := names.aim_title(ref):
            untitled.filter(learn_aim_ref=ref).update(title=title)


def _codes(programme: Programme) -> Codes:
    return programme.prog_type, programme.std_code, programme.fwork_code, programme.pway_code


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
