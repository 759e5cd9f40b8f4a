"""How a public notice is told: on pages, in a message for WeChat, in a column of a newspaper."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from studios.choices.reviews import NoticeOrder
from studios.models import PublicNotice
from studios.queries.notices import days_left, draft_rows
from unions.queries.workdays import Calendar

CHINESE_DAY = "Y年n月j日"


@dataclass(frozen=True, slots=True)
class NoticeLineup:
    """A notice in a list of the public: with the days that are left."""

    notice: PublicNotice
    left: int | None


def lineup(notices: list[PublicNotice]) -> list[NoticeLineup]:
    """Each with its days left; the calendar is read once for all."""
    calendar = Calendar()
    return [NoticeLineup(notice, days_left(notice, calendar)) for notice in notices]


def has_recommenders(notice: PublicNotice) -> bool:
    """Whether the list stands under its recommending unions."""
    return notice.order == NoticeOrder.RECOMMENDER


def _period(notice: PublicNotice) -> str:
    if notice.published_on is None or notice.ends_on is None:
        return f"公示期：{notice.days}个工作日"
    first, last = (date_format(day, CHINESE_DAY) for day in (notice.published_on, notice.ends_on))
    return f"公示期：{first}至{last}，共{notice.days}个工作日"


def wechat_text(notice: PublicNotice) -> str:
    """The notice for a WeChat article or group: line by line, with the page's address."""
    with translation.override("zh-hans"):
        names = [f"{row['position']}. {row['studio']}（{row['unit']}）" for row in draft_rows(notice)]
        parts = [notice.title, notice.basis, "\n".join(names), f"{_period(notice)}。", notice.contact]
        if notice.note:
            parts.insert(1, f"更正说明：{notice.note}")
        if notice.published_on:
            parts.append(f"查看公示、提出意见：{settings.SITE_URL}{notice.get_absolute_url()}")
        return "\n\n".join([*parts, _signature(notice)])


def newspaper_text(notice: PublicNotice) -> str:
    """The notice for a newspaper: running text without address, names after one another."""
    with translation.override("zh-hans"):
        names = "、".join(f"{row['studio']}（{row['unit']}）" for row in draft_rows(notice))
        note = f"更正说明：{notice.note}\n" if notice.note else ""
        body = f"{notice.title}\n{note}{notice.basis}\n{names}。\n{_period(notice)}。{notice.contact}"
        return f"{body}\n{_signature(notice)}"


def _signature(notice: PublicNotice) -> str:
    day = f"\n{date_format(notice.published_on, CHINESE_DAY)}" if notice.published_on else ""
    return f"{notice.call.union.name}{day}"
