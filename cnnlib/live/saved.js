// What the file of a notebook keeps of an explorer. Opened without its kernel, JupyterLab would show "model not found"
// in place of every picture: of what an output holds it takes the widget, not the PNG beside it. So in the file the
// widget stands in an output's metadata, and is put back where its kernel still runs.

const WIDGET = "application/vnd.jupyter.widget-view+json";
const VIEWS = Symbol.for("cnnlib: the views of a notebook");

// The notebook that a model is shown in. Null in front ends that save in another way.
function notebookOf(model) {
  const notebook = model.widget_manager?.context?.model;
  return notebook?.cells && typeof notebook.toJSON === "function" ? notebook : null;
}

// The views of a notebook: id of the displayed widget → what returns its still, or null for one that was
// closed. A function, since every model has this module for itself, and what it knows is not known to the others.
function viewsOf(notebook, manager) {
  if (!notebook[VIEWS]) {
    const views = (notebook[VIEWS] = new Map());
    const inFull = notebook.toJSON;
    notebook.toJSON = function toJSON() {
      return asSaved(inFull.call(this), views);
    };
    const bringBack = () => putBack(notebook, manager);
    manager.restored?.connect(bringBack);
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
  // JupyterLab empties the id of a widget that was closed; a copy of its output may still hold it.
  if (!output.data?.["image/png"] || (id !== "" && !views.has(id))) return output;
  const still = views.get(id);
  const picture = withoutWidget(output, still);
  return still ? { ...picture, metadata: { ...picture.metadata, [WIDGET]: widget } } : picture;
}

function withoutWidget(output, still) {
  const { [WIDGET]: _widget, ...data } = output.data;
  const made = still?.();
  return { ...output, data: { ...data, ...made?.data }, metadata: { ...output.metadata, ...made?.metadata } };
}

// After a reload the kernel still knows the widgets: they take their place again, and nobody is asked to save for that.
function putBack(notebook, manager) {
  const wasDirty = notebook.dirty;
  for (const { outputs } of notebook.cells) {
    const all = Array.from({ length: outputs?.length ?? 0 }, (_, place) => outputs.get(place).toJSON());
    const widgetOf = ({ metadata, data }) => metadata?.[WIDGET] ?? data?.[WIDGET];
    const isKnown = (output) => widgetOf(output) && manager.has_model(widgetOf(output).model_id);
    // While any cell is as it was committed, Jupyter trusts no output of the notebook and would show the PNG. A widget
    // that the kernel itself has made can be trusted, but not what else may stand below the cell.
    if (all.some(isKnown) && all.every((output) => isKnown(output) || output.output_type === "stream")) outputs.trusted = true;
    all.forEach((saved, place) => {
      const { metadata: { [WIDGET]: widget, ...metadata } = {}, ...output } = saved;
      if (!widget || !isKnown(saved)) return;
      outputs.set(place, { ...output, metadata, data: { ...output.data, [WIDGET]: widget } });
    });
  }
  notebook.dirty = wasDirty;
}

// Where a cell was copied, two outputs show one widget; closed by a run of one cell, it would leave the other one blank.
function takeOut(notebook, id, still) {
  if (notebook.isDisposed) return;
  for (const { outputs } of notebook.cells) {
    for (let place = 0; place < (outputs?.length ?? 0); place += 1) {
      const output = outputs.get(place).toJSON();
      if (output.data?.[WIDGET]?.model_id === id) outputs.set(place, withoutWidget(output, still));
    }
  }
}

function initialize({ model }) {
  const notebook = notebookOf(model);
  if (!notebook) return;
  const views = viewsOf(notebook, model.widget_manager);
  const still = () => stillOf(model);
  let id = null;
  const note = () => {
    if (id !== null) views.delete(id);
    id = model.get("still").widget || null;
    if (id !== null) views.set(id, still);
  };
  note();
  model.on("change:still", note);
  return () => {
    if (id === null) return;
    takeOut(notebook, id, still);
    views.set(id, null);
  };
}
