"""Page five: benefit by result and year."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.register import BenefitMethod
from studios.choices.sections import SectionKey
from studios.forms.application.fields import Entry, Pick, Text, Wan, Year
from studios.forms.application.leads import refuse_repeats
from studios.forms.application.parts import FileSlot, PartForm
from studios.forms.application.section import Group, SectionForm


class BenefitPart(PartForm):
    """Benefit of one result in one year; a social one has words instead of an amount."""

    carried = ("record",)
    result = Entry(source="results", label=gettext_lazy("Result of page four"))
    year = Year(label=gettext_lazy("Year"))
    method = Pick(choices=BenefitMethod.choices, label=gettext_lazy("Kind of benefit"))
    amount = Wan(label=gettext_lazy("Amount"))
    formula = Text(
        limit=300,
        lines=3,
        label=gettext_lazy("Formula"),
        help_text=gettext_lazy("How the sum was worked out. For a social benefit, what it brought and to whom."),
    )
    period = Text(
        limit=60, label=gettext_lazy("Period"), help_text=gettext_lazy("For example January to December 2025.")
    )
    layout = (("result",), ("year", "method"), ("amount", "period"))
    slots = (
        FileSlot(
            "finance",
            gettext_lazy("Certificate of the finance department"),
            most=3,
            missing=gettext_lazy("Upload the certificate of the finance department."),
        ),
    )

    def prepare(self):
        """Money has an amount."""
        self.fields["amount"].required = not self.is_social
        self.fields["amount"].error_messages["required"] = _("Fill in the amount. Fill in 0 if there is none.")

    @property
    def is_social(self):
        """Whether no amount is asked for."""
        return self.raw.get("method") == BenefitMethod.SOCIAL

    def needs_file(self, slot):
        """Finance certifies money only."""
        return not self.is_social


class BenefitsForm(SectionForm):
    """效益."""

    key = SectionKey.BENEFITS
    intro = gettext_lazy("One entry for each result and year. Amounts are in 10,000 yuan.")
    groups = (
        Group(
            "benefits",
            BenefitPart,
            gettext_lazy("Benefit"),
            gettext_lazy("Benefit by result and year"),
            gettext_lazy("Add a benefit"),
            least=1,
            most=60,
            too_few=gettext_lazy("Add the benefit of at least one result; a social benefit counts."),
        ),
    )

    def check(self):
        """Each result, year and method stands once."""
        refuse_repeats(
            self.rows("benefits"),
            ("result", "year", "method"),
            "method",
            _("This result, year and method stands here twice."),
        )
