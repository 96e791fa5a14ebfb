"""How Pyodide's wheels get into the site, from a server that stands in for Pyodide's; what is said without them."""

import copy
import doctest
import json
import shutil
import socket
import sys

import build_site
import pyodide_wheels
import pytest
import unfetched
from hand_made_wheels import CutShort, server, sha256
from pyodide_wheels import UnreachableError, bring_along, closure

FILES = {name: f"what is in {name}".encode() for name in ("numpy.whl", "matplotlib.whl", "pillow.whl", "scipy.whl")}
NEEDED = ["matplotlib.whl", "numpy.whl", "pillow.whl"]


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    """Ask three times, as always, without waiting."""
    monkeypatch.setattr(pyodide_wheels, "PAUSES", (0, 0))


@pytest.fixture
def pyodide():
    """A server that has all files."""
    with server({name: [content] for name, content in FILES.items()}) as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    """The folder of the site that has the list and cnnlib."""
    path = tmp_path / "site"
    path.mkdir()
    return path


def entry(name, file_name, depends=(), sha=""):
    return {"name": name, "imports": [name], "file_name": file_name, "depends": list(depends), "sha256": sha}


def listed(address):
    """Return a list with cnnlib in the folder and four packages at an address."""
    depends = {"numpy": [], "pillow": [], "matplotlib": ["numpy", "pillow"], "scipy": ["numpy"]}
    packages = {
        name: entry(name, f"{address}/{name}.whl", others, sha256(FILES[f"{name}.whl"]))
        for name, others in depends.items()
    }
    return {"info": {}, "packages": {"cnnlib": entry("cnnlib", "cnnlib.whl", ["numpy", "matplotlib"]), **packages}}


