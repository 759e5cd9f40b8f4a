"""Which lists may be edited in a sheet: their rows, the form that is the schema, and the action behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.actions.studios import save_studio
from studios.forms.register.base import entries
from studios.forms.register.people import ApprenticeshipForm, MemberForm, PersonForm
from studios.forms.register.studio import StudioForm, kept_units
from studios.forms.register.work import ActivityForm, ProjectForm, ResultForm
from studios.forms.sheets.columns import SheetColumn, column_of
from studios.models import Activity, Apprenticeship, Member, Person, Project, Result, Studio
from unions.actions.unions import edit_union
from unions.choices.people import Role
from unions.errors import Sentence
from unions.forms.unions import EditForm
from unions.models import Account, Union
from unions.ui.editing import offer_editing

PRIVATE = ("mobile", "birth_month")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One list that is edited in a sheet."""

    key: str
    title: Sentence
    form: type[forms.Form]
    names: tuple[str, ...]
    page: str
    kept: Callable[[Account], QuerySet[Any]]
    bind: Callable[[Any, Account], forms.Form]
    save: Callable[[Any, set[str], Account], Any]
    role: Role = Role.CLERK
    facts: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    warning: Sentence = ""
    is_locked: bool = False  # whether rows are locked while they are compared, for an action that takes no version

    def columns(self, *, is_private: bool = False) -> list[SheetColumn]:
        """The fields that may be edited; private ones only where they were asked for with a reason."""
        dictionaries = getattr(self.form, "dictionaries", {})
        found = []
        for name in self.names:
            source = self.form.base_fields[name]
            if name in dictionaries:
                source = forms.ModelChoiceField(entries(dictionaries[name]), label=source.label)
            if is_private or name not in self.private:
                found.append(column_of(name, source))
        return found

    @property
    def list_url(self) -> str:
        """The list itself."""
        return reverse(self.page)

    def may(self, account: Account) -> bool:
        """Whether the account edits such rows at all."""
        return self.role in account.scope.roles


def _of_studio(
    key: str, title: Sentence, form: Any, rows: Any, *, page: str, parts: tuple[str, ...] = (), **more: Any
) -> Register:
    names = tuple(name for name in form.names if name != "master")
    return Register(
        key=key,
        title=title,
        form=form,
        names=names,
        page=page,
        kept=lambda account: rows.objects.filter(studio__union__in=kept_units(account)),
        bind=lambda row, account: form(studio=row.studio, row=row, account=account),
        save=lambda form, _names, by: form.save(by=by),
        facts=("studio", "unit", *more.pop("facts", ())),
        parts=("studio__union", *parts),
        **more,
    )


def _save_studio(form: StudioForm, _names: set[str], by: Account) -> Studio:
    """Funds of the years are no columns and stay as they are."""
    return save_studio(form.studio, form.values, by=by, version=form.shown_version)


def _save_union(form: EditForm, names: set[str], by: Account) -> Union:
    return edit_union(form.union, by=by, **{name: form.cleaned_data[name] for name in sorted(names)})


REGISTERS = {
    register.key: register
    for register in (
        Register(
            key="studios",
            title=_("Studios"),
            form=StudioForm,
            names=tuple(name for name in StudioForm.names if name != "name_reason"),
            page="desk_studios",
            kept=lambda account: Studio.objects.filter(union__in=kept_units(account)),
            bind=lambda row, account: StudioForm(studio=row, row=row, account=account),
            save=_save_studio,
            facts=("unit", "leads", "level"),
            parts=("union",),
        ),
        _of_studio("projects", _("Projects"), ProjectForm, Project, page="projects"),
        _of_studio(
            "results",
            _("Results"),
            ResultForm,
            Result,
            page="desk_results",
            facts=("state",),
            warning=_("A result that was checked or confirmed and is changed stands as reported again."),
        ),
        _of_studio("activities", _("Activities"), ActivityForm, Activity, page="activities"),
        _of_studio(
            "apprenticeships",
            _("Apprentices"),
            ApprenticeshipForm,
            Apprenticeship,
            page="apprenticeships",
            facts=("apprentice", "master"),
            parts=("master", "apprentice"),
        ),
        _of_studio(
            "members", _("Members"), MemberForm, Member, page="desk_members", facts=("name",), parts=("person",)
        ),
        Register(
            key="persons",
            title=_("Persons"),
            form=PersonForm,
            names=PersonForm.names,
            page="persons",
            kept=lambda account: Person.objects.filter(home__in=kept_units(account), erased_at=None),
            bind=lambda row, account: PersonForm(studio=None, row=row, account=account),
            save=lambda form, _names, by: form.save(by=by),
            facts=("unit",),
            parts=("home",),
            private=PRIVATE,
        ),
        Register(
            key="unions",
            title=_("Unions"),
            form=EditForm,
            names=tuple(name for name in EditForm.base_fields if name != "reason"),
            page="unions",
            kept=lambda account: Union.objects.active().administered_by(account),
            bind=lambda row, account: EditForm(union=row, by=account),
            save=_save_union,
            role=Role.ADMINISTRATOR,
            facts=("code", "name", "above"),
            parts=("parent",),
            is_locked=True,
        ),
    )
}


def _address(key: str) -> Callable[[], str]:
    return lambda: reverse("list_edit", args=[key])


def offer_registers() -> None:
    """Let the lists offer it; called when the application is ready."""
    for key, register in REGISTERS.items():
        offer_editing(key, may=register.may, url=_address(key))
