"""What the pages of the application form show: the list at the left, the steps above, the page itself."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studios.actions.sections import NOT_YOURS, closed_because, present_remarks
from studios.choices.calls import Stage
from studios.choices.sections import SectionKey, SectionState
from studios.forms.application.book import Book
from studios.forms.application.display import describe
from studios.forms.application.registry import SECTIONS, open_book
from studios.forms.application.section import Fault, SectionForm
from studios.models import Application, Section
from studios.models.call import binding_date
from studios.permissions import fills
from studios.queries.plans import plan_of
from unions import clock
from unions.errors import Forbidden
from unions.templatetags.formats import cn_date
from unions.templatetags.leaves import icon
from unions.values.numbers import whole_number

ICONS = {SectionState.COMPLETE: "check", SectionState.FAULTY: "circle-alert"}
KEYS = list(SectionKey)
DAYS_TO_WARN = 7


def own_application(request: HttpRequest, number: str) -> Application:
    """The application that this account fills; 404 outside scope, 403 with the reason within."""
    rows = Application.objects.visible_to(request.user).with_parties().select_related("call__plan")
    application = get_object_or_404(rows, number=number)
    if not fills(request.user, application):
        raise Forbidden(NOT_YOURS)
    return application


class FormPage:
    """One page of the form (or none, for lists of all pages) with everything around it."""

    refusal = ""
    conflict: Section | None = None
    stale_version = -1

    def __init__(self, application: Application, key: str = "") -> None:
        """Keep the application; an unknown page is 404."""
        if key and key not in SECTIONS:
            raise Http404
        self.application = application
        self.key = SectionKey(key) if key else None
        self.page: SectionForm | None = None
        self.refusals: dict[str, str] = {}

    @cached_property
    def book(self) -> Book:
        """What the page looks things up in."""
        return open_book(self.application)

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The stored pages by key."""
        return {s.key: s for s in self.application.sections.select_related("saved_by")}

    @property
    def section(self) -> Section:
        """The stored page."""
        return self.sections[self.key]

    @section.setter
    def section(self, section: Section) -> None:
        self.sections[self.key] = section
        self.book.contents[self.key] = section.content

    def load(self, refusals: Mapping[str, str] | None = None) -> None:
        """Show what is stored; faults only after a save was asked for."""
        self.refusals = dict(refusals or {})
        page = SECTIONS[self.key].from_content(self.section.content, book=self.book)
        self.page = page.show() if self.section.state == SectionState.FAULTY else page
        self.book.messages = self.missing_files
        self.page.padded()

    def read(self, post: QueryDict, *, drop_blank: bool) -> None:
        """Read what was sent."""
        values = {name: post[name] for name in post}
        form = SECTIONS[self.key]
        self.page = form.from_post(values, book=self.book, stored=self.section.content, drop_blank=drop_blank)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """The error summary: faults of the page when they are shown, and refused files."""
        refused = [(_("File"), f"file-{slot}", message) for slot, message in self.refusals.items()]
        shown = self.page is not None and any(not part.is_quiet for part in self.page.parts())
        shown = shown or (self.section.state == SectionState.FAULTY and self.conflict is None)
        return refused + [(f.group, f.anchor, f.message) for f in (self.page.faults() if shown else [])]

    @property
    def missing_files(self) -> dict[str, str]:
        """Message by place for files that are missing, and for refused ones."""
        is_faulty = self.section.state == SectionState.FAULTY
        found = {f.anchor: f.message for f in self.page.faults() if f.anchor.startswith("file-")} if is_faulty else {}
        return found | {f"file-{slot}": message for slot, message in self.refusals.items()}

    @property
    def shows_conditions(self) -> bool:
        """The last page has the condition sheet beside the explanations."""
        return self.key == SectionKey.SUMMARY

    @cached_property
    def remarks(self) -> list[Any]:
        """Remarks of the return that is answered."""
        return list(present_remarks(self.application)) if self.application.state == Stage.RETURNED else []

    @property
    def own_remarks(self) -> list[Any]:
        """Those of this page."""
        return [remark for remark in self.remarks if remark.section == self.key]

    @cached_property
    def closed(self) -> str:
        """Why the page cannot be changed; empty when it can."""
        pinned = frozenset(remark.section for remark in self.remarks)
        return str(closed_because(self.application, self.key or "", pinned=pinned))

    @property
    def is_blind(self) -> bool:
        """Whether experts see no names, so that a file can be filed anonymous."""
        return plan_of(self.application.call).is_blind

    @property
    def number(self) -> int:
        """1 to 8."""
        return KEYS.index(self.key) + 1

    @property
    def heading(self) -> str:
        """四、创新成果."""
        return _("%(numeral)s. %(title)s") % {"numeral": self.key.numeral, "title": self.key.label}

    @property
    def url(self) -> str:
        """The page itself."""
        return self.url_of(self.key)

    def url_of(self, key: SectionKey) -> str:
        """Another page."""
        return reverse("application_section", args=[self.application.number, key])

    @property
    def previous_url(self) -> str:
        """The page before; the list before the first."""
        return self.url_of(KEYS[self.number - 2]) if self.number > 1 else self.later_url

    @property
    def next_url(self) -> str:
        """The next page; checking after the last."""
        if self.number < len(KEYS):
            return self.url_of(KEYS[self.number])
        return reverse("application_check", args=[self.application.number])

    @property
    def later_url(self) -> str:
        """The list of pages."""
        return reverse("application_form", args=[self.application.number])

    @property
    def tasks(self) -> list[dict[str, Any]]:
        """The list at the left."""
        return [self._task(key) for key in KEYS]

    def _task(self, key: SectionKey) -> dict[str, Any]:
        section = self.sections.get(key)
        state = SectionState(section.state) if section else SectionState.EMPTY
        faulty = state == SectionState.FAULTY
        words = (
            ngettext("%(number)s to change", "%(number)s to change", section.faults) % {"number": section.faults}
            if faulty
            else state.label
        )
        return {
            "number": key.numeral,
            "label": key.label,
            "url": self.url_of(key),
            "state": words,
            "tone": state.tone,
            "icon": ICONS.get(state, ""),
            "is_current": key == self.key,
        }

    @property
    def done(self) -> int:
        """How many pages are complete."""
        return sum(s.state == SectionState.COMPLETE for s in self.sections.values())

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        """The way of the case with the dates that bind this unit."""
        call = self.application.call
        dates, later = list(call.dates.all()), list(call.extensions.select_related("union"))
        stages = [Stage.DRAFT, *call.stages]
        now = Stage.DRAFT if self.application.is_editable else self.application.state
        here = stages.index(now) if now in stages else 0
        return [
            {
                "label": _("Filling in") if stage == Stage.DRAFT else stage.label,
                "note": _until(binding_date(dates, later, stage, self.application.union.path)),
                "state": "done" if i < here else "current" if i == here else "",
            }
            for i, stage in enumerate(stages)
        ]

    @property
    def days_left(self) -> int | None:
        """Whole days until the date that binds now; nothing without one."""
        due = self.application.due_at
        return (localtime(due).date() - clock.today()).days if due else None

    @property
    def is_urgent(self) -> bool:
        """Whether the date is near."""
        return self.days_left is not None and self.days_left <= DAYS_TO_WARN

    def answers(self, faults: dict[SectionKey, list[Fault]]) -> list[dict[str, Any]]:
        """Every page with its answers and what is to change."""
        return [
            {
                "key": key,
                "title": f"{key.numeral}、{key.label}",
                "url": self.url_of(key),
                "groups": grouped(describe(key, self.book.contents.get(key) or {}, book=self.book)),
                "faults": faults.get(key, []),
            }
            for key in KEYS
        ]


