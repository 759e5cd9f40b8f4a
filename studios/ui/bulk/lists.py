"""Which list offers which acts, by the list's key, and what of it an account is offered."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy

from studios.ui.bulk.accounts import ADMINISTRATORS, DEACTIVATE, REACTIVATE, SIGN_OUT, mark_of
from studios.ui.bulk.acts import BulkAct, BulkList, revision_of
from studios.ui.bulk.letters import BEGIN_TALKS, CONFIRM_ADOPTERS, sender_of
from studios.ui.bulk.originals import RECEIVE
from studios.ui.bulk.publishing import ARCHIVE, PUBLISH, PUBLISH_BLOCKS
from studios.ui.bulk.results import CHECK, CONFIRM
from studios.ui.bulk.team import AGREE, END, LEAVE
from studios.ui.bulk.writing import WRITE_TO_DESKS, WRITE_TO_UNITS, WRITE_TO_UNITS_OF_STUDIOS
from unions.choices.people import DESK_ROLES
from unions.models import Account
from unions.ui.selected import Act, Bulk, offer_acts

EXPORT = Act("export", gettext_lazy("Excel of the selection"))
LISTS: dict[str, BulkList] = {
    "accounts": BulkList(acts=(DEACTIVATE, REACTIVATE, SIGN_OUT), readers=ADMINISTRATORS, mark=mark_of),
    "activities": BulkList(acts=(WRITE_TO_UNITS_OF_STUDIOS,)),
    "adoptions": BulkList(acts=(CONFIRM_ADOPTERS,), name=sender_of, mark=lambda row: str(row.state)),
    "apprenticeships": BulkList(acts=(END, WRITE_TO_UNITS_OF_STUDIOS)),
    "cases": BulkList(
        acts=(WRITE_TO_UNITS, WRITE_TO_DESKS), name=lambda case: f"{case.number} {case.studio}", mark=revision_of
    ),
    "designations": BulkList(acts=(WRITE_TO_UNITS_OF_STUDIOS,)),
    "members": BulkList(acts=(AGREE, LEAVE, WRITE_TO_UNITS_OF_STUDIOS)),
    "originals": BulkList(acts=(RECEIVE, WRITE_TO_UNITS)),
    "pages": BulkList(acts=(PUBLISH_BLOCKS,), readers=DESK_ROLES, mark=revision_of),
    "projects": BulkList(acts=(WRITE_TO_UNITS_OF_STUDIOS,)),
    "requests": BulkList(acts=(BEGIN_TALKS,), name=sender_of, mark=revision_of),
    "results": BulkList(acts=(CHECK, CONFIRM, WRITE_TO_UNITS_OF_STUDIOS)),
    "stories": BulkList(acts=(PUBLISH, ARCHIVE), mark=revision_of),
    "stories_to_check": BulkList(acts=(PUBLISH,), readers=DESK_ROLES, mark=revision_of),
    "studios": BulkList(acts=(WRITE_TO_UNITS,)),
}


def bulk_of(key: str, account: Account) -> Bulk:
    """What a list offers to this account; a sheet of the selection always."""
    offered = [Act(act.key, act.label) for act in acts_of(key, account).values()]
    return Bulk(reverse("list_selected", args=[key]), [*offered, EXPORT])


def acts_of(key: str, account: Account) -> dict[str, BulkAct]:
    """The acts of a list that the account's roles allow at all."""
    return {act.key: act for act in LISTS[key].acts if account.scope.roles & set(act.roles)}


def offer_lists() -> None:
    """Offer acts on the lists that know nothing of studios; called when the application is ready."""
    offer_acts("accounts", partial(bulk_of, "accounts"))
