"""Bundled arrays and recorded runs, and what reads them."""
