"""What the writer of a story fills in, the Word file it is taken from, and what the checker confirms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studios.actions.stories import StoryText
from studios.choices.showcase import StoryKind
from studios.filters.words import studios_with
from studios.forms.application.fields import Text
from studios.models import Story, Studio
from studios.values.prose import loosely, prose_of, typed
from studios.values.searching import clean_words
from studios.values.uploads.limits import PROSE_CHARACTERS
from unions.choices.people import DESK_ROLES
from unions.models import Account, Union

MOST_FOUND, MOST_STUDIOS = 20, 30
TEXT_KINDS = [(kind.value, kind.label) for kind in StoryKind if kind != StoryKind.SITE_MEETING]
SYNTAX = _(
    "A blank line begins a paragraph. A line that starts with “## ” is a heading, lines that start with “- ” are a list."
)


class NewStoryForm(forms.Form):
    """Union, kind and title; all else is written in the editor."""

    union = forms.ModelChoiceField(label=_("Union"), queryset=Union.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Kind"), choices=StoryKind.choices, widget=forms.RadioSelect)
    title = Text(limit=80, label=_("Title"))

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        """Offer the unions at which the account is clerk or chair."""
        super().__init__(*args, **kwargs)
        unions = Union.objects.active().filter(pk__in=by.scope.union_ids(*DESK_ROLES)).order_by("path")
        self.fields["union"].queryset = unions
        self.fields["union"].initial = unions.first()


class StoryStepForm(forms.Form):
    """What every step carries: the revision that the page showed; a return also says why."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    note = Text(limit=300, lines=4, label=_("What is to be changed"), help_text=_("The writer reads it."))

    def __init__(self, *args: Any, story: Story, needs_note: bool = False, **kwargs: Any) -> None:
        """Show the story's present revision."""
        kwargs["initial"] = {"revision": story.revision}
        super().__init__(*args, **kwargs)
        if not needs_note:
            del self.fields["note"]


class WordForm(StoryStepForm):
    """A Word file whose text takes the place of the story's."""

    file = forms.FileField(
        label=_("Word file (.docx)"),
        help_text=_("Headings, lists, tables, bold and links are taken over; pictures are added on the story's page."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )


class StoryForm(forms.Form):
    """The text and what stands around it.

    `shown` is what was typed so far when the writer only looked for studios: it is shown again, nothing is judged.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    correction = Text(limit=200, label=_("What is corrected"), help_text=_("The public reads it beside the story."))
    kind = forms.ChoiceField(label=_("Kind"), choices=TEXT_KINDS, widget=forms.RadioSelect)
    title = Text(limit=80, label=_("Title"))
    summary = Text(
        limit=200,
        lines=2,
        required=False,
        label=pgettext_lazy("story", "Summary"),
        help_text=_("Stands in lists and above the text; empty: the first words of the text."),
    )
    text = Text(limit=50_000, lines=18, required=False, label=_("Text"), help_text=SYNTAX)
    source = Text(limit=80, required=False, label=pgettext_lazy("story", "Source"))
    author = Text(limit=40, required=False, label=_("Author"))
    studios = forms.ModelMultipleChoiceField(
        label=_("Studios told of"),
        queryset=Studio.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these studios is not public (any more). Choose again.")},
    )
    words = Text(limit=40, required=False, label=_("Find studios"), help_text=_("Name, number, unit or lead"))

    def __init__(self, *args: Any, story: Story, shown: Any = None, as_text: bool = False, **kwargs: Any) -> None:
        """Show what the story holds, or what was typed so far."""
        self.story = story
        self.plain = typed(story.body)
        kwargs["initial"] = self._typed_so_far(shown) if shown else self._stored()
        super().__init__(*args, **kwargs)
        if not story.corrects_id:
            del self.fields["correction"]
        if story.kind == StoryKind.SITE_MEETING:
            del self.fields["kind"]
        if self.plain is None and not as_text:
            del self.fields["text"]
        self._offer_studios()

    def _stored(self) -> dict[str, Any]:
        names = ("revision", "correction", "kind", "title", "summary", "source", "author")
        held = {name: getattr(self.story, name) for name in names}
        return held | {
            "text": loosely(self.story.body) if self.plain is None else self.plain,
            "studios": list(self.story.studios.values_list("pk", flat=True)),
        }

    def _typed_so_far(self, shown: Any) -> dict[str, Any]:
        sent = {name: shown.get(name, "") for name in self.base_fields if name != "studios"}
        return sent | {"studios": _numbers(shown.getlist("studios"))}

    def _offer_studios(self) -> None:
        """The chosen ones, then what the words find."""
        field = self.fields["studios"]
        field.queryset = Studio.objects.public()
        chosen = _numbers(self.data.getlist("studios")) if self.is_bound else self.initial["studios"]
        rows = list(field.queryset.filter(pk__in=chosen).select_related("union").order_by("number"))
        words = "" if self.is_bound else clean_words(str(self.initial.get("words") or ""))
        self.looked_for = words
        found = studios_with(words) & Studio.objects.public() if words else Studio.objects.none()
        self.found = list(found.exclude(pk__in=chosen).select_related("union").order_by("number")[:MOST_FOUND])
        field.choices = [(row.pk, studio_label(row)) for row in [*rows, *self.found]]

    def clean_text(self) -> str:
        """Short enough to be kept with its tags."""
        if len(prose_of(self.cleaned_data["text"])) > PROSE_CHARACTERS:
            raise ValidationError(_("The text is too long. Shorten it, or make two stories of it."))
        return self.cleaned_data["text"]

    def clean_studios(self) -> Any:
        """A handful."""
        if len(self.cleaned_data["studios"]) > MOST_STUDIOS:
            raise ValidationError(_("At most 30 studios."))
        return self.cleaned_data["studios"]

    @property
    def values(self) -> StoryText:
        """What the action takes."""
        said = self.cleaned_data
        names = ("title", "summary", "source", "author")
        return StoryText(
            **{name: said[name] for name in names},
            kind=said.get("kind") or self.story.kind,
            correction=said.get("correction", ""),
            body=prose_of(said["text"]) if "text" in said else None,
            studios=list(said["studios"]),
        )


def studio_label(studio: Studio) -> str:
    """A studio as the choice names it."""
    return f"{studio.name}（{studio.employer_name}，{studio.number}）"


def _numbers(values: list[str]) -> list[int]:
    """Keys among what was sent."""
    return [int(v) for v in values[: 2 * MOST_STUDIOS] if v.isascii() and v.isdigit() and len(v) < 19]
