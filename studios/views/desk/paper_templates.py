"""Word templates of an office: the list, uploading, the fields, trying one, retiring one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.attachments import full_path
from studios.actions.templates import retire_template, upload_template
from studios.choices.files import FileKind
from studios.choices.paper_layouts import LAYOUTS
from studios.choices.reviews import PaperKind
from studios.documents.fields import field_rows
from studios.documents.samples import sample_paper
from studios.filters.papers import TemplateFilter
from studios.forms.papers import TemplateForm
from studios.models import PaperTemplate
from studios.ui.sealed import given
from studios.values.typesetting.word import fill_word
from studios.values.typesetting.word_templates import default_template
from unions.choices.people import Role
from unions.errors import Refusal
from unions.forms.refusals import add_refusal
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="file",
        label=gettext_lazy("File"),
        value=lambda t: t.file.name,
        sort="file__name",
        link=lambda t: reverse("paper_template", args=[t.pk]),
        sub=lambda t: t.note,
    ),
    Column(key="kind", label=gettext_lazy("Paper"), value=lambda t: t.get_kind_display(), sort="kind"),
    Column(key="union", label=gettext_lazy("Union"), value=lambda t: t.union, sort="union__name"),
    Column(
        key="uploaded", label=gettext_lazy("Uploaded"), value=lambda t: t.uploaded_at, kind="moment", sort="uploaded_at"
    ),
    Column(
        key="retired", label=gettext_lazy("Retired"), value=lambda t: t.retired_at, kind="moment", sort="retired_at"
    ),
]


def _own(request: HttpRequest):
    unions = request.user.scope.union_ids(*WRITERS)
    return PaperTemplate.objects.filter(union__in=unions).select_related("file", "union", "uploaded_by")


@require_safe
@audience(*WRITERS)
def templates(request: HttpRequest) -> HttpResponse:
    """The templates of one's own unions, and the kinds of paper with their fields."""
    listing = Listing(
        request,
        _own(request),
        COLUMNS,
        key="paper_templates",
        default_sort="-uploaded",
        filterset=TemplateFilter,
        title=_("Paper templates"),
        empty=_("No template of your own: the ones that come along are used."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    return render(request, "studios/papers/templates.html", {"listing": listing, "kinds": list(PaperKind)})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a template in once it opens and knows only the paper's fields."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TemplateForm(*data, account=request.user)
    if form.is_bound and form.is_valid():
        made = _uploaded(request, form)
        if made is not None:
            messages.success(request, _("The template is in use."))
            return redirect("paper_template", made.pk)
    return render(request, "studios/papers/template_form.html", {"form": form})


def _uploaded(request: HttpRequest, form: TemplateForm) -> PaperTemplate | None:
    values, kind = form.cleaned_data, PaperKind(form.cleaned_data["kind"])
    stream = values["file"]
    facts = {"by": request.user, "stream": stream, "name": stream.name, "note": values["note"]}
    try:
        return upload_template(values["union"], kind, sample=sample_paper(kind), **facts)
    except Refusal as refusal:
        add_refusal(form, refusal)
    except ValidationError as refused:
        form.add_error("file", refused)
    return None


@require_safe
@audience(*WRITERS)
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template with the fields that it may use."""
    found = get_object_or_404(_own(request), pk=pk)
    fields = field_rows(PaperKind(found.kind))
    return render(request, "studios/papers/template.html", {"template": found, "fields": fields})


@require_safe
@audience(*WRITERS)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The template filled with a made-up paper."""
    found = get_object_or_404(_own(request), pk=pk)
    draft = sample_paper(PaperKind(found.kind))
    return given(fill_word(full_path(found.file).read_bytes(), draft.content), mime=FileKind.DOCX.mime, name=draft.name)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Use a template no more, after a look."""
    found = get_object_or_404(_own(request), pk=pk)
    if request.method == "POST":
        retire_template(found, by=request.user)
        messages.success(request, _("Retired."))
        return redirect("paper_templates")
    return render(request, "studios/papers/retire.html", {"template": found})


@require_safe
@audience(*WRITERS)
def fields(request: HttpRequest, kind: str) -> HttpResponse:
    """The fields of a kind of paper, with an example of each."""
    chosen = _kind(kind)
    return render(request, "studios/papers/fields.html", {"kind": chosen, "fields": field_rows(chosen)})


@require_safe
@audience(*WRITERS)
def default(request: HttpRequest, kind: str) -> HttpResponse:
    """The template that comes along, to be changed and uploaded."""
    chosen = _kind(kind)
    draft = sample_paper(chosen)
    written = default_template(LAYOUTS[chosen], draft.content)
    return given(written, mime=FileKind.DOCX.mime, name=f"{chosen.label}.docx")


def _kind(kind: str) -> PaperKind:
    if kind not in PaperKind.values:
        raise Http404
    return PaperKind(kind)
