"""All pages of the help, and which are an account's own."""

from studios.models import Call, PanelSeat
from studios.ui.help import experts, keepers, naming_chairs, naming_clerks, readers, recommenders, units
from studios.ui.help.parts import HelpPage
from unions.choices.people import Role
from unions.choices.tree import Level
from unions.models import Account
from unions.scope import Grant

PAGES: tuple[HelpPage, ...] = (
    units.CLERK,
    units.CHAIR,
    recommenders.PAGE,
    naming_clerks.PAGE,
    naming_chairs.PAGE,
    experts.PAGE,
    keepers.AUDITOR,
    keepers.ADMINISTRATOR,
    readers.PAGE,
)
EVERYWHERE = {Role.AUDITOR: keepers.AUDITOR, Role.ADMINISTRATOR: keepers.ADMINISTRATOR}
AT_A_UNIT = {Role.CLERK: units.CLERK, Role.CHAIR: units.CHAIR}
WHERE_NAMED = {Role.CLERK: naming_clerks.PAGE, Role.CHAIR: naming_chairs.PAGE}


def page_of(slug: str) -> HelpPage | None:
    """The page with this address."""
    return next((page for page in PAGES if page.slug == slug), None)


def own_pages(account: Account) -> list[HelpPage]:
    """The pages of the account's appointments, in the order of all pages; a seat in a panel adds the expert's."""
    grants = account.scope.grants
    naming = set(Call.objects.filter(union__in=[g.union_id for g in grants]).values_list("union", flat=True))
    own = {slug for grant in grants for slug in _slugs_of(grant, names=grant.union_id in naming)}
    if not own or PanelSeat.objects.filter(expert__account=account).exists():
        own.add(experts.PAGE.slug)
    return [page for page in PAGES if page.slug in own]


def _slugs_of(grant: Grant, *, names: bool) -> list[str]:
    """What a union does, not its level, decides: the root only names, others name besides where they have a call."""
    role = Role(grant.role)
    if role in EVERYWHERE:
        return [EVERYWHERE[role].slug]
    if grant.path.count(".") == 1 and grant.level != Level.UNIT:
        return [WHERE_NAMED[role].slug]
    first = AT_A_UNIT[role] if grant.level == Level.UNIT else recommenders.PAGE
    return [first.slug, *([WHERE_NAMED[role].slug] if names else [])]
