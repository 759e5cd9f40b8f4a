"""What the rows of leads, members and apprentices share."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.forms.application.fields import Entry, Month, Pick, Text
from studios.forms.application.parts import PartForm
from unions.choices.people import Sex


class PersonPart(PartForm):
    """Who a person is. `person` is the register's key, carried from the prefilled row and never read from the page."""

    carried = ("person", "record")
    title_field = "name"

    name = Text(limit=40, label=gettext_lazy("Name"))
    sex = Pick(choices=Sex.choices, radio=True, label=gettext_lazy("Sex"))
    birth_month = Month(private="birth", label=gettext_lazy("Birth month"))


class SkilledPart(PersonPart):
    """A person with trade, professional title and skill grade."""

    trade = Text(limit=40, label=gettext_lazy("Trade"))
    title = Text(
        limit=40,
        required=False,
        label=gettext_lazy("Professional title"),
        help_text=gettext_lazy("Title or grade: one of the two is needed."),
    )
    skill_grade = Entry(source="grades", required=False, label=gettext_lazy("Skill grade"))

    def clean(self):
        """A worker has a grade, an engineer a title; one of the two is needed."""
        cleaned = super().clean()
        if not self.raw.get("title", "").strip() and not self.raw.get("skill_grade"):
            self.add_error("title", _("Fill in the professional title or choose the skill grade."))
        return cleaned
