"""The form of an employer."""

from typing import Any

from django import forms

from openilr.ilr.identifiers import is_employer_id
from openilr.web.employers.models import Employer


class EmployerForm(forms.ModelForm):
    """An employer's name, numbers and contact."""

    class Meta:
        """The fields."""

        model = Employer
        fields = (
            "name",
            "employer_number",
            "agreement_id",
            "postcode",
            "contact_name",
            "contact_email",
        )
        labels = {
            "employer_number": "Employer number",
            "agreement_id": "Agreement",
            "contact_name": "Contact",
            "contact_email": "Contact's e-mail address",
        }

    def __init__(self, provider_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._provider_id = provider_id

    def clean_employer_number(self) -> int | None:
        """Nine digits with the right check digit, and nobody else's."""
        number: int | None = self.cleaned_data["employer_number"]
        if number is None:
            return None
        if not is_employer_id(number):
            raise forms.ValidationError(
                "This is not an employer number: it has nine digits, the last a check digit."
            )
        taken = Employer.objects.filter(provider_id=self._provider_id, employer_number=number)
        if taken.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another employer of yours has this number.")
        return number
