"""Page four: projects, and the results of three years."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.register import ProblemArea, ProjectState, ResultGroup
from studios.choices.sections import SectionKey
from studios.forms.application.fields import Day, Entry, Month, Pick, Text, Tick, Whole
from studios.forms.application.parts import FileSlot, PartForm
from studios.forms.application.section import Fault, Group, SectionForm
from studios.values.patents import parse_patent_number


class ProjectPart(PartForm):
    """One project."""

    carried = ("record",)
    title_field = "title"
    title = Text(limit=40, label=gettext_lazy("Title of the project"))
    area = Pick(choices=ProblemArea.choices, label=gettext_lazy("Problem area"))
    state = Pick(choices=ProjectState.choices, label=gettext_lazy("State of the project"))
    approved_by = Text(limit=60, label=gettext_lazy("Approved by"))
    starts_on = Month(label=gettext_lazy("From month"))
    ends_on = Month(
        required=False,
        ahead=6,
        label=gettext_lazy("Until month"),
        help_text=gettext_lazy("Planned month, if it still runs."),
    )
    difficulty = Text(limit=500, lines=4, label=gettext_lazy("Difficulty solved"))
    layout = (("title",), ("area", "state"), ("approved_by",), ("starts_on", "ends_on"))

    def clean(self):
        """A finished project has its end."""
        cleaned = super().clean()
        self.check_order("starts_on", "ends_on")
        if cleaned.get("state") == ProjectState.FINISHED and not self.data_present("ends_on"):
            self.add_error("ends_on", _("A finished project has an end. Choose the month."))
        return cleaned

    def data_present(self, name):
        """Whether something was typed into a field."""
        return any(self.raw.get(key, "").strip() for key in self.fields[name].keys(name))


class ResultPart(PartForm):
    """One result. Of a secret one only title, kind, number and date are taken."""

    carried = ("record",)
    title_field = "title"
    title = Text(
        limit=40,
        label=gettext_lazy("Title of the result"),
        help_text=gettext_lazy(
            "Name object and method, for example “Control of welding distortion in aluminium side walls”."
        ),
    )
    kind = Entry(source="result_kinds", label=gettext_lazy("Kind of result"))
    number = Text(
        limit=40,
        required=False,
        label=gettext_lazy("Number of the result"),
        help_text=gettext_lazy("Of the patent, certificate or standard."),
    )
    finished_on = Day(label=gettext_lazy("Finished on"))
    adopters_count = Whole(required=False, high=100_000, label=gettext_lazy("Adopting units"))
    problem = Text(
        limit=500, lines=4, label=gettext_lazy("Problem"), help_text=gettext_lazy("What was difficult before.")
    )
    novelty = Text(
        limit=500,
        lines=5,
        label=gettext_lazy("Method and novelty"),
        help_text=gettext_lazy("What you did, then figures of what it brought."),
    )
    is_secret = Tick(
        required=False,
        label=gettext_lazy("This result is secret"),
        help_text=gettext_lazy("Of a secret result only title, kind, number and date are kept. No text, no files."),
    )
    layout = (
        ("title",),
        ("kind", "number"),
        ("finished_on", "adopters_count"),
        ("problem",),
        ("novelty",),
        ("is_secret",),
    )
    slots = (
        FileSlot(
            "result",
            gettext_lazy("Evidence"),
            gettext_lazy(
                "Patent certificate, process qualification, proof of use. PDF, JPG, PNG, WEBP, DOCX or XLSX, 20 MB each."
            ),
            missing=gettext_lazy("Upload at least one piece of evidence."),
        ),
    )

    @property
    def is_hidden(self):
        """Whether the result is marked secret."""
        return bool(self.raw.get("is_secret"))

    def needs_file(self, slot):
        """A secret result has no evidence here."""
        return not self.is_hidden

    @property
    def places(self):
        """No place for files beside a secret result, but for removing what is there."""
        return [place for place in super().places if not self.is_hidden or place.files]

    def prepare(self):
        """Texts are asked for unless the result is secret."""
        for name in ("problem", "novelty"):
            self.fields[name].required = not self.is_hidden

    def clean_number(self):
        """A patent's number is checked by its last digit."""
        number = self.cleaned_data["number"]
        kind = self.book.entries("result_kinds").get(self.raw.get("kind", ""))
        if kind is None or kind.group != ResultGroup.PATENT:
            return number
        return str(parse_patent_number(number))

    def clean(self):
        """Texts are refused when the result is secret."""
        cleaned = super().clean()
        for name in ("problem", "novelty"):
            if self.is_hidden and self.raw.get(name, "").strip():
                self.add_error(name, _("Take this text out: nothing of a secret result is kept here."))
        return cleaned


class ResultsForm(SectionForm):
    """创新成果."""

    key = SectionKey.RESULTS
    groups = (
        Group(
            "projects",
            ProjectPart,
            gettext_lazy("Project"),
            gettext_lazy("Projects"),
            gettext_lazy("Add a project"),
            least=1,
            most=20,
            too_few=gettext_lazy("Add at least one project."),
        ),
        Group(
            "results",
            ResultPart,
            gettext_lazy("Result"),
            gettext_lazy("Results of three years"),
            gettext_lazy("Add a result"),
            least=1,
            most=20,
            too_few=gettext_lazy("Add at least one result."),
            intro=gettext_lazy(
                "Results finished in the last three years, the most important first. Enter one result once."
            ),
        ),
    )

    def more_faults(self):
        """Files that lie beside a result marked secret must go."""
        for row in self.rows("results"):
            for place in row.places:
                if row.is_hidden and place.files:
                    yield Fault(
                        place.anchor, row.caption, _("Remove the files: nothing of a secret result is kept here.")
                    )
