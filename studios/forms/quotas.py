"""What places are set, pasted and granted with."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.quotas import MOST_PLACES
from studios.models import Call, Quota, StudioKind
from studios.queries.quotas import QuotaSpec, recommenders_of
from studios.values.quotas import QuotaLine, parse_quota_lines
from unions.models import Union
from unions.values.text import clean_line, clean_text


def _number(label: str, name: str, initial: int | None) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input w-s", "aria-label": f"{name} {label}"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_PLACES, required=False, initial=initial, widget=widget
    )


class QuotasForm(forms.Form):
    """Places and “at least” of every recommending union, for one studio kind or all."""

    def __init__(self, *args: Any, call: Call, kind: StudioKind | None, **kwargs: Any) -> None:
        """Two numbers a union."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.unions = list(recommenders_of(call))
        stored = {q.union_id: q for q in Quota.objects.filter(call=call, kind=kind)}
        for union in self.unions:
            quota = stored.get(union.pk)
            name = union.short_name or union.name
            self.fields[f"places_{union.pk}"] = _number(_("Places"), name, quota.places if quota else None)
            self.fields[f"floor_{union.pk}"] = _number(_("At least"), name, quota.floor if quota else None)

    @property
    def lines(self) -> list[tuple[Union, forms.BoundField, forms.BoundField]]:
        """Each union with its two fields."""
        return [(u, self[f"places_{u.pk}"], self[f"floor_{u.pk}"]) for u in self.unions]

    @property
    def rows(self) -> list[QuotaSpec]:
        """What the action takes."""
        values = self.cleaned_data
        return [
            QuotaSpec(union=u, places=values[f"places_{u.pk}"], floor=values[f"floor_{u.pk}"], kind=self.kind)
            for u in self.unions
        ]


class PastedQuotasForm(forms.Form):
    """Quotas as they stand in a sheet."""

    text = forms.CharField(
        label=gettext_lazy("Lines"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "Copy the cells from Excel: union or code, places, at least (optional), studio kind (optional)."
        ),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        """Remember whose recommenders are meant."""
        super().__init__(*args, **kwargs)
        self.call = call
        self.rows: list[QuotaSpec] = []

    def clean_text(self) -> str:
        """Every line understood, or each faulty one named."""
        text = clean_text(self.cleaned_data["text"])
        lines = parse_quota_lines(text)
        unions, kinds = self._unions(), {k.name: k for k in StudioKind.objects.all()}
        faults = [fault for line in lines for fault in self._faults(line, unions, kinds)]
        places = [(unions.get(line.union), line.kind) for line in lines]
        twice = [line for n, line in enumerate(lines) if places[n] in places[:n]]
        faults += [_("Line %(line)s: this union stands above already.") % {"line": line.number} for line in twice]
        if faults:
            raise ValidationError([ValidationError(fault) for fault in faults])
        self.rows = [
            QuotaSpec(union=unions[line.union], places=line.places, floor=line.floor, kind=kinds.get(line.kind))
            for line in lines
        ]
        return text

    def _unions(self) -> dict[str, Union]:
        found = list(recommenders_of(self.call))
        return {key: union for union in found for key in (union.name, union.short_name, union.code) if key}

    @staticmethod
    def _faults(line: QuotaLine, unions: dict[str, Union], kinds: dict[str, StudioKind]) -> list[str]:
        words = {"line": line.number, "union": line.union[:40], "kind": line.kind[:40]}
        faults = []
        if line.union not in unions:
            faults.append(_("Line %(line)s: “%(union)s” does not recommend in this call.") % words)
        if line.kind and line.kind not in kinds:
            faults.append(_("Line %(line)s: “%(kind)s” is no studio kind.") % words)
        return faults


class GrantForm(forms.Form):
    """Places above the quota, with the reason."""

    places = forms.IntegerField(label=gettext_lazy("Further places"), min_value=1, max_value=MOST_PLACES, initial=1)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The recommender reads it."),
    )

    def clean_reason(self) -> str:
        """One line without signs that cannot be shown."""
        return clean_line(self.cleaned_data["reason"])
