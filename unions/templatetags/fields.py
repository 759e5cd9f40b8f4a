"""Form components: field, all fields of a form, error summary, upload."""

from collections.abc import Iterable, Iterator

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.widgets import Input
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()

LONG_LIST = 15
DJANGO_ROWS, ROWS = "10", "5"
FEW_CHOICES = 7
CONTROL_CLASSES = (
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (Input, "input"),
)
WIDTHS = {"": "", "s": " w-s", "m": " w-m", "l": " w-l"}


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "group" if isinstance(widget, (forms.MultiWidget, forms.SelectDateWidget)) else "control"


def _control_class(widget: forms.Widget, width: str) -> str | None:
    if isinstance(widget, (forms.FileInput, forms.CheckboxInput)):
        return None
    name = next((css for kind, css in CONTROL_CLASSES if isinstance(widget, kind)), "")
    return f"{name}{WIDTHS[width]}" if name else None


def _limit(bound: BoundField) -> int | None:
    return getattr(bound.field, "max_length", None)


def _is_counted(bound: BoundField, *, asked: bool) -> bool:
    return asked or (isinstance(bound.field.widget, forms.Textarea) and bool(_limit(bound)))


def _ids(bound: BoundField, *, counted: bool) -> dict[str, str]:
    base = bound.auto_id
    return {
        "hint": f"{base}_helptext" if bound.help_text else "",
        "error": f"{base}_error" if bound.errors else "",
        "count": f"{base}_count" if counted else "",
    }


def _control_attributes(bound: BoundField, ids: dict[str, str], width: str) -> dict[str, object]:
    widget = bound.field.widget
    described = " ".join(filter(None, ids.values()))
    attributes: dict[str, object] = {"class": _control_class(widget, width) or None}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if _limit(bound):
        # The browser's own limit cuts a pasted text silently; the server refuses it with a sentence.
        attributes["maxlength"] = False
    if ids["count"]:
        attributes |= {"data-count": ids["count"], "data-max": _limit(bound) or ""}
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == DJANGO_ROWS:
        attributes["rows"] = ROWS
    if _kind(widget) == "file":
        attributes["aria-labelledby"] = f"{bound.auto_id}_label"
    if isinstance(widget, forms.Select) and len(widget.choices) > LONG_LIST:
        attributes["data-combobox"] = True
    return {name: value for name, value in attributes.items() if value is not None}


def _choices_in_row(bound: BoundField, *, kind: str) -> bool:
    return kind == "choices" and len(bound.field.widget.choices) <= FEW_CHOICES


@register.simple_tag
def field(
    *,
    field: BoundField,
    hint: object = "",
    affix: object = "",
    width: str = "",
    count: bool = False,
    foot: object = "",
    mark: bool = True,
    row: bool | None = None,
    files: Iterable[object] = (),
) -> SafeString:
    """Label, optional mark, hint, error, control and foot of one bound field."""
    if field.is_hidden:
        return SafeString(field.as_widget() + str(field.errors))
    # The server's sentences tell what to do; the browser's own would come first and hide them.
    field.form.use_required_attribute = False
    if hint:
        field.help_text = hint
    kind = _kind(field.field.widget)
    counted = _is_counted(field, asked=count)
    ids = _ids(field, counted=counted)
    control = "" if kind == "choices" else field.as_widget(attrs=_control_attributes(field, ids, width))
    shown = {
        "field": field,
        "kind": kind,
        "ids": ids,
        "control": control,
        "affix": affix or getattr(field.field, "affix", ""),
        "limit": _limit(field),
        "foot": foot,
        "optional": mark and not field.field.required and kind != "checkbox",
        "in_row": _choices_in_row(field, kind=kind) if row is None else row,
        "files": files,
        "described": " ".join(filter(None, (ids["hint"], ids["error"]))),
    }
    return render_to_string("components/field.html", shown)


@register.simple_tag
def fields(*, form: forms.BaseForm) -> SafeString:
    """Every field of a form in its order."""
    return render_to_string("components/form.html", {"form": form})


def _target(bound: BoundField) -> str:
    """The id that an error links to: the first choice of a group, else the control."""
    widget = bound.field.widget
    first = "_0" if _kind(widget) in {"choices", "group"} else ""
    return f"{bound.auto_id}{first}"


def _form_errors(form: forms.BaseForm, group: object) -> Iterator[tuple[object, str, object]]:
    for message in form.non_field_errors():
        yield group, "", message
    for bound in form:
        for message in bound.errors:
            yield group, _target(bound), message


def _formset_errors(formset: BaseFormSet) -> Iterator[tuple[object, str, object]]:
    name = getattr(formset, "group", "")
    for message in formset.non_form_errors():
        yield name, "", message
    for number, form in enumerate(formset.forms, start=1):
        group = getattr(form, "group", "") or (f"{name} {number}" if name else "")
        yield from _form_errors(form, group)


def _errors(form: object, all_forms: Iterable[object]) -> list[tuple[object, str, object]]:
    found: list[tuple[object, str, object]] = []
    for one in ([form] if form is not None else []) + list(all_forms or []):
        if isinstance(one, BaseFormSet):
            found += _formset_errors(one) if one.is_bound else []
        elif one.is_bound:
            found += _form_errors(one, getattr(one, "group", ""))
    return found


@register.simple_tag
def error_summary(*, form: object = None, forms: Iterable[object] = (), level: int = 2) -> SafeString:
    """The list of problems at the top, each linked to its field and naming its group."""
    errors = _errors(form, forms)
    if not errors:
        return SafeString("")
    see = [link for one in (form, *(forms or ())) for link in getattr(one, "see", ())]
    return render_to_string("components/error_summary.html", {"errors": errors, "level": level, "see": see})


@register.simple_tag
def error_title(*, form: object = None, forms: Iterable[object] = ()) -> str:
    """The start of the page's title when something is to be changed, else nothing."""
    count = len(_errors(form, forms))
    return gettext("%(count)s to change") % {"count": count} + " - " if count else ""


@register.simple_tag
def upload(
    *,
    id: str,  # noqa: A002 - the attribute's own name
    name: str = "file",
    label: object,
    accept: str = ".pdf,.jpg,.jpeg,.png,.docx",
    multiple: bool = False,
    url: str = "",
    files: Iterable[object] = (),
) -> SafeString:
    """A drop zone outside a form class; `url` lets the script send each file at once with its progress."""
    shown = {"id": id, "name": name, "label": label, "accept": accept, "multiple": multiple, "url": url}
    return render_to_string("components/upload.html", shown | {"files": files})
