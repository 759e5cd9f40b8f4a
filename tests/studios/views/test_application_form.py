from datetime import timedelta

import pypdfium2
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studios.actions.desks import return_application
from studios.actions.papers import store_form_pdf
from studios.actions.releases import declare_anonymous
from studios.choices.calls import Stage
from studios.choices.sections import SectionKey, SectionState
from studios.forms.application.registry import SECTIONS, open_book
from studios.models import Application, Attachment, ReviewPlan
from studios.views.desk.application_form import paper_of
from tests.contents import as_post, complete_contents, fill_application, make_attachment, picture
from tests.factories import make_application, make_call, make_officer, make_studio, make_union
from tests.files import make_pdf
from unions import clock
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def mine():
    city = make_union("东澜市总工会")
    unit = make_union("轨道公司工会", parent=city)
    application = make_application(make_call(city), make_studio(unit))
    for key in SectionKey:
        application.sections.create(key=key)
    return application


@pytest.fixture
def clerk(client, mine):
    account = make_officer(mine.union, name="江望舒")
    client.force_login(account)
    return account


def page_url(application, key):
    return reverse("application_section", args=[application.number, key])


def sent(application, key, **changes):
    stored = application.sections.get(key=key)
    book = open_book(application)
    form = SECTIONS[key].from_content(complete_contents()[key], book=book)
    return as_post(form) | {"version": str(stored.version)} | changes


def stored(application, key):
    return application.sections.get(key=key)


@pytest.mark.parametrize("key", list(SectionKey))
def test_each_page_is_shown_saved_and_goes_on(client, mine, clerk, key):
    fill_application(mine)
    assert client.get(page_url(mine, key)).status_code == 200
    answer = client.post(page_url(mine, key), sent(mine, key, save="1"))
    assert answer.status_code == 302
    assert stored(mine, key).state == SectionState.COMPLETE


def test_a_page_with_faults_is_saved_and_shown_with_them(client, mine, clerk):
    answer = client.post(page_url(mine, "basics"), sent(mine, "basics", name="", introduction="长" * 600, save="1"))
    section = stored(mine, "basics")
    assert answer.status_code == 200
    assert 'href="#id_name"' in answer.text
    assert "长" * 600 in answer.text
    assert (section.state, section.faults) == (SectionState.FAULTY, 2)


def test_an_untouched_page_shows_no_fault(client, mine, clerk):
    assert "data-errors" not in client.get(page_url(mine, "basics")).text


def test_autosave_stores_without_saying_faults(client, mine, clerk):
    post = sent(mine, "basics", name="", autosave="1")
    answer = client.post(page_url(mine, "basics"), post)
    assert (answer.status_code, answer["X-Version"]) == (200, "1")
    assert stored(mine, "basics").state == SectionState.STARTED


def test_saving_the_same_twice_writes_once(client, mine, clerk):
    client.post(page_url(mine, "basics"), sent(mine, "basics", save="1"))
    client.post(page_url(mine, "basics"), sent(mine, "basics", save="1"))
    assert stored(mine, "basics").version == 1


def test_two_tabs_lose_nothing(client, mine, clerk):
    first = sent(mine, "basics", field="第一个标签页", autosave="1")
    second = sent(mine, "basics", field="第二个标签页", autosave="1")
    client.post(page_url(mine, "basics"), first)
    refused = client.post(page_url(mine, "basics"), second)
    assert refused.status_code == 409
    assert "江望舒" in refused.text
    assert 'name="overwrite" type="submit" value="1"' in refused.text
    assert stored(mine, "basics").content["field"] == "第一个标签页"
    whole = client.post(page_url(mine, "basics"), second | {"autosave": "", "save": "1"})
    assert whole.status_code == 409
    assert "第二个标签页" in whole.text
    client.post(page_url(mine, "basics"), second | {"autosave": "", "overwrite": "1"})
    assert stored(mine, "basics").content["field"] == "第二个标签页"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "１"])
