"""Erases a person: the values go, from the row and from its history; the salted record stays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext_lazy as _

from studios.actions.consents import forget_consents
from studios.actions.sheet_checks import forget_all_checks
from studios.actions.summaries import refresh_summaries
from studios.choices.calls import FINAL
from studios.models import (
    Activity,
    Adoption,
    Alliance,
    Application,
    ApplicationVersion,
    CooperationRequest,
    Leadership,
    ModelWorker,
    Person,
    PersonMatch,
    ProfileBlock,
    Project,
    Result,
    Section,
    ServiceOffer,
    Studio,
)
from studios.permissions import erases_person
from unions import clock
from unions.actions.audit import record, salted
from unions.actions.job_results import forget_job_files
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal
from unions.models import Account
from unions.queries.history import event_model

ERASED = "***"
PERSONAL_KEYS = ("sex", "birth_month", "mobile", "political_status", "education", "merits")
# Texts in which a name may stand, by the path to their studio.
TEXTS: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (Studio, "pk", ("introduction", "summary", "name_reason")),
    (Project, "studio_id", ("difficulty",)),
    (Result, "studio_id", ("problem", "novelty")),
    (Activity, "studio_id", ("topic", "note")),
    (ServiceOffer, "studio_id", ("title", "text")),
    (Alliance, "leader_id", ("name", "purpose")),
    (ProfileBlock, "studio_id", ("note",)),
    (Adoption, "studio_id", ("effect", "note")),
    (CooperationRequest, "studio_id", ("text", "answer")),
)
NOT_YOURS = _("Only a chair at or above this person's union may erase the person.")


@transaction.atomic
def erase_person(person: Person, *, by: Account, reason: str) -> Person:
    """Clear every personal value for good. Names of studios and signed papers stay as they were published."""
    person = Person.objects.select_for_update(of=("self",)).select_related("home", "account").get(pk=person.pk)
    _refuse_unless_erasable(person, by, reason)
    name, studios = person.name, _studios_of(person)
    _record(person, by, reason.replace(name, ERASED))
    _clear_applications(person, studios)
    _clear_texts(studios, name)
    _clear_blocks(studios, person)
    _clear_contact(studios, person)
    _clear_letters(studios, person)
    _clear_jobs(name)
    forget_all_checks()
    forget_job_files()
    _clear_account(person.account)
    _clear_person(person)
    refresh_summaries(studios)
    return person


def _refuse_unless_erasable(person: Person, by: Account, reason: str) -> None:
    if not erases_person(by, person):
        raise Forbidden(NOT_YOURS)
    if person.erased_at:
        raise Refusal(_("This person has been erased already."))
    if not reason.strip():
        raise Refusal(_("Say why the person is erased."), field="reason")
    if Leadership.objects.present().filter(worker__person=person).exists():
        raise Refusal(_("This person leads a studio. Record the change of lead first."))
    if person.account and person.account.is_active:
        raise Refusal(_("This person still has an account. Deactivate it first."))
    if _applications_naming(person).exclude(state__in=FINAL).exists():
        raise Refusal(_("This person stands in an application that is under way. Wait until it is closed."))


def _studios_of(person: Person) -> list[int]:
    led = Studio.objects.filter(leaderships__worker__person=person)
    joined = Studio.objects.filter(members__person=person)
    taught = Studio.objects.filter(Q(apprenticeships__master=person) | Q(apprenticeships__apprentice=person))
    return sorted({pk for rows in (led, joined, taught) for pk in rows.values_list("pk", flat=True)})


def _applications_naming(person: Person) -> QuerySet[Application]:
    of_studios = Application.objects.filter(studio__in=_studios_of(person))
    sections = Section.objects.filter(application__in=of_studios)
    naming = {s.application_id for s in sections.iterator() if _names(s.content, person)}
    return Application.objects.filter(pk__in=naming)


def _record(person: Person, by: Account, reason: str) -> None:
    values = {"name": person.name, "mobile": person.mobile, "birth_month": str(person.birth_month or "")}
    hashes = {key: salted(value, subject=person) for key, value in values.items() if value}
    record(Verb.PERSON_ERASED, by=by, subject=person, union=person.home, details={"reason": reason, "was": hashes})


def _clear_person(person: Person) -> None:
    person.name, person.name_key, person.mobile = ERASED, "", ""
    person.sex = person.political_status = person.education = ""
    person.birth_month, person.erased_at = None, clock.now()
    person.save()
    _events(Person, [person.pk]).update(name=ERASED, sex="", political_status="", education="")
    ModelWorker.objects.filter(person=person).update(merits="")
    forget_consents(person)
    PersonMatch.objects.filter(Q(one=person) | Q(other=person)).delete()


def _clear_account(account: Account | None) -> None:
    if account:
        account.name, account.mobile, account.email = ERASED, None, ""
        account.save(update_fields=["name", "mobile", "email"])
        _events(Account, [account.pk]).update(name=ERASED)


def _clear_jobs(name: str) -> None:
    """Papers that were set are kept as files; what the queue was told about them goes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET args = '{}' WHERE strpos(args::text, %s) > 0"
            " AND status IN ('succeeded', 'failed', 'cancelled', 'aborted')",
            [name],
        )


