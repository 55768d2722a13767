"""What the frame of every page shows: navigation, countdown of the open returns, the person."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from openilr.ilr.calendar import Return, open_return, open_years, working_days_between
from openilr.ilr.calendar import returns as returns_of

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Place:
    """An item of the navigation."""

    name: str
    icon: str
    address: str
    permission: str
    key: str


PLACES = (
    Place("Today", "today", "dashboards:today", "learners.view", "t"),
    Place("Learners", "learners", "learners:list", "learners.view", "l"),
    Place("Changes", "changes", "trackers:list", "trackers.view", "c"),
    Place("Returns", "returns", "returns:list", "returns.view", "r"),
    Place("Findings", "quality", "records:findings", "findings.view", "f"),
    Place("Employers", "home", "employers:list", "employers.view", "e"),
    Place("Programmes", "documents", "programmes:list", "programmes.view", "p"),
    Place("History", "reports", "records:history", "history.view", "h"),
    Place("Jobs", "returns", "jobs:list", "jobs.view", "j"),
)
SETTINGS = Place("Settings", "settings", "providers:settings", "users.view", "s")


def today() -> date:
    """The day in London: with `now`, the only clocks of the application."""
    return timezone.now().astimezone(LONDON).date()


@dataclass(frozen=True)
class Tick:
    """One of the fourteen returns on the year line."""

    x: float
    state: str


@dataclass(frozen=True)
class DialMark:
    """A return on the dial of the sign-in page: a mark and its name around a circle."""

    name: str
    state: str
    x1: float
    y1: float
    x2: float
    y2: float
    x: float
    y: float


@dataclass(frozen=True)
class Countdown:
    """The open return of a year and when it closes."""

    year: str
    window: Return
    ticks: tuple[Tick, ...]
    left: str
    last_days: bool

    @property
    def dial(self) -> list[DialMark]:
        """The fourteen returns around a circle of 440 units, the open one longer."""
        return [_dial_mark(index, tick.state) for index, tick in enumerate(self.ticks)]


def _dial_mark(index: int, state: str) -> DialMark:
    across, down = math.sin(index * math.tau / 14), -math.cos(index * math.tau / 14)
    inner, outer = (146, 186) if state == "now" else (158, 178)
    return DialMark(
        name=f"R{index + 1:02d}",
        state=state,
        x1=round(220 + inner * across, 1),
        y1=round(220 + inner * down, 1),
        x2=round(220 + outer * across, 1),
        y2=round(220 + outer * down, 1),
        x=round(220 + 204 * across, 1),
        y=round(224.5 + 204 * down, 1),
    )


def countdowns(now: datetime) -> list[Countdown]:
    """The open return of each open year, the earlier first."""
    return [_countdown(year, now) for year in open_years(now)]


def _countdown(year: str, now: datetime) -> Countdown:
    window = open_return(year, now)
    ticks = tuple(
        Tick(
            x=index * 7.5,
            state="done"
            if one.number < window.number
            else ("now" if one.number == window.number else ""),
        )
        for index, one in enumerate(returns_of(year))
    )
    left, last = _left(window, now)
    return Countdown(year, window, ticks, left, last)


def _left(window: Return, now: datetime) -> tuple[str, bool]:
    closes = window.closes
    if closes is None:
        return "closing date not on file", False
    days = working_days_between(now.astimezone(LONDON).date(), closes.date())
    if days == 0:
        return f"closes today at {closes:%H:%M}", True
    return f"closes in {days} working day{'s' if days != 1 else ''}", days <= 2


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame."""
    membership = getattr(request, "membership", None)
    theme = request.user.theme if request.user.is_authenticated else "system"
    context: dict[str, Any] = {
        "membership": membership,
        "memberships": getattr(request, "memberships", []),
        "theme": theme,
        "density": request.user.density if request.user.is_authenticated else "regular",
        "countdowns": countdowns(timezone.now()),
        "today": today(),
    }
    if membership is not None:
        allowed = membership.permissions
        context["places"] = [
            (place, reverse(place.address)) for place in PLACES if place.permission in allowed
        ]
        if SETTINGS.permission in allowed:
            context["settings_place"] = reverse(SETTINGS.address)
    return context
