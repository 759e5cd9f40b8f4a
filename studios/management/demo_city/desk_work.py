"""Office work of the federation: templates of messages, and a practice call for new clerks."""

from studios.actions.calls import open_call
from studios.actions.year_roll import Copy, copy_call
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.calls import THIS
from studios.management.demo_city.cases import World
from studios.management.demo_city.timeline import Agenda
from unions import clock
from unions.actions.mailing_templates import save_mailing_template

TEMPLATES = (
    ("催报提醒", "催报", "{姓名}：{批次}的填报截止时间为{申报截止}，{单位}尚未提交，按时完成。"),
    ("会议通知", "会议通知", "{姓名}：{发送工会}定于下周三上午召开工作例会，{单位}派一人参加。"),
)


class DeskWork:
    """What the federation's clerk keeps besides cases."""

    def __init__(self, world: World) -> None:
        """For the city federation."""
        self.world = world
        self.union = world.officers.unions[ROOT]
        self.clerk, self.chair = world.officers.clerk(self.union), world.officers.chair(self.union)

    def plan(self, agenda: Agenda) -> None:
        """When each is done."""
        agenda.add(9, self.write)
        agenda.add(8, self.practise)

    def write(self) -> None:
        """Two templates of messages."""
        for name, about, text in TEMPLATES:
            words = {"name": name, "about": about, "text": text}
            save_mailing_template(self.union, by=self.clerk, words=words)

    def practise(self) -> None:
        """Open the call of this year once more, for practice."""
        call = self.world.calls.made[THIS]
        copy = Copy(year=call.year, title=call.title, opens_on=clock.today(), is_practice=True, with_quotas=False)
        open_call(copy_call(call, by=self.clerk, copy=copy), by=self.chair)
