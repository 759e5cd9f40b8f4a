"""Who may do what to which row: plain predicates, no writes."""

from collections.abc import Sequence

from django.db.models.functions import Length
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import FINAL, Stage
from studios.models import (
    Application,
    ApplicationDesk,
    Call,
    PanelSeat,
    Person,
    ProfileBlock,
    RecommendationBatch,
    Story,
    Studio,
)
from studios.models.profile import staffed
from unions.choices.people import CASE_ROLES, DESK_ROLES, Role
from unions.choices.tree import Level
from unions.errors import Sentence
from unions.models import Account, Union

OWN_CASE = _("This case comes from your own unit. From recommendation on, colleagues or the union above act on it.")
NOT_YOUR_DESK = _("This case is not on a desk where you hold this role.")
CHAIR_ONLY = _("The chair signs this step.")

ABOVE_UNITS = _("This page is for federations and industrial unions.")


def works_above_units(account: Account) -> bool:
    """Whether the account clerks, chairs or audits at a union above the units: these edit what the public reads."""
    return any(grant.role in CASE_ROLES and grant.level != Level.UNIT for grant in account.scope.grants)


def keeps_studios_of(account: Account, union: Union) -> bool:
    """Whether the account writes the register of this union: its own clerk, or one above for a unit that does not."""
    if account.scope.holds(union, Role.CLERK):
        return True
    return not union.logs_in and account.scope.covers(union, Role.CLERK)


def keeps_studio(account: Account, studio: Studio) -> bool:
    """Whether the account writes this studio's register."""
    return keeps_studios_of(account, studio.union)


def fills(account: Account, application: Application) -> bool:
    """Whether the account writes this application's answers: the unit's clerk, or the clerk who filed for it."""
    if account.scope.holds(application.union, Role.CLERK):
        return True
    return application.is_proxy and account.scope.covers(application.union, Role.CLERK)


def may_open_for(account: Account, union: Union, call: Call) -> bool:
    """A unit's clerk, or a clerk above who files for it; never above the naming union."""
    reaches = call.union.path and union.path.startswith(call.union.path)
    return bool(reaches) and account.scope.covers(union, Role.CLERK)


def own_case_rule_holds(application: Application, desk: Union) -> bool:
    """From recommendation on (domain rules §2): at every desk but the unit's own; calls of level unit are exempt."""
    return application.call.level != Level.UNIT and desk.pk != application.union_id


def is_own_case(account: Account, application: Application, desk: Union) -> bool:
    """Whether the account would act at this desk on a case of the union that employs it."""
    return own_case_rule_holds(application, desk) and account.home_id == application.union_id


def eligible_at(union: Union, application: Application, *roles: str) -> bool:
    """Whether anybody holds one of the roles at this union and is not barred by the own-case rule."""
    holders = Account.objects.holding(union, *roles)
    if own_case_rule_holds(application, union):
        holders = holders.exclude(home=application.union_id)
    return holders.exists()


def acting_union(desk: Union, application: Application, *roles: str) -> Union:
    """The desk itself, or the next union up at which somebody is left to act."""
    if eligible_at(desk, application, *roles):
        return desk
    above = Union.objects.active().at_or_above(desk).exclude(pk=desk.pk)
    ordered = sorted(above, key=lambda union: len(union.path), reverse=True)
    return next((union for union in ordered if eligible_at(union, application, *roles)), desk)


def acts_at(account: Account, desk: Union | None, application: Application, *roles: str) -> bool:
    """Whether the account acts at this desk in one of the roles, by the own-case rule and its substitute."""
    if desk is None or is_own_case(account, application, desk):
        return False
    if account.scope.holds(desk, *roles):
        return True
    if not any(account.scope.covers(desk, role) for role in roles):
        return False
    return account.scope.holds(acting_union(desk, application, *roles), *roles)


def holds_desk(account: Account, application: Application, *roles: str) -> bool:
    """Whether the account acts at the application's present desk."""
    return acts_at(account, application.desk, application, *(roles or (Role.CLERK, Role.CHAIR)))


