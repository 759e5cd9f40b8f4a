"""Forms of the blocks of a studio's page: each shows its draft and hands content to the action."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.profiles import save_block
from studios.choices.showcase import BlockKey, CoverShown
from studios.forms.application.fields import Month, Pick, Text
from studios.models import ProfileBlock
from studios.queries.pictures import public_covers
from studios.queries.profile import verified_results
from studios.ui.profile_parts import Event, hideable_events
from studios.ui.showcase import ResultView
from studios.values.answers import month_of, number_of, rows_of, text_of
from studios.values.blocks import Content, numbers_of
from unions.errors import Sentence
from unions.models import Account

MOST_ADDED, SPARE = 20, 3


class BlockForm(forms.Form):
    """The draft of one block, with the revision that was shown."""

    hint: Sentence = ""
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, block: ProfileBlock, **kwargs: Any) -> None:
        """Show the draft."""
        self.block = block
        super().__init__(*args, initial={**self.shown(block.draft), "revision": block.revision}, **kwargs)

    def shown(self, draft: Content) -> dict[str, Any]:
        """The fields of a draft."""
        return dict(draft)

    @property
    def content(self) -> dict[str, Any]:
        """What the action keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def rows(self) -> list[list[Any]]:
        """Visible fields in rows."""
        return [[self[name]] for name in self.fields if not self[name].is_hidden]

    def save(self, *, by: Account) -> ProfileBlock:
        """Keep the draft."""
        key = BlockKey(self.block.key)
        return save_block(self.block.studio, key, self.content, by=by, revision=self.cleaned_data["revision"])


class IntroductionForm(BlockForm):
    """The opening at the head of the page, and the introduction."""

    opening = Text(
        limit=120,
        lines=2,
        required=False,
        label=_("Opening"),
        help_text=_(
            "One or two sentences beside the picture. Left empty, the first two of the introduction stand there."
        ),
    )
    text = Text(limit=1500, lines=10, label=_("Introduction"))


class LeadForm(BlockForm):
    """What is told of the lead; name, trade and honours come from the register."""

    hint = _("Name, trade and honours come from the register and stand above this text.")
    text = Text(limit=1000, lines=8, label=_("About the lead"))


class TeamForm(BlockForm):
    """What is told of the team; numbers come from the register, names with consent alone."""

    hint = _("Numbers come from the register. Only members who agreed may be named in the text.")
    text = Text(limit=800, lines=6, label=_("About the team"))


