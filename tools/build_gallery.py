"""Builds the site's first page, ``build/gallery``: the explorers of ``site/gallery.toml``, moving without Python.

`make gallery` runs it; `make site` does, too, and puts the page in front of the notebooks. Plain files in any folder of
any server are enough.
"""

import html
import json
import os
import shutil
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from record_gallery import ROOT, SIZES, listed, name_of, reachable, record, recorded_explorer
from repository import repository

from cnnlib.live.view import PictureView

SITE = ROOT / "site"
OUTPUT = ROOT / "build" / "gallery"


def links(notebook: str) -> dict[str, str]:
    """Return where a notebook can be opened: name → address."""
    on_github, file = repository(), f"{notebook}.ipynb"
    return {
        "Open the notebook here": f"lab/index.html?path={file}",
        "on Colab": f"https://colab.research.google.com/github/{on_github}/blob/main/notebooks/{file}",
        "on Binder": f"https://mybinder.org/v2/gh/{on_github}/HEAD?urlpath=lab/tree/notebooks/{file}",
    }


def build_files(entry: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write the files of one explorer; return the width and height of its first pictures, and their caption."""
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


def exhibit(entry: Mapping[str, Any], first: Mapping[str, Any], number: int) -> str:
    """Return the part of the page that shows one explorer."""
    name, caption = name_of(entry), html.escape(first["caption"])
    (wide, tall), (narrow, high) = first["wide"], first["narrow"]
    lazy = ' loading="lazy"' if number else ""
    ways = links(entry["notebook"])
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
    """Build the page anew in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    files = folder / "gallery"
    files.mkdir(parents=True)
    entries = listed()
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        firsts = list(pool.map(build_files, entries, [files] * len(entries)))
    script = (SITE / "gallery" / "gallery.js").read_text(encoding="utf-8")
    (files / "gallery.js").write_text(f"{PictureView._esm}\n{script}", encoding="utf-8")
    style = (SITE / "gallery" / "gallery.css").read_text(encoding="utf-8")
    (files / "gallery.css").write_text(f"{PictureView._css}\n{style}", encoding="utf-8")
    parts = [exhibit(entry, first, number) for number, (entry, first) in enumerate(zip(entries, firsts, strict=True))]
    page = (SITE / "index.html").read_text(encoding="utf-8")
    (folder / "index.html").write_text(page.replace("{{exhibits}}", "\n      ".join(parts)), encoding="utf-8")


def main() -> int:
    """Build the page, and say how large it is."""
    began = time.monotonic()
    build_gallery()
    size = sum(path.stat().st_size for path in OUTPUT.rglob("*") if path.is_file())
    print(f"{OUTPUT.relative_to(ROOT)}: {size / 1e6:.1f} MB, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
