"""pip of the environment that is Colab's."""

import os
import subprocess
import sys


def pip(*arguments):
    """Run pip of this environment; what it says is shown when it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
