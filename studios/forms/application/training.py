"""Page six: masters and apprentices, activities, promotion."""

from django.utils.translation import gettext_lazy

from studios.choices.register import ActivityKind
from studios.choices.sections import SectionKey
from studios.forms.application.fields import Day, Entry, Month, Pick, Text, Whole
from studios.forms.application.parts import PartForm
from studios.forms.application.people import PersonPart
from studios.forms.application.section import Group, SectionForm


class ApprenticePart(PersonPart):
    """One apprentice with the agreement and the grades."""

    sex = Pick(choices=PersonPart.base_fields["sex"].choices, radio=True, required=False, label=gettext_lazy("Sex"))
    birth_month = Month(private="birth", required=False, label=gettext_lazy("Birth month"))
    master = Entry(
        source="teachers",
        label=gettext_lazy("Master"),
        help_text=gettext_lazy("A lead or a member of pages two and three."),
    )
    agreed_on = Day(label=gettext_lazy("Agreement"))
    starts_on = Month(label=gettext_lazy("From month"))
    ends_on = Month(required=False, ahead=6, label=gettext_lazy("Until month"))
    grade_before = Entry(
        source="grades",
        required=False,
        label=gettext_lazy("Grade before"),
        help_text=gettext_lazy("Leave it empty in trades without skill grades."),
    )
    grade_after = Entry(source="grades", required=False, label=gettext_lazy("Grade after"))
    layout = (
        ("name", "sex"),
        ("birth_month", "master"),
        ("agreed_on",),
        ("starts_on", "ends_on"),
        ("grade_before", "grade_after"),
    )

    def clean(self):
        """The end follows the start."""
        cleaned = super().clean()
        self.check_order("starts_on", "ends_on")
        return cleaned


class ActivityPart(PartForm):
    """One training, exchange or other activity."""

    carried = ("record",)
    title_field = "topic"
    kind = Pick(choices=ActivityKind.choices, label=gettext_lazy("Kind of activity"))
    happened_on = Day(label=gettext_lazy("Date of the activity"))
    topic = Text(limit=80, label=gettext_lazy("Topic"))
    people_count = Whole(high=100_000, label=gettext_lazy("People who took part"))
    place = Text(limit=80, required=False, label=gettext_lazy("Place"))
    layout = (("topic",), ("kind", "happened_on"), ("people_count", "place"))


class TrainingPart(PartForm):
    """The single field of the page."""

    promotion = Text(
        limit=500,
        lines=5,
        label=gettext_lazy("Promotion"),
        help_text=gettext_lazy("How results and methods were spread: to which units, by which means."),
    )


class TrainingForm(SectionForm):
    """传帮带与活动."""

    key = SectionKey.TRAINING
    head = TrainingPart
    groups = (
        Group(
            "apprenticeships",
            ApprenticePart,
            gettext_lazy("Apprentice"),
            gettext_lazy("Apprentices"),
            gettext_lazy("Add an apprentice"),
            most=60,
        ),
        Group(
            "activities",
            ActivityPart,
            gettext_lazy("Activity"),
            gettext_lazy("Training and exchanges"),
            gettext_lazy("Add an activity"),
            least=1,
            most=100,
            too_few=gettext_lazy("Add at least one training or exchange."),
        ),
    )
