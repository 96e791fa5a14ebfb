"""One notebook, open in JupyterLab in one page, and what is done to it as a whole."""

import contextlib
from pathlib import Path

from browser.server import ARE_WANTED

# JupyterLab's own complaints, which no notebook can help. Each entry: a part of the message, and why it is there.
UNAVOIDABLE = {
    "Could not restore the debugger state": "a kernel was shut down while JupyterLab still asked for its debugger",
}

SECONDS = 1000
LAB, NOTEBOOK_7 = "doc/tree", "notebooks"
"""Where the server shows one notebook: JupyterLab in its single-document mode, and Notebook 7."""

READY = """() => {
    const kernel = window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;
    return kernel?.connectionStatus === "connected" && kernel.status === "idle";
}"""
RUN_ALL = """() => {
    window.cnnRun = "running";
    window.jupyterapp.commands.execute("notebook:run-all-cells")
        .then(() => { window.cnnRun = "done"; }, (error) => { window.cnnRun = String(error); });
}"""
OUTPUT_ERRORS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .flatMap((cell) => cell.model.type === "code" ? cell.model.toJSON().outputs : [])
    .filter((output) => output.output_type === "error")
    .map((output) => `${output.ename}: ${output.evalue}`)"""
EXECUTE = """async (code) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const future = kernel.requestExecute({ code, store_history: false, silent: false });
    let text = "";
    let failure = null;
    future.onIOPub = (message) => {
        if (message.header.msg_type === "stream" && message.content.name === "stdout") text += message.content.text;
        if (message.header.msg_type === "error") failure = message.content.traceback.join("\\n");
    };
    await future.done;
    return { text, failure };
}"""
# What is on its way between page and kernel: requests that the kernel has not finished (it says "idle" after each),
# and what it told each view last. It is there once for each page.
# Settled is a page where everything that was asked for is answered and on the screen, and where two further frames ask
# for nothing more, as a view does that has got another width. Of a picture that nobody displays, nothing is told after
# the run that made it. Until all is answered no frame is asked for: each takes the processor that Python could have.
WATCH = """() => {
    if (window.cnnTraffic) return;
    const unfinished = new Set();
    const told = new Map();
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    kernel.statusChanged.connect((_kernel, status) => {
        if (status.endsWith("restarting")) [unfinished, told].forEach((each) => each.clear());
    });
    kernel.anyMessage.connect((_kernel, { direction, msg }) => {
        const { channel, content, header, parent_header } = msg;
        if (direction === "send" && channel === "shell") unfinished.add(header.msg_id);
        if (header.msg_type === "status" && content.execution_state === "idle") unfinished.delete(parent_header.msg_id);
        if (header.msg_type === "comm_close") told.delete(content.comm_id);
        const shown = direction === "recv" && header.msg_type === "comm_msg" && content.data.state?.shown;
        if (shown) told.set(content.comm_id, shown);
    });
    const isShown = ({ version, alt }) => [...document.querySelectorAll(".cnn-picture")]
        .some((holder) => Number(holder.dataset.version) === version && holder.querySelector("img")?.alt === alt);
    const isQuiet = () => unfinished.size === 0 && [...told.values()].every(isShown);
    const until = async (isTrue, limit, complaint) => {
        const deadline = performance.now() + limit;
        while (!isTrue()) {
            if (performance.now() > deadline) throw new Error(complaint());
            await new Promise((done) => setTimeout(done, 5));
        }
    };
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const painted = () => frame().then(frame);
    const missing = () => [...told.values()].filter((shown) => !isShown(shown)).map((shown) => shown.alt).join(" | ");
    const settled = async (limit) => {
        const complaint = () => `${unfinished.size} requests are not answered; not on the page: ${missing()}`;
        const deadline = performance.now() + limit;
        for (let frames = 0; frames < 2;) {
            await until(isQuiet, deadline - performance.now(), complaint);
            await frame();
            frames = isQuiet() ? frames + 1 : 0;
        }
    };
    window.cnnTraffic = { unfinished, told, until, painted, settled };
}"""
# The notebook before goes once there is another, without a question about what was not saved.
OPEN_INSTEAD = """async (path) => {
    const { commands, shell } = window.jupyterapp;
    const before = shell.currentWidget;
    await commands.execute("docmanager:open", { path });
    before.dispose();
    delete window.cnnTraffic;
}"""
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"
# Painted twice: the state is on the screen, and not only in the document.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def labels_in(language):
    """Return the words on buttons, and in their names, in a language."""
    from cnnlib import messages  # the fixtures are loaded where there is no NumPy, too
    from cnnlib.live.labels import labels

    messages.language(language)
    try:
        return labels()
    finally:
        messages.language("en")


class Notebook:
    """A notebook in the single-document mode of JupyterLab, or in Notebook 7, with a kernel of its own.

    The windowing mode is the one that learners have (``contentVisibility`` since JupyterLab 4.5): all
    cells are in the document, and those out of sight are only left unpainted. So every widget is found
    without scrolling, but it must be scrolled to before pixels or positions are asked for. (In the mode
    ``full``, which was the default before, a cell out of sight is not in the document at all.)
    """

    language = "en"
    """What the notebook says its words in."""

    def __init__(self, context, url, path, app=LAB):
        self._open(context, f"{url}/{app}/{path}?reset")
        self.wait_until_ready()

    def _open(self, context, address):
        self.page = context.new_page()
        self.page.set_default_timeout(30 * SECONDS)
        self._listen()
        self.page.goto(address)

    @contextlib.contextmanager
    def opened(self, path, language="en"):
        """Open another notebook in the same page, as the first one was, and run it: to load JupyterLab takes seconds.

        At the end of the block its kernel is shut down, and it is out of sight until another is opened: a page with the
        focus in a cell draws sixty frames a second for nothing.
        """
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.show()")
        self.resize(1280)
        self.theme("JupyterLab Light")
        self._listen()
        self.page.evaluate(OPEN_INSTEAD, path)
        self.language = language
        self.wait_until_ready()
        self.run_all()
        yield self
        self.leave()

    def leave(self):
        """Shut the kernel down, and take the notebook out of sight."""
        self.page.evaluate(SHUT_DOWN)
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.hide()")

    def said(self, label):
        """Return what the page calls a button that is called so in English, or begins so."""
        if self.language == "en":
            return label
        key = next((key for key, name in labels_in("en").items() if name.startswith(label)), None)
        return label if key is None else labels_in(self.language)[key]

    def _listen(self):
        self.complaints = complaints = []
        self.page.on("console", lambda message: complaints.extend(_error_in(message)))
        self.page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))

    def errors_in_console(self):
        """Return the errors in the browser's console that are not JupyterLab's own."""
        return [text for text in self.complaints if not any(known in text for known in UNAVOIDABLE)]

    def wait_for(self, true, argument=None, seconds=30):
        """Wait until a function of the page returns something true.

        It is asked some times a second. Asked at every frame, which is Playwright's way, the page would draw a frame
        for each question, and those take a third of a processor while Python works.
        """
        self.page.wait_for_function(true, arg=argument, polling=20, timeout=seconds * SECONDS)

    def wait_until_ready(self, seconds=60):
        """Wait until the kernel is connected and has nothing to do."""
        from playwright.sync_api import TimeoutError as TooLong

        try:
            self.wait_for(READY, seconds=seconds)
        except TooLong:
            # Most often it is a dialog that waits for an answer: the page says which.
            text = self.page.locator("body").inner_text()[:800]
            raise RuntimeError(f"no idle kernel after {seconds} s. The page says: {text}") from None
        self.page.evaluate(WATCH)

    def run_all(self, seconds=90):
        """Run all cells, and wait until the last one is done."""
        self.page.evaluate(RUN_ALL)
        self.wait_for("() => window.cnnRun !== 'running'", seconds=seconds)
        outcome = self.page.evaluate("() => window.cnnRun")
        if outcome != "done":
            raise RuntimeError(f"Run all cells: {outcome}")
        self.wait_until_ready()
        self.page.evaluate("() => window.cnnTraffic.told.clear()")

    def run_cell(self, index):
        """Run one cell again, and wait until it is done."""
        self.page.evaluate(
            "(index) => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = index; }", index
        )
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
        self.wait_until_ready()
        self.page.evaluate("() => window.cnnTraffic.told.clear()")

    def restart_and_run_all(self):
        """Restart the kernel and run all cells, without the question that the menu asks first."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        self.wait_until_ready()
        self.run_all()

    def interrupt(self):
        """Interrupt the kernel, as the ■ of the toolbar does."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")

    def errors_in_outputs(self):
        """Return the exceptions that cells have shown."""
        return self.page.evaluate(OUTPUT_ERRORS)

    def in_kernel(self, code):
        """Run `code` in the notebook's kernel, without a cell, and return what it printed."""
        answer = self.page.evaluate(EXECUTE, code)
        if answer["failure"]:
            raise RuntimeError(answer["failure"])
        return answer["text"]

    def settle(self, seconds=10):
        """Wait until nothing is on its way any more, and all of it is on the screen."""
        self.page.evaluate("(limit) => window.cnnTraffic.settled(limit)", seconds * SECONDS)

    def painted(self):
        """Wait until what is in the document is on the screen, too."""
        self.page.evaluate(PAINTED)

    def theme(self, name):
        """Switch to ``"JupyterLab Dark"`` or ``"JupyterLab Light"``, and wait for its colours."""
        light = "false" if "Dark" in name else "true"
        if self.page.evaluate("document.body.dataset.jpThemeLight") == light:
            return
        self.page.evaluate(
            "(theme) => void window.jupyterapp.commands.execute('apputils:change-theme', { theme })", name
        )
        self.wait_for("(light) => document.body.dataset.jpThemeLight === light", light, seconds=20)
        self.painted()

    def resize(self, width, height=900):
        """Give the window another size in CSS pixels."""
        if self.page.viewport_size != (size := {"width": width, "height": height}):
            self.page.set_viewport_size(size)
            self.painted()

    def screenshot(self, folder, name):
        """Save what the window shows, for people to look at, if they are wanted."""
        if not ARE_WANTED:
            return
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png")

    def close(self):
        """Shut the kernel down and close the page."""
        self.page.evaluate(SHUT_DOWN)
        self.page.close()


def _error_in(message):
    """Return a message of the console in a list, if it is an error."""
    place = message.location.get("url", "") if message.location else ""
    return [f"{message.text} ({place})"] if message.type == "error" else []