class CoverForm(BlockForm):
    """What stands at the head of the page."""

    show = Pick(choices=CoverShown.choices, radio=True, label=_("At the head of the page"))
    picture = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, label=_("Picture"), help_text=_("Published covers of the studio.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the published covers."""
        super().__init__(*args, **kwargs)
        found = [(picture.pk, picture.alt) for picture in public_covers(self.block.studio)]
        self.fields["picture"].choices = [("", _("The newest")), *found]

    def shown(self, draft: Content) -> dict[str, Any]:
        """A picture where nothing was chosen."""
        return {"show": text_of(draft, "show") or CoverShown.PICTURE, "picture": number_of(draft, "picture")}


class MethodsForm(BlockForm):
    """Which verified working methods are shown, and in which order."""

    hint = _("Verified working methods. Choose the place of each, or leave it out.")

    def __init__(self, *args: Any, block: ProfileBlock, **kwargs: Any) -> None:
        """A list of places a method."""
        views = map(ResultView, verified_results().filter(studio=block.studio))
        self.methods = [view.result for view in views if view.is_method]
        super().__init__(*args, block=block, **kwargs)
        places = [("", _("Not shown")), *((n, n) for n in range(1, len(self.methods) + 1))]
        for method in self.methods:
            name = f"place_{method.pk}"
            self.fields[name] = forms.TypedChoiceField(
                coerce=int, empty_value=None, required=False, label=method.title, choices=places
            )

    def shown(self, draft: Content) -> dict[str, Any]:
        """Places by the draft; as they come where nothing was chosen."""
        keys = numbers_of(draft, "shown") if "shown" in draft else [method.pk for method in self.methods]
        return {f"place_{key}": place for place, key in enumerate(keys, start=1)}

    @property
    def content(self) -> dict[str, Any]:
        """The keys in their order."""
        places = [(self.cleaned_data[f"place_{m.pk}"], m.pk) for m in self.methods]
        return {"shown": [key for place, key in sorted((p, k) for p, k in places if p)]}


class TimelineForm(BlockForm):
    """Entries of the register that are left out, and entries that the unit adds."""

    hint = _(
        "Namings always stand in the timeline. Take the tick from what should be left out, and add what is missing."
    )
    shown_events = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("Entries from the register")
    )

    def __init__(self, *args: Any, block: ProfileBlock, **kwargs: Any) -> None:
        """Offer what may be hidden, and some empty rows."""
        self.events: Sequence[Event] = hideable_events(block.studio)
        self.added = rows_of(block.draft, "added")
        super().__init__(*args, block=block, **kwargs)
        self.fields["shown_events"].choices = [(e.key, f"{e.on:%Y-%m} {e.text}") for e in self.events]
        # As many rows as were sent: what somebody typed never falls off the end.
        sent = max((n + 1 for n in range(MOST_ADDED) if f"text_{n}" in self.data), default=0)
        self.numbers = range(min(max(len(self.added) + SPARE, sent), MOST_ADDED))
        for n in self.numbers:
            self.fields[f"month_{n}"] = Month(required=False, label=_("Month"))
            self.fields[f"text_{n}"] = Text(limit=80, required=False, label=_("What happened"))

    def shown(self, draft: Content) -> dict[str, Any]:
        """Ticks and rows of the draft."""
        hidden = draft.get("hidden") or []
        found: dict[str, Any] = {"shown_events": [e.key for e in self.events if e.key not in hidden]}
        for n, row in enumerate(self.added):
            found |= {f"month_{n}": month_of(row, "month"), f"text_{n}": text_of(row, "text")}
        return found

    def clean(self) -> dict[str, Any]:
        """A row has both, or neither."""
        found = super().clean() or {}
        for n in self.numbers:
            month, text = found.get(f"month_{n}"), found.get(f"text_{n}")
            if text and not month and f"month_{n}" not in self.errors:
                self.add_error(f"month_{n}", _("Choose year and month of this entry."))
            if month and not text and f"text_{n}" not in self.errors:
                self.add_error(f"text_{n}", _("Write what happened, or clear the month."))
        return found

    @property
    def rows(self) -> list[list[Any]]:
        """The ticks, then month and text side by side."""
        return [[self["shown_events"]], *([self[f"month_{n}"], self[f"text_{n}"]] for n in self.numbers)]

    @property
    def content(self) -> dict[str, Any]:
        """Keys that are left out, and the rows that are filled in, the oldest first."""
        values, ticked = self.cleaned_data, self.cleaned_data["shown_events"]
        filled = [(values[f"month_{n}"], values[f"text_{n}"]) for n in self.numbers if values[f"text_{n}"]]
        return {
            "hidden": [e.key for e in self.events if e.key not in ticked],
            "added": [{"month": f"{month:%Y-%m}", "text": text} for month, text in sorted(filled)],
        }


class RowsForm(BlockForm):
    """A block whose rows are kept one by one; they stay in the draft as they are."""

    @property
    def content(self) -> dict[str, Any]:
        """The draft with what this form changes."""
        return {**self.block.draft, **super().content}


class ServicesForm(RowsForm):
    """What is said above the services."""

    text = Text(
        limit=200,
        lines=2,
        required=False,
        label=_("Above the services"),
        help_text=_("For example how soon requests are answered."),
    )


class AlliancesForm(RowsForm):
    """Nothing to write: the alliances are kept one by one."""


FORMS: dict[BlockKey, type[BlockForm]] = {
    BlockKey.COVER: CoverForm,
    BlockKey.INTRODUCTION: IntroductionForm,
    BlockKey.METHODS: MethodsForm,
    BlockKey.LEAD: LeadForm,
    BlockKey.TEAM: TeamForm,
    BlockKey.TIMELINE: TimelineForm,
    BlockKey.ALLIANCES: AlliancesForm,
    BlockKey.SERVICES: ServicesForm,
}


class BlockStepForm(forms.Form):
    """A step without words: the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class BlockReasonForm(BlockStepForm):
    """Why a block goes back or off the page."""

    reason = Text(limit=300, lines=3, label=_("Reason"), help_text=_("The unit reads it."))
