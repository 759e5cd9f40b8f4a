"""Dictionaries of the register in the administration pages; entries are retired, never deleted."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from studios.models import Honour, ResultKind, SkillGrade, StudioKind
from unions.admin import DictionaryAdmin
from unions.values.text import clean_line, clean_text

LONGEST = 60


class NamesField(forms.CharField):
    """Several names, one a line; commas and 、 part them as well."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = clean_text(super().clean(value))
        names = list(dict.fromkeys(filter(None, map(clean_line, re.split(r"[\n,，、;；]", text)))))
        if long := next((name for name in names if len(name) > LONGEST), None):
            raise ValidationError(format_lazy(_("“{name}…” is longer than 60 characters."), name=long[:20]))
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != [name for name in map(str.strip, (data or "").splitlines()) if name]


class EntryForm(forms.ModelForm):
    """An entry whose names stand for it alone; a former name stays as an alias."""

    aliases = NamesField(label=_("Also written"), required=False, help_text=_("One name a line, such as 省级劳模."))

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        names = [said.get("name", ""), *said.get("aliases", ())]
        for name, other in self._taken():
            if name in names:
                field = "name" if name == names[0] else "aliases"
                words = _("“{name}” already stands for “{entry}”.")
                self.add_error(field, format_lazy(words, name=name, entry=other))
        return said

    def _taken(self) -> list[tuple[str, str]]:
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        return [(name, other.name) for other in others for name in (other.name, *other.aliases)]


class EntryAdmin(DictionaryAdmin):
    """What every dictionary of the register shares."""

    form = EntryForm
    search_fields = ("name", "name_en", "aliases")
    list_filter = ("is_retired",)

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Old ledgers and reference data still find an entry that was renamed."""
        former = form.initial.get("name")
        if change and "name" in form.changed_data and former not in obj.aliases:
            obj.aliases = [*(name for name in obj.aliases if name != obj.name), former]
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Also written"))
    def written(self, row: Any) -> str:
        return "、".join(row.aliases)


@admin.register(Honour)
class HonourAdmin(EntryAdmin):
    """Honours with rank and aliases."""

    list_display = ("name", "rank", "written", "name_en", "position", "is_retired")
    list_filter = ("rank", "is_retired")
    fields = ("name", "name_en", "rank", "aliases", "position", "is_retired")


@admin.register(StudioKind)
class StudioKindAdmin(EntryAdmin):
    """Kinds of studio and the ending of their default names."""

    list_display = ("name", "suffix", "written", "name_en", "position", "is_retired")
    fields = ("name", "name_en", "suffix", "aliases", "position", "is_retired")


@admin.register(ResultKind)
class ResultKindAdmin(EntryAdmin):
    """Kinds of result and their groups."""

    list_display = ("name", "group", "is_five_small", "written", "name_en", "position", "is_retired")
    list_filter = ("group", "is_five_small", "is_retired")
    fields = ("name", "name_en", "group", "is_five_small", "aliases", "position", "is_retired")


@admin.register(SkillGrade)
class SkillGradeAdmin(EntryAdmin):
    """Skill grades and whether they count as skilled."""

    list_display = ("name", "is_skilled", "written", "name_en", "position", "is_retired")
    fields = ("name", "name_en", "is_skilled", "aliases", "position", "is_retired")
