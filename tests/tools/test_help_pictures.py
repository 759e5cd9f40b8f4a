"""Pictures of the help are told to be old when their page says other words, not when its markup moves."""

from tools import help_pictures


def digest(monkeypatch, tmp_path, text: str) -> str:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    monkeypatch.setattr(help_pictures, "TEMPLATES", tmp_path)
    return help_pictures.words_of(["page.html"])


def test_another_word_makes_a_picture_old_and_another_frame_does_not(monkeypatch, tmp_path) -> None:
    page = '<h1>{% translate "Cases" %}</h1>{% button text=_("Pass") %}{% blocktranslate %}One{% endblocktranslate %}'
    now = digest(monkeypatch, tmp_path, page)
    assert digest(monkeypatch, tmp_path, page.replace("h1", "h2")) == now
    for word in ("Cases", "Pass", "One"):
        assert digest(monkeypatch, tmp_path, page.replace(word, "Other")) != now


def test_old_pictures_are_named_and_fail_nothing(monkeypatch, tmp_path, capsys) -> None:
    kept = {"fresh": {"templates": ["page.html"], "words": digest(monkeypatch, tmp_path, '{% translate "Cases" %}')}}
    kept["old"] = kept["fresh"] | {"words": "other"}
    monkeypatch.setattr(help_pictures, "manifest", lambda: kept)
    assert help_pictures.old() == ["old"]
    assert help_pictures.main(["--old"]) == 0
    assert capsys.readouterr().out.split()[-1] == "old"
