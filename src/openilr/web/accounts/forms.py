"""Forms about people."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from openilr.web.accounts.models import Membership, User
from openilr.web.accounts.roles import ROLE_CHOICES, Role
from openilr.web.employers.models import Employer
from openilr.web.employers.queries import visible_to as employers_visible_to
from openilr.web.learners.models import Learner
from openilr.web.learners.queries import visible_to as learners_visible_to
from openilr.web.providers.queries import tree_of


class RoleForm(forms.Form):
    """What a person is at a provider, and what it is narrowed to."""

    role = forms.ChoiceField(choices=ROLE_CHOICES)
    groups = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The person sees the learners of these groups and what lies below them. "
        "Without a group: all learners of the provider.",
    )
    employer = forms.ModelChoiceField(
        Employer.objects.none(),
        required=False,
        empty_label="None",
        help_text="For the role Employer: whose learners the person sees.",
    )
    learner = forms.CharField(
        required=False,
        max_length=12,
        label="Learner reference",
        help_text="For the role Learner: LearnRefNumber of the person's own record.",
    )

    def __init__(self, by: Membership, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._by = by
        self._groups = tree_of(by.provider_id)
        self.fields["employer"].queryset = employers_visible_to(by)  # type: ignore[attr-defined]
        if self._groups:
            self.fields["groups"].choices = [(one.pk, one.way) for one in self._groups]  # type: ignore[attr-defined]
        else:
            del self.fields["groups"]

    def clean_learner(self) -> Learner | None:
        """The learner of the reference."""
        reference = self.cleaned_data["learner"].strip()
        if not reference:
            return None
        found = learners_visible_to(self._by).filter(learn_ref_number__iexact=reference).first()
        if found is None:
            raise forms.ValidationError("No learner here has this reference. Check it in Learners.")
        return found

    def clean(self) -> dict[str, Any]:
        """A learner names a record, an employer an employer; other roles neither."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("role") == Role.LEARNER:
            if not data.get("learner") and "learner" not in self.errors:
                self.add_error("learner", "Enter the reference of the learner's own record.")
        else:
            data["learner"] = None
        if data.get("role") == Role.EMPLOYER:
            if not data.get("employer") and "employer" not in self.errors:
                self.add_error("employer", "Choose the employer that the person works for.")
        else:
            data["employer"] = None
        return data

    @property
    def answers(self) -> dict[str, Any]:
        """As the actions take it."""
        return {
            "role": Role(self.cleaned_data["role"]),
            "groups": [
                one.group for one in self._groups if one.pk in self.cleaned_data.get("groups", [])
            ],
            "employer": self.cleaned_data["employer"],
            "learner": self.cleaned_data["learner"],
        }


class DetailsForm(forms.Form):
    """A person's name and address."""

    name = forms.CharField(max_length=120, help_text="As colleagues know the person.")
    email = forms.EmailField(
        max_length=254, label="E-mail address", help_text="The person signs in with it."
    )


class AddForm(RoleForm, DetailsForm):
    """A new person: who, and what."""

    field_order = ["name", "email", "role", "groups", "employer", "learner"]

    @property
    def answers(self) -> dict[str, Any]:
        """As the action takes it."""
        who = {"name": self.cleaned_data["name"], "email": self.cleaned_data["email"]}
        return who | super().answers


class PasswordForm(forms.Form):
    """A password, chosen with an invitation's link."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="At least 12 characters. Three or four words that mean something to you only.",
    )

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._user = user

    def clean_password(self) -> str:
        """Long enough, not common, and not the person's name or address."""
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, self._user)
        return password