def takes_paper_at(
    account: Account, application: Application, desks: Sequence[ApplicationDesk] | None = None
) -> ApplicationDesk | None:
    """The desk above the unit at which the account takes the case's paper in, the naming union's first; None for others.

    Who has these desks at hand, in the order of the way, spares the query.
    """
    if desks is None:
        desks = list(application.desks.above_unit())
    return next((desk for desk in reversed(desks) if acts_at(account, desk.union, application, *DESK_ROLES)), None)


def compares_scans(account: Account, application: Application) -> bool:
    """Who looks at a stamped scan that no machine reads: whoever has the case on the desk, once named its namer."""
    if application.state == Stage.NAMED:
        return acts_at(account, application.call.union, application, *DESK_ROLES)
    return application.state not in FINAL and holds_desk(account, application)


def edits_call(account: Account, call: Call) -> bool:
    """Clerks and chairs of the naming union write its calls."""
    return account.scope.holds(call.union, Role.CLERK, Role.CHAIR)


def keeps_pool(account: Account, union: Union) -> bool:
    """Clerks and chairs keep their union's own pool of experts."""
    return account.scope.holds(union, Role.CLERK, Role.CHAIR)


def grants_places(account: Account, call: Call) -> bool:
    """Places above a quota: the naming union's chair, or its clerk where the call lets a clerk sign."""
    roles = (Role.CLERK, Role.CHAIR) if call.single_sign else (Role.CHAIR,)
    return account.scope.holds(call.union, *roles)


def enters_by_code(account: Account, seat: PanelSeat) -> bool:
    """Whether a one-day code may open this account: one that does nothing but review for the seat's own union."""
    if not account.is_active or account.is_staff or account.is_superuser or account.scope.grants:
        return False
    elsewhere = PanelSeat.objects.filter(expert__account=account).exclude(call__union=seat.call.union_id)
    return not elsewhere.exists()


def keeps_batches(account: Account, union: Union) -> bool:
    """Clerks and chairs of a recommending union write its ranked lists."""
    return account.scope.holds(union, Role.CLERK, Role.CHAIR)


def hands_over(account: Account, batch: RecommendationBatch) -> bool:
    """The recommender's chair, or its clerk where the call lets a clerk sign."""
    roles = (Role.CLERK, Role.CHAIR) if batch.call.single_sign else (Role.CHAIR,)
    return account.scope.holds(batch.union, *roles)


def imports_ledger_of(account: Account, union: Union) -> bool:
    """Clerks at or above a federation or industrial union import its ledger; a unit keeps none of others."""
    return not union.is_grassroots and account.scope.covers(union, Role.CLERK)


def keeps_person(account: Account, person: Person) -> bool:
    """Whether the account writes this person: whoever keeps the register of the unit the person belongs to."""
    return person.home is not None and keeps_studios_of(account, person.home)


def erases_person(account: Account, person: Person) -> bool:
    """A chair at or above the person's union."""
    return person.home is not None and account.scope.covers(person.home, Role.CHAIR)


def records_namings_of(account: Account, union: Union) -> bool:
    """Namings from outside are recorded above the unit that gains by them; a root union records its own."""
    if union.parent_id is None:
        return account.scope.holds(union, *DESK_ROLES)
    return any(g.role in DESK_ROLES and g.reaches(union.path) and g.path != union.path for g in account.scope.grants)


def checks_results_of(account: Account, union: Union) -> bool:
    """单位核验: chair or clerk of the unit, or the clerk who keeps its register."""
    return account.scope.holds(union, Role.CLERK, Role.CHAIR) or keeps_studios_of(account, union)


def keeps_letters_of(account: Account, union: Union) -> bool:
    """Who answers letters to a unit's studios: those who vouch for their results."""
    return checks_results_of(account, union)


def clears_letters_of(account: Account, union: Union) -> bool:
    """Who erases the sender of a letter: a chair at or above the unit, as with persons."""
    return account.scope.covers(union, Role.CHAIR)


