"""Forms of pictures: one to add, and one for words and frame."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.actions.pictures import add_picture, change_picture
from studios.choices.showcase import PictureUse
from studios.forms.application.fields import Pick, Text, Tick, Whole
from studios.models import Picture, Story, Studio
from studios.values.crops import Frame, frame_of
from unions.models import Account

USES = [(use.value, use.label) for use in PictureUse if use != PictureUse.STORY]
RATIOS = [("16:9", "16:9"), ("3:2", "3:2"), ("1:1", "1:1"), ("whole", _("As the picture is"))]
ALT_HINT = _("For those who can't see it: what is there, for example “Two welders at a bogie frame”.")


class NewPictureForm(forms.Form):
    """A new picture: the file and its words."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPG, PNG or WEBP, 20 MB and 40 megapixels at most. Place and camera are not shown with it."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = Text(limit=120, label=_("Alternative text"), help_text=ALT_HINT)
    caption = Text(limit=120, required=False, label=_("Caption"))


class StoryPictureForm(NewPictureForm):
    """A new picture of a story."""

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        """Keep the story."""
        super().__init__(*args, **kwargs)
        self.story = story

    def save(self, *, by: Account) -> Picture:
        """Keep the picture."""
        values = self.cleaned_data
        words = {"alt": values["alt"], "caption": values["caption"]}
        return add_picture(by=by, upload=values["file"], use=PictureUse.STORY, story=self.story, **words)


class PictureForm(NewPictureForm):
    """A new picture of a studio."""

    field_order = ("file", "use", "result", "alt", "caption", "has_consent")
    use = Pick(choices=USES, radio=True, label=_("Stands as"))
    result = forms.ModelChoiceField(
        None, required=False, label=_("Result"), help_text=_("Only for the picture of a result.")
    )
    has_consent = Tick(
        required=False,
        label=_("Everybody who can be recognised agreed to be shown"),
        help_text=_("Needed for a portrait; the day is recorded."),
    )

    def __init__(self, *args: Any, studio: Studio, **kwargs: Any) -> None:
        """Offer the studio's own results; of a secret one nothing is shown."""
        super().__init__(*args, **kwargs)
        self.studio = studio
        self.fields["result"].queryset = studio.results.filter(is_secret=False)

    def save(self, *, by: Account) -> Picture:
        """Keep the picture."""
        values = self.cleaned_data
        return add_picture(
            by=by,
            upload=values["file"],
            use=values["use"],
            alt=values["alt"],
            caption=values["caption"],
            studio=self.studio,
            result=values["result"] if values["use"] == PictureUse.RESULT else None,
            has_consent=values["has_consent"],
        )


class FrameForm(forms.Form):
    """Words and frame of a picture."""

    alt = Text(limit=120, label=_("Alternative text"), help_text=ALT_HINT)
    caption = Text(limit=120, required=False, label=_("Caption"))
    ratio = Pick(choices=RATIOS, radio=True, label=_("Shape"))
    x = Whole(high=100, label=_("Middle from the left, %"))
    y = Whole(high=100, label=_("Middle from the top, %"))
    size = Whole(low=10, high=100, label=_("Size, % of the largest"))
    code = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, picture: Picture, **kwargs: Any) -> None:
        """Show what the picture has."""
        self.picture = picture
        frame = frame_of(picture.box, picture.size)
        words = {"alt": picture.alt, "caption": picture.caption, "code": picture.code}
        kwargs["initial"] = words | {"ratio": frame.ratio, "x": frame.x, "y": frame.y, "size": frame.size}
        super().__init__(*args, **kwargs)

    def save(self, *, by: Account) -> Picture:
        """Change the picture."""
        values = self.cleaned_data
        frame = Frame(values["ratio"], values["x"], values["y"], values["size"])
        words = {"alt": values["alt"], "caption": values["caption"]}
        return change_picture(self.picture, by=by, frame=frame, code=values["code"], **words)
