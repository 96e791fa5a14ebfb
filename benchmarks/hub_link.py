"""README.md's link to the notebooks, for a hub and a repository on this machine."""

import re
from urllib.parse import quote, urlsplit


def link_of(readme, hub, repository):
    """Return the link of nbgitpuller in a text, with this hub and this repository in it.

    Parameters
    ----------
    readme : str
        Text of README.md, with ``https://HUB/hub/user-redirect/git-pull?repo=…&…``, and REPOSITORY for the folder.
    hub, repository : str
        Their addresses; the repository's last part is the folder that its notebooks come to.

    Raises
    ------
    ValueError
        If the text has no such link.

    Examples
    --------
    >>> given = "`https://HUB/hub/user-redirect/git-pull?repo=https%3A%2F%2Fx%2Fy&urlpath=lab%2Ftree%2FREPOSITORY%2Fa`"
    >>> link_of(given, "http://h", "file:///srv/cnn")
    'http://h/hub/user-redirect/git-pull?repo=file%3A%2F%2F%2Fsrv%2Fcnn&urlpath=lab%2Ftree%2Fcnn%2Fa'
    """
    found = re.search(r"https://HUB(/hub/user-redirect/git-pull\?repo=([^&\s]+)&[^`\s]+)", readme)
    if found is None:
        raise ValueError("README.md has no link that begins with https://HUB/hub/user-redirect/git-pull?repo=")
    path, given = found.groups()
    folder = urlsplit(repository).path.rpartition("/")[2]
    return hub + path.replace(given, quote(repository, safe="")).replace("REPOSITORY", quote(folder))
