"""The forms of the acts on a record's ILR status."""

from django import forms

from openilr.ilr.years import OPEN_YEARS, long_name
from openilr.web.records.models import Signature
from openilr.web.records.uploads import KINDS, MOST_BYTES


class SignForm(forms.Form):
    """A signature that was given outside."""

    party = forms.ChoiceField(choices=Signature.Party.choices, label="Who signed")
    signed_by = forms.CharField(max_length=120, label="Name as it was signed")
    signed_on = forms.DateField(label="Signed on", widget=forms.DateInput(attrs={"type": "date"}))
    evidence = forms.FileField(
        label="Evidence",
        help_text=f"PDF, PNG, JPEG or Word (.docx), at most {MOST_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join([*KINDS, ".jpeg"])}),
    )
    version_number = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Reason", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


WHOLE = "record"
"""The choice that is no aim."""


class ExcludeForm(ReasonForm):
    """What is kept out, and why."""

    field_order = ("aim", "reason")

    def __init__(self, aims: list[tuple[str, str]], *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["aim"] = forms.ChoiceField(
            label="What to keep out", choices=[(WHOLE, "The whole record"), *aims]
        )
        self.order_fields(self.field_order)

    def clean_aim(self) -> str:
        """The aim's id; blank for the whole record."""
        aim: str = self.cleaned_data["aim"]
        return "" if aim == WHOLE else aim


class NoteForm(forms.Form):
    """A note, and the year its export is of."""

    text = forms.CharField(
        label="Note",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The record as it stands is kept with the note, as ILR XML.",
    )
    year = forms.ChoiceField(
        label="ILR year of the export",
        choices=[(year, long_name(year)) for year in reversed(OPEN_YEARS)],
    )


class EraseForm(ReasonForm):
    """Why, and that it is meant."""

    reference = forms.CharField(
        label="Learner reference",
        help_text="Type the learner's reference to say that you mean this record.",
    )


class CloseForm(forms.Form):
    """What QA found."""

    note = forms.CharField(
        label="Note", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version_number = forms.IntegerField(widget=forms.HiddenInput)
