"""Filters of the lists of the register."""

from typing import Any

import django_filters
from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.register import (
    ActivityKind,
    DesignationState,
    HonourRank,
    MemberRole,
    PlaqueState,
    ProblemArea,
    ProjectState,
    ResultGroup,
    ResultState,
    StudioState,
)
from studios.filters.words import (
    WordFilter,
    among,
    own_words_hold,
    person_is_called,
    persons_called,
    studio_holds,
    studios_with,
)
from studios.models import (
    Activity,
    Apprenticeship,
    Decision,
    Designation,
    Member,
    ModelWorker,
    Person,
    Project,
    Result,
    Studio,
)
from studios.models.designation import NOTICE_MONTHS
from studios.models.studio import register_q
from studios.queries.register import filter_options
from unions import clock
from unions.choices.tree import Level
from unions.ui.filters import SearchFilter, select


def choice(label: Any, choices: Any, everything: Any, **extra: Any) -> django_filters.ChoiceFilter:
    """A filter by one of a closed vocabulary."""
    return django_filters.ChoiceFilter(choices=choices, label=label, empty_label=everything, widget=select(), **extra)


class StudioSearch(WordFilter):
    """By name; by everything else only where the register may be read."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Rows whose name, or readable text, holds the words."""
        found = super().filter(qs, value)
        if found is qs:
            return qs
        return found.filter(register_q(self.parent.request.user) | Q(name__icontains=str(value).strip()[:60]))