def confirming_union_id(account: Account, union: Union) -> int | None:
    """工会确认: the nearest union strictly above the unit at which the account is clerk or chair."""
    above = [g for g in account.scope.grants if g.role in DESK_ROLES and g.reaches(union.path) and g.path != union.path]
    return max(above, key=lambda grant: len(grant.path)).union_id if above else None


def handles_objections_of(account: Account, call: Call, application: Application | None, *roles: str) -> bool:
    """The handling desk: clerks and chairs of the naming union, by the own-case rule where one case is meant."""
    wanted = roles or (Role.CLERK, Role.CHAIR)
    if application is None:
        return account.scope.holds(call.union, *wanted)
    return acts_at(account, call.union, application, *wanted)


def publishing_union(studio: Studio, *, writer: Account | None = None) -> Union:
    """Who publishes the page of a studio: the nearest union above the unit with a clerk or chair other than the writer.

    Where nobody sits above, and for units directly below it, that is the root. `ProfileBlock.objects.with_publisher`
    says the same in the database.
    """
    chain = Union.objects.active().at_or_above(studio.union)
    above = chain.exclude(pk=studio.union_id).filter(staffed(but=writer))
    found = above.order_by(Length("path").desc()).first() or chain.filter(parent=None).first()
    return found or studio.union


def publishes_block(account: Account, block: ProfileBlock) -> bool:
    """Clerks and chairs of the union that publishes the page, but for what they sent themselves."""
    unions = account.scope.union_ids(*DESK_ROLES)
    *above, own = block.studio.union.path_ids
    if block.edited_by_id == account.pk or unions.isdisjoint(above or [own]):
        return False
    known = getattr(block, "publisher_id", None)
    return (known or publishing_union(block.studio, writer=block.edited_by).pk) in unions


def publishing_refusal(account: Account, block: ProfileBlock) -> Sentence:
    """Why the account does not publish this block."""
    if block.edited_by_id == account.pk:
        return _("You wrote this yourself. Somebody else reads it before it is published.")
    union = publishing_union(block.studio, writer=block.edited_by)
    return format_lazy(_("The page of this studio is published by {union}."), union=union.name)


def ends_consent_of(account: Account, studio: Studio) -> bool:
    """A consent is ended by whoever hears of it first: the unit's clerk, or a clerk or chair above."""
    return keeps_studio(account, studio) or account.scope.covers(studio.union, *DESK_ROLES)


def may_publish_page(account: Account, studio: Studio, *, writer: Account | None = None) -> bool:
    """Clerks and chairs of the union that publishes the page, but never the writer."""
    is_writer = writer is not None and writer.pk == account.pk
    return not is_writer and account.scope.holds(publishing_union(studio, writer=writer), *DESK_ROLES)


def writes_stories_of(account: Account, union: Union) -> bool:
    """Clerks and chairs write their own union's stories."""
    return account.scope.holds(union, *DESK_ROLES)


def keeps_story(account: Account, story: Story) -> bool:
    """Clerks and chairs of the story's union write it."""
    return writes_stories_of(account, story.union)


def wrote_story(account: Account, story: Story) -> bool:
    """One of the story's writers, while still clerk or chair there."""
    return keeps_story(account, story) and story.writers.filter(pk=account.pk).exists()


def checks_story(account: Account, story: Story) -> bool:
    """A clerk or chair of the story's union who wrote none of it may return it."""
    return keeps_story(account, story) and not wrote_story(account, story)


def publishes_story(account: Account, story: Story) -> bool:
    """A chair of the story's union who wrote none of it; a clerk who wrote none only where no such chair is left.

    The same for every kind and for corrections: no call and no setting has a say in it.
    """
    if not checks_story(account, story):
        return False
    chairs = Account.objects.holding(story.union, Role.CHAIR).exclude(pk__in=story.writers.values("pk"))
    return account.scope.holds(story.union, Role.CHAIR) or not chairs.exists()


def reads_drafts_of(account: Account, studio: Studio) -> bool:
    """A unit's draft is the unit's alone (domain rules §2), and of a clerk above who writes for it."""
    return account.scope.holds(studio.union, *CASE_ROLES) or keeps_studio(account, studio)
