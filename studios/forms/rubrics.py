"""The rubric editor's forms: name and grounds of veto, a group, a criterion with bands and table, all points at once."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import VetoGround
from studios.choices.reviews import Formula, Method
from studios.choices.sections import SectionKey
from studios.models import Call
from studios.values.rubrics import BandSpec, CriterionSpec, RubricSpec, even_bands, exact
from unions.values.text import clean_line

MOST_ROWS = 12
MOST_POINTS = 100


class LineField(forms.CharField):
    """One line without signs that cannot be shown."""

    def to_python(self, value: Any) -> str:
        """Clean before the length is looked at."""
        return clean_line(super().to_python(value) or "")


def points_field(
    label: Any, *, required: bool = True, least: Decimal | None = None, **kwargs: Any
) -> forms.DecimalField:
    """Points of a criterion."""
    kwargs.setdefault("min_value", least or Decimal(0))
    return forms.DecimalField(
        label=label, max_digits=5, decimal_places=2, max_value=MOST_POINTS, required=required, **kwargs
    )


class SeenForm(forms.Form):
    """What every page of the editor carries: the rubric that the person looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class RubricForm(SeenForm):
    """Name and grounds of veto."""

    name = LineField(label=_("Name of the rubric"), max_length=60)
    vetoes = forms.MultipleChoiceField(
        label=_("Grounds of veto"),
        choices=VetoGround.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("On one of these the naming chair may stop a case, whatever its points."),
    )


class GroupForm(SeenForm):
    """The name of a group."""

    group_name = LineField(label=_("Name of the group"), max_length=40)


class SourceForm(forms.Form):
    """The call whose rubric is taken over."""

    source = forms.ModelChoiceField(label=_("Rubric of"), queryset=Call.objects.none())

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        """Offer the union's other calls that have one."""
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = sources


class BandForm(forms.Form):
    """One band."""

    name = LineField(label=_("Name of the band"), max_length=20)
    least = points_field(_("Points from"))
    most = points_field(_("Points to"))
    anchor = LineField(label=_("What earns it"), max_length=200, required=False)

    @property
    def spec(self) -> BandSpec:
        """What the action takes."""
        v = self.cleaned_data
        return BandSpec(name=v["name"], least=exact(v["least"]), most=exact(v["most"]), anchor=v["anchor"])


class TableForm(forms.Form):
    """One row of an automatic criterion's table."""

    least = forms.DecimalField(label=_("At least"), max_digits=14, decimal_places=2)
    points = points_field(_("Points"))

    @property
    def spec(self) -> tuple[Decimal, Decimal]:
        """What the action takes."""
        return exact(self.cleaned_data["least"]), exact(self.cleaned_data["points"])


class Rows(BaseFormSet):
    """Rows of which blank ones and those marked for removal are left out; their figures put them in order."""

    @property
    def specs(self) -> list[Any]:
        """What the action takes."""
        kept = [f for f in self.forms if f.has_changed() or f.initial]
        return [f.spec for f in kept if f.cleaned_data and not f.cleaned_data.get("DELETE")]


def rows_of(form: type[forms.Form]) -> type[Rows]:
    """A formset of these rows with a blank one."""
    return forms.formset_factory(  # type: ignore[return-value]
        form, formset=Rows, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 6, validate_max=True, can_delete=True
    )


class CriterionForm(SeenForm):
    """One criterion; what only automatic ones need stands at its end."""

    name = LineField(label=_("Name of the criterion"), max_length=60)
    hint = LineField(label=_("What to look at"), max_length=300, required=False)
    points = points_field(_("Points of the criterion"), least=Decimal("0.5"))
    service_points = points_field(
        _("Points in service industries"),
        required=False,
        least=Decimal("0.5"),
        help_text=_("Leave empty where they are the same."),
    )
    method = forms.ChoiceField(label=_("Method"), choices=Method.choices, widget=forms.RadioSelect)
    is_bonus = forms.BooleanField(
        label=_("Bonus: added after the weighted total, which stays at most 100"), required=False
    )
    wants_comment = forms.BooleanField(label=_("Experts write a comment"), required=False)
    page = forms.ChoiceField(
        label=_("Page of the application beside it"), choices=[("", "—"), *SectionKey.choices], required=False
    )
    formula = forms.ChoiceField(label=_("Formula"), choices=[("", "—"), *Formula.choices], required=False)
    target = forms.DecimalField(
        label=_("Full points at"),
        max_digits=14,
        decimal_places=2,
        required=False,
        help_text=_("Points × figure ÷ this. With team size and mix: the share of skilled people in per cent."),
    )
    floor = forms.DecimalField(label=_("Nothing below"), max_digits=14, decimal_places=2, min_value=0, required=False)
    cap = points_field(_("At most"), required=False)

    @property
    def words(self) -> dict[str, Any]:
        """The criterion's own fields as the action takes them; a formula belongs to automatic ones alone."""
        v = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if v["method"] != Method.AUTO:
            v |= {"formula": "", "target": None, "floor": None, "cap": None}
        else:
            v["wants_comment"] = False
        return {name: exact(value) if isinstance(value, Decimal) else value for name, value in v.items()}


