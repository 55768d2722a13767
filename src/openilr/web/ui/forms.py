"""How forms are drawn: our field component, with the finding under the field."""

from typing import Any

from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.functional import cached_property

_WIDGETS = "django/forms/widgets/"
_CLASSES = {
    "checkbox": "form-check-input",
    "radio": "form-check-input",
    "hidden": "",
}
"""The class of an input by its type; what is typed into is a `form-control`."""
_GROUPS = frozenset({f"{_WIDGETS}radio.html", f"{_WIDGETS}checkbox_select.html"})


class Renderer(DjangoTemplates):
    """Fields by `ui/field.html`, errors as an inline finding, inputs with our classes."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/form.html"

    @cached_property
    def engine(self) -> Any:
        """Django's own, which does not know the tags that our templates use unasked."""
        engine: Any = super().engine
        templates: Any = settings.TEMPLATES
        tags = templates[0]["OPTIONS"]["builtins"]
        engine.engine.builtins += tags
        engine.engine.template_builtins = engine.engine.get_template_builtins(
            engine.engine.builtins
        )
        return engine

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Draw; a widget that names no class gets that of its type."""
        widget = context.get("widget")
        if widget is not None and template_name not in _GROUPS:
            select = template_name == f"{_WIDGETS}select.html"
            css = "form-select" if select else _CLASSES.get(widget.get("type"), "form-control")
            if css:
                widget["attrs"].setdefault("class", css)
        return super().render(template_name, context, request)