def _clear_contact(studios: list[int], person: Person) -> None:
    reached = Q(contact_name=person.name) | (Q(contact_phone=person.mobile) & ~Q(contact_phone=""))
    Studio.objects.filter(reached, pk__in=studios).update(contact_name="", contact_phone="")


def _clear_letters(studios: list[int], person: Person) -> None:
    """Whoever sent a letter is known by the mobile number; by the name only where the person has to do with the studio."""
    sent = Q(contact_name=person.name, studio__in=studios) | (Q(contact_phone=person.mobile) & ~Q(contact_phone=""))
    for model in (Adoption, CooperationRequest):
        model._default_manager.filter(sent).update(contact_name="", contact_phone="")


def _clear_texts(studios: list[int], name: str) -> None:
    for model, path, fields in TEXTS:
        rows = model._default_manager.filter(**{f"{path}__in": studios})
        keys = list(rows.values_list("pk", flat=True))
        in_history = {field.name for field in event_model(model)._meta.local_fields}
        for field in fields:
            changed: dict[str, Any] = {field: Replace(F(field), Value(name), Value(ERASED))}
            rows.filter(**{f"{field}__contains": name}).update(**changed)
            if field in in_history:
                _events(model, keys).filter(**{f"{field}__contains": name}).update(**changed)


def _clear_blocks(studios: list[int], person: Person) -> None:
    """Texts of public pages, published or not, and what their history holds."""
    blocks = list(ProfileBlock.objects.filter(studio__in=studios))
    for row in (*blocks, *_events(ProfileBlock, [block.pk for block in blocks])):
        held = {field: getattr(row, field) for field in ("draft", "published") if hasattr(row, field)}
        cleared = {field: _cleared(content, person) for field, content in held.items()}
        if cleared != held:
            type(row)._default_manager.filter(pk=row.pk).update(**cleared)


def _clear_applications(person: Person, studios: list[int]) -> None:
    """The hash of a version keeps saying what was submitted; its content no longer names the person."""
    applications = Application.objects.filter(studio__in=studios)
    kept: Iterable[Any] = (
        *Section.objects.filter(application__in=applications),
        *ApplicationVersion.objects.filter(application__in=applications),
    )
    for row in kept:
        cleared = _cleared(row.content, person)
        if cleared != row.content:
            row.content = cleared
            row.save(update_fields=["content"])


def _events(model: type[Model], keys: list[int]) -> QuerySet[Any]:
    return event_model(model)._default_manager.filter(pgh_obj_id__in=keys)


def _names(content: Any, person: Person) -> bool:
    return _cleared(content, person) != content


def _cleared(content: Any, person: Person) -> Any:
    if isinstance(content, dict):
        cleared = {key: _cleared(value, person) for key, value in content.items()}
        return cleared | _blanks(content) if _is_about(content, person) else cleared
    if isinstance(content, list):
        return [_cleared(value, person) for value in content]
    return content.replace(person.name, ERASED) if isinstance(content, str) else content


def _is_about(row: dict[str, Any], person: Person) -> bool:
    if row.get("person") is not None:
        return bool(row["person"] == person.pk)
    return row.get("name") == person.name and _same_month(row.get("birth_month"), person.birth_month)


def _same_month(typed: Any, month: date | None) -> bool:
    return not typed or month is None or str(typed)[:7] == month.isoformat()[:7]


def _blanks(row: dict[str, Any]) -> dict[str, Any]:
    return {"name": ERASED} | {key: "" for key in PERSONAL_KEYS if row.get(key)}
