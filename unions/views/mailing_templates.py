"""Templates of bulk messages: the list, one with its preview, removing one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from unions.actions.mailing_templates import remove_mailing_template, save_mailing_template
from unions.choices.people import Role
from unions.forms.mailings import TemplateForm
from unions.forms.refusals import attempt
from unions.models import MailingTemplate
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing
from unions.values.placeholders import PLACEHOLDERS, SAMPLES, fill, unknown_in

WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = (
    Column(
        key="name",
        label=gettext_lazy("Template"),
        value=lambda t: t.name,
        sort="name",
        link=lambda t: reverse("mailing_template", args=[t.pk]),
    ),
    Column(key="about", label=gettext_lazy("About"), value=lambda t: t.about, sort="about"),
    Column(key="text", label=gettext_lazy("Text"), value=lambda t: t.text),
    Column(key="union", label=gettext_lazy("Union"), value=lambda t: t.union, sort="union__name"),
    Column(
        key="changed", label=gettext_lazy("Changed"), value=lambda t: t.changed_at, kind="moment", sort="changed_at"
    ),
)


@require_safe
@audience(*WRITERS)
def templates(request: HttpRequest) -> HttpResponse:
    """Every template of one's own unions."""
    listing = Listing(
        request,
        MailingTemplate.objects.usable_by(request.user).select_related("union"),
        COLUMNS,
        key="mailing-templates",
        default_sort="name",
        title=_("Message templates"),
        empty=_("No template was kept yet."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    return render(request, "unions/mailings/templates.html", {"listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """Write a template."""
    return _edited(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a template, with a preview of what a recipient would read."""
    return _edited(request, get_object_or_404(MailingTemplate.objects.usable_by(request.user), pk=pk))


def _edited(request: HttpRequest, kept: MailingTemplate | None) -> HttpResponse:
    form = TemplateForm(posted(request), account=request.user, initial=_initial(kept))
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        union, words = form.cleaned_data["union"], form.words
        if attempt(form, lambda: save_mailing_template(union, by=request.user, words=words, template=kept)):
            messages.success(request, _("Saved."))
            return redirect("mailing_templates")
    return _form_page(request, form, kept)


def _initial(kept: MailingTemplate | None) -> dict[str, Any]:
    return {"union": kept.union_id, "name": kept.name, "about": kept.about, "text": kept.text} if kept else {}


def _form_page(request: HttpRequest, form: TemplateForm, kept: MailingTemplate | None) -> HttpResponse:
    text = str(form["text"].value() or "")
    shown = {
        "form": form,
        "template": kept,
        "preview": fill(text, SAMPLES),
        "unknown": unknown_in(text),
        "places": PLACEHOLDERS,
    }
    status = form_status(request, refused=form.errors)
    return render(request, "unions/mailings/template.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a template, after a look."""
    found = get_object_or_404(MailingTemplate.objects.usable_by(request.user), pk=pk)
    if request.method == "POST":
        remove_mailing_template(found, by=request.user)
        messages.success(request, _("The template was removed."))
        return redirect("mailing_templates")
    return render(request, "unions/mailings/template_remove.html", {"template": found})
