"""What the component tags draw, and what they refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory


def draw(source, **context):
    return engines["django"].from_string(source).render(context, RequestFactory().get("/list/?q=a&page=3"))


def test_text_of_a_tag_is_escaped():
    assert draw("{% tag text=word tone='green' %}", word="<b>") == '<span class="tag tag--green">&lt;b&gt;</span>'


def test_unknown_tone_is_refused():
    with pytest.raises(TemplateSyntaxError):
        draw("{% tag text='a' tone='purple' %}")


def test_misspelt_argument_is_refused():
    with pytest.raises(TemplateSyntaxError):
        draw("{% button txt='Save' %}")


@pytest.mark.parametrize(("reason", "is_closed"), [(0, False), ([], False), ("", False), (2, True), (["a"], True)])
def test_a_button_is_closed_by_a_count_or_by_faults_and_open_without(reason, is_closed):
    drawn = draw("{% button text='Open' disabled=reason %}", reason=reason)
    assert (" disabled" in drawn) == is_closed


def test_state_takes_label_and_tone_from_the_value():
    class Verdict:
        label, tone, icon = "Met", "green", ""

    assert draw("{% state value=verdict %}", verdict=Verdict) == '<span class="tag tag--green">Met</span>'


def test_no_state_draws_nothing():
    assert draw("{% state value=None %}") == ""


def test_meter_draws_parts_of_a_hundred_without_a_style():
    drawn = draw("{% meter value=4 total=8 label='Sections' %}")
    assert 'width="50"' in drawn
    assert "style" not in drawn


@pytest.mark.parametrize(("value", "total", "width"), [(12, 8, 100), (-1, 8, 0), (3, 0, 0), (None, 8, 0)])
def test_meter_stays_between_nothing_and_all(value, total, width):
    assert f'width="{width}"' in draw("{% meter value=v total=t label='x' %}", v=value, t=total)


def test_badge_of_zero_is_nothing():
    assert draw("{% badge count=0 %}") == ""


def test_unknown_fact_shows_a_dash_but_zero_stays():
    assert "<dd>—</dd>" in draw("{% fact label='a' value=None %}")
    assert "<dd>0</dd>" in draw("{% fact label='a' value=0 %}")


def test_studio_without_photo_and_drawing_gets_its_plaque():
    drawn = draw("{% cover name='沈青禾劳模创新工作室' drawing='../secret' %}")
    assert "沈青禾<br>劳模创新工作室" in drawn


def test_a_plaque_breaks_before_the_kind_and_a_long_kind_once_more():
    assert "沈青禾<br>职工创新工作室" in draw("{% plaque name='沈青禾职工创新工作室' %}")
    assert "沈青禾<br>劳模和工匠人才<br>创新工作室" in draw("{% plaque name='沈青禾劳模和工匠人才创新工作室' %}")
    assert "<b>劳模创新&lt;i&gt;</b>" in draw("{% plaque name=name %}", name="劳模创新<i>")


def test_pager_keeps_the_query_and_names_the_present_page():
    drawn = draw("{% pager page=page %}", page=Paginator(range(100), 10).page(3))
    assert '<a href="?q=a&amp;page=3" aria-current="page">3</a>' in drawn


def test_single_page_needs_no_pager():
    assert draw("{% pager page=page %}", page=Paginator(range(9), 10).page(1)) == ""


def test_column_turns_round_and_forgets_the_page():
    drawn = draw("{% column text='Name' key='name' sort='name' %}")
    assert 'aria-sort="ascending"' in drawn
    assert 'href="?q=a&amp;sort=-name"' in drawn


def test_panel_escapes_its_title_but_not_its_content():
    drawn = draw("{% panel title=t %}<p>x</p>{% endpanel %}", t="<i>")
    assert "&lt;i&gt;" in drawn
    assert "<p>x</p>" in drawn


def test_every_icon_of_the_templates_is_in_the_sprite():
    root = Path(settings.BASE_DIR)
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (root / "static/icons/sprite.svg").read_text()))
    texts = [path.read_text() for path in (root / "templates").rglob("*.html")]
    named = {name for text in texts for name in re.findall(r'\b(?:icon name|icon|icon_after)="([a-z0-9-]+)"', text)}
    assert named - drawn == set()


def test_large_text_is_carried_in_the_address():
    request = RequestFactory().get("/studios/?q=a&text=large")
    source = engines["django"].from_string("{% is_large as large %}{{ large }}{% keep_large %}{% large_text_switch %}")
    drawn = source.render({}, request)
    assert drawn.startswith("True?text=large")
    assert 'href="/studios/?q=a"' in drawn


@pytest.mark.parametrize(
    ("path", "other"), [("/studios/?q=a", "/en/studios/?q=a"), ("/en/studios/", "/studios/"), ("/", "/en/")]
)
def test_the_other_language_is_the_same_page(path, other):
    source = engines["django"].from_string("{% other_language_url as url %}{{ url|safe }}")
    assert source.render({}, RequestFactory().get(path)) == other
