"""Keeps the text of a form whose session had ended, until its account has signed in again."""

import json
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from unions.values.addresses import is_private
from unions.values.sealing import seal, unseal

PURPOSE = "kept-text"
SESSION_KEY = "kept_text"
LARGEST = 200_000
SECONDS = 24 * 3600
A_FEW_WORDS = 20
NOT_TEXT = frozenset({"csrfmiddlewaretoken"})
NEVER_KEPT = ("password",)
# Pages about signing in take secrets only.
SIGN_IN_PAGES = ("/desk/sign-in/", "/desk/sign-out/", "/desk/password/", "/desk/second-step/", "/desk/sessions/")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptText:
    """The fields of one form, the address it was sent to, and whose they are."""

    account: int
    path: str
    fields: Fields
    had_files: bool = False

    def seal(self) -> str:
        """As one encrypted line for a hidden field."""
        content = {"account": self.account, "path": self.path, "fields": self.fields, "had_files": self.had_files}
        return seal(json.dumps(content), purpose=PURPOSE)

    @property
    def texts(self) -> list[str]:
        """What a person typed, to be read and copied: values of more than a word or a number."""
        return [value for _name, value in self.fields if len(value) > A_FEW_WORDS]


def is_own_page(path: str) -> bool:
    """Whether the path is a page of the desk on this host, other than those about signing in."""
    if not is_private(path) or path.startswith(SIGN_IN_PAGES):
        return False
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


def text_of(request: HttpRequest, *, account: int) -> KeptText | None:
    """The text of a sent form; None where there is nothing to keep or too much."""
    fields = _fields(request.POST)
    size = sum(len(name) + len(value.encode("utf-8", "replace")) for name, value in fields)
    if not fields or size > LARGEST or not is_own_page(request.path):
        return None
    return KeptText(account, request.get_full_path(), fields, bool(request.FILES))


def _fields(sent: QueryDict) -> Fields:
    names = [name for name in sent if name not in NOT_TEXT and not any(w in name.lower() for w in NEVER_KEPT)]
    return tuple((name, value) for name in names for value in sent.getlist(name))


def unsealed(line: str, *, account: int) -> KeptText | None:
    """The kept text of this very account; None for anything else."""
    content = unseal(line, purpose=PURPOSE, seconds=SECONDS) if line else None
    if content is None:
        return None
    found = json.loads(content)
    text = KeptText(found["account"], found["path"], tuple(map(tuple, found["fields"])), found["had_files"])
    return text if text.account == account and is_own_page(text.path.partition("?")[0]) else None