def test_a_version_of_nonsense_is_a_conflict(client, mine, clerk, version):
    assert client.post(page_url(mine, "basics"), sent(mine, "basics", version=version)).status_code == 409


def test_a_hundred_thousand_characters_are_kept_and_explained(client, mine, clerk):
    text = "𠮷" * 100_000
    answer = client.post(page_url(mine, "summary"), sent(mine, "summary", summary=text, save="1"))
    assert answer.status_code == 200
    assert text in answer.text
    assert stored(mine, "summary").content["typed"]["summary"] == text


def test_rows_are_added_moved_and_removed_without_script(client, mine, clerk):
    url = page_url(mine, "team")
    client.post(url, sent(mine, "team", add="members"))
    assert len(stored(mine, "team").content["members"]) == 4
    fill_application(mine)
    client.post(url, sent(mine, "team", move="members.member1.down"))
    assert [m["key"] for m in stored(mine, "team").content["members"]] == ["member2", "member1", "member3"]
    fill_application(mine)
    client.post(url, sent(mine, "team", remove="members.member2"))
    assert [m["key"] for m in stored(mine, "team").content["members"]] == ["member1", "member3"]
    client.post(page_url(mine, "leads"), sent(mine, "leads", add="leads.lead1.honours"))
    assert len(stored(mine, "leads").content["leads"][0]["honours"]) == 2


@pytest.mark.parametrize(
    "address", ["", "nobody", "members", "members.x", "members.x.y.z", "leads.lead1.name", "schema", "."]
)
@pytest.mark.parametrize("act", ["add", "move", "remove"])
def test_a_row_address_of_nonsense_changes_nothing_else(client, mine, clerk, act, address):
    answer = client.post(page_url(mine, "team"), sent(mine, "team") | {act: address})
    assert answer.status_code == 302
    assert [m["key"] for m in stored(mine, "team").content["members"]][:3] == ["member1", "member2", "member3"]


def test_files_come_with_the_page_and_go_again(client, mine, clerk):
    url = page_url(mine, "means")
    client.post(url, sent(mine, "means", save="1") | {"file:rules": picture("制度.png")})
    kept = mine.attachments.get(removed_at=None)
    assert (kept.slot, kept.name, kept.uploaded_by) == ("rules", "制度.png", clerk)
    assert (settings.MEDIA_ROOT / kept.path).read_bytes()
    assert stored(mine, "means").state == SectionState.COMPLETE
    client.post(url, sent(mine, "means", detach=str(kept.pk)))
    assert not mine.attachments.filter(removed_at=None).exists()


def test_a_refused_file_is_explained_and_nothing_else_is_lost(client, mine, clerk):
    fake = picture("制度.pdf")
    answer = client.post(
        page_url(mine, "means"), sent(mine, "means", equipment="仍在", save="1") | {"file:rules": fake}
    )
    assert answer.status_code == 200
    assert "仍在" in answer.text
    assert 'href="#file-rules"' in answer.text
    assert not mine.attachments.exists()


def test_the_script_sends_one_file_at_a_time(client, mine, clerk):
    url = reverse("application_upload", args=[mine.number, "means"])
    answer = client.post(url, {"file:rules": picture()})
    assert (answer.status_code, answer.text[:4]) == (200, "<li>")
    assert client.post(url, {"file:nothing": picture()}).status_code == 422
    assert client.post(url, {"file:result-x": picture()}).status_code == 422
    assert client.post(url).status_code == 422


def test_a_portrait_is_a_picture(client, mine, clerk):
    url = reverse("application_upload", args=[mine.number, "leads"])
    paper = SimpleUploadedFile("简历.pdf", make_pdf())
    assert client.post(url, {"file:portrait-lead1": paper}).status_code == 422
    assert client.post(url, {"file:portrait-lead1": picture()}).status_code == 200
    assert client.post(url, {"file:portrait-lead1": picture()}).status_code == 200
    assert mine.attachments.count() == 1


