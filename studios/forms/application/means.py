"""Page seven: place, equipment, rules, funds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.sections import SectionKey
from studios.forms.application.fields import Area, Text, Wan, Year, YesNo
from studios.forms.application.leads import refuse_repeats
from studios.forms.application.parts import FileSlot, PartForm
from studios.forms.application.section import Group, SectionForm


class MeansPart(PartForm):
    """The single fields of the page."""

    area = Area(label=gettext_lazy("Area"))
    equipment = Text(limit=500, lines=4, label=gettext_lazy("Equipment"))
    has_sign = YesNo(label=gettext_lazy("A sign hangs at the door"))
    has_ledger = YesNo(label=gettext_lazy("A ledger is kept"))
    layout = (("area",), ("equipment",), ("has_sign", "has_ledger"))


class FundPart(PartForm):
    """Funds of one year."""

    year = Year(label=gettext_lazy("Year"))
    amount = Wan(label=gettext_lazy("Amount"))
    source = Text(
        limit=60,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("For example the unit's budget, union funds, a grant."),
    )
    layout = (("year", "amount", "source"),)


class MeansForm(SectionForm):
    """保障条件."""

    key = SectionKey.MEANS
    head = MeansPart
    slots = (
        FileSlot(
            "rules",
            gettext_lazy("Rules of the studio"),
            gettext_lazy("Working rules, rules for funds, plans. PDF, JPG, PNG, WEBP, DOCX or XLSX, 20 MB each."),
            missing=gettext_lazy("Upload the rules of the studio."),
        ),
    )
    groups = (
        Group(
            "funds",
            FundPart,
            gettext_lazy("Funds"),
            gettext_lazy("Funds of three years"),
            gettext_lazy("Add a year"),
            least=1,
            most=3,
            too_few=gettext_lazy("Fill in the funds of the last years. Fill in 0 if there were none."),
        ),
    )

    def check(self):
        """A year stands once."""
        refuse_repeats(self.rows("funds"), ("year",), "year", _("This year stands here twice."))
