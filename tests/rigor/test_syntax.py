"""Walks the syntax tree: one writer of each state, one source of the time."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("unions", "studios")
TIMES = {("datetime", "now"), ("timezone", "now"), ("date", "today"), ("datetime", "utcnow"), ("datetime", "today")}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the apps but migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def targets(tree: ast.Module) -> Iterator[ast.Attribute]:
    """Every attribute that the module assigns, alone or in a row."""
    for node in ast.walk(tree):
        found = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            continue
        for target in found:
            for part in ast.walk(target):
                if isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store):
                    yield part


def state_writers() -> dict[str, frozenset[str]]:
    """Module by module, the names whose `state` it assigns or updates; the demo's own folder aside."""
    found: dict[str, frozenset[str]] = {}
    for path, tree in modules():
        owners = {ast.unparse(target.value) for target in targets(tree) if target.attr == "state"}
        owners |= {ast.unparse(node.func.value) for node in ast.walk(tree) if updates_state(node)}
        if owners and "/management/" not in path:
            found[path] = frozenset(owners)
    return found


def updates_state(node: ast.AST) -> bool:
    """`rows.update(state=…)`."""
    is_update = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update"
    return is_update and any(keyword.arg == "state" for keyword in node.keywords)


def test_each_state_has_its_writer() -> None:
    """Application, call, designation, notice, objection, seat, studio and union have one module each; others a few.

    A page of the form and a result have two, as a visit (planned, reported); a score sheet is written by its expert,
    typed from paper, or made void by a recusal.
    """
    assert {path: set(owners) for path, owners in state_writers().items()} == {
        "studios/actions/adoptions.py": {"fresh"},
        "studios/actions/applications.py": {"application", "fresh"},
        "studios/actions/calls.py": {"fresh"},
        "studios/actions/cooperation.py": {"fresh"},
        "studios/actions/decisions.py": {"designation"},
        "studios/actions/designations.py": {"studio"},
        "studios/actions/ledger_imports.py": {"made"},
        "studios/actions/notices.py": {"fresh", "made", "notice"},
        "studios/actions/objections.py": {"fresh"},
        "studios/actions/panels.py": {"fresh", "seat"},
        "studios/actions/paper_sheets.py": {"typed"},
        "studios/actions/prefill.py": {"section"},
        "studios/actions/profiles.py": {"block"},
        "studios/actions/recusals.py": {"sheet"},
        "studios/actions/result_checks.py": {"row"},
        "studios/actions/results.py": {"result"},
        "studios/actions/scores.py": {"sheet"},
        "studios/actions/sections.py": {"section"},
        "studios/actions/stories.py": {"fresh"},
        "studios/actions/visit_reports.py": {"fresh"},
        "studios/actions/visits.py": {"fresh"},
        "unions/actions/unions.py": {"union"},
    }


def test_nothing_else_makes_an_application_with_a_state() -> None:
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Application", "Application.objects.create"):
                found += [path for keyword in node.keywords if keyword.arg == "state"]
    assert found == []


def test_all_time_comes_from_the_clock() -> None:
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                if (name, node.func.attr) in TIMES:
                    found.append(f"{path}:{node.lineno}")
    assert [f for f in found if not f.startswith("unions/clock.py")] == []


def test_the_walk_sees_what_it_looks_for() -> None:
    tree = ast.parse("a.state, b.desk = 1, 2\nrows.update(state=3)\nc.state += 1\nx = d.state")
    assert [t.attr for t in targets(tree)] == ["state", "desk", "state"]
    assert sum(map(updates_state, ast.walk(tree))) == 1
