// The one view of the collection: a picture with its alt text, its toolbar, and what a pointer
// or a key does on its cells. It decides nothing: it tells the kernel what was asked for (one
// request in flight, the last one wins) and shows what the kernel answers.

const DIGIT = /^[0-9.,+\-−]$/;

// Whatever the page may ask, each with its kind and its fields: the same as in protocol.py, to which a test holds them.
const REQUESTS = {
  size: (width, ratio) => ({ kind: "size", width, ratio }),
  pick: (panel, row, col) => ({ kind: "pick", panel, row, col }),
  edit: (panel, row, col, text) => ({ kind: "edit", panel, row, col, text }),
  draw: (panel, strokes) => ({ kind: "draw", panel, strokes }),
  step: (by) => ({ kind: "step", by }),
  film: (order) => ({ kind: "film", do: order }),
  preset: (name) => ({ kind: "preset", name }),
  reset: () => ({ kind: "reset" }),
  still: () => ({ kind: "still" }),
  again: () => ({ kind: "again" }),
};

// A view that shows a running film says so from time to time: a page that is closed says no good-bye.
const SEEN = { kind: "seen" };
const SEEN_EVERY = 2000;

function make(tag, className, parent, properties = {}) {
  const element = Object.assign(document.createElement(tag), { className, ...properties });
  parent.append(element);
  return element;
}

// Strokes of one request; each has two points, and the kernel takes twice as many points.
const MOST_STROKES = 5000;

// What leaves the controls where they are.
const MOVES_NOTHING = ["size", "film", "still", "again"];

// Of the requests with one name, the last wins while they wait.
function nameOf(request) {
  if (request.kind === "edit") return `edit ${request.panel} ${request.row} ${request.col}`;
  if (request.kind === "draw") return `draw ${request.panel}`;
  return request.kind;
}

// Requests wait for the answer to the one before, so that a fast pointer never queues up work. Of each
// kind the last one wins, but for edits of other cells and for strokes: nothing that was written is lost.
function requester(model, watch) {
  const waiting = new Map();
  let inFlight = null;
  let sent = null;
  let counter = 0;
  // For the picture of the file nobody waits.
  const waitFor = ({ kind }) => kind !== "still" && watch.waits();
  const send = (request) => {
    inFlight = `${Date.now()}-${(counter += 1)}`;
    sent = request;
    waitFor(request);
    model.send({ ...request, id: inFlight });
  };
  return {
    ask(request) {
      waitFor(request);
      if (inFlight === null) return send(request);
      const name = nameOf(request);
      const before = waiting.get(name);
      // Steps are told from where the position is by then: quick presses add up.
      if (request.kind === "step" && before && request.by !== "first") {
        if (before.by === "first") return;
        request = { ...request, by: before.by + request.by };
        if (request.by === 0) return waiting.delete(name);
      }
      if (request.kind === "draw" && before) request = { ...request, strokes: [...before.strokes, ...request.strokes] };
      waiting.set(name, request);
    },
    answered(id) {
      if (id === inFlight) this.goOn();
    },
    // No answer will come: what waits must not wait for it. What nobody asked for by hand can wait for the next answer,
    // or it would take away the sentence about the one that was lost.
    giveUp() {
      waiting.delete("still");
      this.goOn();
    },
    goOn() {
      inFlight = sent = null;
      const [first] = waiting;
      if (!first) return;
      const [name, next] = first;
      const more = next.strokes?.slice(MOST_STROKES) ?? [];
      if (more.length === 0) waiting.delete(name);
      else waiting.set(name, { ...next, strokes: more });
      send(more.length === 0 ? next : { ...next, strokes: next.strokes.slice(0, MOST_STROKES) });
    },
    busy: () => inFlight !== null,
    moves: () => [sent, ...waiting.values()].some((each) => each && !MOVES_NOTHING.includes(each.kind)),
  };
}

function newImage(png) {
  const src = URL.createObjectURL(new Blob([png], { type: "image/png" }));
  return Object.assign(new Image(), { className: "cnn-image", draggable: false, src });
}

const dropImage = (image) => URL.revokeObjectURL(image.src);

