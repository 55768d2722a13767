"""What the pages of signing in need: the provider's name, browsers in words, passkey options."""

import json
from typing import Any

from django import template
from django.conf import settings

from openilr.web.providers.models import Provider

register = template.Library()

_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@register.simple_tag
def only_provider() -> str:
    """The name of the provider where the installation has one; visitors are told of no more."""
    names = list(Provider.objects.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""


@register.simple_tag
def sends_mail() -> bool:
    """Whether this installation sends messages."""
    return bool(settings.SENDS_MAIL)


@register.filter
def browser(agent: str) -> str:
    """Firefox on Windows; what the browser said of itself where it is none of the usual."""
    name = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    if name and system:
        return f"{name} on {system}"
    return name or system or agent[:60]


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return json.dumps(value)
