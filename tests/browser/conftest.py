"""What the tests of this folder share."""

from browser.one_folder import (
    browser_context,
    jupyter_url,
    jupyterlab,
    notebook_7_folder,
    notebook_7_url,
    notebook_folder,
)

__all__ = ["browser_context", "jupyter_url", "jupyterlab", "notebook_7_folder", "notebook_7_url", "notebook_folder"]
