"""What the browser tests and the benchmark share: a JupyterLab, a Chromium, and words for what a learner does."""
