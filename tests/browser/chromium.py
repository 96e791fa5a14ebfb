"""Debian's Chromium, headless, with an empty profile of its own."""

import contextlib
import importlib.util
import os
import shutil

SHELL = "chromium-headless-shell"
"""Chromium without the browser around the page, for whose tabs and address bar it takes a tenth longer."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium would look up servers of its makers at every start; these are the switches that stop it.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium(*, whole=False):
    """Return where Chromium is, or None. ``CNNLIB_CHROMIUM`` names another one; `whole` is one that people have."""
    wanted = os.environ.get("CNNLIB_CHROMIUM")
    names = [wanted] if wanted else NAMES if whole else (SHELL, *NAMES)
    return next(filter(None, map(shutil.which, names)), None)


def what_is_missing(*, whole=False):
    """Return a sentence on what a browser test lacks, or an empty string."""
    for package in ("playwright", "jupyterlab"):
        if importlib.util.find_spec(package) is None:
            return f"the Python package {package} is not installed (pip install -r requirements-dev.txt)"
    if find_chromium(whole=whole) is None:
        return f"no Chromium found: none of {', '.join(NAMES)} is on the path, and CNNLIB_CHROMIUM names no program"
    return ""


@contextlib.contextmanager
def chromium(*, width=1280, height=900, whole=False):
    """Start Chromium, the `whole` one or what of it is needed; yields a browser context of Playwright.

    Others, which share neither network nor storage with it, come from :func:`another_context`.
    """
    from playwright.sync_api import sync_playwright

    # Chromium's sandbox refuses to work for root, who is often the only user of a container.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(whole=whole), headless=True, args=[*ARGUMENTS, *as_root]
        )
        try:
            yield browser.new_context(viewport={"width": width, "height": height})
        finally:
            browser.close()


@contextlib.contextmanager
def another_context(context, *, width=1280, height=900):
    """Open a second browser context in the same Chromium, as if it were another person's."""
    other = context.browser.new_context(viewport={"width": width, "height": height})
    try:
        yield other
    finally:
        other.close()
