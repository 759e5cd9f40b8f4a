"""What a rule refuses, put where the form's reader sees it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms

from unions.errors import Refusal, Stale


def add_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refusal at its field, or above the form when it has no such field; the summary links to what it shows."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    if refusal.see:
        form.see = [*getattr(form, "see", ()), refusal.see]  # type: ignore[attr-defined]


@contextmanager
def refusals_on(form: forms.BaseForm, *, file_field: str = "") -> Iterator[None]:
    """Show what the domain refuses at its field, or above the form, a refused file at its own; a stale page stays 409."""
    try:
        yield
    except Stale:
        raise
    except Refusal as refusal:
        add_refusal(form, refusal)
    except forms.ValidationError as refused:
        if not file_field:
            raise
        form.add_error(file_field, refused)


def attempt(form: forms.BaseForm | None, action: Callable[[], Any]) -> Any:
    """The action's answer, or None with its refusal put on the form."""
    if form is None:
        return action()
    with refusals_on(form):
        return action()
    return None
