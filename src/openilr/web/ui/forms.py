"""How forms are drawn: our field component, with the finding under the field."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Fields by `ui/field.html`, errors as an inline finding."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/form.html"
