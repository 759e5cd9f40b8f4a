"""What must not stand in a text for the public: people who did not agree to be named, and what is secret."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from studios.models import Apprenticeship, Leadership, Member, ProfileBlock, Result, Studio
from studios.values.blocks import Content, has_mobile, words_of


def unnamed_people(studios: Collection[int]) -> dict[int, set[str]]:
    """By studio: names of members, masters and apprentices, past ones too, who have not agreed to be named there."""
    people: dict[int, dict[int, str]] = defaultdict(dict)
    for studio, person, name in _people(studios):
        people[studio][person] = name
    for studio, person in _named(studios):
        people[studio].pop(person, None)
    return {studio: {name for name in found.values() if len(name) > 1} for studio, found in people.items()}


def _people(studios: Collection[int]) -> QuerySet:
    members = Member.objects.filter(studio__in=studios, person__erased_at=None)
    pairs = Apprenticeship.objects.filter(studio__in=studios)
    sides = [
        pairs.filter(**{f"{side}__erased_at": None}).order_by().values_list("studio", side, f"{side}__name")
        for side in ("master", "apprentice")
    ]
    return members.order_by().values_list("studio", "person", "person__name").union(*sides)


def _named(studios: Collection[int]) -> QuerySet:
    """Who may be named: leads, present and former, and members with recorded consent."""
    leads = Leadership.objects.filter(studio__in=studios).order_by().values_list("studio", "worker__person")
    agreed = Member.objects.filter(studio__in=studios, consented_on__isnull=False).order_by()
    return leads.union(agreed.values_list("studio", "person"))


def secret_titles(studios: Collection[int]) -> dict[int, set[str]]:
    """By studio: titles of its secret results."""
    found: dict[int, set[str]] = defaultdict(set)
    for studio, title in Result.objects.filter(studio__in=studios, is_secret=True).values_list("studio", "title"):
        found[studio].add(title)
    return found


def faults_of(studio: Studio, content: Content) -> list[str]:
    """Why a text may not be published, each reason with what to do."""
    names, titles = unnamed_people([studio.pk]), secret_titles([studio.pk])
    return _faults(content, names.get(studio.pk, ()), titles.get(studio.pk, ()))


def faults_of_blocks(blocks: Collection[ProfileBlock]) -> dict[int, list[str]]:
    """By block: why its draft may not be published; blocks without fault are left out. Two queries for all."""
    studios = {block.studio_id for block in blocks}
    names, titles = unnamed_people(studios), secret_titles(studios)
    found = {b.pk: _faults(b.draft, names.get(b.studio_id, ()), titles.get(b.studio_id, ())) for b in blocks}
    return {pk: faults for pk, faults in found.items() if faults}


def _faults(content: Content, unnamed: Collection[str], titles: Collection[str]) -> list[str]:
    words, found = words_of(content), []
    names = sorted(name for name in unnamed if name in words)
    if names:
        sentence = _(
            "The text names %(names)s, who did not agree to be named in public. Record the consent or leave the name out."
        )
        found.append(sentence % {"names": "、".join(names)})
    if any(title in words for title in titles):
        found.append(_("The text names a secret result. Leave it out."))
    if has_mobile(content):
        found.append(
            _("A mobile number stands in the text. The public reads the office telephone of the union instead.")
        )
    return found
