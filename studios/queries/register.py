"""Rows of the register as lists and pages need them, each with a fixed number of statements."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import get_language

from studios.models import (
    Attachment,
    Benefit,
    Designation,
    HonourAward,
    Leadership,
    ModelWorker,
    Person,
    PersonMatch,
    Result,
    Studio,
    StudioKind,
)
from studios.models.attachment import CONSENT_SLOT
from studios.models.studio import register_q
from studios.queries.letters import median_of_studio
from unions.models import Account, IndustryGroup


def leads_of(path: str = "pk") -> Subquery:
    """Names of the present leads of the studio at `path`, in their order."""
    rows = Leadership.objects.present().filter(studio=OuterRef(path)).order_by().values("studio")
    names = rows.annotate(names=StringAgg("worker__person__name", "、", order_by=("position", "pk")))
    return Subquery(names.values("names"))


def listed_studios(account: Account) -> QuerySet[Studio]:
    """Studios in scope; `is_readable` says whether more than the name is for this account."""
    return Studio.objects.visible_to(account).annotate(
        is_readable=Case(When(register_q(account), then=True), default=False, output_field=BooleanField())
    )


def with_leads(studios: QuerySet[Studio]) -> QuerySet[Studio]:
    """Studios of a list with what its columns show."""
    rows = studios.select_related("union", "kind", "industry__group")
    return rows.annotate(lead_names=leads_of(), answer_median=median_of_studio())


def filter_options() -> dict[str, list[tuple[str, str]]]:
    """Kinds of studio and groups of industries for the filters, in one statement."""
    group_name = "name_en" if (get_language() or "").startswith("en") else "name_zh"
    kinds = _options("kind", StudioKind.objects.filter(is_retired=False), Cast("pk", CharField()), "name")
    groups = _options("group", IndustryGroup.objects.all(), Cast("pk", CharField()), group_name)
    found: dict[str, list[tuple[str, str]]] = {"kind": [], "group": []}
    for source, _position, key, name in kinds.union(groups, all=True).order_by("source", "place", "key"):
        found[source].append((key, name))
    return found


def _options(source: str, rows: QuerySet[Any], key: Any, name: str) -> QuerySet[Any]:
    return (
        rows.order_by()
        .annotate(source=Value(source), place=F("position"), key=key, title=F(name))
        .values_list("source", "place", "key", "title")
    )


def listed_workers(account: Account) -> QuerySet[ModelWorker]:
    """Model workers whose home union is in scope."""
    return ModelWorker.objects.filter(account.scope.q("person__home__path"))


def with_honours(workers: QuerySet[ModelWorker]) -> QuerySet[ModelWorker]:
    """Workers with person, home, honours and the studios that they lead now."""
    led = Leadership.objects.present().filter(studio__number__isnull=False).select_related("studio")
    return workers.select_related("person__home", "skill_grade").prefetch_related(
        Prefetch("awards", queryset=HonourAward.objects.select_related("honour")),
        Prefetch("leaderships", queryset=led, to_attr="present"),
    )


def possible_matches(account: Account) -> QuerySet[PersonMatch]:
    """Open questions whether two persons are the same, at least one of them in scope."""
    condition = account.scope.q("one__home__path") | account.scope.q("other__home__path")
    return PersonMatch.objects.filter(condition, is_same=None).select_related("one__home", "other__home")


def matches_of(person: Person) -> QuerySet[PersonMatch]:
    """Everything asked or answered about a person's namesakes."""
    rows = PersonMatch.objects.filter(Q(one=person) | Q(other=person))
    return rows.select_related("one__home", "other__home").order_by("pk")


def studio_page(account: Account, pk: int) -> QuerySet[Studio]:
    """One studio with everything that its page shows."""
    leads = Leadership.objects.order_by(F("ends_on").desc(nulls_first=True), "position").select_related(
        "worker__person", "worker__skill_grade"
    )
    awards = HonourAward.objects.select_related("honour")
    return (
        listed_studios(account)
        .filter(pk=pk)
        .select_related("union", "kind", "industry__group", "reported_figures")
        .prefetch_related(
            Prefetch("leaderships", queryset=leads),
            Prefetch("leaderships__worker__awards", queryset=awards),
            Prefetch("designations", queryset=Designation.objects.select_related("decision", "union", "revoked_by")),
            "former_names",
        )
    )


def result_page(account: Account, pk: int) -> QuerySet[Result]:
    """One result with studio, vouchers and benefits."""
    return (
        Result.objects.filter(register_q(account, "studio__"), pk=pk)
        .select_related("studio__union", "kind", "checked_by", "confirmed_by", "confirmed_union")
        .prefetch_related(Prefetch("benefits", queryset=Benefit.objects.order_by("-year", "pk")))
    )


def register_files(studio: Studio) -> QuerySet[Attachment]:
    """Files of a studio outside any case; signed consents stand with the consents."""
    rows = Attachment.objects.filter(studio=studio, application=None, removed_at=None)
    return rows.exclude(slot__startswith=CONSENT_SLOT).select_related("result")