// Two images take turns: the new one is decoded before it replaces the old, so no frame is blank. One is decoded at a
// time, and of those that wait the last wins: a key that is held down asks for more than there is time for.
function pictureIn(holder, retire) {
  let front = make("img", "cnn-image", holder, { alt: "", draggable: false });
  let wanted = 0;
  let there = 0; // which of the wanted is on the page
  let decoding = Promise.resolve();
  const put = (image, turn, width, alt) => {
    there = turn;
    image.style.width = `${width}px`;
    image.alt = alt;
    front.replaceWith(image);
    retire(front);
    front = image;
  };
  return {
    // What is decoded already is there in the next frame.
    swap: (image, width, alt) => put(image, (wanted += 1), width, alt),
    // Return whether the picture is shown: another may have come before it was decoded.
    async show(png, width, alt, of) {
      const turn = (wanted += 1);
      const own = alt();
      await decoding;
      if (turn !== wanted) return false;
      const image = Object.assign(newImage(png), { cnnOf: of });
      const isDecoded = image.decode().then(() => true, () => false);
      decoding = isDecoded;
      // Where one waits by now, this one is shown on the way to it.
      if (!(await isDecoded) || turn < there) dropImage(image);
      else put(image, turn, width, turn === wanted ? alt() : own);
      return image === front;
    },
  };
}

