// What the page says where the kernel cannot: that it was restarted, is out of reach, or does not answer.

const PATIENCE = 8000;

// Calls `changed` with the state that begins and the one before: "well"; "gone", for good; "away", until the connection is
// there again; "busy"; or "lost", where an idle kernel has not answered.
function kernelWatch(model, changed) {
  const manager = model.widget_manager;
  // A picture that was made by hand asks nothing, and stays right whatever becomes of the kernel.
  const source = model.get("toolbar").reset ? (manager?.context?.sessionContext ?? manager?.kernel ?? null) : null;
  const kernel = () => source?.session?.kernel ?? source;
  let state = "well";
  let since = null;
  let timer = null;

  function enter(next) {
    if (state === next || state === "gone") return;
    const before = state;
    state = next;
    changed(next, before);
  }

  function hear(_source, status) {
    if (["restarting", "autorestarting", "dead", "terminating"].includes(status)) enter("gone");
  }

  function hearConnection(_source, status) {
    if (status === "connected") enter("well");
    else enter("away");
  }

  const renew = () => enter("gone");
  source?.statusChanged?.connect(hear);
  source?.connectionStatusChanged?.connect(hearConnection);
  source?.kernelChanged?.connect(renew);

  function look() {
    if (since === null || Date.now() - since < PATIENCE) return;
    if (state === "away" || state === "gone") return;
    if (kernel()?.status === "busy") return enter("busy");
    since = null;
    enter("lost");
  }

  return {
    // Something was asked of the kernel, or it has answered.
    waits() {
      if (!source) return;
      since ??= Date.now();
      timer ??= setInterval(look, 1000);
    },
    heard() {
      since = null;
      clearInterval(timer);
      timer = null;
      if (state === "busy" || state === "lost") enter("well");
    },
    stop() {
      clearInterval(timer);
      source?.statusChanged?.disconnect(hear);
      source?.connectionStatusChanged?.disconnect(hearConnection);
      source?.kernelChanged?.disconnect(renew);
    },
  };
}

// The models of the controls beside a view: a slider speaks to the kernel itself.
async function controlsOf(model) {
  const id = model.get("still").widget;
  if (!id || typeof model.widget_manager?.get_model !== "function") return [];
  const box = await model.widget_manager.get_model(id);
  const [controls] = box.get("children") ?? [];
  return controls?.get("children") ?? [];
}
