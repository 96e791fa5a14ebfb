"""The documents: their links, the commands that they name, the table of the notebooks, and the version."""

import re

import pytest
from project_files import PROJECT, ROOT, read

DOCS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))


def test_the_version_is_the_same_everywhere():
    version = PROJECT["project"]["version"]
    citation = read("CITATION.cff")
    changes = read("CHANGELOG.md")
    assert re.search(r"^version: (.+)$", citation, re.MULTILINE)[1] == version
    released = re.search(r"^date-released: (.+)$", citation, re.MULTILINE)[1]
    newest = next(each for each in re.findall(r"^## (.+)$", changes, re.MULTILINE) if each != "Unreleased")
    assert newest == f"{version} – {released}", "CHANGELOG.md: what is not released yet belongs below ## Unreleased"


def test_commands_in_the_documents_exist():
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", read("Makefile"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md", *DOCS):
        used = set(re.findall(r"(?:^|`)make ([a-z][\w-]*)", read(name), re.MULTILINE))
        assert used <= targets, name


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "LICENSE", *DOCS])
def test_links_in_the_documents_lead_somewhere(name):
    text = read(name)
    text = re.sub(r"`[^`\n]+`", "", text)  # code shows how a link is written
    links = [*re.findall(r"\]\(([^)\s#]+)", text), *re.findall(r'src="([^"]+)"', text)]
    targets = [target for target in links if ":" not in target]
    missing = [target for target in targets if not (ROOT / name).parent.joinpath(target).exists()]
    assert not missing, f"{name} links to {missing}; a thumbnail is made by make refresh"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *DOCS])
def test_files_that_the_documents_name_exist(name):
    # The notebook that is made up, and what is installed, built or left by a run.
    made = re.compile(r"dropout|node_modules|screenshots|build/")
    named = re.findall(r"`((?:cnnlib|tests|tools|notebooks|site|binder|benchmarks)/[\w./-]+)`", read(name))
    assert [path for path in named if not made.search(path) and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", ["README.md", *DOCS])
def test_links_to_a_part_of_a_document_lead_to_a_heading(name):
    text = read(name)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    parts = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert {*re.findall(r"\]\(#([\w-]+)\)", text)} <= parts


def test_the_table_lists_every_notebook():
    listed = re.findall(r"\]\((notebooks/\w+\.ipynb)\)", read("README.md"))
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert set(listed) == there, f"README.md: no row for {there - {*listed}}; no notebook { ({*listed} - there) }"
    assert listed == sorted(listed, key=lambda each: ("glossary" in each, each))
