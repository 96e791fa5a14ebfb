"""The catalogues are whole and current, what is built from them is committed, and a new language needs no code."""

import ast
import gettext
import re
import subprocess
import sys
import unicodedata

import nbformat
import pseudo
import pytest
import translate
from babel.messages.catalog import Catalog
from fontTools.ttLib import TTFont
from message_sources import found_messages
from project_files import ROOT
from refresh import NOTEBOOKS, read_notebook
from translations import (
    compiled,
    is_missing,
    is_said_by_the_library,
    missing,
    names_in,
    path_of,
    read_catalogue,
    translator,
    updated,
)

from cnnlib import messages
from cnnlib.messages import LOCALE

LANGUAGES = translate.languages()


@pytest.fixture(scope="module")
def found():
    return list(found_messages())


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    return read_catalogue(request.param)


def texts(message):
    """Yield (English, translation) of each form of a message."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)[-1:]
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return zip(english, strings, strict=True)


def pairs(catalogue):
    """Yield (message, English, translation) of all that is translated."""
    for message in catalogue:
        if message.id and not is_missing(message):
            for english, string in texts(message):
                yield message, english, string


def test_there_is_a_korean_edition():
    assert LANGUAGES == ["ko"] and messages.languages() == ("en", "ko")


# Whole and current


@pytest.mark.slow
def test_every_message_has_a_translation_that_is_not_outdated(catalogue, found):
    now = updated(read_catalogue(str(catalogue.locale)), found)
    assert missing(now) == [], "run make translations, and translate what it lists"
    kept = {(message.id, message.context) for message in catalogue}
    assert kept == {(message.id, message.context) for message in now}, "run make translations"


def test_a_sentence_that_changes_makes_its_translation_outdated():
    catalogue = Catalog(locale="ko")
    catalogue.add("The window covers nine pixels.", "윈도우는 픽셀 9개를 덮습니다.")
    now = updated(catalogue, [("The window covers nine cells.", None, "notebooks/x.ipynb"), ("New.", None, "y.py")])
    lines = missing(now)
    assert lines == [
        "outdated: notebooks/x.ipynb: 'The window covers nine cells.'",
        "missing: y.py: 'New.'",
    ]
    assert translator(now)("The window covers nine cells.") == "The window covers nine cells."


def test_what_nobody_says_any_more_is_left_out():
    catalogue = Catalog(locale="ko")
    catalogue.add("Gone.", "없다.")
    catalogue.add("Here.", "있다.")
    now = updated(catalogue, [("Here.", None, "x.py")])
    assert [message.id for message in now if message.id] == ["Here."]
    assert translator(now)("Here.") == "있다."


def test_the_same_words_with_another_context_are_another_message():
    now = updated(Catalog(locale="ko"), [("max", "option", "controls"), ("max", None, "cnnlib/x.py")])
    assert {(message.id, message.context) for message in now if message.id} == {("max", "option"), ("max", None)}


def test_what_the_library_says_is_compiled(catalogue):
    path = path_of(str(catalogue.locale))
    assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), "run make translations"
    with path.with_suffix(".mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert said.gettext("Reset") != "Reset"


def test_what_is_built_is_committed(catalogue):
    assert translate.outdated_files(str(catalogue.locale), catalogue) == [], "run make translations"


def test_the_code_of_a_built_notebook_is_the_english_one(catalogue):
    """To the letter, but for comments and for the line that says the language."""
    language = str(catalogue.locale)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        own, built = read_notebook(path), read_notebook(NOTEBOOKS / language / path.name)
        assert [cell.id for cell in own.cells] == [cell.id for cell in built.cells]
        first = f'\nlanguage("{language}")'
        says_it = [cell.source.endswith(first) for cell in built.cells]
        for one, other, is_first in zip(own.cells, built.cells, says_it, strict=True):
            if one.cell_type == "code":
                code = re.sub(r"^(from cnnlib import .*)\blanguage, ", r"\1", other.source, flags=re.MULTILINE)
                as_it_was = code.removesuffix(first) if is_first else other.source
                assert ast.dump(ast.parse(one.source)) == ast.dump(ast.parse(as_it_was))
        assert sum(says_it) == (path.name != "glossary.ipynb")


def test_the_readme_leads_to_its_own_headings_and_to_the_notebooks_of_its_language():
    links = "[How](#on-your-computer) or [03](notebooks/03_padding.ipynb), [site](https://A.github.io/B/)"
    source = f"# All\n\n{links}\n\n## On your computer\n"
    words = {"# All": "# 모두", "## On your computer": "## 내 컴퓨터에서"}
    built = translate.built_readme(source, "ko", lambda text: words.get(text, text))
    assert "[How](#내-컴퓨터에서)" in built and "(notebooks/ko/03_padding.ipynb)" in built
    assert "(https://A.github.io/B/ko/)" in built


# Right in form


def test_placeholders_are_those_of_the_sentence(catalogue):
    """Of values that only a plural has, one may be left out."""
    wrong = [
        (english, string)
        for message, english, string in pairs(catalogue)
        if is_said_by_the_library(message) and names_in_or_none(english) != names_in_or_none(string)
    ]
    assert wrong == []


def names_in_or_none(text):
    try:
        return names_in(text)
    except ValueError:  # braces that are no placeholders, as in "use {height, width}"
        return None


LINK = re.compile(r"\]\(([^)\s]+)")


def test_links_and_tags_are_kept(catalogue):
    for message, english, string in pairs(catalogue):
        if message.locations[0][0].startswith(("notebooks", "README")):
            kept = [sorted(LINK.findall(text)) for text in (english, string)]
            assert kept[0] == kept[1] or "ko" in english, string
            assert sorted(re.findall(r"</?\w+", english)) == sorted(re.findall(r"</?\w+", string)), string


def test_stressed_words_are_shown_as_such(catalogue):
    """A closing ** behind a mark, with a particle after it, stays literal: CommonMark does not see its end."""
    for _message, _english, string in pairs(catalogue):
        assert not re.search(r"[)\]\"”%.?!`]\*\*\w", string.replace("** ", " ")) or "**" not in string, string
        assert string.count("**") % 2 == 0 or "`" in string, string


def test_korean_is_written_in_whole_syllables(catalogue):
    for _message, _english, string in pairs(catalogue):
        assert unicodedata.normalize("NFC", string) == string


def test_every_letter_that_a_picture_may_need_is_in_the_fonts_that_come_along(catalogue):
    folder = LOCALE / str(catalogue.locale) / "fonts"
    known = [set(TTFont(file).getBestCmap()) for file in sorted(folder.glob("*.ttf"))]
    assert len(known) == 2
    for message, _english, string in pairs(catalogue):
        if is_said_by_the_library(message):
            hangul = {ord(letter) for letter in string if "가" <= letter <= "힣"}
            assert all(hangul <= letters for letters in known), string


# Written as the guide for translators asks

NOT_WRITTEN = {
    "당신": "leave it out",
    "여러분": "leave it out",
    "저희": "leave it out",
    "컨볼루션": "합성곱",
    "컨벌루션": "합성곱",
    "특성 맵": "특징 맵",
    "피처 맵": "특징 맵",
    "바이어스": "편향",
    "레이어": "계층",
    "파라미터": "매개변수",
    "그래디언트": "기울기",
    "그레이디언트": "기울기",
    "에포크": "에폭",
    "과대적합": "과적합",
    "완전 연결": "완전연결",
    "임계값": "임곗값",
    "을(를)": "a form that is right after any value",
    "이(가)": "a form that is right after any value",
    "은(는)": "a form that is right after any value",
    "와(과)": "a form that is right after any value",
    "습니까": "~나요 or ~ㄹ까요",
    "하십시오": "하세요",
}
NAMED_ONCE = {"glossary"}
"""Where the other usual word for a thing is named, too."""


def test_words_are_those_of_the_collection(catalogue):
    for message, _english, string in pairs(catalogue):
        if any(part in place for place, _line in message.locations for part in NAMED_ONCE):
            continue
        assert not [(word, better) for word, better in NOT_WRITTEN.items() if word in string], string


PARTICLE = re.compile(r"\}(?:은|는|이|가|을|를|과|와|으로|로|이라|라|이었|였|이에요|예요)(?![가-힣])")


def test_no_particle_depends_on_a_value(catalogue):
    """No library gets more than three quarters of them right; a sentence can be turned so that none is needed."""
    wrong = [
        string
        for message, english, string in pairs(catalogue)
        if is_said_by_the_library(message) and names_in_or_none(english) and PARTICLE.search(string)
    ]
    assert wrong == []


# No code for another language


def test_no_sentence_is_looked_up_at_an_import():
    """It would be in English, whatever language the notebook says a line further on."""
    found = []
    for path in sorted((ROOT / "cnnlib").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for part in (function.body if isinstance(function.body, list) else [function.body])
            for node in ast.walk(part)
        }
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and getattr(node.func, "id", "") in {"_", "ngettext", "pgettext"}
            and id(node) not in inside
        ]
    assert found == []


LOOKED_UP = """
import importlib, pkgutil, sys, cnnlib
from cnnlib import messages
asked, real = set(), messages._catalogue

