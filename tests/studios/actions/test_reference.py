"""Reference data of the register."""

import pytest

from studios.actions.reference import load_reference
from studios.choices.register import HonourRank
from studios.models import Honour, ResultKind, SkillGrade, StudioKind

pytestmark = pytest.mark.django_db


def test_a_new_installation_has_honours_of_every_rank():
    load_reference()

    assert set(Honour.objects.values_list("rank", flat=True)) == set(HonourRank)


def test_the_everyday_name_of_an_honour_finds_the_official_one():
    load_reference()

    assert Honour.objects.get(aliases__contains=["省级劳模"]).name == "省劳动模范"
    assert Honour.objects.get(aliases__contains=["东澜工匠"]).name == "市级工匠"


@pytest.mark.parametrize("model", [Honour, ResultKind, SkillGrade, StudioKind])
def test_no_name_or_alias_stands_for_two_entries(model):
    load_reference()

    names = [name for entry in model.objects.all() for name in (entry.name, *entry.aliases)]
    assert len(names) == len(set(names))


def test_the_five_small_innovations_are_marked():
    load_reference()

    small = ResultKind.objects.filter(is_five_small=True).values_list("name", flat=True)
    assert set(small) == {"小发明", "小创造", "小革新", "小设计", "小建议"}


def test_skill_grades_stand_in_their_order():
    load_reference()

    assert list(SkillGrade.objects.values_list("name", flat=True)) == (
        "学徒工 初级工 中级工 高级工 技师 高级技师 特级技师 首席技师".split()
    )


def test_loading_again_keeps_what_staff_changed():
    load_reference()
    count = Honour.objects.count()
    Honour.objects.filter(name="市级工匠").update(name="东澜工匠", aliases=["市级工匠"], rank=HonourRank.PROVINCE)

    load_reference()

    assert Honour.objects.count() == count
    assert Honour.objects.get(name="东澜工匠").rank == HonourRank.PROVINCE
