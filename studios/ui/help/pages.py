"""All pages of the help, and which are an account's own."""

from studios.models import PanelSeat
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
NAMING_LEVELS = (Level.COUNTRY, Level.PROVINCE, Level.CITY)


def page_of(slug: str) -> HelpPage | None:
    """The page with this address."""
    return next((page for page in PAGES if page.slug == slug), None)


def own_pages(account: Account) -> list[HelpPage]:
    """The pages of the account's appointments, in the order of all pages; a seat in a panel adds the expert's."""
    own = {slug for grant in account.scope.grants for slug in _slugs_of(grant)}
    if not own or PanelSeat.objects.filter(expert__account=account).exists():
        own.add(experts.PAGE.slug)
    return [page for page in PAGES if page.slug in own]


def _slugs_of(grant: Grant) -> list[str]:
    """The root only names; others of its level may do both: industrial unions, and cities of a province."""
    role = Role(grant.role)
    if role in EVERYWHERE:
        return [EVERYWHERE[role].slug]
    if grant.level == Level.UNIT:
        return [AT_A_UNIT[role].slug]
    if grant.path.count(".") == 1:
        return [WHERE_NAMED[role].slug]
    names = [WHERE_NAMED[role].slug] if grant.level in NAMING_LEVELS else []
    return [recommenders.PAGE.slug, *names]
