"""Rows that public pages show, and siblings that they must not."""

from datetime import date
from decimal import Decimal
from typing import Any

from studios.actions.summaries import refresh_summaries
from studios.choices.register import ResultGroup, ResultState
from studios.choices.showcase import BlockState
from studios.models import Apprenticeship, Benefit, Member, ProfileBlock, Result, Studio
from tests.factories import (
    make_grade,
    make_honour,
    make_industry,
    make_named_studio,
    make_person,
    make_result,
    make_result_kind,
    make_union,
    make_worker,
)
from unions import clock
from unions.models import Union
from unions.values.names import pinyin_key


def make_city() -> Union:
    """A city federation with its office telephone."""
    return make_union("东澜市总工会", code="DL", office_phone="0000-12345678")


def make_shown(union: Union, lead: str = "张伟", **fields: Any) -> Studio:
    """A named studio with a lead, one verified and one secret result, members, an apprentice."""
    worker = make_worker(lead, honours=(make_honour(),), trade="电焊工", skill_grade=make_grade())
    worker.person.name_key = pinyin_key(lead)
    worker.person.save()
    fields.setdefault("industry", make_industry())
    fields.setdefault("field_of_work", "铝合金焊接")
    studio = make_named_studio(union, f"{lead}劳模创新工作室", lead=worker, **fields)
    verified = make_verified(studio, "焊接变形控制法")
    Benefit.objects.create(result=verified, year=2025, method="saving", amount=Decimal(558000), is_certified=True)
    make_verified(studio, "涉密成果", is_secret=True)
    make_result(studio, "自报成果")
    Member.objects.create(studio=studio, person=make_person("李同意"), consented_on=date(2025, 1, 1))
    Member.objects.create(studio=studio, person=make_person("王未同意"))
    Apprenticeship.objects.create(
        studio=studio, master=worker.person, apprentice=make_person("赵徒弟"), starts_on=date(2024, 1, 1)
    )
    refresh_summaries([studio.pk])
    return Studio.objects.get(pk=studio.pk)


def publish_block(studio: Studio, key: str, **content: Any) -> ProfileBlock:
    """A block that stands on the page; the actions make real ones."""
    facts = {"edited_at": clock.now(), "published_at": clock.now(), "state": BlockState.PUBLISHED, "revision": 1}
    return ProfileBlock.objects.create(studio=studio, key=key, draft=content, published=content, **facts)


def make_verified(studio: Studio, title: str = "", **fields: Any) -> Result:
    """A result that the union confirmed."""
    return make_result(
        studio,
        title,
        state=ResultState.CONFIRMED,
        confirmed_at=clock.now(),
        confirmed_union=studio.union.parent or studio.union,
        **fields,
    )


def make_method(studio: Studio) -> Result:
    """A verified working method with its steps."""
    kind = make_result_kind("先进操作法", ResultGroup.METHOD)
    steps = [{"name": "一摆", "text": "小幅横摆"}, {"name": "一停", "text": "停弧清渣"}]
    return make_verified(studio, "三摆一停操作法", kind=kind, steps=steps)
