"""Writing to the people behind selected rows: a draft with its recipients in sight."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.ui.bulk.acts import LETTER, BulkAct, Done, Work, one_by_one
from unions.actions.mailings import Letter, compose_mailing
from unions.choices.people import DESK_ROLES
from unions.models import Union
from unions.ui.own_selections import officers_of


def _writer(union_id: Callable[[Any], int | None]) -> Callable[[Work], Done]:
    def write(work: Work) -> Done:
        """A bulk message as a draft; it is sent from its own page."""
        union = Union.objects.filter(pk__in=work.by.scope.union_ids(*DESK_ROLES)).order_by("path").first()
        people = list(officers_of(Union.objects.filter(pk__in={union_id(row) for row in work.rows})))
        letter = Letter(about=work.words["about"], text=work.words["text"])
        made = compose_mailing(union, letter, recipients=people, by=work.by)  # type: ignore[arg-type]  # a desk is held
        return Done(
            _("The draft is written. Look at the recipients, then send it."), reverse("mailing", args=[made.pk])
        )

    return write


WRITE_TO_UNITS = BulkAct(
    key="write",
    label=gettext_lazy("Write to the units"),
    effect=gettext_lazy("Clerks and chairs of the units of these rows become the recipients of a draft."),
    run=_writer(lambda row: row.union_id),
    asks=LETTER,
    is_quick=True,
)
WRITE_TO_UNITS_OF_STUDIOS = replace(WRITE_TO_UNITS, run=_writer(lambda row: row.studio.union_id))
WRITE_TO_DESKS = BulkAct(
    key="write_desks",
    label=gettext_lazy("Write to the desks"),
    effect=gettext_lazy("Clerks and chairs at whose desks these cases lie become the recipients of a draft."),
    refusals=one_by_one(lambda case, _account: "" if case.desk_id else _("This case lies at no desk.")),
    run=_writer(lambda row: row.desk_id),
    asks=LETTER,
    is_quick=True,
)