class StudioFilter(django_filters.FilterSet):
    """Studios by words, unit, county, kind, industry group, level and state."""

    q = StudioSearch(studio_holds, label=_("Name, number, lead or field"))
    unit = SearchFilter("union__name", "union__employer", label=_("Unit"))
    county = SearchFilter("county", label=_("County"))
    kind = choice(_("Kind"), (), _("All kinds"), field_name="kind")
    group = choice(_("Industry group"), (), _("All industries"), field_name="industry__group")
    level = choice(_("Level"), Level.choices, _("All levels"), field_name="top_level")
    state = choice(_("State"), StudioState.choices, _("All states"))

    class Meta:
        model = Studio
        fields = ("q", "unit", "county", "kind", "group", "level", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fetch both dictionaries at once."""
        super().__init__(*args, **kwargs)
        for name, options in filter_options().items():
            self.filters[name].extra["choices"] = options


def unit_of(path: str) -> SearchFilter:
    """By the name of the unit."""
    return SearchFilter(f"{path}__name", f"{path}__employer", label=_("Unit"))


def year_of(path: str) -> django_filters.NumberFilter:
    """By the year of a day."""
    widget = forms.NumberInput(attrs={"class": "input"})
    return django_filters.NumberFilter(
        field_name=f"{path}__year", label=_("Year"), min_value=1950, max_value=2100, widget=widget
    )


class WorkerFilter(django_filters.FilterSet):
    """Model workers by words, unit and rank of honour."""

    q = WordFilter(
        lambda words: (
            among("person", persons_called(words))
            | among("pk", ModelWorker.objects.filter(Q(trade__icontains=words) | Q(title__icontains=words)))
        ),
        label=_("Name or trade"),
    )
    unit = unit_of("person__home")
    rank = choice(_("Honour"), HonourRank.choices, _("All honours"), method="by_rank")
    is_in_post = choice(_("In post"), [("1", _("Yes")), ("0", _("No"))], _("All"))

    class Meta:
        model = ModelWorker
        fields = ("q", "unit", "rank", "is_in_post")

    def by_rank(self, rows: QuerySet[ModelWorker], _name: str, value: str) -> QuerySet[ModelWorker]:
        """Those who hold an honour of this rank."""
        return rows.filter(pk__in=ModelWorker.objects.filter(awards__honour__rank=value).values("pk"))


class PersonFilter(django_filters.FilterSet):
    """Persons by words and unit."""

    q = WordFilter(person_is_called, label=_("Name or pinyin"))
    unit = unit_of("home")

    class Meta:
        model = Person
        fields = ("q", "unit")


class MemberFilter(django_filters.FilterSet):
    """Members by words, unit, role and whether they are still there."""

    q = WordFilter(
        lambda words: among("person", persons_called(words)) | among("studio", studios_with(words)),
        label=_("Name or studio"),
    )
    unit = unit_of("studio__union")
    role = choice(_("Role"), MemberRole.choices, _("All roles"))
    state = choice(_("State"), [("open", _("In the team")), ("ended", _("Left"))], _("All states"), method="by_state")

    class Meta:
        model = Member
        fields = ("q", "unit", "role", "state")

    def by_state(self, rows: QuerySet[Member], _name: str, value: str) -> QuerySet[Member]:
        """Those who belong to the team, or left it."""
        return rows.filter(left_on=None) if value == "open" else rows.exclude(left_on=None)


class ProjectFilter(django_filters.FilterSet):
    """Projects by words, unit, problem area and state."""

    q = WordFilter(
        lambda words: (
            among("pk", Project.objects.filter(Q(title__icontains=words) | Q(approved_by__icontains=words)))
            | among("studio", studios_with(words))
        ),
        label=_("Title or studio"),
    )
    unit = unit_of("studio__union")
    area = choice(_("Problem area"), ProblemArea.choices, _("All areas"))
    state = choice(_("State"), ProjectState.choices, _("All states"))

    class Meta:
        model = Project
        fields = ("q", "unit", "area", "state")


class ResultFilter(django_filters.FilterSet):
    """Results by words, unit, group of kinds, state and date."""

    q = WordFilter(
        lambda words: own_words_hold(words) | among("studio", studios_with(words)),
        label=_("Title, number or studio"),
    )
    unit = unit_of("studio__union")
    group = choice(_("Kind"), ResultGroup.choices, _("All kinds"), field_name="kind__group")
    state = choice(_("State"), ResultState.choices, _("All states"))
    year = year_of("finished_on")

    class Meta:
        model = Result
        fields = ("q", "unit", "group", "state", "year")


class ApprenticeshipFilter(django_filters.FilterSet):
    """Pairs by words, unit and whether they run."""

    q = WordFilter(
        lambda words: (
            among("master", persons_called(words))
            | among("apprentice", persons_called(words))
            | among("studio", studios_with(words))
        ),
        label=_("Name or studio"),
    )
    unit = unit_of("studio__union")
    state = choice(_("State"), [("open", _("Running")), ("ended", _("Finished"))], _("All states"), method="by_state")

    class Meta:
        model = Apprenticeship
        fields = ("q", "unit", "state")

    def by_state(self, rows: QuerySet[Apprenticeship], _name: str, value: str) -> QuerySet[Apprenticeship]:
        """Those whose end has passed, or has not."""
        ended = Q(ends_on__lt=clock.today())
        return rows.filter(ended if value == "ended" else ~ended | Q(ends_on=None))


class ActivityFilter(django_filters.FilterSet):
    """Activities by words, unit, kind and year."""

    q = WordFilter(
        lambda words: (
            among("pk", Activity.objects.filter(Q(topic__icontains=words) | Q(place__icontains=words)))
            | among("studio", studios_with(words))
        ),
        label=_("Topic or studio"),
    )
    unit = unit_of("studio__union")
    kind = choice(_("Kind"), ActivityKind.choices, _("All kinds"))
    year = year_of("happened_on")

    class Meta:
        model = Activity
        fields = ("q", "unit", "kind", "year")


class DesignationFilter(django_filters.FilterSet):
    """Designations by words, unit, level, state, plaque and whether they are due."""

    q = WordFilter(
        lambda words: (
            Q(plaque_number__startswith=words.upper())
            | among("decision", Decision.objects.filter(number__icontains=words))
            | among("studio", studios_with(words))
        ),
        label=_("Studio, plaque or document"),
    )
    unit = unit_of("studio__union")
    level = choice(_("Level"), Level.choices, _("All levels"))
    state = choice(_("State"), DesignationState.choices, _("All states"))
    plaque_state = choice(_("Plaque"), PlaqueState.choices, _("All plaques"))
    due = choice(_("Re-verification"), [("due", _("Due")), ("overdue", _("Overdue"))], _("All"), method="by_due")

    class Meta:
        model = Designation
        fields = ("q", "unit", "level", "state", "plaque_state", "due")

    def by_due(self, rows: QuerySet[Designation], _name: str, value: str) -> QuerySet[Designation]:
        """Active ones whose last day is near, or has passed."""
        today = clock.today()
        active = rows.filter(state=DesignationState.ACTIVE)
        if value == "overdue":
            return active.filter(valid_until__lt=today)
        return active.filter(valid_until__lte=today + relativedelta(months=NOTICE_MONTHS))
