// What the page says where the kernel cannot: that it was restarted, is out of reach, or does not answer.

// Milliseconds without an answer: of a kernel that says that it is busy, and of one that should have answered.
const BUSY_AFTER = 2500;
const LOST_AFTER = 8000;

// What becomes of a kernel for good, as Jupyter calls it.
const ENDS = { restarting: "restarted", autorestarting: "restarted", dead: "ended", terminating: "ended" };
const isGone = (state) => Object.values(ENDS).includes(state);

// Calls `changed` with the state that begins and the one before: "well"; "restarted" or "ended", for good; "away", until the
// connection is there again; "cut", where Jupyter has given that up; "busy"; or "lost", where an idle kernel has not answered.
function kernelWatch(model, changed) {
  const manager = model.widget_manager;
  // A picture that was made by hand asks nothing, and stays right whatever becomes of the kernel.
  const source = model.get("toolbar").reset ? (manager?.context?.sessionContext ?? manager?.kernel ?? null) : null;
  const kernel = () => source?.session?.kernel ?? source;
  let state = "well";
  let since = null;
  let idle = 0;
  let isWorking = false;
  let timer = null;

  function enter(next) {
    if (state === next || isGone(state)) return;
    const before = state;
    state = next;
    changed(next, before);
  }

  function hear(_source, status) {
    if (status in ENDS) enter(ENDS[status]);
  }

  function hearConnection(_source, status) {
    if (status === "connected") enter("well");
    else if (status === "disconnected") enter("cut");
    else enter("away");
  }

  const renew = (_source, { newValue }) => enter(newValue ? "restarted" : "ended");
  source?.statusChanged?.connect(hear);
  source?.connectionStatusChanged?.connect(hearConnection);
  source?.kernelChanged?.connect(renew);

  function look() {
    if (since === null || isGone(state) || ["away", "cut"].includes(state)) return;
    const now = Date.now();
    if (isWorking || kernel()?.status === "busy") {
      idle = now;
      if (now - since >= BUSY_AFTER) enter("busy");
    } else if (now - Math.max(since, idle) >= LOST_AFTER) {
      since = null;
      enter("lost");
    }
  }

  return {
    // Something was asked of the kernel, or it has answered. Of a film the next picture is at work: what the kernel says
    // of itself is not to be relied on there, since a message that is answered beside a running cell ends in "idle".
    waits(works = false) {
      if (!source || isGone(state)) return;
      isWorking ||= works;
      since ??= Date.now();
      timer ??= setInterval(look, 500);
    },
    heard() {
      since = null;
      isWorking = false;
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

// Whether the controls stand where a picture says; of what the page cannot compare, it is taken for granted.
const standAt = (controls, names, at) =>
  controls.every((control, place) => [undefined, at[names[place]]].includes(markOf(control)));

// Put controls back to where a picture says: on the page alone, for a kernel that is gone.
function putControls(controls, names, at) {
  controls.forEach((control, place) => {
    const mark = at[names[place]];
    if (mark === undefined || standAt([control], [names[place]], at)) return;
    control.set((control.get("index") ?? null) === null ? "value" : "index", mark);
  });
}
