"""``make repository``: one command sets the address of the project in every file that links to it."""

import re
import shutil

import pytest
import set_repository as tool

ADDRESSES = re.compile(r"github\.com[^\s\")'>]*|mybinder\.org[^\s\")'>]*|[\w-]+\.github\.io[^\s\")'>]*")


@pytest.fixture
def copy(tmp_path):
    """The files that link to the project, elsewhere."""
    for name in tool.FILES:
        shutil.copy(tool.ROOT / name, tmp_path)
    return tmp_path


def links(folder):
    """Return the links of each file that hold an owner or a name, as one text."""
    return {name: " ".join(ADDRESSES.findall((folder / name).read_text(encoding="utf-8"))) for name in tool.FILES}


def test_every_link_is_changed_and_nothing_is_left(copy):
    owner, name = tool.current(copy).split("/")
    before = links(copy)
    changed = tool.set_repository("ada-l/cnn.basics", copy)
    after = links(copy)
    assert tool.current(copy) == "ada-l/cnn.basics"
    for file in tool.FILES:
        assert changed[file] >= 1
        assert before[file].count(f"{owner}/{name}") == after[file].count("ada-l/cnn.basics") > 0
        assert owner not in after[file] and name not in after[file]


def test_it_can_be_changed_again_and_back(copy):
    original = {name: (copy / name).read_bytes() for name in tool.FILES}
    first = tool.current(copy)
    for repository in ("a/b", "ada/cnn", first):
        tool.set_repository(repository, copy)
    assert {name: (copy / name).read_bytes() for name in tool.FILES} == original


def test_a_name_that_is_the_beginning_of_another_is_left_alone(copy):
    tool.set_repository("ada/cnn", copy)
    readme = copy / "README.md"
    readme.write_text("https://github.com/ada/cnn-advanced and https://github.com/ada/cnn.", encoding="utf-8")
    tool.set_repository("eve/seen", copy)
    assert readme.read_text(encoding="utf-8") == "https://github.com/ada/cnn-advanced and https://github.com/eve/seen."


@pytest.mark.parametrize("name", ["", "cnn", "a/b/c", "a b/c", "https://github.com/a/b", "-a/b"])
def test_what_is_no_repository_changes_nothing(copy, name):
    before = links(copy)
    with pytest.raises(ValueError, match=re.escape(f"{name!r} names no repository. Write it as OWNER/NAME")):
        tool.set_repository(name, copy)
    assert links(copy) == before


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://github.com/ada/cnn.git", "ada/cnn"),
        ("git@github.com:ada/cnn.git", "ada/cnn"),
        ("https://github.com/ada/cnn/", "ada/cnn"),
        ("https://example.org/ada/cnn", None),
        (None, None),
    ],
)
def test_the_remote_origin_names_the_repository(tmp_path, address, found):
    import subprocess

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    if address:
        subprocess.run(["git", "remote", "add", "origin", address], cwd=tmp_path, check=True)
    assert tool.of_origin(tmp_path) == found
