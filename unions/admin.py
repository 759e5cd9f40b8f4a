"""Dictionaries of unions in the administration pages, for staff behind the ordinary sign-in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Industry, IndustryGroup

admin.site.site_header = _("Dictionaries")
admin.site.site_title = _("Dictionaries")
admin.site.index_title = _("Dictionaries")
admin.site.enable_nav_sidebar = False


class DictionaryAdmin(admin.ModelAdmin):
    """Staff read and change; each change goes into the audit record, in the page's own transaction."""

    list_per_page = 100
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        super().save_model(request, obj, form, change)
        if form.changed_data:
            record(Verb.DICTIONARY_EDITED, by=request.user, subject=obj, details=_details(obj, form, is_new=not change))


def _details(row: Model, form: forms.ModelForm, *, is_new: bool) -> dict[str, Any]:
    return {
        "entry": str(row),
        "is_new": is_new,
        "changed": {name: str(form.cleaned_data.get(name)) for name in form.changed_data},
    }


@admin.register(IndustryGroup)
class IndustryGroupAdmin(DictionaryAdmin):
    """Groups of industries; the code stands in addresses and never changes."""

    list_display = ("code", "name_zh", "name_en", "position")
    search_fields = ("code", "name_zh", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(Industry)
class IndustryAdmin(DictionaryAdmin):
    """Industries come with the standard; staff change names and groups."""

    list_display = ("code", "name", "section", "group")
    list_filter = ("group", "section")
    search_fields = ("code", "name")
    readonly_fields = ("code", "section")
    list_select_related = ("group",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