class CriterionEditor:
    """The page of one criterion: its form, its bands and its table, read and validated together."""

    def __init__(self, data: Mapping[str, Any] | None, spec: CriterionSpec | None, seen: str) -> None:
        """Show what is stored, or what was sent."""
        self.form = CriterionForm(data, initial=_initial(spec) | {"seen": seen})
        bands = (
            [{"name": b.name, "least": b.least, "most": b.most, "anchor": b.anchor} for b in spec.bands] if spec else []
        )
        table = [{"least": least, "points": points} for least, points in spec.table] if spec else []
        self.bands = rows_of(BandForm)(data, initial=bands, prefix="bands")
        self.table = rows_of(TableForm)(data, initial=table, prefix="table")

    @property
    def parts(self) -> list[Any]:
        """What the list of errors reads."""
        return [self.form, self.bands, self.table]

    def is_valid(self) -> bool:
        """Whether all three are; each says what is wrong with it."""
        faulty = [part for part in self.parts if not part.is_valid()]
        return not faulty

    @property
    def spec(self) -> CriterionSpec:
        """The criterion as the action takes it; without bands it gets even ones."""
        words = self.form.words
        if words["method"] == Method.AUTO:
            return CriterionSpec(**words, table=tuple(sorted(self.table.specs)))
        bands = tuple(sorted(self.bands.specs, key=lambda b: b.most, reverse=True))
        return CriterionSpec(**words, bands=bands or even_bands(words["points"]))

    def refuse(self, field: str | None, message: str) -> None:
        """Put a refusal where it belongs: at the rows or at the field."""
        rows = {"bands": self.bands, "table": self.table}.get(field or "")
        if rows is not None:
            rows._non_form_errors = rows.error_class([message])  # noqa: SLF001 - formsets have no add_error
        else:
            self.form.add_error(field if field in self.form.fields else None, message)


def _initial(spec: CriterionSpec | None) -> dict[str, Any]:
    if spec is None:
        return {"method": Method.EXPERT}
    return {name: getattr(spec, name) for name in CriterionForm.base_fields if name != "seen"}


class PointsForm(SeenForm):
    """The points of every criterion on one page, so that they can be brought to 100 together."""

    def __init__(self, *args: Any, rubric: RubricSpec, **kwargs: Any) -> None:
        """Two fields a criterion."""
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        for g, group in enumerate(rubric.groups, start=1):
            for c, criterion in enumerate(group.criteria, start=1):
                least = Decimal("0.5")
                self.fields[f"points-{g}-{c}"] = self._field(criterion, criterion.points, least, "own")
                self.fields[f"service-{g}-{c}"] = self._field(criterion, criterion.service_points, least, "service")

    @staticmethod
    def _field(criterion: CriterionSpec, initial: Decimal | None, least: Decimal, kind: str) -> forms.DecimalField:
        label = _("Points of the criterion") if kind == "own" else _("Points in service industries")
        made = points_field(label, required=kind == "own", least=least, initial=initial)
        label_of = {"aria-label": f"{criterion.name} {label}", f"data-points-{kind}": ""}
        made.widget.attrs |= {"class": "input w-s", "step": "0.5"} | label_of
        if criterion.is_bonus:
            made.widget.attrs["data-bonus"] = ""
        return made

    @property
    def rows(self) -> list[tuple[str, list[tuple[CriterionSpec, forms.BoundField, forms.BoundField]]]]:
        """Groups with their criteria and the two fields of each."""
        return [
            (
                group.name,
                [(c, self[f"points-{g}-{n}"], self[f"service-{g}-{n}"]) for n, c in enumerate(group.criteria, 1)],
            )
            for g, group in enumerate(self.rubric.groups, start=1)
        ]

    @property
    def spec(self) -> RubricSpec:
        """The rubric with these points; the bands of a criterion grow and shrink with them."""
        changed = self.rubric
        for g, group in enumerate(self.rubric.groups, start=1):
            for n, criterion in enumerate(group.criteria, start=1):
                own, service = (self.cleaned_data[f"{kind}-{g}-{n}"] for kind in ("points", "service"))
                resized = criterion.resized(exact(own), None if service is None else exact(service))
                changed = changed.with_criterion(g, resized, n)
        return changed
