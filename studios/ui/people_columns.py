"""Columns of the lists of people: model workers, persons, members."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.models import Person
from studios.ui.privacy import birth_of, mobile_of
from studios.ui.register_columns import UNIT, of_studio
from unions.choices.people import Sex
from unions.models import Account
from unions.ui.listing import Column


def person_url(person: Person) -> str:
    """The page of a person."""
    return reverse("person", args=[person.pk])


def worker_columns() -> list[Column]:
    """Columns of the list of model workers."""
    return [
        Column(
            key="name",
            label=gettext_lazy("Name"),
            value=lambda w: w.person.name,
            sort="person__name_key",
            link=lambda w: person_url(w.person),
        ),
        Column(key="unit", label=UNIT, value=lambda w: w.person.home.employer_name, sort="person__home__name"),
        Column(key="trade", label=gettext_lazy("Trade"), value=lambda w: w.trade, sort="trade"),
        Column(key="title", label=gettext_lazy("Professional title"), value=lambda w: w.title, is_default=False),
        Column(key="grade", label=gettext_lazy("Skill grade"), value=lambda w: w.skill_grade or ""),
        Column(
            key="honours", label=gettext_lazy("Honours"), value=lambda w: [str(a) for a in w.awards.all()], kind="tags"
        ),
        Column(key="studios", label=gettext_lazy("Leads"), value=lambda w: [lead.studio.name for lead in w.present]),
        Column(
            key="post",
            label=gettext_lazy("In post"),
            value=lambda w: _("Yes") if w.is_in_post else _("No"),
            sort="is_in_post",
        ),
    ]


def person_columns(account: Account, *, reveal: bool = False) -> list[Column]:
    """Columns of the list of persons; mobile and birth month as this account reads them.

    In a sheet they stand only with `reveal`: for those who asked with a reason that is on record.
    """
    return [
        Column(key="name", label=gettext_lazy("Name"), value=lambda p: p.name, sort="name_key", link=person_url),
        Column(key="sex", label=gettext_lazy("Sex"), value=lambda p: Sex(p.sex).label if p.sex else ""),
        Column(key="unit", label=UNIT, value=lambda p: p.home.employer_name, sort="home__name"),
        Column(
            key="birth",
            label=gettext_lazy("Birth month"),
            value=partial(birth_of, account=account, reveal=reveal),
            is_exported=reveal,
        ),
        Column(
            key="mobile",
            label=gettext_lazy("Mobile"),
            value=partial(mobile_of, account=account, reveal=reveal),
            is_exported=reveal,
        ),
        Column(
            key="education",
            label=gettext_lazy("Education"),
            value=lambda p: p.get_education_display(),
            is_default=False,
        ),
    ]


def member_columns() -> list[Column]:
    """Columns of the list of members."""
    return [
        Column(
            key="name",
            label=gettext_lazy("Name"),
            value=lambda m: m.person.name,
            sort="person__name_key",
            link=lambda m: person_url(m.person),
        ),
        *of_studio(),
        Column(key="role", label=gettext_lazy("Role"), value=lambda m: m.get_role_display(), sort="role"),
        Column(key="trade", label=gettext_lazy("Trade"), value=lambda m: m.trade),
        Column(key="title", label=gettext_lazy("Professional title"), value=lambda m: m.title, is_default=False),
        Column(key="grade", label=gettext_lazy("Skill grade"), value=lambda m: m.skill_grade or ""),
        Column(key="joined", label=gettext_lazy("Joined"), value=lambda m: m.joined_on, kind="month"),
        Column(key="left", label=gettext_lazy("Left"), value=lambda m: m.left_on, kind="date", is_default=False),
    ]
