"""A blind review is crawled as its expert: every address that leads anywhere, no name, no file that is not released."""

import io
import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import pikepdf
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from PIL import Image

from studios.choices.reviews import SeatState
from studios.models import Application, Attachment, Person, ReviewPlan, ScoreSheet
from tests.contents import complete_contents
from tests.factories import make_studio, make_union, make_worker
from tests.files import make_docx, make_pdf
from tests.panel import make_assignment, make_seat, make_simple_rubric
from tests.review import make_review_city, qualified
from tests.test_routes import ROUTES
from unions import clock

pytestmark = pytest.mark.django_db
LEAD, MEMBER, APPRENTICE, CONTACT = "鲸落领衔", "鲸落成员", "鲸落徒弟", "鲸落联系"
UNIT, EMPLOYER, STUDIO, COUNTY = "鲸落厂工会", "鲸落重工", "鲸落工作室", "鲸落县总工会"
PHONE, MOBILE, FILE, AUTHOR = "0571-66668888", "13966668888", "鲸落证明", "WhaleFallAuthor"
OPEN_NAMES = (LEAD, MEMBER, APPRENTICE, CONTACT, EMPLOYER, STUDIO, PHONE, FILE)
NAMES = (*OPEN_NAMES, UNIT, COUNTY, MOBILE, AUTHOR)
LINK = re.compile(r"""(?:href|src|action|data-autosave|hx-get)=["']([^"'#][^"']*)["']""")
SPOKEN = f"{LEAD}与{' '.join(MEMBER)}在{EMPLOYER}（{UNIT}）带徒{APPRENTICE}，{COUNTY}推荐{STUDIO}，电话{PHONE}、139 6666 8888。"


class Blind:
    """A case full of names before two experts: one has declared, one has not."""

    def __init__(self, folder: Any, *, is_blind: bool = True) -> None:
        self.folder = folder
        self.city = city = make_review_city("panel", is_blind=is_blind)
        city.county.name = COUNTY
        city.county.save()
        city.unit = make_union(UNIT, parent=city.county, employer=EMPLOYER)
        city.unit_clerk.appointments.update(union=city.unit)
        city.unit_chair.appointments.update(union=city.unit)
        lead = make_worker(LEAD, home=city.unit)
        Person.objects.filter(pk=lead.person_id).update(mobile=MOBILE)
        city.studio = make_studio(city.unit, STUDIO, lead=lead)
        for account in (city.unit_clerk, city.unit_chair):
            account.__dict__.pop("scope", None)
        make_simple_rubric(city.call)
        [self.case] = qualified(city)
        self.files = self.furnish()
        self.freeze()
        self.seat = make_seat(city.call)
        self.invited = make_seat(city.call, state=SeatState.INVITED)
        self.assignment = make_assignment(self.seat, self.case)
        make_assignment(self.invited, self.case)

    def furnish(self) -> dict[str, Attachment]:
        """A released file, one filed anonymous, one that is neither, and a Word file that was marked by mistake."""

        def signed(pdf: pikepdf.Pdf) -> None:
            pdf.docinfo["/Author"] = AUTHOR

        now, pdf = clock.now(), make_pdf(2, signed)
        word = make_docx({"docProps/core.xml": f"<p>{AUTHOR}</p>"})
        return {
            "released": self.keep("rules", pdf, "pdf", pages=2, released_at=now),
            "anonymous": self.keep("portrait-lead1", photo(), "jpeg", is_anonymous=True),
            "hidden": self.keep("honour-honour1", pdf, "pdf", pages=2),
            "word": self.keep("result-result1", word, "docx", released_at=now, is_anonymous=True),
        }

    def keep(self, slot: str, content: bytes, kind: str, **fields: Any) -> Attachment:
        path = f"{slot}.{kind}"
        (self.folder / path).write_bytes(content)
        return Attachment.objects.create(
            union=self.city.unit, application=self.case, slot=slot, name=f"{FILE}{slot}.{kind}", kind=kind,
            size=len(content), sha256="0" * 64, path=path, uploaded_at=clock.now(), **fields,
        )  # fmt: skip

    def freeze(self) -> None:
        """Names stand in their own fields and, written out and spaced, in every text."""
        pages = complete_contents(LEAD)
        pages["basics"] |= {"name": STUDIO, "contact_name": CONTACT, "contact_phone": PHONE, "introduction": SPOKEN}
        pages["basics"] |= {"field": f"{LEAD}的焊接", "address": f"{EMPLOYER}东门", "employer": EMPLOYER}
        pages["leads"]["leads"][0] |= {"mobile": MOBILE, "merits": SPOKEN}
        pages["team"]["members"][0]["name"] = MEMBER
        pages["results"]["results"][0] |= {"title": f"{LEAD}焊接法", "problem": SPOKEN, "novelty": SPOKEN}
        pages["results"]["projects"][0] |= {"approved_by": EMPLOYER, "difficulty": SPOKEN}
        pages["benefits"]["benefits"][0]["formula"] = SPOKEN[:60]
        pages["training"] |= {"promotion": SPOKEN}
        pages["training"]["apprenticeships"] = [
            {"key": "pair1", "name": APPRENTICE, "sex": "male", "birth_month": "2000-01", "master": "lead1"}
        ]
        pages["training"]["activities"][0] |= {"topic": f"{LEAD}授课", "place": EMPLOYER}
        pages["means"]["funds"][0]["source"] = EMPLOYER
        pages["summary"] |= {"summary": SPOKEN, "notice_outcome": SPOKEN}
        files = [{"id": f.pk, "slot": f.slot, "name": f.name} for f in self.files.values()]
        version = self.case.versions.first()
        version.content = pages | {"files": files}
        version.save()

    def signed_in(self, seat: Any) -> Client:
        client = Client()
        client.force_login(seat.expert.account)
        client.raise_request_exception = False
        return client

    def file_url(self, name: str, page: str = "") -> str:
        return f"/review/{self.seat.pk}/{self.case.number}/files/{self.files[name].pk}/{page}"


