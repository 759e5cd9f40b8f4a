"""Page one: basic information."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.sections import SectionKey
from studios.forms.application.fields import Entry, Month, Telephone, Text
from studios.forms.application.parts import PartForm
from studios.forms.application.section import SectionForm
from studios.models import Studio


class BasicsPart(PartForm):
    """The single fields of the page."""

    name = Text(limit=40, label=gettext_lazy("Name of the studio"))
    name_reason = Text(
        limit=200,
        required=False,
        label=gettext_lazy("Reason for a name of your own"),
        help_text=gettext_lazy("Only when the name is not the lead's name followed by the kind of studio."),
    )
    kind = Entry(source="kinds", label=gettext_lazy("Kind of studio"))
    employer = Text(limit=80, required=False, label=gettext_lazy("Employer"))
    industry = Entry(source="industries", label=gettext_lazy("Industry"))
    field = Text(
        limit=60,
        label=gettext_lazy("Field of work"),
        help_text=gettext_lazy("What the studio works on, in a few words."),
    )
    founded_on = Month(label=gettext_lazy("Founded"))
    address = Text(limit=120, required=False, label=gettext_lazy("Address"))
    contact_name = Text(limit=40, label=gettext_lazy("Contact"))
    contact_phone = Telephone(label=gettext_lazy("Office telephone"))
    introduction = Text(
        limit=500,
        lines=6,
        label=gettext_lazy("Introduction"),
        help_text=gettext_lazy("Who works in it, what it does, what has come of it."),
    )
    layout = (
        ("name",),
        ("name_reason",),
        ("kind", "industry"),
        ("employer",),
        ("field",),
        ("founded_on",),
        ("address",),
        ("contact_name", "contact_phone"),
    )

    def prepare(self):
        """A joint union names the employer; a named studio keeps its name."""
        application = self.book.application
        if application is None:
            return
        if application.union.is_joint:
            self.fields["employer"].required = True
        else:
            del self.fields["employer"]
        if application.studio.is_named:
            self.fields["name"].disabled = True
            self.initial["name"] = application.studio.name
            self.fields["name"].help_text = _(
                "A named studio keeps its name; a change of name is asked for on its own page."
            )

    def default_name(self) -> str:
        """Name of the lead and ending of the kind."""
        kind = self.book.entries("kinds").get(self.raw.get("kind", ""))
        leads = "".join(self.book.lead_names()[:2])
        return f"{leads}{kind.suffix}" if kind and leads else ""


class BasicsForm(SectionForm):
    """基本信息."""

    key = SectionKey.BASICS
    head = BasicsPart

    def check(self):
        """A free name needs its reason; a name stands once in a unit."""
        name = self.part.cleaned_data.get("name")
        usual = self.part.default_name()
        if (
            name
            and usual
            and name != usual
            and not self._is_named()
            and not self.part.raw.get("name_reason", "").strip()
        ):
            self.part.add_error("name_reason", _("Say why the name is not “%(usual)s”.") % {"usual": usual})
        if name and self._same_name().filter(union=self.book.application.union).exists():
            self.part.add_error(
                "name", _("Your unit has another studio of this name. Choose a name that tells them apart.")
            )

    def _is_named(self):
        return self.book.application is not None and self.book.application.studio.is_named

    def _same_name(self):
        application = self.book.application
        if application is None:
            return Studio.objects.none()
        return Studio.objects.filter(name=self.part.cleaned_data.get("name")).exclude(pk=application.studio_id)

    def warnings(self):
        """A studio of the same name elsewhere is allowed, and said."""
        self.check_once()
        found = self._same_name().exclude(union=self.book.application.union).select_related("union").first()
        return [_("“%(union)s” has a studio of the same name.") % {"union": found.union}] if found else []
