"""The form that keeps a look at a list under a name."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from unions.choices.lists import Reach
from unions.forms.fields import LineField
from unions.models import Account, Union
from unions.permissions import shares_with_everyone
from unions.ui.saved_views import kept_query

SHARING = ("clerk", "chair", "administrator")


class ViewForm(forms.Form):
    """Name and reader; what is kept is the list as it was seen."""

    name = LineField(label=_("Name of the view"), max_length=40)
    reach = forms.ChoiceField(label=_("For whom"))
    is_default = forms.BooleanField(label=_("Open this list with it"), required=False)
    query = forms.CharField(max_length=4_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, account: Account, **options: Any) -> None:
        """Offer oneself, the unions whose views one keeps, and everyone where one may."""
        super().__init__(*args, **options)
        self.unions = {u.pk: u for u in Union.objects.filter(pk__in=account.scope.union_ids(*SHARING)).order_by("path")}
        choices = [(Reach.MINE.value, Reach.MINE.label)]
        choices += [(f"{Reach.UNION.value}-{pk}", union.name) for pk, union in self.unions.items()]
        if shares_with_everyone(account):
            choices.append((Reach.ALL.value, Reach.ALL.label))
        self.fields["reach"].choices = choices

    @property
    def kept(self) -> dict[str, Any]:
        """What the action takes: reach and union."""
        reach, _dash, pk = self.cleaned_data["reach"].partition("-")
        return {"reach": Reach(reach), "union": self.unions[int(pk)] if pk else None}

    @property
    def asked(self) -> str:
        """Filter and order, without what only passes."""
        return kept_query(QueryDict(self.cleaned_data["query"]))
