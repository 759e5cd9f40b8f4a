"""Reference data of the unions."""

import pytest

from unions.actions.reference import load_reference
from unions.models import Industry, IndustryGroup

pytestmark = pytest.mark.django_db


def test_a_new_installation_has_all_sections_divisions_and_groups():
    load_reference()

    assert IndustryGroup.objects.count() == 11
    assert Industry.objects.filter(code__regex="^[A-Z]$").count() == 20
    assert Industry.objects.filter(code__regex="^[0-9]{2}$").count() == 97


def test_every_division_belongs_to_a_group_and_a_section():
    load_reference()

    divisions = Industry.objects.filter(code__regex="^[0-9]{2}$")
    assert not divisions.filter(group=None).exists()
    assert Industry.objects.get(code="37").section == "C"
    assert Industry.objects.get(code="37").group_id == "equipment"
    assert Industry.objects.get(code="C").group_id is None


def test_loading_again_keeps_what_staff_changed():
    load_reference()
    Industry.objects.filter(code="37").update(name="轨道装备制造业", group="energy")
    IndustryGroup.objects.filter(code="land").update(name_zh="农业")

    load_reference()

    industry = Industry.objects.get(code="37")
    assert (industry.name, industry.group_id) == ("轨道装备制造业", "energy")
    assert IndustryGroup.objects.get(code="land").name_zh == "农业"
    assert Industry.objects.count() == 117
