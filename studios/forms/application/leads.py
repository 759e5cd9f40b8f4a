"""Page two: one or two leads with their honours and merits."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.register import Education, PoliticalStatus
from studios.choices.sections import SectionKey
from studios.forms.application.fields import Entry, Mobile, Pick, Text, Year, YesNo
from studios.forms.application.parts import FileSlot, PartForm
from studios.forms.application.people import SkilledPart
from studios.forms.application.section import Group, SectionForm


class HonourPart(PartForm):
    """One honour of a lead."""

    title_field = ""
    honour = Entry(source="honours", label=gettext_lazy("Honour"))
    year = Year(label=gettext_lazy("Year"))
    document = Text(
        limit=60,
        required=False,
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("The number of the paper that gave it."),
    )
    layout = (("honour", "year", "document"),)
    slots = (
        FileSlot(
            "honour",
            gettext_lazy("Certificate"),
            most=3,
            missing=gettext_lazy("Upload the certificate of the honour."),
        ),
    )


class LeadPart(SkilledPart):
    """One lead."""

    mobile = Mobile(required=False, label=gettext_lazy("Mobile"))
    political_status = Pick(choices=PoliticalStatus.choices, required=False, label=gettext_lazy("Political status"))
    education = Pick(choices=Education.choices, required=False, label=gettext_lazy("Education"))
    is_in_post = YesNo(label=gettext_lazy("In post"))
    merits = Text(
        limit=1000,
        lines=8,
        label=gettext_lazy("Merits"),
        help_text=gettext_lazy("What the lead has done, with years and figures."),
    )
    layout = (
        ("name", "sex"),
        ("birth_month", "mobile"),
        ("trade", "title", "skill_grade"),
        ("political_status", "education"),
        ("is_in_post",),
    )
    slots = (FileSlot("portrait", gettext_lazy("Portrait"), gettext_lazy("Optional."), most=1, pictures_only=True),)


HONOURS = Group(
    "honours",
    HonourPart,
    gettext_lazy("Honour"),
    gettext_lazy("Honours"),
    gettext_lazy("Add an honour"),
    least=1,
    most=12,
    too_few=gettext_lazy("Add the honours of the lead, at least one."),
)


class LeadsForm(SectionForm):
    """领衔人."""

    key = SectionKey.LEADS
    groups = (
        Group(
            "leads",
            LeadPart,
            gettext_lazy("Lead"),
            gettext_lazy("Leads"),
            gettext_lazy("Add the second lead"),
            least=1,
            most=2,
            too_few=gettext_lazy("Fill in the lead."),
            nested=(HONOURS,),
            is_server_only=True,
        ),
    )

    def check(self):
        """Two leads are two people; an honour stands once a year."""
        for row in self.rows("leads"):
            refuse_repeats(row.nested[0].rows, ("honour", "year"), "honour", _("This honour stands here twice."))
        refuse_repeats(self.rows("leads"), ("name", "birth_month"), "name", _("The second lead is another person."))


def refuse_repeats(rows, names, place, message):
    seen = set()
    for row in rows:
        value = tuple(row.cleaned_data.get(name) for name in names)
        if value in seen and all(value):
            row.add_error(place, message)
        seen.add(value)
