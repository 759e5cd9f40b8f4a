"""What is filled in about departmental review: to whom the list goes, what a department replied, how it was settled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.forms.application.fields import Text
from studios.models import Application, Consultation
from unions import clock

DEPARTMENTS = (
    _("Market regulation"),
    _("Emergency management"),
    _("Human resources and social security"),
    _("Taxation"),
    _("Ecology and environment"),
    _("Discipline inspection"),
)


def day(**kwargs: Any) -> forms.DateField:
    """A date in the browser's own control."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class SendForm(forms.Form):
    """The departments that get the list, and until when they reply."""

    departments = forms.MultipleChoiceField(
        label=_("Departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = Text(
        limit=600, lines=3, required=False, label=_("Other departments"), help_text=_("One department a line.")
    )
    sent_on = day(label=_("Day of sending"))
    due_on = day(label=_("Reply until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the usual departments, all ticked, and today."""
        names = [str(name) for name in DEPARTMENTS]
        kwargs["initial"] = {"departments": names, "sent_on": clock.today()}
        super().__init__(*args, **kwargs)
        self.fields["departments"].choices = [(name, name) for name in names]

    def clean_others(self) -> list[str]:
        """One name a line, none longer than a department's name may be."""
        names = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(name) > 60 for name in names):
            raise forms.ValidationError(_("The name of a department has at most 60 characters."))
        return names

    @property
    def chosen(self) -> list[str]:
        """All names."""
        return [*self.cleaned_data["departments"], *self.cleaned_data["others"]]


class ReplyForm(forms.Form):
    """A reply with its date and scan; a line for each candidate that the department objects to."""

    replied_on = day(label=_("Day of the reply"))
    remark = Text(limit=300, lines=2, required=False, label=_("Remark"))
    scan = forms.FileField(label=_("Scan of the reply"), help_text=_("PDF or picture, 20 MB at most."))

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        """One field a candidate of the list that was sent."""
        kwargs["initial"] = {"replied_on": clock.today()}
        super().__init__(*args, **kwargs)
        self.pks = [row["application"] for row in consultation.content]
        for row in consultation.content:
            label = f"{row['position']}. {row['studio']}（{row['unit']}）"
            self.fields[f"finding_{row['application']}"] = Text(limit=500, required=False, label=label)

    @property
    def head_fields(self) -> list[forms.BoundField]:
        """What is asked of the reply itself."""
        return [self[name] for name in ("replied_on", "remark", "scan")]

    @property
    def finding_fields(self) -> list[forms.BoundField]:
        """One a candidate."""
        return [self[f"finding_{pk}"] for pk in self.pks]

    @property
    def findings(self) -> dict[Application, str]:
        """What the department found, by case."""
        texts = {pk: self.cleaned_data.get(f"finding_{pk}", "") for pk in self.pks}
        given = {pk: text for pk, text in texts.items() if text}
        return {a: given[a.pk] for a in Application.objects.filter(pk__in=given)}


class SettleForm(forms.Form):
    """How a finding was settled."""

    note = Text(limit=300, lines=3, label=_("How it was settled"))


class TakeBackForm(forms.Form):
    """Why a recorded reply is taken back."""

    reason = Text(limit=300, lines=3, label=_("Reason"))
