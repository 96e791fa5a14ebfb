"""Builds the site's first page, ``build/gallery``: the explorers of ``site/gallery.toml``, moving without Python.

There is one in each language: English in the folder itself, the others in folders of their own, such as ``ko``.

`make gallery` runs it; `make site` does, too, and puts the page in front of the notebooks. Plain files in any folder of
any server are enough.
"""

import html
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from babel import Locale
from record_gallery import ROOT, SIZES, listed, name_of, reachable, record, recorded_explorer
from repository import repository
from translations import Words, read_catalogue, translator

from cnnlib.live.view import PictureView
from cnnlib.messages import N_, languages
from cnnlib.messages import language as speak

SITE = ROOT / "site"
OUTPUT = ROOT / "build" / "gallery"


HERE, COLAB, BINDER = N_("Open the notebook here"), N_("on Colab"), N_("on Binder")

MARKED = re.compile(r"\{_(.*?)_\}", re.DOTALL)
"""What is to be translated of the page that the exhibits are put into."""


def page_messages(page: str) -> list[str]:
    r"""Return the sentences of a page that are to be translated, each on one line.

    Examples
    --------
    >>> page_messages("<p>{_Move a\n  slider._}</p>")
    ['Move a slider.']
    """
    return [" ".join(text.split()) for text in MARKED.findall(page)]


def gallery_messages() -> list[str]:
    """Return the sentences of the page, of its links and of its exhibits."""
    words = [HERE, COLAB, BINDER, *page_messages((SITE / "index.html").read_text(encoding="utf-8"))]
    return words + [entry[field] for entry in listed() for field in ("title", "question", "text")]


def root_of(language: str) -> str:
    """Return how the page of a language gets to the site's first folder."""
    return "" if language == "en" else "../"


def links(notebook: str, language: str = "en") -> dict[str, str]:
    """Return where a notebook can be opened: name → address."""
    on_github, file = repository(), f"{notebook}.ipynb" if language == "en" else f"{language}/{notebook}.ipynb"
    return {
        HERE: f"{root_of(language)}lab/index.html?path={file}",
        COLAB: f"https://colab.research.google.com/github/{on_github}/blob/main/notebooks/{file}",
        BINDER: f"https://mybinder.org/v2/gh/{on_github}/HEAD?urlpath=lab/tree/notebooks/{file}",
    }


def other_languages(language: str) -> str:
    """Return links to this page in the other languages, each called what it calls itself."""
    others = [each for each in languages() if each != language]
    return " ".join(
        f'<a href="{root_of(language)}{"" if each == "en" else f"{each}/"}" lang="{each}" hreflang="{each}">'
        f"{str(Locale(each).display_name).capitalize()}</a>"
        for each in others
    )


def words_of(language: str) -> Words:
    """Return what translates the page's own sentences."""
    if language == "en":
        return str
    return translator(read_catalogue(language))


def build_files(entry: Mapping[str, Any], folder: Path, language: str) -> dict[str, Any]:
    """Write the files of one explorer; return the width and height of its first pictures, and their caption."""
    speak(language)
    explorer = recorded_explorer(entry)
    states = reachable(explorer)
    first: dict[str, Any] = {}
    for size, (width, ratio) in SIZES.items():
        told, pixels = record(explorer, states, (width, ratio))
        name = f"{name_of(entry)}-{size}"
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
        (folder / f"{name}.bin").write_bytes(pixels)
        start, length = told["pictures"][0]["png"]
        png = pixels[start : start + length]
        (folder / f"{name}.png").write_bytes(png)
        first[size] = [round(int.from_bytes(png[place : place + 4], "big") / ratio) for place in (16, 20)]
        first["caption"] = told["pictures"][0]["content"]["caption"]
    return first


def exhibit(
    entry: Mapping[str, Any], first: Mapping[str, Any], number: int, language: str = "en", words: Words = str
) -> str:
    """Return the part of the page that shows one explorer."""
    entry = {**entry, **{field: words(entry[field]) for field in ("title", "question", "text")}}
    name, caption = name_of(entry), html.escape(first["caption"])
    (wide, tall), (narrow, high) = first["wide"], first["narrow"]
    lazy = ' loading="lazy"' if number else ""
    ways = {words(way): address for way, address in links(entry["notebook"], language).items()}
    anchors = [f'<a href="{html.escape(address)}"{_name(way, entry)}>{way}</a>' for way, address in ways.items()]
    return f"""<section class="exhibit" data-name="{name}" aria-labelledby="{name}">
        <h2 id="{name}">{html.escape(entry["title"])}</h2>
        <p class="question">{html.escape(entry["question"])}</p>
        <p>{html.escape(entry["text"])}</p>
        <div class="stage">
          <figure class="still">
            <picture>
              <source media="(max-width: 731px)" srcset="gallery/{name}-narrow.png" width="{narrow}" height="{high}">
              <img src="gallery/{name}-wide.png" width="{wide}" height="{tall}" alt="{caption}"{lazy}>
            </picture>
            <figcaption>{caption}</figcaption>
          </figure>
        </div>
        <p class="links">{" ".join(anchors)}</p>
      </section>"""


def _name(way: str, entry: Mapping[str, Any]) -> str:
    # Thirteen links of one name would tell a screen reader nothing; the name begins with what is seen.
    return f' aria-label="{way}: {html.escape(entry["title"])}"'


def build_gallery(folder: Path = OUTPUT) -> None:
    """Build the page anew in a folder, in every language."""
    shutil.rmtree(folder, ignore_errors=True)
    for language in sorted(languages(), key="en".__eq__):  # the first page last: where it is, everything is
        build_page(folder if language == "en" else folder / language, language)


def build_page(folder: Path, language: str) -> None:
    """Build the page of one language in a folder."""
    words = words_of(language)
    files = folder / "gallery"
    files.mkdir(parents=True)
    entries = listed()
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        firsts = list(pool.map(build_files, entries, [files] * len(entries), [language] * len(entries)))
    script = (SITE / "gallery" / "gallery.js").read_text(encoding="utf-8")
    (files / "gallery.js").write_text(f"{PictureView._esm}\n{script}", encoding="utf-8")
    style = (SITE / "gallery" / "gallery.css").read_text(encoding="utf-8")
    (files / "gallery.css").write_text(f"{PictureView._css}\n{style}", encoding="utf-8")
    both = enumerate(zip(entries, firsts, strict=True))
    parts = [exhibit(entry, first, number, language, words) for number, (entry, first) in both]
    page = (SITE / "index.html").read_text(encoding="utf-8")
    page = MARKED.sub(lambda found: html.escape(words(" ".join(found[1].split()))), page)
    for name, text in {
        "language": language,
        "languages": other_languages(language),
        "root": root_of(language),
        "folder": "" if language == "en" else f"{language}/",
        "exhibits": "\n      ".join(parts),
    }.items():
        page = page.replace(f"{{{{{name}}}}}", text)
    (folder / "index.html").write_text(page, encoding="utf-8")


def main() -> int:
    """Build the page, and say how large it is."""
    began = time.monotonic()
    build_gallery()
    size = sum(path.stat().st_size for path in OUTPUT.rglob("*") if path.is_file())
    print(f"{OUTPUT.relative_to(ROOT)}: {size / 1e6:.1f} MB, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