def test_a_case_holds_thirty_files(client, mine, clerk):
    for number in range(30):
        make_attachment(mine, f"slot-{number}")
    url = reverse("application_upload", args=[mine.number, "means"])
    assert client.post(url, {"file:rules": picture()}).status_code == 422


def test_a_file_is_served_as_a_sealed_download(client, mine, clerk):
    client.post(reverse("application_upload", args=[mine.number, "means"]), {"file:rules": picture("制 度.png")})
    kept = mine.attachments.get()
    answer = client.get(reverse("file", args=[kept.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    shown = client.get(reverse("file_preview", args=[kept.pk, 1]))
    assert (shown.status_code, shown["Content-Type"], shown.content[8:12]) == (200, "image/webp", b"WEBP")
    client.force_login(make_officer(make_union("别的市"), name="外人"))
    assert client.get(reverse("file", args=[kept.pk])).status_code == 404


def test_a_draft_is_the_units_alone(client, mine):
    kept = make_attachment(mine, "rules")
    client.force_login(make_officer(mine.call.union))
    assert client.get(page_url(mine, "basics")).status_code == 403
    assert client.post(page_url(mine, "basics"), sent(mine, "basics")).status_code == 403
    assert client.get(reverse("application_check", args=[mine.number])).status_code == 403
    assert client.get(reverse("application_pdf", args=[mine.number])).status_code == 403
    assert client.get(reverse("file", args=[kept.pk])).status_code == 404
    client.force_login(make_officer(make_union("别的市")))
    assert client.get(page_url(mine, "basics")).status_code == 404
    client.force_login(make_officer(mine.union, "chair"))
    assert client.get(page_url(mine, "basics")).status_code == 403


def test_an_unknown_page_is_not_found(client, mine, clerk):
    assert client.get(page_url(mine, "opinions")).status_code == 404


def test_checking_lists_every_answer_and_fault(client, mine, clerk):
    answer = client.get(reverse("application_check", args=[mine.number]))
    assert answer.status_code == 200
    assert "disabled" in answer.text
    fill_application(mine)
    answer = client.get(reverse("application_check", args=[mine.number]))
    assert "data-errors" not in answer.text
    assert "双丝机器人焊接变形控制法" in answer.text


def test_submitting_twice_with_one_key_is_one_version(client, mine, clerk):
    fill_application(mine)
    url = reverse("application_submit", args=[mine.number])
    assert client.post(url, {"key": "k"}).url == reverse("application_submitted", args=[mine.number])
    assert client.post(url, {"key": "k"}).url == reverse("application_submitted", args=[mine.number])
    mine.refresh_from_db()
    assert (mine.state, mine.version_count) == (Stage.UNIT_REVIEW, 1)
    assert client.get(reverse("application_submitted", args=[mine.number])).status_code == 200


def test_a_faulty_form_is_not_submitted(client, mine, clerk):
    answer = client.post(reverse("application_submit", args=[mine.number]), {"key": "k"})
    assert answer.url == reverse("application_check", args=[mine.number])
    assert Application.objects.get(pk=mine.pk).state == Stage.DRAFT


def test_a_submitted_form_is_read_only(client, mine, clerk):
    fill_application(mine)
    client.post(reverse("application_submit", args=[mine.number]), {"key": "k"})
    before = stored(mine, "basics").content
    assert client.get(page_url(mine, "basics")).status_code == 200
    assert client.post(page_url(mine, "basics"), sent(mine, "basics", field="变")).status_code == 200
    assert stored(mine, "basics").content == before


def test_the_draft_as_pdf(client, mine, clerk):
    fill_application(mine)
    answer = client.get(reverse("application_pdf", args=[mine.number]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


QUERIES = {
    "basics": 15,
    "leads": 13,
    "team": 12,
    "results": 12,
    "benefits": 11,
    "training": 12,
    "means": 11,
    "summary": 20,
}


@pytest.mark.parametrize("key", QUERIES)
def test_a_page_costs_the_same_for_one_row_and_for_many(client, mine, clerk, django_assert_num_queries, key):
    fill_application(mine)
    client.get(page_url(mine, key))
    with django_assert_num_queries(QUERIES[key]):
        client.get(page_url(mine, key))
    section = stored(mine, key)
    for group in SECTIONS[key].groups:
        rows = section.content[group.name]
        many = [row | {"key": f"{row['key']}{n}"} for row in rows for n in range(20)]
        section.content[group.name] = many[: group.most]
    section.save()
    with django_assert_num_queries(QUERIES[key]):
        client.get(page_url(mine, key))


def return_pages(application, *keys):
    """Return the application's pages as its unit desk would."""
    chair = make_officer(application.union, "chair")
    fresh = Application.objects.with_parties().get(pk=application.pk)
    remarks = dict.fromkeys(keys, "补充说明")
    due_at = clock.now() + timedelta(days=5)
    return_application(fresh, by=chair, note="请修改", remarks=remarks, due_at=due_at, revision=fresh.revision)


def test_after_a_return_only_the_pinned_pages_change(client, mine, clerk):
    fill_application(mine)
    client.post(reverse("application_submit", args=[mine.number]), {"key": "k"})
    return_pages(mine, "basics")
    assert "补充说明" in client.get(page_url(mine, "basics")).text
    assert client.post(page_url(mine, "basics"), sent(mine, "basics", field="新方向", save="1")).status_code == 302
    assert client.post(page_url(mine, "team"), sent(mine, "team", save="1")).status_code == 200
    assert stored(mine, "basics").content["field"] == "新方向"
    client.post(reverse("application_submit", args=[mine.number]), {"key": "again"})
    mine.refresh_from_db()
    assert (mine.state, mine.version_count, mine.ready_at is not None) == (Stage.RETURNED, 1, True)


def test_one_second_after_the_date_nothing_is_saved_and_nothing_lost(client, mine, clerk):
    mine.due_at = clock.now() - timedelta(seconds=1)
    mine.save()
    answer = client.post(page_url(mine, "basics"), sent(mine, "basics", field="来不及了", save="1"))
    assert answer.status_code == 200
    assert "来不及了" in answer.text
    assert stored(mine, "basics").content == {}


def test_the_kept_form_hides_mobile_and_birth_month(client, mine, clerk):
    fill_application(mine)
    client.post(reverse("application_submit", args=[mine.number]), {"key": "k"})
    version = mine.versions.get()
    fresh = Application.objects.with_parties().get(pk=mine.pk)
    kept = store_form_pdf(version, paper_of(fresh, version, is_masked=True))
    text = pdf_text((settings.MEDIA_ROOT / kept.path).read_bytes())
    assert (kept.slot, store_form_pdf(version, {})) == ("form_pdf", kept)
    assert "成员1" in text
    assert "13800138000" not in text
    assert "1985" not in text
    own = pdf_text(client.get(reverse("application_pdf", args=[mine.number])).content)
    assert "13800138000" in own
    assert version.sha256[:16] in own


def pdf_text(content):
    with pypdfium2.PdfDocument(content) as paper:
        return "".join("".join(page.get_textpage().get_text_range() for page in paper).split())


@pytest.fixture
def blind(mine):
    return ReviewPlan.objects.create(call=mine.call, is_blind=True)


def marked(client, application, kept, way):
    """Press the toggle of a file on its page."""
    return client.post(page_url(application, "means"), sent(application, "means", anonymous=f"{kept.pk}.{way}"))


def is_anonymous(kept):
    kept.refresh_from_db()
    return kept.is_anonymous


def test_a_file_is_filed_anonymous_and_no_more_without_script(client, mine, clerk, blind):
    fill_application(mine)
    kept = mine.attachments.get(slot="rules")
    page = client.get(page_url(mine, "means") + "?lang=en")
    assert f'value="{kept.pk}.on"' in page.text
    answer = marked(client, mine, kept, "on")
    assert (answer.status_code, is_anonymous(kept)) == (302, True)
    assert f'value="{kept.pk}.off"' in client.get(page_url(mine, "means")).text
    # Pressed twice in two tabs, it says the same; only what changed is on record.
    marked(client, mine, kept, "on")
    assert is_anonymous(kept) is True
    marked(client, mine, kept, "off")
    assert is_anonymous(kept) is False
    told = AuditEvent.objects.filter(verb=Verb.FILE_RELEASED).order_by("position")
    assert [(r.account, r.details) for r in told] == [
        (clerk, {"slot": "rules", "anonymous": True}),
        (clerk, {"slot": "rules", "anonymous": False}),
    ]


def test_pressing_the_toggle_keeps_what_was_typed(client, mine, clerk, blind):
    fill_application(mine)
    kept = mine.attachments.get(slot="rules")
    url = page_url(mine, "means")
    client.post(url, sent(mine, "means", equipment="新机床", anonymous=f"{kept.pk}.on"))
    assert stored(mine, "means").content["equipment"] == "新机床"
    assert is_anonymous(kept) is True


def test_a_file_sent_by_the_script_comes_with_its_toggle(client, mine, clerk, blind):
    answer = client.post(reverse("application_upload", args=[mine.number, "means"]), {"file:rules": picture()})
    assert f'value="{mine.attachments.get().pk}.on"' in answer.text


def test_where_experts_see_names_no_file_is_filed_anonymous(client, mine, clerk):
    fill_application(mine)
    kept = mine.attachments.get(slot="rules")
    assert 'name="anonymous"' not in client.get(page_url(mine, "means")).text
    answer = marked(client, mine, kept, "on")
    assert (answer.status_code, is_anonymous(kept)) == (200, False)
    assert 'href="#file-rules"' in answer.text


def test_a_word_file_is_never_anonymous(client, mine, clerk, blind):
    kept = make_attachment(mine, "rules")
    Attachment.objects.filter(pk=kept.pk).update(kind="docx")
    assert 'name="anonymous"' not in client.get(page_url(mine, "means")).text
    assert (marked(client, mine, kept, "on").status_code, is_anonymous(kept)) == (200, False)


@pytest.mark.parametrize("asked", ["", "x", ".on", "1", "999999.on", "9" * 30 + ".on", "１.on"])
def test_a_toggle_of_nonsense_changes_nothing(client, mine, clerk, blind, asked):
    fill_application(mine)
    assert client.post(page_url(mine, "means"), sent(mine, "means", anonymous=asked)).status_code == 302
    assert not mine.attachments.filter(is_anonymous=True).exists()


def test_a_file_of_another_page_or_case_is_not_marked(client, mine, clerk, blind):
    fill_application(mine)
    kept = mine.attachments.get(slot="rules")
    url = page_url(mine, "basics")
    client.post(url, sent(mine, "basics", anonymous=f"{kept.pk}.on"))
    other = make_application(mine.call, make_studio(mine.union))
    theirs = make_attachment(other, "rules")
    marked(client, mine, theirs, "on")
    assert (is_anonymous(kept), is_anonymous(theirs)) == (False, False)


def test_after_submitting_nothing_is_declared_anonymous(client, mine, clerk, blind):
    fill_application(mine)
    kept = mine.attachments.get(slot="rules")
    client.post(reverse("application_submit", args=[mine.number]), {"key": "k"})
    marked(client, mine, kept, "on")
    with pytest.raises(Refusal) as refused:
        declare_anonymous(kept, key="means", by=clerk)
    assert refused.value.code == "closed"
    assert is_anonymous(kept) is False


def test_only_who_fills_the_form_declares_a_file_anonymous(mine, blind):
    fill_application(mine)
    kept = mine.attachments.get(slot="rules")
    with pytest.raises(Forbidden):
        declare_anonymous(kept, key="means", by=make_officer(mine.call.union))
    assert is_anonymous(kept) is False
