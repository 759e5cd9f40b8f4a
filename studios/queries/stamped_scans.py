"""Stamped scans of a case: what can be said of each, and whose stamp may still be added."""

from django.db.models import Exists, IntegerField, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from studios.choices.calls import FINAL_REFUSALS, Stage, StepName
from studios.models import Act, Application, ApplicationDesk, Attachment, OpinionRecord, ReturnNote, StampedScan
from studios.permissions import acts_at, fills, takes_paper_at
from unions.choices.people import DESK_ROLES
from unions.models import Account

SIGNING = (StepName.AGREE, StepName.FORWARD, StepName.PASS)
# What is printed of these will not stand: they are being changed, or have ended.
UNSETTLED = (Stage.DRAFT, Stage.RETURNED, Stage.WITHDRAWN, Stage.EXPIRED, *FINAL_REFUSALS)


def stamped_scans(application: Application) -> list[StampedScan]:
    """All of a case in the order of their upload, with file, version and who compared."""
    rows = application.stamped_scans.filter(file__removed_at=None)
    return list(rows.select_related("file", "version", "matched_by"))


def has_unit_scan() -> Exists:
    """Whether the unit's stamp on a case is there as a scan; one before a return that asked for new stamps is not.

    Domain rules §4; as a condition of a query of cases.
    """
    renewed = ReturnNote.objects.filter(
        renew_stamps=True, act__undone_at=None, act__application=OuterRef("application")
    )
    signed = OpinionRecord.objects.filter(application=OuterRef("pk"), union=OuterRef("union"), scan__isnull=False)
    kept = Attachment.objects.filter(application=OuterRef("pk"), slot="unit_scan", removed_at=None)
    return Exists(signed.exclude(Exists(renewed.filter(act__at__gte=OuterRef("act__at"))))) | Exists(  # type: ignore[return-value]
        kept.exclude(Exists(renewed.filter(act__at__gte=OuterRef("uploaded_at"))))
    )


def stamping_desks(application: Application, account: Account) -> list[ApplicationDesk]:
    """The desks of which the account may add a stamped scan now: its own that have signed.

    Of a case filed for its unit, the unit's too, by whoever filed it and the desks above.
    """
    if not application.version_count or application.state in UNSETTLED:
        return []
    return [
        desk
        for desk in application.desks.select_related("union").annotate(has_signed=_signed()).order_by("position")
        if (desk.has_signed and acts_at(account, desk.union, application, *DESK_ROLES))
        or (desk.stage == Stage.UNIT_REVIEW and _stamps_for_unit(account, application))
    ]


def _signed() -> Exists:
    """By the place on the way, not by the union: a desk may have gone to a successor since it signed."""
    acts = Act.objects.filter(application=OuterRef("application"), step__in=SIGNING, undone_at=None)
    place = Cast(KeyTextTransform("desk_position", "before"), IntegerField())
    return Exists(acts.annotate(place=place).filter(place=OuterRef("position")))


def _stamps_for_unit(account: Account, application: Application) -> bool:
    return application.is_proxy and (fills(account, application) or takes_paper_at(account, application) is not None)
