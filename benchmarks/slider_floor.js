// The floor of the measurement: the same figure with the same controls, all of it in the page and in JavaScript.
//
// Three annotated grids on a canvas as large as the explorer's picture, and the browser's own controls. A change is
// computed and painted in the handler of its event: no kernel, no message, no image to decode. Nothing that shows a
// picture after a press can be faster than this on the same machine.

const WIDTH = 960;
const HEIGHT = 340;
const TOP = 40;
const ROOM = 280; // for the larger side of a grid
const PADDING = 1;
const START = { kernel_size: 3, scale: 1, filter: "ramp", padded: true, position: 0 };
const PRESETS = { "no padding": { padded: false, position: 0 }, "same size": { kernel_size: 3, padded: true } };
const KERNELS = {
  ramp: (row, column, size) => ((row * size + column) % 3) - 1,
  mean: (_row, _column, size) => 1 / size ** 2,
  edges: (_row, column, size) => Math.sign(column - (size - 1) / 2),
};

function make(tag, parent, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  parent.append(element);
  return element;
}

function grid(rows, columns, valueOf) {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => valueOf(row, column)));
}

function padded(image, padding) {
  const [rows, columns] = [image.length, image[0].length];
  return grid(rows + 2 * padding, columns + 2 * padding, (row, column) =>
    image[row - padding]?.[column - padding] ?? 0);
}

function convolved(image, kernel) {
  const size = kernel.length;
  return grid(image.length - size + 1, image[0].length - size + 1, (row, column) => {
    let sum = 0;
    for (let down = 0; down < size; down += 1)
      for (let across = 0; across < size; across += 1) sum += image[row + down][column + across] * kernel[down][across];
    return sum;
  });
}

function figure(image, { kernel_size: size, scale, filter, padded: isPadded, position }) {
  const input = padded(image, isPadded ? PADDING : 0);
  const kernel = grid(size, size, (row, column) => scale * KERNELS[filter](row, column, size));
  const output = convolved(input, kernel);
  const columns = output[0].length;
  const at = Math.min(position, output.length * columns - 1);
  return { input, kernel, output, row: Math.floor(at / columns), column: at % columns, columns };
}

// White at 0, the tint at the limit, and its complement below 0.
function colour(value, limit) {
  const share = Math.round(160 * Math.min(1, Math.abs(value) / limit));
  return value < 0 ? `rgb(255, ${255 - share}, ${255 - share})` : `rgb(${255 - share}, ${255 - share}, 255)`;
}

function paintGrid(pen, values, x, title, limit) {
  const cell = ROOM / Math.max(values.length, values[0].length);
  pen.font = "15px sans-serif";
  pen.fillStyle = "#222";
  pen.fillText(title, x + ROOM / 2, TOP / 2);
  pen.font = `${Math.min(14, cell / 2.5)}px sans-serif`;
  values.forEach((line, row) => line.forEach((value, column) => {
    const [left, top] = [x + column * cell, TOP + row * cell];
    pen.fillStyle = colour(value, limit);
    pen.fillRect(left, top, cell, cell);
    pen.strokeRect(left + 0.5, top + 0.5, cell, cell);
    pen.fillStyle = "#222";
    pen.fillText(String(Number(value.toFixed(2))), left + cell / 2, top + cell / 2);
  }));
  return cell;
}

function outline(pen, x, cell, row, column, size) {
  Object.assign(pen, { strokeStyle: "darkorange", lineWidth: 3 });
  pen.strokeRect(x + column * cell, TOP + row * cell, size * cell, size * cell);
  Object.assign(pen, { strokeStyle: "#888", lineWidth: 1 });
}

function paint(pen, { input, kernel, output, row, column }) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", strokeStyle: "#888", lineWidth: 1 });
  const shape = (values) => `(${values.length}, ${values[0].length})`;
  const places = [10, 340, 670];
  const cell = paintGrid(pen, input, places[0], `input ${shape(input)}`, 9);
  outline(pen, places[0], cell, row, column, kernel.length);
  paintGrid(pen, kernel, places[1], `kernel ${shape(kernel)}`, 3);
  const outer = paintGrid(pen, output, places[2], `output ${shape(output)}`, 60);
  outline(pen, places[2], outer, row, column, 1);
}

function controlsIn(parent, values, change) {
  const controls = {};
  // JupyterLab has shortcuts on arrows, Enter and space, wherever the focus is.
  const add = (name, tag, properties, listen) => {
    const label = make("label", parent, { textContent: `${name} ` });
    const element = make(tag, tag === "button" ? parent : label, properties);
    if (tag === "button") label.remove();
    element.dataset.control = name;
    element.dataset.lmSuppressShortcuts = "true";
    listen(element);
    controls[name] = element;
  };
  const input = (name, read) => (element) => element.addEventListener("input", () => change({ [name]: read(element) }));
  const range = (name, min, max, step) =>
    add(name, "input", { type: "range", min, max, step }, input(name, (element) => Number(element.value)));
  range("kernel_size", 1, 5, 1);
  range("scale", 0.5, 3, 0.1);
  add("filter", "select", {}, input("filter", (element) => element.value));
  for (const name of Object.keys(KERNELS)) make("option", controls.filter, { value: name, textContent: name });
  add("padded", "input", { type: "checkbox" }, input("padded", (element) => element.checked));
  const button = (name, asked) =>
    add(name, "button", { type: "button", textContent: name }, (element) =>
      element.addEventListener("click", () => change(asked())));
  button("step", () => ({ position: values.position + 1 }));
  for (const [name, preset] of Object.entries(PRESETS)) button(name, () => preset);
  button("reset", () => START);
  return controls;
}

// The output's cells take the arrow keys, as a panel of the explorer does.
function cellsIn(holder, now, change) {
  const cells = make("div", holder, { tabIndex: 0 });
  Object.assign(cells.style, { position: "absolute", left: "670px", top: `${TOP}px`, width: `${ROOM}px`, height: `${ROOM}px` });
  cells.dataset.control = "position";
  cells.dataset.lmSuppressShortcuts = "true";
  cells.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -now().columns, ArrowDown: now().columns }[event.key];
    if (!by) return;
    event.preventDefault();
    change({ position: Math.max(0, now().row * now().columns + now().column + by) });
  });
}

function render({ model, el }) {
  const image = model.get("image");
  const values = { ...START };
  const bar = make("div", el);
  const holder = make("div", el);
  holder.style.position = "relative";
  const canvas = make("canvas", holder, { width: WIDTH, height: HEIGHT, className: "cnn-floor" });
  const pen = canvas.getContext("2d");
  let shown = null;
  let version = 0;
  const draw = () => {
    shown = figure(image, values);
    paint(pen, shown);
    canvas.dataset.version = version += 1;
  };
  const change = (changed) => {
    Object.assign(values, changed);
    for (const [name, control] of Object.entries(controls))
      if (name in values) control[control.type === "checkbox" ? "checked" : "value"] = values[name];
    draw();
  };
  const controls = controlsIn(bar, values, change);
  cellsIn(holder, () => shown, change);
  canvas.cnnPut = (wanted) => change({ ...START, ...wanted });
  change({});
}

export default { render };
