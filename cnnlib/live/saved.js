// What the file of a notebook keeps of an explorer. Opened without its kernel, JupyterLab would show "model not found"
// in place of every picture: of what an output holds it takes the widget, not the PNG beside it. So in the file the
// widget stands in an output's metadata, and is put back where its kernel still runs.

const WIDGET = "application/vnd.jupyter.widget-view+json";
const VIEWS = Symbol.for("cnnlib: the views of a notebook");

// The views of the notebook that a model is shown in: id of the displayed widget → model of the view. Null in front ends
// that save in another way.
function viewsOfNotebook(model) {
  const notebook = model.widget_manager?.context?.model;
  if (!notebook?.cells || typeof notebook.toJSON !== "function") return null;
  if (!notebook[VIEWS]) {
    const views = (notebook[VIEWS] = new Map());
    const inFull = notebook.toJSON;
    notebook.toJSON = function toJSON() {
      return asSaved(inFull.call(this), views);
    };
    const bringBack = () => putBack(notebook, model.widget_manager);
    model.widget_manager.restored?.connect(bringBack);
    // The first view is made while the others are on their way.
    setTimeout(bringBack, 0);
  }
  return notebook[VIEWS];
}

function asSaved(content, views) {
  const saved = (cell) => (cell.outputs ? { ...cell, outputs: cell.outputs.map((each) => asStill(each, views)) } : cell);
  return { ...content, cells: content.cells.map(saved) };
}

function asStill(output, views) {
  const widget = output.data?.[WIDGET];
  const id = widget?.model_id;
  // JupyterLab empties the id of a widget that was closed.
  if (!output.data?.["image/png"] || (id !== "" && !views.has(id))) return output;
  const { [WIDGET]: _widget, ...data } = output.data;
  if (id === "") return { ...output, data };
  const still = stillOf(views.get(id));
  return {
    ...output,
    data: { ...data, ...still?.data },
    metadata: { ...output.metadata, ...still?.metadata, [WIDGET]: widget },
  };
}

// The picture as it is now: what the kernel made for the file, or, for a hand that has not rested yet, what is shown.
function stillOf(model) {
  const { content, png, width } = model.get("still");
  const shown = model.get("shown");
  const latest = content === shown.content ? png : base64(model.get("png"));
  if (!latest) return null; // what the cell has displayed is as it is now, or the pixels were let go
  return {
    data: { "image/png": latest, "text/plain": shown.alt },
    metadata: { "image/png": { width: content === shown.content ? width : shown.width } },
  };
}

function base64(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const parts = [];
  for (let start = 0; start < bytes.length; start += 32768)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 32768)));
  return btoa(parts.join(""));
}

// After a reload the kernel still knows the widgets: they take their place again, and nobody is asked to save for that.
function putBack(notebook, manager) {
  const wasDirty = notebook.dirty;
  for (const { outputs } of notebook.cells) {
    for (let place = 0; place < (outputs?.length ?? 0); place += 1) {
      const { metadata: { [WIDGET]: widget, ...metadata } = {}, ...output } = outputs.get(place).toJSON();
      if (!widget || !manager.has_model(widget.model_id)) continue;
      outputs.set(place, { ...output, metadata, data: { ...output.data, [WIDGET]: widget } });
    }
  }
  notebook.dirty = wasDirty;
}

function initialize({ model }) {
  const views = viewsOfNotebook(model);
  if (!views) return;
  let id = null;
  const note = () => {
    if (id !== null) views.delete(id);
    id = model.get("still").widget ?? null;
    if (id !== null) views.set(id, model);
  };
  note();
  model.on("change:still", note);
  return () => views.delete(id);
}

// Once the hand rests, the kernel makes the picture for the file: it is small, and sharp on every screen.
const REST = 3000;

function stillKeeper(model, ask) {
  let timer = null;
  return {
    update(shown) {
      clearTimeout(timer);
      const { widget, content } = model.get("still");
      if (widget && content !== shown.content && shown.film !== "running") timer = setTimeout(ask, REST);
    },
    stop: () => clearTimeout(timer),
  };
}