def photo() -> bytes:
    """A photo whose camera names its owner."""
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x013B] = AUTHOR
    Image.new("RGB", (60, 40), "white").save(target, "JPEG", exif=exif.tobytes())
    return target.getvalue()


def words(answer: Any) -> str:
    """Everything that an answer carries: headers as they are and decoded, and the body."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{key}: {value}" for key, value in answer.items())
    return f"{head}\n{unquote(head)}\n{body.decode('utf-8', 'ignore')}\n{body.decode('utf-16-be', 'ignore')}"


def crawl(client: Client, *starts: str) -> dict[str, str]:
    """Every address that can be reached by links, with what it answers."""
    found: dict[str, str] = {}
    queue = list(starts)
    while queue:
        address = urldefrag(queue.pop())[0]
        if address in found or urlsplit(address).netloc or address.startswith(("/static/", "data:", "mailto:")):
            continue
        answer = client.get(address)
        found[address] = words(answer)
        queue += [joined(address, link.replace("&amp;", "&")) for link in LINK.findall(found[address])]
        if answer.has_header("Location"):
            queue.append(answer["Location"])
    return found


def joined(address: str, link: str) -> str:
    return f"{urlsplit(address).path}{link}" if link.startswith("?") else link


def known(blind: Blind) -> dict[str, list[Any]]:
    """What the arguments of any route might be for somebody who guesses."""
    case, files = blind.case, [f.pk for f in blind.files.values()]
    lead = case.studio.leaderships.get().worker
    keys = [case.pk, case.call_id, case.studio_id, case.union_id, blind.seat.pk, lead.pk, lead.person_id, *files]
    some = sorted(set(keys))
    return {
        "number": [case.number], "seat": [blind.seat.pk], "pk": some, "call": [case.call_id], "row": some[:1],
        "file": files[:1], "page": [1], "assignment": [blind.assignment.pk],
        "key": ["basics", "cases"], "noun": ["studio", "application", "person"], "year": [2026],
    }  # fmt: skip


def guessed(blind: Blind) -> Iterator[str]:
    """Every route of the project with every argument that fits; what is for roles alone is asked once.

    An expert holds no role, so those answer 403 before they look at any row.
    """
    values = known(blind)
    for name, pattern in ROUTES.items():
        is_open = {"public", "signed_in"} & set(getattr(pattern.callback, "audience", ()))
        regex = getattr(pattern.pattern, "regex", None)
        wanted = list(pattern.pattern.converters) or list(regex.groupindex if regex else ())
        for chosen in product(*(values.get(key, ["x"])[: None if is_open else 1] for key in wanted)):
            try:
                yield reverse(name, kwargs=dict(zip(wanted, chosen, strict=True)))
            except NoReverseMatch:
                continue


def leaks(pages: dict[str, str]) -> list[str]:
    return [f"{address}: {name}" for address, text in pages.items() for name in NAMES if name in text]


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    return tmp_path


def test_no_link_leads_a_blind_expert_to_a_name(folder):
    blind = Blind(folder)
    client = blind.signed_in(blind.seat)
    pages = crawl(client, f"/review/{blind.seat.pk}/", f"/review/{blind.seat.pk}/{blind.case.number}/", "/desk/")
    assert leaks(pages) == []
    print(f"{len(pages)} addresses crawled")
    assert sum(".webp" in address for address in pages) == 3  # two released pages and the anonymous picture


def test_an_expert_who_has_not_declared_reads_no_name_either(folder):
    blind = Blind(folder)
    pages = crawl(blind.signed_in(blind.invited), "/review/", f"/review/{blind.invited.pk}/declare/", "/desk/")
    assert leaks(pages) == []


def test_no_guessed_address_gives_a_blind_expert_a_name(folder):
    blind = Blind(folder)
    client = blind.signed_in(blind.seat)
    addresses = sorted(set(guessed(blind)) - {"/desk/sign-out/"})
    pages = {}
    for address in addresses:
        pages[address] = words(client.get(address))
    assert leaks(pages) == []
    print(f"{len(pages)} addresses guessed")


def test_answers_to_what_a_blind_expert_sends_tell_no_name(folder):
    blind = Blind(folder)
    client = blind.signed_in(blind.seat)
    address = f"/review/{blind.seat.pk}/{blind.case.number}/"
    sent = {"version": 0, "comment": "x"}
    answers = [
        client.post(address, sent, headers={"X-Autosave": "true"}),
        client.post(address, sent | {"comment": "y"}, headers={"X-Autosave": "true"}),
        client.post(address, sent | {"comment": "y", "save": "1"}),
        client.post(address, sent | {"version": 1, "submit": "1"}),
        client.get(f"/review/{blind.seat.pk}/summary/?export=csv"),
        client.get(f"/review/{blind.seat.pk}/summary/?q={LEAD[:2]}"),
    ]
    assert [a.status_code for a in answers] == [200, 409, 409, 200, 200, 200]
    assert (
        leaks({str(number): words(answer).replace(f'value="{LEAD[:2]}"', "") for number, answer in enumerate(answers)})
        == []
    )


def test_no_file_is_served_that_was_not_released(folder):
    blind = Blind(folder)
    client = blind.signed_in(blind.seat)
    served = {
        (name, page): client.get(blind.file_url(name, page)).status_code
        for name in blind.files
        for page in ("", "1.webp", "2.webp")
    }
    assert {key for key, status in served.items() if status == 200} == {
        ("released", "1.webp"),
        ("released", "2.webp"),
        ("anonymous", "1.webp"),
    }
    assert {status for key, status in served.items() if status != 200} == {404}


def test_a_picture_carries_nothing_of_the_file(folder):
    blind = Blind(folder)
    answer = blind.signed_in(blind.seat).get(blind.file_url("anonymous", "1.webp"))
    assert AUTHOR.encode() not in answer.content
    assert not Image.open(io.BytesIO(answer.content)).getexif()
    assert "Content-Disposition" not in answer


def test_a_release_that_is_taken_back_closes_the_file(folder):
    blind = Blind(folder)
    client = blind.signed_in(blind.seat)
    Attachment.objects.filter(pk=blind.files["released"].pk).update(released_at=None)
    assert client.get(blind.file_url("released", "1.webp")).status_code == 404


def test_blindness_switched_off_is_found_by_the_same_crawl(folder):
    """The control: with the setting off the crawl meets the names, so it would meet a leak."""
    blind = Blind(folder, is_blind=False)
    client = blind.signed_in(blind.seat)
    pages = crawl(client, f"/review/{blind.seat.pk}/", f"/review/{blind.seat.pk}/{blind.case.number}/")
    met = {name for name in NAMES for text in pages.values() if name in text}
    assert met >= set(OPEN_NAMES)
    assert AUTHOR in met  # the bytes as they were sent, which a blind review never serves
    assert MOBILE not in met
    assert client.get(blind.file_url("hidden", "1.webp")).status_code == 200


def test_blindness_switched_on_in_mid_review_holds_at_once(folder):
    blind = Blind(folder, is_blind=False)
    client = blind.signed_in(blind.seat)
    address = f"/review/{blind.seat.pk}/{blind.case.number}/"
    assert LEAD in words(client.get(address))
    client.post(address, {"version": 0, "comment": "", "save": "1"})
    ReviewPlan.objects.update(is_blind=True)
    assert ScoreSheet.objects.count() == 1
    assert leaks({address: words(client.get(address))}) == []
    assert Application.objects.get(pk=blind.case.pk).studio.name == STUDIO
