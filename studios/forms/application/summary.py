"""Page eight: summary, the unit's own public notice, evidence, explanations, declaration."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.sections import SectionKey
from studios.forms.application.fields import Day, Declaration, Text
from studios.forms.application.parts import FileSlot, PartForm, Place, slot_name
from studios.forms.application.section import Fault, SectionForm

EXPLAINS = "explain_"


class SummaryPart(PartForm):
    """The single fields of the page; one more for each hard condition that is not met."""

    takes_more = EXPLAINS
    last = ("declared",)
    summary = Text(
        limit=2000,
        lines=14,
        label=gettext_lazy("Summary of the work"),
        help_text=gettext_lazy("Work, results and plans of the studio. Figures as on the other pages."),
    )
    notice_from = Day(label=gettext_lazy("Public notice in the unit, from"))
    notice_to = Day(label=gettext_lazy("Public notice in the unit, until"))
    notice_outcome = Text(
        limit=300,
        lines=2,
        label=gettext_lazy("Outcome of the public notice"),
        help_text=gettext_lazy("For example: no objection was raised."),
    )
    declared = Declaration(
        label=gettext_lazy(
            "We declare that what stands in this form is true, that the persons named in it agree, and that nothing secret is in it."
        )
    )
    layout = (("summary",), ("notice_from", "notice_to"), ("notice_outcome",))

    def prepare(self):
        """Ask for a reason beside each hard condition that is not met."""
        declared = self.fields.pop("declared")
        question = _("Say why you apply all the same.")
        for finding in self.book.failing:
            name = f"{EXPLAINS}{finding.condition.pk}"
            asked = Text(
                limit=500,
                lines=3,
                label=finding.condition.text,
                help_text=f"{finding.found} {question}".strip(),
            )
            self.fields[name] = asked
            asked.prepare(self.book, {name: self.raw[name]} if name in self.raw else {})
            asked.error_messages["required"] = _("Say why you apply although this condition is not met.")
        self.fields["declared"] = declared
        declared.error_messages["required"] = _("Tick the declaration.")

    def clean(self):
        """The end follows the start."""
        cleaned = super().clean()
        self.check_order("notice_from", "notice_to")
        return cleaned

    @classmethod
    def raw_of(cls, content):
        """Explanations stand in the content under their field names."""
        more = {k: v for k, v in content.items() if k.startswith(EXPLAINS) and isinstance(v, str)}
        typed = {k: v for k, v in (content.get("typed") or {}).items() if k.startswith(EXPLAINS)}
        return super().raw_of(content) | more | typed


class SummaryForm(SectionForm):
    """总结与承诺."""

    key = SectionKey.SUMMARY
    head = SummaryPart

    @property
    def evidence(self):
        """The evidence slots of the call."""
        return [
            FileSlot(
                f"slot-{s.key}",
                s.name,
                s.hint,
                missing=_("Upload: %(name)s") % {"name": s.name} if s.is_required else "",
            )
            for s in self.book.call_slots
        ]

    @property
    def places(self):
        """Places for the call's evidence."""
        return [Place(slot, "", self.book) for slot in self.evidence]

    def more_faults(self):
        """Evidence that the call asks for."""
        for slot in self.evidence:
            if slot.missing and not self.book.files.get(slot_name(slot, "")):
                yield Fault(f"file-{slot.name}", "", slot.missing)

    def explanations(self):
        """Reasons by condition, for the application."""
        return {
            name.removeprefix(EXPLAINS): value
            for name, value in self.part.raw.items()
            if name.startswith(EXPLAINS) and value.strip()
        }
