"""Opens an application: an existing studio of the unit, or a new one."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.studios import create_studio
from studios.models import Call, Studio, StudioKind
from unions.choices.people import Role
from unions.models import Union

NEW = "new"
MOST = 300


class OpeningForm(forms.Form):
    """Which studio applies."""

    studio_choice = forms.ChoiceField(label=gettext_lazy("Studio"), widget=forms.RadioSelect)
    union = forms.ModelChoiceField(Union.objects.none(), label=gettext_lazy("Unit"), required=False)
    name = forms.CharField(
        max_length=40,
        required=False,
        label=gettext_lazy("Name of the new studio"),
        help_text=gettext_lazy("Usually the name of the lead, then the kind of studio. It can be changed in the form."),
    )
    kind = forms.ModelChoiceField(
        StudioKind.objects.filter(is_retired=False), required=False, label=gettext_lazy("Kind of studio")
    )

    def __init__(self, *args, account, call, **kwargs):
        """Offer the studios and units that this account files for."""
        super().__init__(*args, **kwargs)
        self.account, self.call = account, call
        self.studios = {str(s.pk): s for s in self._studios()}
        self.fields["studio_choice"].choices = [
            *((pk, f"{s.name}（{s.union}）") for pk, s in self.studios.items()),
            (NEW, _("A new studio")),
        ]
        units = self._units()
        self.fields["union"].queryset = units
        if units.count() == 1:
            self.fields["union"].initial = units[0]
        self.initial.setdefault("studio_choice", next(iter(self.studios), NEW))

    def _units(self):
        below = Union.objects.active().grassroots().filter(path__startswith=self.call.union.path)
        own = self.account.scope.union_ids(Role.CLERK)
        mine = below.filter(pk__in=own)
        return mine if mine.exists() else below.filter(self.account.scope.q("path", roles=(Role.CLERK,)), logs_in=False)

    def _studios(self):
        own = Q(practice=None) | Q(practice=self.call)
        rows = Studio.objects.filter(own, union__in=self._units()).exclude(state="closed")
        return rows.select_related("union")[:MOST]

    def clean(self):
        """A new studio has a unit, a name and a kind."""
        cleaned = super().clean()
        if cleaned.get("studio_choice") == NEW:
            for name, message in (
                ("union", _("Choose: Unit")),
                ("name", _("Fill in: Name of the new studio")),
                ("kind", _("Choose: Kind of studio")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return cleaned

    def studio(self, *, by):
        """The chosen studio, or the new one."""
        if self.cleaned_data["studio_choice"] != NEW:
            return self.studios[self.cleaned_data["studio_choice"]]
        values = {"name": self.cleaned_data["name"], "kind_id": self.cleaned_data["kind"].pk}
        return create_studio(self.cleaned_data["union"], values, by=by, practice=self.call)

    @staticmethod
    def calls_for(account):
        """Open calls of a union above one of the account's units, or of it."""
        found = Call.objects.open().select_related("union").prefetch_related("dates")
        paths = account.scope.paths((Role.CLERK, Role.CHAIR))
        return [c for c in found if any(p.startswith(c.union.path) or c.union.path.startswith(p) for p in paths)]
