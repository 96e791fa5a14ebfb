"""The glossary: every word of the notebooks is in it, with the same Korean term."""

import re

import nbformat
import notebook_rules as rules
import pytest
import refresh

GLOSSARY = refresh.NOTEBOOKS / "glossary.ipynb"
SYNONYMS = {"filter, kernel": ("filter", "kernel")}
"""How two words that belong together stand in one place of a notebook's list."""


def rows():
    """Yield (English, Korean, meaning, notebooks) of the table of words."""
    words = next(cell.source for cell in nbformat.read(GLOSSARY, as_version=4).cells if cell.id == "words")
    for line in words.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[0] not in ("Term", "---"):
            yield *cells[:3], re.findall(r"\]\((\S+?)\)", cells[3])


def words_of(path):
    """Yield (English, Korean) of the list that ends a notebook."""
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    line = re.search(r"\*\*Words\*\* \(\[glossary\]\(glossary\.ipynb\)\)\.(.+?)(?:\n\n|$)", text, re.DOTALL)[1]
    for pair in line.replace("\n", " ").split("·"):
        found = re.search(r"(1×1 )?[\uac00-\ud7a3].*", pair.strip())
        korean = found[0] if found else pair.strip()  # ReLU is ReLU
        english = pair.strip().removesuffix(korean).strip() or korean
        if english in SYNONYMS:
            yield from zip(SYNONYMS[english], (each.strip() for each in korean.split(",")), strict=True)
        else:
            yield english, korean


@pytest.mark.parametrize("path", rules.NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebooks_words_are_those_of_the_glossary(path):
    known = {english: korean for english, korean, _, _ in rows()}
    assert {english: known.get(english) for english, _ in words_of(path)} == dict(words_of(path))


def test_each_word_stands_once_in_order_and_is_used_where_it_says():
    table = list(rows())
    names = [english for english, *_ in table]
    assert names == sorted(set(names), key=str.lower) and len(names) >= 30
    for english, korean, meaning, (link,) in table:
        assert korean and meaning.endswith(".") and meaning.count(".") <= 3
        said = (refresh.NOTEBOOKS / link).read_text(encoding="utf-8").lower()
        assert re.sub(r" \(.*?\)", "", english).lower() in said, f"{link} never says {english}"


def test_it_is_text_alone_and_its_links_lead_somewhere():
    cells = nbformat.read(GLOSSARY, as_version=4).cells
    assert {cell.cell_type for cell in cells} == {"markdown"}
    for cell in cells:
        for target in re.findall(r"\]\((\S+?)\)", cell.source):
            assert (refresh.NOTEBOOKS / target).exists(), target
