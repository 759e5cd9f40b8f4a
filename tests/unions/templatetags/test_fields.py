"""Fields, their errors and the summary that links to them."""

from django import forms
from django.template import engines

from unions.forms.samples import SampleForm


class Plain(forms.Form):
    name = forms.CharField(label="Name", max_length=40, help_text="As in the deed")
    note = forms.CharField(label="Note", max_length=500, widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def draw(source, **context):
    return engines["django"].from_string(source).render(context)


def test_field_names_its_hint_and_error_for_readers():
    drawn = draw("{% field field=form.name %}", form=Plain({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_error"' in drawn


def test_browser_neither_cuts_text_nor_judges_first():
    drawn = draw("{% field field=form.name %}{% field field=form.note %}", form=Plain())
    assert "maxlength" not in drawn
    assert "required" not in drawn


def test_long_text_counts_against_its_limit():
    drawn = draw("{% field field=form.note %}", form=Plain())
    assert 'data-count="id_note_count"' in drawn
    assert 'data-max="500"' in drawn


def test_what_was_typed_stays_and_is_escaped():
    drawn = draw("{% field field=form.name %}", form=Plain({"name": "<script>" + "字" * 100}))
    assert "&lt;script&gt;" + "字" * 100 in drawn


def test_choices_stand_in_a_fieldset_with_a_legend():
    drawn = draw("{% field field=form.kind %}", form=Plain())
    assert "<fieldset" in drawn
    assert '<legend class="field__label">Kind' in drawn


def test_summary_links_to_each_field_and_to_the_first_choice():
    form = Plain({})
    drawn = draw("{% error_summary form=form %}", form=form)
    assert drawn.count("<li>") == 2
    assert 'href="#id_name"' in drawn
    assert 'href="#id_kind_0"' in drawn


def test_summary_names_the_group_of_a_formset():
    formset = forms.formset_factory(Plain, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "x", "form-0-note": "y"}
    )
    formset.group = "Result"
    formset.is_valid()
    drawn = draw("{% error_summary forms=all %}", all=[formset])
    assert 'href="#id_form-0-kind_0"' in drawn
    assert "Result 1" in drawn


def test_sound_form_has_no_summary():
    assert draw("{% error_summary form=form %}", form=Plain({"name": "x", "kind": "a"})) == ""


def test_fresh_form_has_no_summary():
    assert draw("{% error_summary form=form %}{% error_title form=form %}", form=Plain()) == ""


def test_title_starts_with_the_number_of_problems():
    assert draw("{% error_title form=form %}", form=Plain({})).endswith(" - ")


def test_long_lists_are_searchable_and_short_ones_are_not():
    assert "data-combobox" in draw("{% field field=form.county %}", form=SampleForm())
    assert "data-combobox" not in draw("{% field field=form.started %}", form=SampleForm())


def test_whole_form_draws_every_field():
    drawn = str(SampleForm())
    assert all(f'name="{name}' in drawn for name in SampleForm.base_fields)