def grouped(rows: list[Any]) -> list[tuple[str, list[Any]]]:
    """Rows under the name of their group, in order."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return list(found.items())


def _until(due: Any) -> str:
    return _("until %(date)s") % {"date": cn_date(due)} if due else ""


def is_autosave(request: HttpRequest) -> bool:
    """Whether the script saves while somebody types."""
    return request.POST.get("autosave") == "1" or request.headers.get("X-Autosave") == "true"


def is_draft(request: HttpRequest) -> bool:
    """Whether rows or files change, or the script saves: nothing is validated aloud then."""
    return is_autosave(request) or any(
        name in request.POST for name in ("add", "remove", "move", "detach", "attach", "anonymous")
    )


def posted_version(post: QueryDict) -> int:
    """The version that was shown, or the one that may be overwritten; nonsense is as old as can be."""
    text = post.get("overwrite") or post.get("version", "")
    found = whole_number(text)
    return -1 if found is None else found


def answer_autosave(form: FormPage) -> HttpResponse:
    """The line beside the title, and the version to send next."""
    words = _("%(time)s saved") % {"time": f"{localtime(form.section.saved_at or clock.now()):%H:%M}"}
    answer = HttpResponse(format_html("{}{}", icon(name="cloud-check"), words))
    answer["X-Version"] = str(form.section.version)
    return answer