def free_address():
    """Return an address at which nobody answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_the_examples_of_the_two_modules_run():
    for module in (pyodide_wheels, unfetched):
        failed, attempted = doctest.testmod(module)
        assert attempted and not failed


# What is needed.


def test_the_closure_holds_what_is_reached_and_nothing_else():
    packages = listed("far")["packages"]
    assert closure(packages, ["cnnlib"]) == ["cnnlib", "matplotlib", "numpy", "pillow"]
    assert closure(packages, ["scipy"]) == ["numpy", "scipy"]
    assert closure(packages, []) == []


def test_packages_that_need_each_other_end():
    packages = {"first": {"depends": ["second"]}, "second": {"depends": ["first", "second"]}}
    assert closure(packages, ["second"]) == ["first", "second"]


def test_a_package_that_is_not_listed_is_named():
    with pytest.raises(SystemExit, match="list of packages has no pillow, on which the notebooks depend"):
        closure({"matplotlib": {"depends": ["pillow"]}}, ["matplotlib"])


# Files.


def test_the_files_are_taken_and_the_list_has_no_other_address(pyodide, tmp_path, folder, capsys):
    given = listed(pyodide.url)
    before = copy.deepcopy(given)
    lock = bring_along(given, cache=tmp_path / "cache", folder=folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {name: FILES[name] for name in NEEDED}
    assert {name: package["file_name"] for name, package in lock["packages"].items()} == {
        name: f"{name}.whl" for name in ("cnnlib", "matplotlib", "numpy", "pillow")
    }
    assert "http" not in json.dumps(lock)
    assert lock["packages"]["numpy"] == {**before["packages"]["numpy"], "file_name": "numpy.whl"}
    assert given == before, "the list that was given has changed"
    assert capsys.readouterr().out.splitlines() == [f"{name}: downloaded, 0.0 MB" for name in NEEDED]


def test_a_file_of_another_sha256_is_refused(pyodide, tmp_path, folder):
    pyodide.answers["numpy.whl"] = [b"something else"]
    with pytest.raises(SystemExit) as refusal:
        bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder)
    said = str(refusal.value)
    assert f"{pyodide.url}/numpy.whl is not the file" in said
    assert f"its sha256 is {sha256(b'something else')}" in said
    assert f"the list wants {sha256(FILES['numpy.whl'])}" in said
    assert not (tmp_path / "cache/numpy.whl").exists() and list(folder.iterdir()) == []


def test_a_file_that_the_server_does_not_have_is_an_error_at_once(pyodide, tmp_path, folder):
    del pyodide.answers["pillow.whl"]
    with pytest.raises(SystemExit, match=r"/pillow\.whl is not there .*404.* do not agree"):
        bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder)
    assert pyodide.asked.count("pillow.whl") == 1 and list(folder.iterdir()) == []


def test_a_second_build_downloads_nothing(pyodide, tmp_path, folder, capsys):
    lock = bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder)
    shutil.rmtree(folder)
    folder.mkdir()
    capsys.readouterr()
    assert bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder) == lock
    assert sorted(pyodide.asked) == NEEDED
    assert sorted(path.name for path in folder.iterdir()) == NEEDED
    assert capsys.readouterr().out.splitlines() == [f"{name}: in the cache" for name in NEEDED]


def test_a_file_that_is_broken_in_the_cache_is_downloaded_again(pyodide, tmp_path, folder):
    for _build in range(2):
        bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder)
        (tmp_path / "cache/numpy.whl").write_bytes(FILES["numpy.whl"][:-1])
    bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder)
    assert sorted(pyodide.asked) == sorted([*NEEDED, "numpy.whl", "numpy.whl"])
    assert (folder / "numpy.whl").read_bytes() == (tmp_path / "cache/numpy.whl").read_bytes() == FILES["numpy.whl"]


# A server that does not answer.


@pytest.mark.parametrize("failure", [503, 429, CutShort(FILES["numpy.whl"])], ids=["503", "429", "cut short"])
def test_a_server_that_fails_twice_is_asked_three_times(pyodide, tmp_path, folder, failure):
    pyodide.answers["numpy.whl"] = [failure, failure, FILES["numpy.whl"]]
    bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder)
    assert (folder / "numpy.whl").read_bytes() == FILES["numpy.whl"]
    assert pyodide.asked.count("numpy.whl") == 3


@pytest.mark.parametrize(
    ("failure", "reason"),
    [(503, "Service Unavailable"), (CutShort(b"half"), "IncompleteRead")],
    ids=["503", "cut short"],
)
def test_a_server_that_fails_three_times_is_asked_no_more(pyodide, tmp_path, folder, failure, reason):
    pyodide.answers["numpy.whl"] = [failure]
    with pytest.raises(UnreachableError, match=rf"^127\.0\.0\.1:\d+ cannot be reached from here \({reason}"):
        bring_along(listed(pyodide.url), cache=tmp_path / "cache", folder=folder)
    assert pyodide.asked.count("numpy.whl") == 3
    assert list(folder.iterdir()) == []


def test_a_server_that_says_nothing_is_not_waited_for(tmp_path, folder, monkeypatch):
    monkeypatch.setattr(pyodide_wheels, "SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UnreachableError, match="timed out"):
            bring_along(listed(address), cache=tmp_path / "cache", folder=folder)


def test_without_a_server_the_site_is_built_with_a_sentence(tmp_path, folder, capsys):
    given = listed(free_address())
    assert build_site.with_wheels(given, folder, required=False, cache=tmp_path / "cache") == listed_again(given)
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and "Connection refused" in said
    assert "the site fetches NumPy and matplotlib from there when a notebook imports them" in said
    assert list(folder.iterdir()) == []


def listed_again(given):
    """Return the same list, made anew."""
    return listed(given["packages"]["numpy"]["file_name"].removesuffix("/numpy.whl"))


def test_without_a_server_a_site_that_requires_it_is_not_built(tmp_path, folder):
    with pytest.raises(SystemExit, match=r"WHEELS=required, but 127\.0\.0\.1:\d+ cannot be reached .*WHEELS=auto"):
        build_site.with_wheels(listed(free_address()), folder, required=True, cache=tmp_path / "cache")


@pytest.mark.parametrize("required", [True, False])
def test_a_wrong_file_stops_the_build_whether_wheels_are_required_or_not(pyodide, tmp_path, folder, required):
    pyodide.answers["numpy.whl"] = [b"something else"]
    with pytest.raises(SystemExit, match="is not the file"):
        build_site.with_wheels(listed(pyodide.url), folder, required=required, cache=tmp_path / "cache")


def test_another_word_for_wheels_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["build_site.py", "--wheels=maybe"])
    with pytest.raises(SystemExit) as refusal:
        build_site.main()
    said = capsys.readouterr().err
    assert refusal.value.code == 2
    assert all(word in said for word in ("maybe", "auto", "required", "no"))


# What a cell is told that imports what could not be fetched; tests/browser shows it in a page.


def explain(module, address="https://far.example/full", loaded=()):
    packages, base = listed(address)["packages"], "https://here.example/static/pyodide/"
    return unfetched.explanation(module, packages, dict.fromkeys(loaded, "default channel"), base)


def test_what_could_not_be_fetched_is_named_with_its_server_and_what_to_do():
    said = explain("numpy")
    assert said.startswith("numpy is missing here: it could not be fetched from far.example.")
    assert "restart the kernel" in said and "Binder" in said and "make site WHEELS=required brings numpy along" in said


def test_what_matplotlib_needs_is_named_too():
    assert explain("pillow").startswith("pillow is missing here")


def test_a_site_that_brings_the_wheels_along_names_itself():
    assert "could not be fetched from here.example." in explain("numpy", address="..")


@pytest.mark.parametrize(
    ("module", "loaded"),
    [("scipy", ()), ("nonsense", ()), (None, ()), ("numpy", ("numpy",))],
    ids=["no notebook needs it", "no package", "no name", "it was fetched"],
)
def test_any_other_module_is_not_the_networks_fault(module, loaded):
    assert explain(module, loaded=loaded) == ""
