"""Bundled images, weights and recorded runs, and the modules that read them."""
