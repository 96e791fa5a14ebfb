"""What the tests of this folder share."""

from browser.one_folder import browser_context, notebook_folder

__all__ = ["browser_context", "notebook_folder"]
