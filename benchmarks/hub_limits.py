"""What a learner meets beside the sliders: a second pull, a kernel or a server that is killed, a limit of addresses."""

import asyncio
import contextlib
import re
import time

from hub_class import FAILURES, MOVED, TRAINED, run_all, sliders
from hub_page import Page
from hub_processes import kernel_process
from hub_server import git, limited_kernel
from hub_visitor import Refused

LIMITS = (750, 1000, 1250)
"""MiB of addresses that a kernel may reserve, in turns."""

GREEDY = "too_much = np.ones(2**28)"
"""A cell that asks for 2 GiB."""

PATIENCE = 20.0
"""Seconds after which a kernel that cannot start is given up."""

TYPED = "(6, 6)  # typed by the learner"


async def pull_again(visitor, link, work):
    """Change notebooks on both sides and follow the link again; return a sentence on what became of them.

    Raises
    ------
    Refused
        If what the learner typed is gone, or what the teacher changed has not come.
    """
    ours, theirs = f"{visitor.folder}/{MOVED}", f"{visitor.folder}/{TRAINED}"
    notebook = await visitor.notebook(ours)
    cell = next(each for each in notebook["cells"] if "..." in each["source"] and each["cell_type"] == "code")
    cell["source"] = cell["source"].replace("...", TYPED, 1)
    await visitor.save(ours, notebook)
    for name in (MOVED, TRAINED):
        path = work / "notebooks" / name
        path.write_text(path.read_text(encoding="utf-8").replace("**Words**", "**New words**"), encoding="utf-8")
    (work / "notebooks/new.txt").write_text("new\n", encoding="utf-8")
    git("add", "-A", folder=work)
    git("commit", "-m", "New words", folder=work)
    seconds = (await visitor.follow(link))["pull"]
    if TYPED not in str(await visitor.notebook(ours)):
        raise Refused("what the learner typed is gone after the second pull")
    for path in (ours, theirs):
        if "**New words**" not in str(await visitor.notebook(path)):
            raise Refused(f"{path} has not the teacher's new words after the second pull")
    await visitor.api(f"api/contents/{visitor.folder}/new.txt")
    return (
        "The link of README.md led to JupyterLab with the notebooks in the learner's folder. A learner typed an answer "
        f"into `{MOVED}` and saved it; the teacher changed a paragraph of that notebook and of another, and added a "
        f"file. After the link was followed again ({seconds:.1f} s), the answer was still there, and all three "
        "changes had come."
    )


async def kill_kernel(hub, visitor):
    """Kill a kernel as the system does where memory has run out; return a sentence on what its page hears."""
    path = f"{visitor.folder}/{MOVED}"
    page, identity = await visitor.open_kernel(path)
    await run_all(page, await visitor.notebook(path))
    begun = time.perf_counter()
    kernel_process(hub, identity).kill()
    told = await page.until(lambda: page.fates, 60) - begun
    while not await _answers(page.run("1", seconds=2)):
        pass
    ready = time.perf_counter() - begun
    await page.run("toy")
    name_error = said(page)
    explorer, names = sliders(page)[0]
    answers = await _answers(page.slide(explorer, names[0], 2, 5))
    await page.close()
    await visitor.api(f"api/kernels/{identity}", "DELETE")
    return (
        f'A kernel that was killed: its page was told "{page.fates[0]}" after {told:.1f} s, and a new kernel '
        f"answered after {ready:.1f} s. It knows nothing of what was run before (`{name_error}`); a slider that was on "
        f"the page {'still got an answer' if answers else 'got no answer'}. The file and the server were as before."
    )


async def kill_server(hub, visitor, link):
    """Kill a learner's server, as some systems do with all that is in a container; return a sentence."""
    path = f"{visitor.folder}/{MOVED}"
    page, identity = await visitor.open_kernel(path)
    kernel = kernel_process(hub, identity)
    server = kernel.parent()
    server.kill()
    kernel.kill()
    await page.until(lambda: page.fates, 60)
    fate = page.fates[0]
    await page.close()
    begun, refusals = time.perf_counter(), []
    while True:
        try:
            await visitor.follow(link)
            break
        except FAILURES as error:
            refusals.append(re.sub(r"\S*/user/\S*", "the server's address", str(error)))
            if time.perf_counter() - begun > 120:
                raise
            await asyncio.sleep(1)
    seconds = time.perf_counter() - begun
    kept = TYPED in str(await visitor.notebook(path))
    first = f"; before that, the hub said: *{refusals[0].partition(' Error ')[0][:160]}*" if refusals else ""
    return (
        f"A server that was killed with its kernel: the page's connection ended ({fate}). Who followed the link again "
        f"had a new server after {seconds:.1f} s{first}. The learner's answer was {'still' if kept else 'NOT'} there."
    )


async def limit(hub, visitor, mebibytes):
    """Open the notebook with a kernel that may reserve so much; return a sentence on what happens."""
    path = f"{visitor.folder}/{MOVED}"
    kernel = limited_kernel(hub.folder / "jupyter", mebibytes)
    try:
        page, identity = await asyncio.wait_for(visitor.open_kernel(path, kernel), PATIENCE)
    except FAILURES:
        return f"no kernel within {PATIENCE:.0f} s"
    try:
        return await _limited(page, await visitor.notebook(path))
    finally:
        await page.close()
        with contextlib.suppress(*FAILURES):
            await visitor.api(f"api/kernels/{identity}", "DELETE")


async def _limited(page: Page, notebook):
    try:
        await asyncio.wait_for(run_all(page, notebook), PATIENCE)
    except FAILURES as error:
        return f"the notebook does not run: {error or page.fates}"
    status = await page.run(GREEDY)
    error = said(page) if status == "error" else "no error"
    explorer, names = sliders(page)[0]
    goes_on = "the sliders go on" if await _answers(page.slide(explorer, names[0], 2)) else "no slider is answered"
    return f"the notebook runs; a cell that asks for 2 GiB more says `{error}`, and {goes_on}"


async def _answers(attempt):
    """Tell whether something that is waited for comes in its time."""
    with contextlib.suppress(TimeoutError):
        await attempt
        return True
    return False


def said(page):
    """Return the last line of the last complaint, without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", page.complaints[-1]).strip().rpartition("\n")[2]
