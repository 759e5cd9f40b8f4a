"""Official papers in words: what a decision does, by its verb."""

from django.utils.translation import ngettext

from studios.choices.calls import DecisionVerb
from studios.choices.register import DecisionKind
from studios.models import Decision


def deed_of(decision: Decision) -> str:
    """How many studios the paper names, or how many namings it revokes: 命名12个工作室."""
    if decision.kind == DecisionKind.REVOCATION:
        count = decision.revoked_count
        return ngettext("revokes %(count)d naming", "revokes %(count)d namings", count) % {"count": count}
    count = decision.named_count
    text = {
        DecisionVerb.NAME: ngettext("names %(count)d studio", "names %(count)d studios", count),
        DecisionVerb.RECOGNISE: ngettext("recognises %(count)d studio", "recognises %(count)d studios", count),
        DecisionVerb.SELECT: ngettext("selects %(count)d studio", "selects %(count)d studios", count),
        DecisionVerb.SUPPORT: ngettext("supports %(count)d studio", "supports %(count)d studios", count),
    }[DecisionVerb(decision.verb)]
    return text % {"count": count}
