"""Page three: the team."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.register import MemberRole
from studios.choices.sections import SectionKey
from studios.forms.application.fields import Month, Pick
from studios.forms.application.leads import refuse_repeats
from studios.forms.application.people import SkilledPart
from studios.forms.application.section import Group, SectionForm


class MemberPart(SkilledPart):
    """One member."""

    role = Pick(choices=MemberRole.choices, label=gettext_lazy("Role"))
    joined_on = Month(label=gettext_lazy("Joined"))
    layout = (("name", "sex"), ("birth_month", "role"), ("trade", "title", "skill_grade"), ("joined_on",))


class TeamForm(SectionForm):
    """团队."""

    key = SectionKey.TEAM
    intro = gettext_lazy("Members without the leads, at least three.")
    groups = (
        Group(
            "members",
            MemberPart,
            gettext_lazy("Member"),
            gettext_lazy("Members"),
            gettext_lazy("Add a member"),
            least=3,
            most=100,
            too_few=gettext_lazy("Add at least three members."),
        ),
    )

    def check(self):
        """The same person stands once."""
        refuse_repeats(self.rows("members"), ("name", "birth_month"), "name", _("This person stands here twice."))
