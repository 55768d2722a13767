"""Forms of settings and groups."""

from typing import Any

from django import forms

from openilr.web.providers.models import Group, Provider
from openilr.web.providers.queries import tree_of


class SettingsForm(forms.ModelForm):
    """The provider's settings."""

    class Meta:
        """The fields."""

        model = Provider
        fields = ["name", "verified_only", "mfa_required"]
        labels = {
            "verified_only": "Return verified records only",
            "mfa_required": "Staff need a second step of sign-in",
        }
        help_texts = {
            "verified_only": "A record that QA has not verified stays out of the return, with the "
            "reason shown. Switch it off to return every record that is complete.",
            "mfa_required": "Who has no authenticator app or passkey is led to set one up before "
            "anything else. Learners, employers and people who signed in with a work account are "
            "not asked.",
        }


class GroupForm(forms.Form):
    """A group: its name and its place."""

    name = forms.CharField(max_length=80)
    parent = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        label="Stands below",
    )

    def __init__(self, provider_id: int, group: Group | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._branches = [
            one
            for one in tree_of(provider_id)
            if group is None or not one.group.path.startswith(group.path)
        ]
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", "Nothing: at the top"),
            *((one.pk, one.way) for one in self._branches),
        ]

    @property
    def above(self) -> Group | None:
        """The group above."""
        chosen = self.cleaned_data["parent"]
        return next((one.group for one in self._branches if one.pk == chosen), None)
