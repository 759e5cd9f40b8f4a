"""What goes into a package for the archive: the files of a case or a call that an account reads, in filing order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from studios.choices.reviews import SeatState
from studios.models import (
    Application,
    Attachment,
    Call,
    Decision,
    OpinionRecord,
    PanelSeat,
    Paper,
    RecommendationBatch,
    StampedScan,
)
from studios.models.attachment import OBJECTION_SLOT, PUBLIC_PAPER_SLOT
from studios.queries.package_sheets import call_sheets, case_sheets
from studios.queries.visits import photos_of, readable_visit
from studios.values.packing.sheets import Sheet
from unions.models import Account

# Served by their own pages alone: scans of score sheets, and what came with an objection.
LEFT_OUT = ("score_scan", OBJECTION_SLOT)
FORM = "form_pdf"
EVIDENCE = "slot-"


@dataclass(frozen=True, slots=True)
class Item:
    """One file: what it is called, who made it, under which number and when."""

    title: str
    file: Any
    issuer: str = ""
    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One folder of a package, `folder` empty for the top; the sheets go into one workbook called `book`.

    `wanting` are files that should be there and are not.
    """

    folder: str
    book: str
    items: list[Item] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    wanting: list[str] = field(default_factory=list)


def sits_on_panel(account: Account, call: Call) -> bool:
    """Whether the account has a seat in this call that it did not decline: its experts get no package."""
    return PanelSeat.objects.filter(call=call, expert__account=account).exclude(state=SeatState.DECLINED).exists()


def packable_cases(call: Call, account: Account) -> QuerySet[Application]:
    """Cases of a call that were submitted and whose answers the account reads."""
    rows = Application.objects.readable_by(account).filter(call=call, version_count__gt=0)
    return rows.with_parties().order_by("number")


def files_of(application: Application) -> QuerySet[Attachment]:
    """The files of a case that were not taken out."""
    return application.attachments.filter(removed_at=None).exclude(slot__in=LEFT_OUT)


def size_of(cases: QuerySet[Application]) -> tuple[int, int]:
    """How many files these cases have, and their bytes."""
    rows = Attachment.objects.filter(application__in=cases.order_by().values("pk"), removed_at=None)
    found = rows.exclude(slot__in=LEFT_OUT).aggregate(size=Sum("size"))
    return rows.count(), found["size"] or 0


def case_part(application: Application, account: Account, *, folder: str) -> Part:
    """Form, stamped scans, opinions, evidence and decision of a case, and its course as sheets."""
    found: dict[int, Item] = {}
    for item in (
        *_forms(application),
        *_stamped(application),
        *_opinions(application, account),
        *_evidence(application),
        *_photos(application, account),
        *_named_by(application, account),
    ):
        found.setdefault(item.file.pk, item)
    sheets, wanting = case_sheets(application, account), unset_forms(application)
    return Part(folder, _("Course of the case"), list(found.values()), sheets, wanting)


def call_part(call: Call, account: Account) -> Part:
    """What belongs to the call itself: its summaries, papers and decisions as far as the account reads them."""
    found: dict[int, Item] = {}
    for item in (*_summaries(call, account), *_papers(call, account), *_decisions(call, account)):
        found.setdefault(item.file.pk, item)
    return Part("", _("Course of the call"), list(found.values()), call_sheets(call, account))


def unset_forms(application: Application) -> list[str]:
    """The form of the newest version, where it was not set as PDF."""
    name = f"{application.number}-{application.version_count}.pdf"
    is_there = files_of(application).filter(slot=FORM, name=name).exists()
    return [] if is_there else [_("Application form (version %(number)s)") % {"number": application.version_count}]


def _forms(application: Application) -> Iterator[Item]:
    kept = {file.name: file for file in files_of(application).filter(slot=FORM)}
    for version in application.versions.order_by("number"):
        file = kept.get(f"{application.number}-{version.number}.pdf")
        if file is not None:
            title = _("Application form (version %(number)s)") % {"number": version.number}
            yield Item(title, file, application.union.name, application.number, _day(version.submitted_at))


def _stamped(application: Application) -> Iterator[Item]:
    scans = StampedScan.objects.filter(application=application, file__removed_at=None).select_related("file")
    for scan in scans:
        title = _("Stamped scan, %(paper)s") % {"paper": scan.paper}
        yield Item(title, scan.file, application.union.name, day=_day(scan.file.uploaded_at))


def _opinions(application: Application, account: Account) -> Iterator[Item]:
    """Scans of opinions; one that belongs to a recommender's summary only where its files are read."""
    rows = OpinionRecord.objects.filter(application=application, scan__isnull=False, scan__removed_at=None)
    seen = Q(scan__application=application) | Q(scan__in=Attachment.objects.visible_to(account).values("pk"))
    for opinion in rows.filter(seen).select_related("scan", "union").order_by("pk"):
        yield Item(opinion.name, opinion.scan, opinion.union.name, day=opinion.signed_on)


def _evidence(application: Application) -> Iterator[Item]:
    slots = {f"{EVIDENCE}{slot.key}": slot.name for slot in application.call.slots.all()}
    for file in files_of(application).exclude(slot=FORM).order_by("slot", "pk"):
        stem = PurePath(file.name).stem
        slot = slots.get(file.slot, "")
        title = stem if stem.startswith(slot) else f"{slot} {stem}"
        yield Item(title, file, application.union.name, day=_day(file.uploaded_at))


def _photos(application: Application, account: Account) -> Iterator[Item]:
    """Photos of the visit, for the naming union's desks."""
    visit = readable_visit(application, account)
    if visit is None or not account.scope.covers(application.call.union):
        return
    for number, file in enumerate(photos_of(visit), start=1):
        title = _("Photo of the visit %(number)s") % {"number": number}
        yield Item(title, file, application.call.union.name, day=_day(file.uploaded_at))


def _named_by(application: Application, account: Account) -> Iterator[Item]:
    rows = Decision.objects.filter(call=application.call, designations__studio=application.studio_id)
    yield from _signed(rows.distinct(), account)


def _decisions(call: Call, account: Account) -> Iterator[Item]:
    yield from _signed(Decision.objects.filter(call=call), account)


def _signed(rows: QuerySet[Decision], account: Account) -> Iterator[Item]:
    """Signed files of decisions that the account reads, or everybody does."""
    seen = Q(paper__in=Attachment.objects.visible_to(account).values("pk")) | Q(paper__slot=PUBLIC_PAPER_SLOT)
    for decision in rows.filter(seen, paper__removed_at=None).select_related("paper").order_by("decided_on", "pk"):
        title = decision.title or _("Decision %(number)s") % {"number": decision.number}
        yield Item(title, decision.paper, decision.issuer, decision.number, decision.decided_on)


def _summaries(call: Call, account: Account) -> Iterator[Item]:
    rows = RecommendationBatch.objects.visible_to(account).filter(call=call, scan__isnull=False, scan__removed_at=None)
    for batch in rows.select_related("scan", "union").order_by("union__path", "pk"):
        title = _("Recommendation summary, %(union)s") % {"union": batch.union}
        yield Item(title, batch.scan, batch.union.name, batch.number, batch.signed_on)


def _papers(call: Call, account: Account) -> Iterator[Item]:
    """Written papers, the newest of each kind and format last."""
    seen = Attachment.objects.visible_to(account).filter(removed_at=None).values("pk")
    for paper in Paper.objects.filter(call=call, file__in=seen).select_related("file").order_by("made_at", "pk"):
        yield Item(PurePath(paper.file.name).stem, paper.file, call.union.name, day=_day(paper.made_at))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