// One focusable layer for each grid whose cells can be chosen or edited.
function panelLayer(holder, requests, labels, penMoves) {
  const layers = new Map();

  // A row of cells that is too long for the page goes on below: `fold` cells are then side by side.
  function onPage({ rows, cols, fold }) {
    return fold ? { down: Math.ceil((rows * cols) / fold), across: fold } : { down: rows, across: cols };
  }

  function cellAt(panel, event) {
    const area = layers.get(panel.name).element.getBoundingClientRect();
    const clamp = (value, size) => Math.max(0, Math.min(size - 1, Math.floor(value)));
    const { down, across } = onPage(panel);
    const line = clamp(((event.clientY - area.top) / area.height) * down, down);
    const place = clamp(((event.clientX - area.left) / area.width) * across, across);
    const number = clamp(line * across + place, panel.rows * panel.cols);
    return { row: Math.floor(number / panel.cols), col: number % panel.cols };
  }

  function choose(layer, row, col) {
    const same = layer.row === row && layer.col === col;
    const from = [layer.row + 0.5, layer.col + 0.5];
    layer.row = row;
    layer.col = col;
    drawCursor(layer);
    if (layer.penDown) stroke(layer, from, [row + 0.5, col + 0.5]);
    if (!same && layer.panel.picks) requests.ask(REQUESTS.pick(layer.panel.name, row, col));
  }

  function drawCursor(layer) {
    const { down, across } = onPage(layer.panel);
    const number = layer.row * layer.panel.cols + layer.col;
    Object.assign(layer.cursor.style, {
      left: `${(100 * (number % across)) / across}%`,
      top: `${(100 * Math.floor(number / across)) / down}%`,
      width: `${100 / across}%`,
      height: `${100 / down}%`,
    });
  }

  // The ink shows at once; the kernel's picture replaces it a moment later.
  function stroke(layer, from, to) {
    const { rows, cols, name } = layer.panel;
    const ink = layer.ink;
    if (ink.width !== ink.clientWidth) [ink.width, ink.height] = [ink.clientWidth, ink.clientHeight];
    const pen = ink.getContext("2d");
    Object.assign(pen, { lineWidth: (layer.panel.pen * ink.width) / cols, lineCap: "round", strokeStyle: "#222" });
    pen.beginPath();
    pen.moveTo((from[1] * ink.width) / cols, (from[0] * ink.height) / rows);
    pen.lineTo((to[1] * ink.width) / cols, (to[0] * ink.height) / rows);
    pen.stroke();
    requests.ask(REQUESTS.draw(name, [[from, to]]));
  }

  function pointAt(layer, event) {
    const area = layer.element.getBoundingClientRect();
    return [
      ((event.clientY - area.top) / area.height) * layer.panel.rows,
      ((event.clientX - area.left) / area.width) * layer.panel.cols,
    ];
  }

  function drawTo(layer, event) {
    // A fast pen makes several points between two frames: a curve must not become its chords.
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const point = pointAt(layer, each);
      stroke(layer, layer.pen ?? point, point);
      layer.pen = point;
    }
  }

  function edit(layer, start = "") {
    if (!layer.panel.edits || layer.editor) return;
    const editor = make("input", "cnn-editor", layer.element, { type: "text", inputMode: "decimal", value: start });
    editor.setAttribute("aria-label", labels.edit.replace("{row}", layer.row).replace("{column}", layer.col));
    editor.style.left = layer.cursor.style.left;
    editor.style.top = layer.cursor.style.top;
    layer.editor = editor;
    const { row, col } = layer;
    let open = true;
    const close = (keep) => {
      if (!open) return;
      open = false;
      const text = editor.value;
      layer.editor = null;
      editor.remove();
      layer.element.focus({ preventScroll: true });
      if (keep) requests.ask(REQUESTS.edit(layer.panel.name, row, col, text));
    };
    editor.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") close(true);
      if (event.key === "Escape") close(false);
    });
    for (const kind of ["pointerdown", "dblclick"]) editor.addEventListener(kind, (event) => event.stopPropagation());
    editor.addEventListener("blur", () => close(editor.value.trim() !== ""));
    editor.focus({ preventScroll: true });
  }

  function onKey(layer, event) {
    layer.element.classList.add("cnn-keyed");
    layer.element.classList.remove("cnn-pointed");
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const { rows, cols } = layer.panel;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in moves) {
      const [down, across] = moves[event.key];
      const clamp = (value, size) => Math.max(0, Math.min(size - 1, value));
      choose(layer, clamp(layer.row + down, rows), clamp(layer.col + across, cols));
    } else if (event.key === " " && layer.panel.draws) {
      layer.penDown = !layer.penDown;
      layer.cursor.classList.toggle("cnn-pen-down", layer.penDown);
      const here = [layer.row + 0.5, layer.col + 0.5];
      if (layer.penDown) stroke(layer, here, here);
    } else if (event.key === "Enter" && layer.panel.edits) edit(layer);
    else if (DIGIT.test(event.key) && layer.panel.edits) edit(layer, event.key);
    else return;
    // JupyterLab binds arrows, Enter, space and digits to commands of the notebook.
    event.preventDefault();
    event.stopPropagation();
  }

  function addLayer(panel) {
    const element = make("div", "cnn-panel", holder, { tabIndex: 0 });
    element.setAttribute("role", "application");
    element.dataset.panel = panel.name;
    const cursor = make("div", "cnn-cursor", element);
    const layer = { element, cursor, panel, row: 0, col: 0, editor: null, pen: null, penDown: false };
    if (panel.draws) layer.ink = make("canvas", "cnn-ink", element);
    layers.set(panel.name, layer);
    element.addEventListener("keydown", (event) => onKey(layer, event));
    element.addEventListener("blur", () => element.classList.remove("cnn-pointed"));
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      // After a key anywhere on the page the browser takes this focus for one by keyboard; but the cursor would lie on
      // the very frame of the cell that was pressed.
      element.classList.remove("cnn-keyed");
      element.classList.add("cnn-pointed");
      element.setPointerCapture(event.pointerId);
      element.focus({ preventScroll: true });
      event.preventDefault();
      if (layer.panel.draws) {
        layer.pen = null;
        penMoves(true);
        return drawTo(layer, event);
      }
      const { row, col } = cellAt(layer.panel, event);
      layer.row = -1;
      choose(layer, row, col);
    });
    element.addEventListener("pointermove", (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      if (layer.panel.draws) return drawTo(layer, event);
      const { row, col } = cellAt(layer.panel, event);
      choose(layer, row, col);
    });
    element.addEventListener("lostpointercapture", () => penMoves(false));
    element.addEventListener("dblclick", () => edit(layer));
    return layer;
  }

  return function update(panels) {
    const kept = new Set();
    for (const panel of panels) {
      if (!panel.picks && !panel.edits && !panel.draws) continue;
      kept.add(panel.name);
      const layer = layers.get(panel.name) ?? addLayer(panel);
      layer.panel = panel;
      layer.element.setAttribute("aria-label", panel.label);
      layer.element.classList.toggle("cnn-drawable", Boolean(panel.draws));
      if (layer.ink && !requests.busy()) layer.ink.width = 0;
      const { down, across } = onPage(panel);
      Object.assign(layer.element.style, {
        left: `${100 * panel.x}%`,
        top: `${100 * panel.y}%`,
        width: `${100 * panel.cell_width * across}%`,
        height: `${100 * panel.cell_height * down}%`,
      });
      if (!requests.busy() && panel.cursor) [layer.row, layer.col] = panel.cursor;
      layer.row = Math.max(0, Math.min(layer.row, panel.rows - 1));
      layer.col = Math.max(0, Math.min(layer.col, panel.cols - 1));
      drawCursor(layer);
    }
    for (const [name, layer] of layers) {
      if (kept.has(name)) continue;
      layer.element.remove();
      layers.delete(name);
    }
  };
}

