"""Pieces of a learner's pages that other rooms place."""

from typing import Any

from django import template

from openilr.web.records.history import changed_field, value_words
from openilr.web.records.models import Change
from openilr.web.records.panels import status_panel as panel_of

register = template.Library()


@register.simple_tag(takes_context=True)
def status_panel(context: template.Context) -> dict[str, Any]:
    """What `records/_status_panel.html` shows of the page's `learner`."""
    return panel_of(context["request"], context["learner"])


@register.filter
def what(change: Change) -> str:
    """What a change is of, for people."""
    return changed_field(change)


@register.filter
def old_value(change: Change) -> str:
    """The value before, as people read it."""
    return value_words(change, change.old)


@register.filter
def new_value(change: Change) -> str:
    """The value after, as people read it."""
    return value_words(change, change.new)
