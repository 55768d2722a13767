"""The small pieces templates are made of: icons, money, dates, statuses."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from openilr.web.learners.models import IlrStatus, ProgrammeStatus

register = template.Library()
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it always stands beside a word."""
    return format_html('<svg class="o-icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.filter
def money(amount: Decimal | None) -> str:
    """£1,234.50; an en dash where unknown."""
    if amount is None:
        return "–"
    sign = "−" if amount < 0 else ""
    return f"{sign}£{abs(amount):,.2f}"


@register.filter
def day(value: date | datetime | None) -> str:
    """9 Oct 2027; an en dash where unknown."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = localtime(value)
    return f"{value.day} {value:%b %Y}"


@register.filter
def list_day(value: date | datetime | None) -> str:
    """09 Oct 27, for columns; an en dash where unknown."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = localtime(value)
    return f"{value:%d %b %y}"


@register.filter
def moment(value: datetime | None) -> str:
    """9 Oct 2027, 14:05."""
    return "–" if value is None else f"{day(value)}, {localtime(value):%H:%M}"


@register.filter
def year_name(year: str) -> str:
    """2627 as 2026/27."""
    return f"20{year[:2]}/{year[2:]}" if len(year) == 4 else year


@register.filter
def or_dash(value: Any) -> Any:
    """The value, or an en dash where there is none."""
    return "–" if value in (None, "") else value


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a key that the template holds in a variable."""
    return mapping.get(key) if mapping else None


STATUS_ICONS = {
    "error": "error",
    "warning": "warning",
    "query": "query",
    "ok": "ok",
    "pending": "pending",
    "info": "info",
    "open": "open",
    "excluded": "excluded",
    "break": "brk",
    "signed": "sign",
}
"""The shape of each status of the design language."""


@register.filter
def in_words(value: Any) -> str:
    """A stored value of the record as people read it: dates in words, the rest as it stands."""
    text = "" if value is None else str(value)
    if not _DAY.fullmatch(text):  # 90000117 would be read as a date, too
        return text
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


@register.simple_tag
def status(kind: str, words: str, *, pill: bool = False) -> SafeString:
    """A status: shape, word and colour; without a kind the plain word of a normal state."""
    if not kind:
        return format_html('<span class="o-pill">{}</span>' if pill else "{}", words)
    return format_html(
        '<span class="{}o-status o-status-{}"><svg class="o-icon" aria-hidden="true">'
        '<use href="#i-{}"/></svg>{}</span>',
        "o-pill " if pill else "",
        kind,
        STATUS_ICONS[kind],
        words,
    )


PROGRAMME_STATUS_KINDS = {
    "break": "break",
    "withdrawn": "excluded",
    "assessment": "ok",
    "complete": "ok",
    "not-started": "open",
}
"""Only what deviates from an active learner gets a shape."""
ILR_STATUS_KINDS = {
    "not-completed": "open",
    "unknown": "info",
    "signature-required": "warning",
    "signed": "signed",
    "pending": "pending",
    "excluded": "excluded",
}
"""QA verified and completed are the normal states."""


@register.simple_tag
def programme_status(value: str, *, pill: bool = False) -> SafeString:
    """A programme status as the tables and headers show it."""
    return status(PROGRAMME_STATUS_KINDS.get(value, ""), ProgrammeStatus(value).label, pill=pill)


@register.simple_tag
def ilr_status(value: str, *, pill: bool = False) -> SafeString:
    """An ILR status as the tables and headers show it."""
    return status(ILR_STATUS_KINDS.get(value, ""), IlrStatus(value).label, pill=pill)


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str) -> bool:
    """Whether the person may do something here: for showing, not for guarding."""
    membership = getattr(context["request"], "membership", None)
    return membership is not None and permission in membership.permissions
