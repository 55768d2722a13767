"""Pieces of a learner's pages that other rooms place."""

from typing import Any

from django import template

from openilr.web.records.models import Change
from openilr.web.records.panels import status_panel as panel_of
from openilr.web.records.words import code_label

register = template.Library()


@register.simple_tag(takes_context=True)
def status_panel(context: template.Context) -> dict[str, Any]:
    """What `records/_status_panel.html` shows of the page's `learner`."""
    return panel_of(context["request"], context["learner"], context.get("version"))


@register.filter
def label_of_old(change: Change) -> str:
    """What the code before means; blank if it is no code."""
    return code_label(change.entity, change.field, change.old)


@register.filter
def label_of_new(change: Change) -> str:
    """What the code after means; blank if it is no code."""
    return code_label(change.entity, change.field, change.new)
