// The page's kernel: it answers the unchanged view from what was recorded, at once. It is one module with the view's
// scripts, so that what a request sets is computed by the same `changesOf`.

const NARROW = 320;
const WIDE = 700;
const sizeFor = (room) => (room < WIDE ? "narrow" : "wide");

async function load(name, size) {
  const files = ["json", "bin"].map((ending) => fetch(`gallery/${name}-${size}.${ending}`));
  const [index, pixels] = await Promise.all(files);
  if (!index.ok || !pixels.ok) throw new Error(`${name}: not found`);
  const [record, bytes] = [await index.json(), await pixels.arrayBuffer()];
  const keyed = (marks) => keyOf(Object.fromEntries(record.names.map((each, place) => [each, marks[place]])));
  const entries = new Map(record.entries.map(([marks, found]) => [keyed(marks), found]));
  const pngOf = ({ png: [start, length] }) => new DataView(bytes, start, length);
  return { ...record, size, entries, pngOf };
}

// What every model has: fields, and listeners that may ask for several events in one string.
function newModel(fields) {
  const heard = new Map();
  const eachEvent = (names, act) => names.split(" ").forEach((name) => act(name));
  return {
    get: (name) => fields[name],
    set: (name, value) => (fields[name] = value),
    on: (names, listener) => eachEvent(names, (name) => heard.set(name, [...(heard.get(name) ?? []), listener])),
    off: (names, listener) =>
      eachEvent(names, (name) => heard.set(name, (heard.get(name) ?? []).filter((each) => each !== listener))),
    emit: (name) => heard.get(name)?.forEach((listener) => listener()),
    save_changes() {},
  };
}

// A native input, and the model of it that the view hears. `moved` is called when a hand has moved it.
function newControl(parent, id, { kind, name, label, field, marks, labels }, start, moved) {
  const model = newModel({ [field]: start });
  const box = make("div", "control", parent);
  make("label", "", box, { htmlFor: id, textContent: label });
  const input = make(kind === "menu" ? "select" : "input", "", box, { id });
  let place = marks.indexOf(start);
  let output = null;
  if (kind === "menu") labels.forEach((text) => make("option", "", input, { textContent: text }));
  else if (kind === "checkbox") input.type = "checkbox";
  else {
    Object.assign(input, { type: "range", min: 0, max: marks.length - 1, step: 1 });
    output = make("output", "", box);
    output.htmlFor = id;
  }
  const write = () => {
    if (kind === "menu") input.selectedIndex = place;
    else if (kind === "checkbox") input.checked = marks[place];
    else {
      input.value = place;
      output.textContent = labels[place];
      input.setAttribute("aria-valuetext", labels[place]);
    }
  };
  write();
  const read = { menu: () => input.selectedIndex, checkbox: () => marks.indexOf(input.checked), slider: () => Number(input.value) };
  input.addEventListener("input", () => {
    place = read[kind]();
    write();
    model.set(field, marks[place]);
    model.emit(`change:${field}`);
    moved({ [name]: marks[place] });
  });
  return {
    model,
    // As the kernel does after a preset: what is the same already stays silent.
    put(mark) {
      if (mark === undefined || mark === marks[place]) return;
      place = marks.indexOf(mark);
      write();
      model.set(field, mark);
      model.emit(`change:${field}`);
    },
  };
}

function newExplorer(section, first) {
  const { name } = section.dataset;
  const explorer = make("div", "cnn-explorer waiting", section.querySelector(".stage"));
  const controlsBox = make("div", "cnn-controls", explorer);
  const el = make("div", "", explorer);
  let record = first;
  let at = Object.fromEntries(first.names.map((each, place) => [each, first.start[place]]));
  let pressed = null;
  let version = 0;

  // Of several cells that set the same, the cursor is on the one that was pressed.
  function withCursor(panel) {
    if (panel.name !== pressed?.panel || !panel.values) return panel;
    const row = Math.min(pressed.row, panel.rows - 1);
    const col = Math.min(pressed.col, panel.cols - 1);
    const place = row * panel.cols + col;
    const isHere = Object.entries(panel.values).every(([each, runs]) => markIn(runs, place) === at[each]);
    return isHere ? { ...panel, cursor: [row, col] } : panel;
  }

  function answer(to, id = "") {
    const found = record.entries.get(keyOf(to));
    const rest = { content: 0, epoch: 0, version: (version += 1), answered: id };
    at = to;
    if (typeof found === "number") {
      const picture = record.pictures[found];
      ({ at } = picture.content);
      const panels = picture.content.panels.map(withCursor);
      model.set("png", record.pngOf(picture));
      model.set("shown", { ...picture.content, panels, sign: picture.sign, ...rest });
    } else {
      const last = model.get("shown");
      const alt = record.labels.not_this.replace("{caption}", last.caption);
      const refused = { message: found, dimmed: true, alt, at, at_start: true, at_end: true };
      model.set("shown", { ...last, ...(found && refused), ...rest });
    }
    for (const { name: each, put } of controls) put(at[each]);
    model.emit("change:shown");
  }

  async function resize(width) {
    const size = sizeFor(width);
    if (size === record.size) return;
    const other = await load(name, size);
    record = other;
    answer(at);
  }

  function send(request) {
    if (!request.id) return; // where a hand is, and what was seen: only Python needs to know
    const now = model.get("shown");
    if (request.kind === "pick") pressed = request;
    const changes = ["pick", "step", "preset", "reset"].includes(request.kind)
      ? changesOf(request, { at, setup: record.toolbar, now })
      : {};
    answer({ ...at, ...changes }, request.id);
    if (request.kind === "size") resize(request.width).catch(() => {}); // the size that is there stays
  }

  const still = { widget: "box", content: 0, png: "", width: 0 };
  const model = newModel({ toolbar: first.toolbar, labels: first.labels, still, shown: { caption: "", panels: [], at } });
  model.send = send;
  const controls = [];
  first.controls.forEach((setup, place) => {
    const moved = (changes) => answer({ ...at, ...changes });
    const control = newControl(controlsBox, `${name}-${place}`, setup, at[setup.name], moved);
    controls.push({ name: setup.name, ...control });
  });
  const children = newModel({ children: controls.map((each) => each.model) });
  model.widget_manager = { get_model: async () => newModel({ children: [children] }) };
  answer(at);

  // The picture that the page came with stays until the moving one is painted.
  const watcher = new MutationObserver(() => {
    watcher.disconnect();
    section.querySelector(".still").remove();
    explorer.classList.remove("waiting");
  });
  watcher.observe(el, { attributes: true, attributeFilter: ["data-panels"], subtree: true });
  render({ model, el });
}

async function start(section) {
  const stage = section.querySelector(".stage");
  try {
    newExplorer(section, await load(section.dataset.name, sizeFor(stage.clientWidth)));
  } catch {
    make("p", "trouble", stage, { textContent: section.closest("main").dataset.trouble });
  }
}

// Each is loaded when it comes near.
const waitingSections = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      waitingSections.unobserve(target);
      start(target);
    }
  },
  { rootMargin: "600px" },
);
for (const section of document.querySelectorAll(".exhibit")) waitingSections.observe(section);
