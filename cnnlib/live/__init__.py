"""A function that returns a picture, made live: controls, films, and the view in the page."""
