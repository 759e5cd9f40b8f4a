"""The page of a site meeting: date and place, the programme's rows and the stops of the route."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.actions.site_meetings import MeetingFacts, StopRow, TalkRow
from studios.filters.words import studios_with
from studios.forms.application.fields import Text, Whole
from studios.forms.rubrics import Rows
from studios.models import Story, Studio
from studios.queries.stories import talk_texts
from unions import clock
from unions.forms.fields import DayField, LineField

MOST_ROWS, MOST_TEXTS = 40, 100
EARLIEST, YEARS_AHEAD = 1950, 3


class StudioField(LineField):
    """A public studio by its number, its name or words that find it alone."""

    def prepare_value(self, value: Any) -> Any:
        """Show a studio by its number."""
        return value.number if isinstance(value, Studio) else value

    def clean(self, value: Any) -> Studio | None:
        """Find the one studio, or name those that are meant."""
        text = super().clean(value)
        if not text:
            return None
        public = Studio.objects.public()
        exact = public.filter(number=text.upper()).first() or public.filter(name=text).first()
        found = [exact] if exact else list((studios_with(text) & public).order_by("number")[:5])
        if not found:
            raise ValidationError(_("No public studio has this number or name."), code="unknown")
        if len(found) > 1:
            names = "、".join(f"{s.number} {s.name}" for s in found)
            raise ValidationError(_("Several studios: %(names)s. Write the number."), params={"names": names})
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as shown."""
        return super().has_changed(self.prepare_value(initial), data)


class TalkForm(forms.Form):
    """One item of the programme."""

    starts_at = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    title = Text(limit=120, label=_("What it is about"))
    speaker = Text(limit=80, required=False, label=_("Speaker, unit"))
    story = forms.ModelChoiceField(
        label=_("Text of the talk"), queryset=Story.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, of: Story, texts: list[tuple[Any, str]], **kwargs: Any) -> None:
        """Offer the texts, which were read once for all rows."""
        super().__init__(*args, **kwargs)
        self.fields["story"].queryset = talk_texts(of)
        self.fields["story"].choices = texts

    @property
    def spec(self) -> TalkRow:
        """What the action takes."""
        names = ("starts_at", "title", "speaker", "story")
        return TalkRow(**{name: self.cleaned_data[name] for name in names})


class StopForm(forms.Form):
    """One stop of the route."""

    place = Text(limit=80, label=_("Place"))
    studio = StudioField(max_length=80, required=False, label=_("Studio"), help_text=_("Number or name"))
    what = Text(limit=200, required=False, label=_("What is shown"))

    @property
    def spec(self) -> StopRow:
        """What the action takes."""
        return StopRow(**{name: self.cleaned_data[name] for name in ("place", "studio", "what")})


class Ordered(Rows):
    """Rows in the order of their numbers; one without a number comes last."""

    @property
    def specs(self) -> list[Any]:
        """What the action takes."""
        kept = [f for f in self.forms if f.cleaned_data and not f.cleaned_data.get("DELETE")]
        return [f.spec for f in sorted(kept, key=_place)]


def _place(form: forms.Form) -> int:
    number = form.cleaned_data.get("ORDER")
    return 10_000 if number is None else number


def _rows_of(form: type[forms.Form]) -> type[Ordered]:
    return forms.formset_factory(  # type: ignore[return-value]
        form,
        formset=Ordered,
        extra=1,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 6,
        validate_max=True,
        can_delete=True,
        can_order=True,
    )


class MeetingForm(forms.Form):
    """Date, place, host and number of people."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    held_on = DayField(label=_("Date"))
    place = Text(limit=80, label=_("Place"))
    host = Text(limit=80, required=False, label=_("Host"))
    people_count = Whole(high=100_000, required=False, label=_("People"))

    def clean_held_on(self) -> date:
        """A year that a meeting of this movement can have."""
        day = self.cleaned_data["held_on"]
        if not EARLIEST <= day.year <= clock.today().year + YEARS_AHEAD:
            raise ValidationError(_("Choose a day from 1950 on, at most three years ahead."))
        return day


class MeetingEditor:
    """The page of a site meeting: its form and both tables of rows, read and validated together."""

    def __init__(self, data: Mapping[str, Any] | None, story: Story) -> None:
        """Show what is stored, or what was sent."""
        meeting = getattr(story, "meeting", None)
        held = {n: getattr(meeting, n) for n in ("held_on", "place", "host", "people_count")} if meeting else {}
        talks = list(meeting.talks.values("starts_at", "title", "speaker", "story")) if meeting else []
        stops = [
            {"place": s.place, "studio": s.studio, "what": s.what}
            for s in (meeting.stops.select_related("studio") if meeting else ())
        ]
        texts = [("", "—"), *((s.pk, s.title) for s in talk_texts(story).only("title")[:MOST_TEXTS])]
        self.form = MeetingForm(data, initial=held | {"revision": story.revision})
        of = {"of": story, "texts": texts}
        self.talks = _rows_of(TalkForm)(data, initial=talks, prefix="talks", form_kwargs=of)
        self.stops = _rows_of(StopForm)(data, initial=stops, prefix="stops")

    @property
    def parts(self) -> list[Any]:
        """What the list of errors reads."""
        return [self.form, self.talks, self.stops]

    def is_valid(self) -> bool:
        """Whether all three are; each says what is wrong with it."""
        faulty = [part for part in self.parts if not part.is_valid()]
        return not faulty

    @property
    def facts(self) -> MeetingFacts:
        """What the action takes."""
        said = {name: value for name, value in self.form.cleaned_data.items() if name != "revision"}
        return MeetingFacts(**said, talks=self.talks.specs, stops=self.stops.specs)
