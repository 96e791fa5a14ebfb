"""The environment of ``make test-oldest`` is the oldest that the package asks for: else its run would say nothing."""

from importlib.metadata import version

import pytest
from packaging.version import Version
from project_files import lower_bounds, missing_pins


def test_the_environment_holds_what_is_pinned():
    assert missing_pins("requirements-oldest.txt") == [], "make test-oldest runs this"


@pytest.mark.parametrize(("name", "lowest"), lower_bounds().items())
def test_each_dependency_is_of_the_oldest_version(name, lowest):
    assert Version(version(name)) == Version(lowest)