function toolbarIn(parent, setup, requests, labels, shownNow, currentImage) {
  const bar = make("div", "cnn-toolbar", parent);
  const button = (text, name, action, className = "") => {
    const element = make("button", `cnn-button ${className}`, bar, { type: "button", textContent: text, title: name });
    element.setAttribute("aria-label", name);
    element.addEventListener("click", () => element.getAttribute("aria-disabled") !== "true" && action());
    return element;
  };
  // A button that is really disabled would lose the focus of a keyboard at the last step.
  const disable = (element, off) => element.setAttribute("aria-disabled", String(off));
  const rename = (element, text, name) => {
    if (element.textContent === text) return;
    Object.assign(element, { textContent: text, title: name });
    element.setAttribute("aria-label", name);
  };
  const steps = {};
  let timer = null;
  const stop = () => {
    clearInterval(timer);
    timer = null;
    if (steps.play) rename(steps.play, `▶ ${labels.play}`, labels.play_name);
  };
  if (setup.steps) {
    steps.back = button("◀", labels.back, () => requests.ask(REQUESTS.step(-1)));
    steps.where = make("span", "cnn-where", bar);
    steps.forward = button("▶", labels.forward, () => requests.ask(REQUESTS.step(1)));
    steps.play = button(`▶ ${labels.play}`, labels.play_name, () => {
      if (timer) return stop();
      rename(steps.play, `❚❚ ${labels.pause}`, labels.pause_name);
      requests.ask(REQUESTS.step(shownNow().at_end ? "first" : 1));
      timer = setInterval(() => {
        if (!bar.isConnected || shownNow().at_end) return stop();
        if (!requests.busy()) requests.ask(REQUESTS.step(1));
      }, 450);
    });
  }
  const film = {};
  if (setup.film) {
    const tell = (order) => () => requests.ask(REQUESTS.film(order));
    film.start = button(`▶ ${labels.start}`, labels.start_name, () => tell(film.running ? "pause" : "start")());
    film.stop = button(`■ ${labels.stop}`, labels.stop_name, tell("stop"));
    film.progress = make("progress", "cnn-progress", bar, { max: 1, value: 0 });
    film.progress.setAttribute("aria-label", labels.progress);
  }
  const updateFilm = (shown) => {
    film.running = shown.film === "running";
    const texts = {
      idle: [`▶ ${labels.start}`, labels.start_name],
      running: [`❚❚ ${labels.pause}`, labels.pause_film],
      paused: [`▶ ${labels.resume}`, labels.resume],
    };
    const [text, name] = texts[shown.film];
    rename(film.start, text, name);
    disable(film.stop, shown.film === "idle");
    film.progress.value = shown.progress ?? 0;
  };
  for (const name of Object.keys(setup.presets))
    button(name, `${labels.preset}: ${name}`, () => requests.ask(REQUESTS.preset(name)), "cnn-preset");
  if (setup.reset) button(`↺ ${labels.reset}`, labels.reset_name, () => requests.ask(REQUESTS.reset()));
  button(`⤓ ${labels.save}`, labels.save_name, () => {
    const image = currentImage();
    Object.assign(document.createElement("a"), { href: image.src, download: "picture.png" }).click();
  }, "cnn-save");
  return {
    update(shown) {
      if (setup.film) updateFilm(shown);
      if (!setup.steps) return;
      if (steps.where.textContent !== shown.where) steps.where.textContent = shown.where;
      disable(steps.back, shown.at_start);
      disable(steps.forward, shown.at_end);
    },
    stop,
  };
}