def noted():
    frame = sys._getframe(1)
    while frame.f_code.co_filename == messages.__file__:
        frame = frame.f_back
    asked.add(frame.f_globals["__name__"])
    return real()

messages._catalogue = noted
for module in pkgutil.walk_packages(cnnlib.__path__, "cnnlib."):
    importlib.import_module(module.name)
print(*sorted(name for name in asked if not name.startswith("cnnlib.engine")))
"""


def test_not_even_a_function_that_is_called_at_an_import_looks_one_up():
    """But the engine: what a lesson computes there may prepare the sentence of an error that does not come."""
    run = subprocess.run([sys.executable, "-c", LOOKED_UP], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.mark.slow
def test_a_third_language_is_a_folder_with_a_catalogue(found, tmp_path, monkeypatch):
    """What nobody has written code for: everything of it is built, and the library speaks it."""
    catalogue = updated(Catalog(locale="eo"), found)
    for message in catalogue:
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            message.string = (
                pseudo.marked(one) if isinstance(message.id, str) else tuple(map(pseudo.marked, message.id))
            )
    assert missing(catalogue) == []
    folder = tmp_path / "eo" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "cnnlib.mo").write_bytes(compiled(catalogue))
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages._catalogue_of.cache_clear()
    try:
        messages.language("eo")
        assert messages._("Reset") == pseudo.marked("Reset")
        one, many = "Every pixel is used {count} time.", "Every pixel is used {count} times."
        said = [messages.ngettext(one, many, count) for count in (1, 2)]
        assert said == [pseudo.marked(one).format(count=1), pseudo.marked(many).format(count=2)]
    finally:
        messages.language("en")
        messages._catalogue_of.cache_clear()
    for path, text in translate.built_files("eo", catalogue).items():
        if path.suffix == ".ipynb":
            words = "\n".join(cell.source for cell in nbformat.reads(text, 4).cells if cell.cell_type == "markdown")
            assert pseudo.escaped(without_code(words)) == [], path.name


def without_code(markdown):
    """Return Markdown without what is the same in every language: code, formulas, tags, addresses, the links' names."""
    code = r"```.*?```|`[^`]*`|\$\$.*?\$\$|<small>.*?</small>|<[^>]*>|\]\([^)]*\)|\\text|\\cdot|\[English\]"
    return re.sub(code, " ", markdown, flags=re.DOTALL)
