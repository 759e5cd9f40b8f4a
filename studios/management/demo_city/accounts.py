"""The people who sign in to the demo city, with passwords that everybody may know."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password

from studios.management.demo_city.names import MEMBERS, member_at
from studios.management.demo_city.timeline import Timeline
from unions import clock
from unions.actions.appointments import make_appointment
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.models import Account, Appointment, Union

ROOT = "DL"
ROOT_NAME = "东澜市总工会"
EXPERT = "expert"
PASSWORDS = {
    Role.CLERK: "ink stone and paper lantern",
    Role.CHAIR: "red seal beside the window",
    Role.AUDITOR: "clear glass over still water",
    Role.ADMINISTRATOR: "seven keys on a brass ring",
    EXPERT: "fine ruler and steady lamp",
}
DEPUTY_DAYS = 60


def is_demo_data() -> bool:
    """Whether this is a machine of one's own with the fictional city in it."""
    root = Union.objects.filter(parent=None).order_by("pk").first()
    return not settings.IS_PRODUCTION and root is not None and (root.code, root.name) == (ROOT, ROOT_NAME)


def stem_of(union: Union) -> str:
    """The beginning of a username: u012 for DL-U012, dl for the city."""
    return union.code.removeprefix(f"{ROOT}-").lower()


@dataclass
class Officers:
    """Accounts by union and role; each object keeps its scope."""

    timeline: Timeline
    unions: dict[str, Union]
    hashes: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], Account] = field(default_factory=dict)
    count: int = 0

    def clerk(self, union: Union) -> Account:
        """The clerk of a union."""
        return self.known[union.code, Role.CLERK]

    def chair(self, union: Union) -> Account:
        """The chair of a union."""
        return self.known[union.code, Role.CHAIR]

    def make_all(self) -> None:
        """Administrator first: it appoints the others."""
        city = self.unions[ROOT]
        administrator = self._open("dl-admin", Role.ADMINISTRATOR, city, by=None)
        Account.objects.filter(pk=administrator.pk).update(is_staff=True)
        for role in (Role.CLERK, Role.CHAIR, Role.AUDITOR):
            self._open(f"dl-{role}", role, city, by=administrator)
        for union in self.unions.values():
            if union.code != ROOT:
                for role in (Role.CLERK, Role.CHAIR):
                    self._open(f"{stem_of(union)}-{role}", role, union, by=administrator)
        self._make_special(administrator)

    def _make_special(self, administrator: Account) -> None:
        """Somebody on loan from a unit, somebody with two appointments, and an administrator of a county."""
        city, hospital = self.unions[ROOT], self.unions["DL-U005"]
        self._open("dl-clerk2", Role.CLERK, city, by=administrator, home=hospital)
        both = self._open("two-posts", Role.CLERK, self.unions["DL-D01"], by=administrator)
        self._appoint(both, Role.AUDITOR, city, by=administrator)
        self._open("d03-admin", Role.ADMINISTRATOR, self.unions["DL-D03"], by=administrator)

    def make_deputy(self) -> None:
        """Somebody who stands in for the city's chair for some weeks."""
        city, chair = self.unions[ROOT], self.known[ROOT, Role.CHAIR]
        administrator = self.known[ROOT, Role.ADMINISTRATOR]
        deputy = self._account("dl-deputy", Role.CHAIR, None, union=city, by=administrator)
        today = clock.today()
        make_appointment(
            deputy,
            by=administrator,
            union=city,
            role=Role.CHAIR,
            starts_on=today,
            ends_on=self.timeline.day(-DEPUTY_DAYS),
            deputy_for=chair,
        )

    def make_expert(self, username: str, name: str, home: Union) -> Account:
        """An expert's account: it holds no appointment, seats in panels are all it opens."""
        account = Account(username=username, name=name, home=home, password=self._hash(EXPERT))
        return self._kept(account, by=self.known[ROOT, Role.ADMINISTRATOR], union=home)

    def _open(
        self, username: str, role: Role, union: Union, *, by: Account | None, home: Union | None = None
    ) -> Account:
        home = home or (union if union.is_grassroots else None)
        account = self._account(username, role, home, union=union, by=by)
        self._appoint(account, role, union, by=by)
        self.known.setdefault((union.code, role), account)
        return account

    def _appoint(self, account: Account, role: Role, union: Union, *, by: Account | None) -> Appointment:
        made = make_appointment(account, by=by, union=union, role=role, starts_on=clock.today())
        account.__dict__.pop("scope", None)
        return made

    def _account(self, username: str, role: Role, home: Union | None, *, union: Union, by: Account | None) -> Account:
        """An account whose password is its role's; create_account would give a one-time one and hash each of them."""
        self.count += 1
        person = member_at(MEMBERS - self.count, this_year=self.timeline.today.year)
        account = Account(username=username, name=person.name, home=home, password=self._hash(role))
        return self._kept(account, by=by, union=home or union)

    def _kept(self, account: Account, *, by: Account | None, union: Union) -> Account:
        account.created_at = account.password_changed_at = clock.now()
        account.save()
        record(Verb.ACCOUNT_CREATED, by=by, subject=account, union=union)
        return account

    def _hash(self, role: str) -> str:
        if role not in self.hashes:
            self.hashes[role] = make_password(PASSWORDS[role])
        return self.hashes[role]
