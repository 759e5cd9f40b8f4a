"""A step of the help as a page of the demo city: whose it is, where it is, and which templates draw it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.template import Template
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import instrumented_test_render
from django.urls import reverse
from django.utils import translation

from studios.management.demo_city.accounts import stem_of
from studios.ui.help.pages import PAGES
from studios.ui.help.parts import Step
from tools.help_shots import SHOTS
from unions.models import Account
from unions.values.addresses import is_private

HOST = "127.0.0.1"


def steps_by_key() -> dict[str, Step]:
    """Every step once; several roles share some."""
    return {step.key: step for page in PAGES for step in page.steps}


def wanted(asked: list[str], kept: dict[str, Any], old: list[str]) -> list[Step]:
    """Those named, all, or those that are missing, old, or show another page than they did."""
    steps = steps_by_key()
    if asked == ["all"]:
        return list(steps.values())
    if asked:
        return [steps[key] for key in asked]
    return [step for key, step in steps.items() if key in old or shows_another(step, kept.get(key))]


def shows_another(step: Step, kept: dict[str, Any] | None) -> bool:
    """Whether no picture was taken, or one of another page, or as somebody else."""
    shot = SHOTS[step.key]
    return kept is None or (kept["route"], kept["who"]) != (shot.route or step.page, shot.who)


class Scene:
    """One step, its shot and the row it shows."""

    def __init__(self, step: Step) -> None:
        """Of the demo city as it is."""
        self.step = step
        self.shot = SHOTS[step.key]

    @cached_property
    def row(self) -> Any:
        """The row that the page shows."""
        found = self.shot.row() if self.shot.row else None
        if self.shot.row and found is None:
            raise LookupError("the demo city has no such row; change tools/help_shots.py")
        return found

    @cached_property
    def account(self) -> Account | None:
        """Whose screen it is."""
        return Account.objects.get(username=username_of(self.shot.who, self.row)) if self.shot.who else None

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The session of that account."""
        return {name: morsel.value for name, morsel in self.client.cookies.items()}

    @cached_property
    def client(self) -> Client:
        """Signed in without a password."""
        client = Client(headers={"host": HOST})
        if self.account:
            client.force_login(self.account, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    def address(self, language: str) -> str:
        """Where the page is, in a language."""
        values = [value[1:] if value.startswith("=") else attrgetter(value)(self.row) for value in self.shot.values]
        with translation.override(language):
            found = reverse(self.shot.route or self.step.page, args=values)
        if self.shot.query:
            return f"{found}{self.shot.query}{self.row.pk}"
        return f"{found}?lang={language}" if not self.account and is_private(found) else found

    @contextmanager
    def speaking(self, language: str) -> Iterator[None]:
        """The account's own language, for as long as the picture takes."""
        if self.account is None:
            yield
            return
        mine = Account.objects.filter(pk=self.account.pk)
        mine.update(language=language)
        try:
            yield
        finally:
            mine.update(language=self.account.language)

    @cached_property
    def templates(self) -> list[str]:
        """Names of the page's own templates."""
        drawn: list[str] = []

        def note(template: Any, **_more: Any) -> None:
            drawn.append(template.name or "")

        plain = Template._render  # noqa: SLF001 - as the test runner listens
        Template._render = instrumented_test_render  # noqa: SLF001
        template_rendered.connect(note)
        try:
            self.client.get(self.address(settings.LANGUAGE_CODE), follow=True)
        finally:
            template_rendered.disconnect(note)
            Template._render = plain  # noqa: SLF001
        return sorted({name for name in drawn if is_own(name)})

    def kept(self, words: str) -> dict[str, Any]:
        """What is remembered of the picture."""
        return {
            "route": self.shot.route or self.step.page,
            "who": self.shot.who,
            "address": self.address(settings.LANGUAGE_CODE),
            "templates": self.templates,
            "words": words,
        }


def is_own(name: str) -> bool:
    """Whether a template is a page's own: what stands around all pages is no reason to take all pictures again."""
    return (settings.BASE_DIR / "templates" / name).is_file() and not name.startswith(("layouts/", "components/"))


def username_of(who: str, row: Any) -> str:
    """The username with the row's unions put in."""
    if "{" not in who:
        return who
    unit = getattr(row, "union", None) or row.studio.union
    desk = getattr(row, "desk", None) or unit
    return who.format(unit=stem_of(unit), desk=stem_of(desk))
