"""Forms for the changes of the union tree."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unions.choices.tree import Level, Ownership, UnionKind
from unions.forms.fields import LineField, UnionField
from unions.models import Account, Industry, Union
from unions.values.codes import normalise_code
from unions.values.credit_codes import normalise_union_credit_code

BY_NAME = _("Code or name, for example DL-D01.")


class ChangeForm(forms.Form):
    """A change of one union by an administrator; unions can be chosen within reach only."""

    def __init__(self, *args: Any, union: Union, by: Account, **options: Any) -> None:
        """Keep both and narrow the choice."""
        super().__init__(*args, **options)
        self.union, self.by = union, by
        for field in self.fields.values():
            if isinstance(field, UnionField):
                field.among = Union.objects.administered_by(by)


class ReasonedForm(ChangeForm):
    """A change with its reason, which stays in the history."""

    reason = LineField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))
    field_order = ("name", "code", "parent", "into", "successor", "reason")


class FactsForm(ChangeForm):
    """Facts of a union but name, code and place."""

    kind = forms.ChoiceField(label=_("Kind"), choices=UnionKind.choices)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    short_name = LineField(label=_("Short name"), max_length=40, required=False)
    employer = LineField(label=_("Employer"), max_length=80, required=False)
    is_joint = forms.BooleanField(label=_("Joint union of several employers"), required=False)
    industry = forms.ModelChoiceField(
        label=_("Industry"), queryset=Industry.objects.filter(code__regex="^[0-9]"), required=False
    )
    county = LineField(label=_("County"), max_length=40, required=False)
    ownership = forms.ChoiceField(label=_("Ownership"), choices=[("", "—"), *Ownership.choices], required=False)
    credit_code = LineField(label=_("Credit code"), max_length=30, required=False)
    members_count = forms.IntegerField(
        label=_("Union members"), min_value=0, max_value=999_999_999, required=False, localize=False
    )
    office_phone = LineField(label=_("Office telephone"), max_length=30, required=False)
    address = LineField(label=_("Address"), max_length=120, required=False)
    logs_in = forms.BooleanField(
        label=_("Works in the system itself"), required=False, help_text=_("If not, a union above may file for it.")
    )

    def clean(self) -> dict[str, Any]:
        """Rules between kind, employer and credit code."""
        cleaned = super().clean()
        is_grassroots = cleaned.get("kind") == UnionKind.GRASSROOTS
        if is_grassroots and not cleaned.get("employer") and not cleaned.get("is_joint"):
            self.add_error("employer", _("A grassroots union has an employer, unless it is joint."))
        if number := cleaned.get("credit_code"):
            try:
                cleaned["credit_code"] = normalise_union_credit_code(number, is_grassroots=is_grassroots)
            except ValidationError as error:
                self.add_error("credit_code", error)
        return cleaned


class EditForm(FactsForm):
    """The facts as they are, to be changed."""

    reason = LineField(label=_("Reason"), max_length=200, required=False, help_text=_("Stays in the history."))

    def __init__(self, *args: Any, union: Union, by: Account, **options: Any) -> None:
        """Begin with the present facts."""
        initial = {name: getattr(union, name) for name in FactsForm.base_fields}
        super().__init__(*args, union=union, by=by, initial=initial, **options)


class FoundForm(FactsForm):
    """A new union below this one."""

    code = LineField(label=_("Code"), max_length=30, check=normalise_code)
    name = LineField(label=_("Union name"), max_length=80)
    field_order = ("code", "name")

    def __init__(self, *args: Any, union: Union, by: Account, **options: Any) -> None:
        """Suggest the kind that is founded most."""
        initial = {"kind": UnionKind.GRASSROOTS, "level": Level.UNIT, "logs_in": True, "code": f"{union.code}-"}
        super().__init__(*args, union=union, by=by, initial=initial, **options)


class RenameForm(ReasonedForm):
    """A new name, a new code, or both."""

    name = LineField(label=_("Union name"), max_length=80)
    code = LineField(label=_("Code"), max_length=30, check=normalise_code)

    def __init__(self, *args: Any, union: Union, by: Account, **options: Any) -> None:
        """Begin with the present ones."""
        initial = {"name": union.name, "code": union.code}
        super().__init__(*args, union=union, by=by, initial=initial, **options)


class MoveForm(ReasonedForm):
    """Another union above."""

    parent = UnionField(label=_("Union above"), max_length=80, help_text=BY_NAME)


class MergeForm(ReasonedForm):
    """The union that takes over."""

    into = UnionField(label=_("Union that takes over"), max_length=80, help_text=BY_NAME)


class CloseForm(ReasonedForm):
    """Perhaps a union that takes over."""

    successor = UnionField(label=_("Successor"), max_length=80, required=False, help_text=BY_NAME)


class SheetForm(forms.Form):
    """A file with the union tree."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv"}))
