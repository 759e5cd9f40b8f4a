"""Saved views of the city's federation: what its staff opens most."""

from studios.management.demo_city.accounts import ROOT, Officers
from unions.actions.views import save_view
from unions.choices.lists import Reach
from unions.choices.people import Role

VIEWS = (
    ("results", "待工会确认", "state=checked", Reach.ALL),
    ("studios", "装备制造业市级工作室", "group=equipment&level=city&sort=name", Reach.UNION),
    ("designations", "复核到期", "due=due", Reach.UNION),
)


def add_views(officers: Officers) -> None:
    """Keep them for everyone, or for the federation alone."""
    clerk, union = officers.known[ROOT, Role.CLERK], officers.unions[ROOT]
    for key, name, query, reach in VIEWS:
        save_view(key, name, {"query": query}, by=clerk, reach=reach, union=union if reach == Reach.UNION else None)
