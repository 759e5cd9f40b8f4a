"""What papers, templates and plaque orders are asked for with."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import PaperFormat, PaperKind
from studios.models import PlaqueOrder
from unions import clock
from unions.choices.people import DESK_ROLES
from unions.choices.tree import UnionKind
from unions.models import Account, Union
from unions.values.text import clean_line

LEDGER_YEARS = 6


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WriteForm(forms.Form):
    """In which format a paper is written."""

    format = forms.ChoiceField(label=_("Format"), choices=PaperFormat.choices, widget=forms.RadioSelect, initial="pdf")


class LedgerForm(WriteForm):
    """Which union's ledger of which year is written."""

    union = forms.ModelChoiceField(label=_("Union"), queryset=Union.objects.none())
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    field_order = ("union", "year", "format")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Offer the account's own unions and those next below."""
        super().__init__(*args, **kwargs)
        own = account.scope.union_ids(*DESK_ROLES)
        below = Q(parent__in=own) & ~Q(kind=UnionKind.GRASSROOTS)
        field = self.fields["union"]
        field.queryset = Union.objects.active().filter(Q(pk__in=own) | below).order_by("path")
        field.initial = field.queryset.first()
        present = clock.today().year
        self.fields["year"].choices = [(year, str(year)) for year in range(present, present - LEDGER_YEARS, -1)]


class TemplateForm(forms.Form):
    """A Word template for one kind of paper of a union."""

    union = forms.ModelChoiceField(label=_("Union"), queryset=Union.objects.none())
    kind = forms.ChoiceField(label=_("Paper"), choices=PaperKind.choices)
    file = forms.FileField(label=_("Template"), help_text=_("Word file (.docx), 20 MB at most."))
    note = forms.CharField(label=_("Note"), max_length=120, required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        """Offer the unions at which the account is clerk or chair."""
        super().__init__(*args, **kwargs)
        field = self.fields["union"]
        field.queryset = Union.objects.active().filter(pk__in=account.scope.union_ids(*DESK_ROLES))
        field.initial = field.queryset.first()

    def clean_note(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["note"])


class OrderForm(forms.Form):
    """An order of plaques."""

    maker = forms.CharField(label=_("Maker"), max_length=80)
    ordered_on = forms.DateField(label=_("Ordered"), widget=_day())
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=9999)

    def __init__(self, *args: Any, pieces: int, **kwargs: Any) -> None:
        """Begin with today and what is not ordered yet."""
        super().__init__(*args, initial={"ordered_on": clock.today(), "pieces": pieces or None}, **kwargs)

    def clean_maker(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["maker"])


class ReceiptForm(forms.Form):
    """What came in of an order."""

    received_on = forms.DateField(label=_("Received"), widget=_day())
    received_pieces = forms.IntegerField(label=_("Pieces received"), min_value=0, max_value=9999)
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, help_text=_("Needed when fewer came than were ordered.")
    )

    def __init__(self, *args: Any, order: PlaqueOrder, **kwargs: Any) -> None:
        """Begin with today and all pieces."""
        super().__init__(*args, initial={"received_on": clock.today(), "received_pieces": order.pieces}, **kwargs)

    def clean_note(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["note"])
