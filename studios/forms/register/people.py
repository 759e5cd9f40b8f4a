"""Forms of leads, honours, members, apprentices and of a person."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.actions.apprenticeships import masters_of, save_apprenticeship
from studios.actions.leads import add_award, add_lead, save_worker
from studios.actions.members import save_member
from studios.actions.people import save_person
from studios.choices.register import Education, MemberRole, PoliticalStatus
from studios.forms.application.fields import Day, Mobile, Month, Pick, Text, Tick, Year
from studios.forms.register.base import PersonFields, RegisterForm, without_person
from studios.models import Honour, Person, SkillGrade
from unions import clock
from unions.choices.people import Sex
from unions.models import Account
from unions.values.names import clean_person_name

YOUNGEST = 16


def checked_name(text: str) -> str:
    """The name as it is stored; refused with what is wrong."""
    return str(clean_person_name(text))


class NamedForm(PersonFields, RegisterForm):
    """A row that begins with a person."""

    def prepare(self) -> None:
        """The person of a row that is there is changed on its own page."""
        if self.row is not None:
            without_person(self)

    def clean_name(self) -> str:
        """A name as it is stored."""
        return checked_name(self.cleaned_data["name"])


class LeadForm(NamedForm):
    """A lead of a studio in preparation; of a named one only what may change."""

    names = ("trade", "title", "skill_grade", "is_in_post", "merits")
    layout = (("name", "sex", "birth_month"), ("trade", "title", "skill_grade"))
    dictionaries = {"skill_grade": SkillGrade}
    trade = Text(limit=40, required=False, label=_("Trade"))
    title = Text(limit=40, required=False, label=_("Professional title"))
    skill_grade = forms.ModelChoiceField(SkillGrade.objects.none(), required=False, label=_("Skill grade"))
    is_in_post = Tick(required=False, initial=True, label=_("In post"))
    merits = Text(limit=1000, lines=6, required=False, label=_("Merits"))

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        """A lead's own facts stand with the model worker."""
        self.lead = row
        super().__init__(*args, row=row.worker if row else None, **kwargs)

    def save(self, *, by: Account) -> Any:
        """Let somebody lead, or change the lead's facts."""
        if self.lead:
            return save_worker(self.lead, self.values, by=by, version=self.shown_version)
        return add_lead(self.studio, self.values, by=by, person=self.wanted)


class AwardForm(RegisterForm):
    """One honour of a lead; `row` is the leadership."""

    dictionaries = {"honour": Honour}
    layout = (("honour", "year", "document"),)
    honour = forms.ModelChoiceField(Honour.objects.none(), label=_("Honour"))
    year = Year(required=False, label=_("Year"))
    document = Text(limit=60, required=False, label=_("Document"), help_text=_("The number of the paper that gave it."))

    def save(self, *, by: Account) -> Any:
        """Add the honour."""
        values = {name: self.cleaned_data[name] for name in ("honour", "year", "document")}
        return add_award(self.row, values, by=by)


class MemberForm(NamedForm):
    """A member."""

    names = ("role", "trade", "title", "skill_grade", "joined_on", "left_on")
    layout = (
        ("name", "sex", "birth_month"),
        ("role", "joined_on", "left_on"),
        ("trade", "title", "skill_grade"),
    )
    dictionaries = {"skill_grade": SkillGrade}
    role = Pick(choices=MemberRole.choices, label=_("Role"))
    trade = Text(limit=40, required=False, label=_("Trade"))
    title = Text(limit=40, required=False, label=_("Professional title"))
    skill_grade = forms.ModelChoiceField(SkillGrade.objects.none(), required=False, label=_("Skill grade"))
    joined_on = Month(required=False, label=_("Joined"))
    left_on = Day(required=False, label=_("Left"))

    def save(self, *, by: Account) -> Any:
        """Add or change the member."""
        person = None if self.row else self.wanted
        return save_member(self.studio, self.values, by=by, person=person, member=self.row, version=self.shown_version)


class ApprenticeshipForm(NamedForm):
    """A master and an apprentice."""

    names = ("master", "agreed_on", "starts_on", "ends_on", "grade_before", "grade_after")
    layout = (
        ("name", "sex", "birth_month"),
        ("master", "agreed_on"),
        ("starts_on", "ends_on"),
        ("grade_before", "grade_after"),
    )
    dictionaries = {"grade_before": SkillGrade, "grade_after": SkillGrade}
    master = forms.ChoiceField(label=_("Master"), help_text=_("A lead or member of the studio."))
    agreed_on = Day(required=False, label=_("Agreement"))
    starts_on = Month(label=_("Starts"))
    ends_on = Month(required=False, ahead=6, label=_("Ends"))
    grade_before = forms.ModelChoiceField(SkillGrade.objects.none(), required=False, label=_("Grade before"))
    grade_after = forms.ModelChoiceField(SkillGrade.objects.none(), required=False, label=_("Grade after"))

    def prepare(self) -> None:
        """Masters are the people of the studio; an earlier one stays on offer."""
        super().prepare()
        people = {person.pk: person for person in masters_of(self.studio)}
        if self.row:
            people.setdefault(self.row.master_id, self.row.master)
        self.people = people
        self.fields["master"].choices = [("", "---------"), *((pk, person.name) for pk, person in people.items())]

    def clean_master(self) -> Person:
        """The chosen person."""
        return self.people[int(self.cleaned_data["master"])]

    def save(self, *, by: Account) -> Any:
        """Add or change the pair."""
        who = None if self.row else self.wanted
        return save_apprenticeship(
            self.studio, self.values, by=by, apprentice=who, apprenticeship=self.row, version=self.shown_version
        )


class PersonForm(RegisterForm):
    """A person of one's own unit."""

    names = ("name", "sex", "birth_month", "mobile", "political_status", "education")
    layout = (("name", "sex"), ("birth_month", "mobile"), ("political_status", "education"))
    name = Text(limit=40, label=_("Name"))
    sex = Pick(choices=Sex.choices, radio=True, required=False, label=_("Sex"))
    birth_month = Month(required=False, label=_("Birth month"))
    mobile = Mobile(required=False, label=_("Mobile"))
    political_status = Pick(choices=PoliticalStatus.choices, required=False, label=_("Political status"))
    education = Pick(choices=Education.choices, required=False, label=_("Education"))

    def clean_name(self) -> str:
        """A name as it is stored."""
        return checked_name(self.cleaned_data["name"])

    def clean_birth_month(self) -> Any:
        """Nobody is born in the future or works at the age of ten."""
        month = self.cleaned_data["birth_month"]
        if month and month.year > clock.today().year - YOUNGEST:
            raise ValidationError(_("Nobody works that young. Check the year."), code="young")
        return month

    def save(self, *, by: Account) -> Person:
        """Change the person."""
        return save_person(self.row, self.values, by=by, version=self.shown_version)