// ipywidgets names neither the handles of its sliders nor the numbers beside them. A slider over a list has not even
// the class of its widgets, and says the place in the list for a value.
function nameControls(root) {
  for (const control of root.querySelectorAll(".jupyter-widgets, .widget-inline-hbox")) {
    // A checkbox has its words elsewhere, and a blank of no width here, which must not become its name.
    const label = control.querySelector(":scope > .widget-label")?.textContent.replaceAll("\u200b", "").trim();
    if (!label) continue;
    for (const part of control.querySelectorAll(".noUi-handle, .widget-readout, input, select")) {
      if (part.getAttribute("aria-label") !== label) part.setAttribute("aria-label", label);
      if (part.isContentEditable && part.getAttribute("role") !== "textbox") part.setAttribute("role", "textbox");
    }
    const value = control.querySelector(":scope > .widget-readout")?.textContent;
    const handles = control.querySelectorAll(".noUi-handle");
    if (value && handles.length === 1) handles[0].setAttribute("aria-valuetext", value);
  }
}

// JupyterLab deletes a cell on "d d" and inserts one on "b", wherever the focus is. Inside an explorer only
// chords and Shift+Enter stay its own. It asks the focused element itself, on the document's way down.
function keepKeys(el) {
  const root = el.closest(".cnn-explorer") ?? el;
  const guard = (event) => {
    const chord = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key === "Enter");
    if (root.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", !chord);
  };
  window.addEventListener("keydown", guard, true);
  return () => window.removeEventListener("keydown", guard, true);
}

function keepNamed(el) {
  const root = el.closest(".cnn-explorer");
  if (!root) return () => {};
  nameControls(root);
  const observer = new MutationObserver(() => nameControls(root));
  observer.observe(root, { childList: true, subtree: true });
  return () => observer.disconnect();
}

function reportSize(el, requests) {
  let last = "";
  const report = () => {
    // Steps of 20 pixels: a page that is being resized must not be drawn for every pixel.
    const room = Math.floor(el.clientWidth / 20) * 20;
    const width = Math.max(260, Math.min(960, room));
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (room <= 0 || last === `${width}:${ratio}`) return;
    last = `${width}:${ratio}`;
    requests.ask(REQUESTS.size(width, ratio));
  };
  const observer = new ResizeObserver(report);
  observer.observe(el);
  return () => observer.disconnect();
}

const ASKS_THE_KERNEL = ".cnn-controls, .cnn-button:not(.cnn-save), .cnn-progress, .cnn-panel";

function render({ model, el }) {
  const labels = model.get("labels");
  const view = make("div", "cnn-view", el);
  const watch = kernelWatch(model, ofTheKernel);
  const setup = model.get("toolbar");
  const asking = requester(model, watch);
  // What is asked for may be there already.
  const requests = {
    ...asking,
    ask(request) {
      if (gone) return;
      if (isAhead()) go(changesOf(request, { at: follow.at(), setup, now }));
      asking.ask(request);
    },
  };
  const stills = stillKeeper(model, () => requests.ask(REQUESTS.still()));
  const holder = document.createElement("div");
  const toolbar = toolbarIn(view, setup, requests, labels, () => now, () => holder.querySelector("img"));
  // The caption and the sentence of an impossible setting share one place, so that nothing jumps.
  const words = make("div", "cnn-words", view);
  const caption = make("p", "cnn-caption", words);
  const message = make("p", "cnn-message", words, { hidden: true });
  holder.className = "cnn-picture";
  view.append(holder);
  const formula = make("p", "cnn-formula", view);
  const code = make("code", "cnn-code", make("p", "cnn-code-line", view));
  const live = make("p", "cnn-live", view);
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  const picture = pictureIn(holder, (image) => decoded.keep(image));
  const updatePanels = panelLayer(holder, requests, labels, penMoves);
  let announce = null;
  // What is on the page: what the kernel has answered last, or what was there before its answer.
  let now = model.get("shown");
  let sign = null;
  let latest = 0;
  let turns = 0; // of pictures that were to be shown
  let isDecoding = false;
  let controls = [];
  const store = storeOf(model);
  const decoded = decoder(store, newImage, dropImage, () => follow.isAbreast());
  const near = announcer(model, store);
  const follow = follower(model, setup, isSettled);
  let drawing = false;
  let said = null;
  let notice = "";
  let seen = 0;
  let gone = false;
  let stopSize = () => {};

  // The kernel's own state comes before what it said last.
  function ofTheKernel(state, before) {
    notice = labels[state] ?? "";
    gone = isGone(state);
    if (gone) {
      toolbar.stop();
      toolbar.update({ ...now, film: "idle" });
      stills.stop();
      stopSize();
      putControls(controls, setup.controls, now.at);
      for (const part of (el.closest(".cnn-explorer") ?? view).querySelectorAll(ASKS_THE_KERNEL)) part.inert = true;
    } else if (state === "lost") requests.giveUp();
    else if (state === "well" && ["away", "cut"].includes(before)) {
      requests.giveUp();
      requests.ask(REQUESTS.again());
    }
    tell(now);
  }

  function say(text) {
    // Only what changed, and once the hand rests: a slider on its way would flood a screen reader.
    clearTimeout(announce);
    if (said === null) said = text;
    if (text === said) return;
    announce = setTimeout(() => (live.textContent = said = text), 500);
  }

  // The paper must not move under the pen: until it is lifted, the words keep their height, and remarks wait.
  function penMoves(moves) {
    drawing = moves;
    words.style.height = moves ? `${words.getBoundingClientRect().height}px` : "";
    words.classList.toggle("cnn-held", moves);
    if (!moves) tell(now);
  }

  function tell(shown) {
    // For good, nothing but this sentence will say why the picture is not that of the controls.
    const sentenceOfNow = gone ? [shown.message, notice].filter(Boolean).join(" ") : notice || shown.message;
    if (message.textContent !== sentenceOfNow) message.textContent = sentenceOfNow;
    message.hidden = !sentenceOfNow;
    view.classList.toggle("cnn-warned", Boolean(sentenceOfNow));
    view.classList.toggle("cnn-dimmed", Boolean(shown.dimmed || (notice && !gone && isOld(shown))));
    view.classList.toggle("cnn-gone", gone);
    say(sentenceOfNow || shown.caption);
    const lines = drawing ? shown.caption.split("\n").slice(0, 1) : shown.caption.split("\n");
    // The kernel's answer mostly says what is there already.
    if (caption.textContent === lines.join("\n")) return;
    const [sentence, ...remarks] = lines;
    caption.textContent = sentence;
    remarks.forEach((remark) => {
      caption.append("\n");
      make("strong", "cnn-remark", caption).textContent = remark;
    });
  }

  function isSeen({ film }) {
    if (film !== "running") seen = 0;
    else if (Date.now() - seen >= SEEN_EVERY) {
      seen = Date.now();
      model.send(SEEN);
    }
  }

  // A picture ahead is worth asking for where the page hears every control at once, and nothing runs by itself.
  function isAhead() {
    return Boolean(setup.reset) && !setup.film && controls.length === setup.controls.length && !gone;
  }

  // Whether nothing is on its way to the kernel any more that this answer does not know of.
  function isSettled({ at }) {
    return !asking.busy() && standAt(controls, setup.controls, at);
  }

  // Whether what is on the page is the picture of another setting than that of the controls.
  function isOld({ at }) {
    return !standAt(controls, setup.controls, at) || (isAhead() ? !follow.isAtLast() : asking.moves());
  }

  // Show what is there for the setting to which something has moved.
  function go(changes) {
    near(true);
    const found = follow.move(changes);
    if (found === null) return;
    const count = found ? "hits" : "misses";
    holder.dataset[count] = Number(holder.dataset[count] ?? 0) + 1;
    holder.dataset.storeBytes = store.bytes();
    if (!found) return;
    const { message, png, key } = found;
    if (!png) {
      const alt = labels.not_this.replace("{caption}", now.caption);
      return put({ ...now, alt, at: message.asked, message: message.message, dimmed: true, at_start: true, at_end: true });
    }
    const image = message.sign === sign ? null : decoded.take(key);
    if (image) {
      sign = message.sign;
      isDecoding = false;
      turns += 1;
      picture.swap(image, message.content.width, message.content.alt);
    }
    put(message.content, message.sign, png);
  }

  function put(content, newSign = sign, png = null) {
    now = content;
    tell(now);
    for (const [element, text] of [[formula, now.formula], [code, now.code]]) {
      if (element.textContent !== text) element.textContent = text;
      element.hidden = !text;
    }
    toolbar.update(now);
    if (newSign !== sign) show(newSign, png);
    else if (!isDecoding) settle();
  }

  async function show(newSign, png) {
    sign = newSign;
    isDecoding = true;
    const turn = (turns += 1);
    const isShown = await picture.show(png, now.width, () => now.alt, { key: keyOf(now.at), sign: newSign });
    if (turn !== turns) return; // another came before it was decoded
    isDecoding = false;
    if (isShown) settle();
    else sign = null;
  }

  // The words and the cells of what is there by now: while an image was decoded, a sentence on it may have arrived.
  function settle() {
    const image = holder.querySelector("img");
    if (image.alt !== now.alt) image.alt = now.alt;
    noteOnPage(model, image, now);
    updatePanels(now.panels);
    // Where the cells are, for whoever reads the page from outside; not what pressing them sets.
    holder.dataset.panels = JSON.stringify(now.panels, (key, value) => (key === "values" ? undefined : value));
    if (now.version) holder.dataset.version = now.version; // the kernel's own
  }

  function update() {
    const shown = model.get("shown");
    isSeen(shown);
    watch.heard();
    if (shown.film === "running") watch.waits(true);
    asking.answered(shown.answered);
    // When a connection is there again, JupyterLab asks for the state of all widgets, and sets it on the page even where a
    // newer one has come meanwhile.
    if (shown.version < latest) return requests.ask(REQUESTS.again());
    latest = shown.version;
    stills.update(shown);
    if (!follow.isBehind(shown)) put(shown, shown.sign, model.get("png"));
  }

  model.on("change:shown", update);
  update();
  stopSize = reportSize(el, requests);
  const listeners = new Map();
  controlsOf(model).then((models) => {
    controls = models;
    controls.forEach((each, place) => {
      listeners.set(each, () => {
        watch.waits();
        const name = setup.controls[place];
        const mark = markOf(each) ?? `? ${Math.random()}`;
        if (isAhead() && mark !== follow.at()[name]) go({ [name]: mark });
        if (notice) tell(now);
      });
      each.on("change:value change:index", listeners.get(each));
    });
    // A hand may have come before.
    if ((el.closest(".cnn-explorer") ?? el).matches(":hover, :focus-within")) arrives();
  });
  const arrives = () => isAhead() && near();
  // The controls above are attached to the page a moment after this.
  let stopNames = () => {};
  let stopKeys = () => {};
  let root = el;
  const naming = setTimeout(() => {
    root = el.closest(".cnn-explorer") ?? el;
    for (const kind of ["pointerenter", "focusin"]) root.addEventListener(kind, arrives);
    stopNames = keepNamed(el);
    stopKeys = keepKeys(el);
  }, 0);
  return () => {
    clearTimeout(naming);
    clearTimeout(announce);
    toolbar.stop();
    watch.stop();
    stills.stop();
    for (const [each, listener] of listeners) each.off("change:value change:index", listener);
    for (const kind of ["pointerenter", "focusin"]) root.removeEventListener(kind, arrives);
    decoded.stop();
    stopNames();
    stopKeys();
    stopSize();
    model.off("change:shown", update);
  };
}

export default { initialize, render };
