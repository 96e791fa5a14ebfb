// Measures, in the page, from a key press to the new picture on the screen.
//
// It knows nothing of who draws: it watches the one <img> below a root element. A press is timed by the
// event's own stamp (when the browser got the key). A picture counts as painted when its <img> has been
// decoded and two animation frames have begun since: the first of them paints it.
window.cnnMeter = (() => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const image = (root) => root.querySelector("img");
  let watched = null;

  document.addEventListener("keydown", (event) => {
    if (watched) watched.pressed.push(event.timeStamp);
  }, true);

  function watch(root) {
    stop();
    const state = { root, pressed: [], painted: [], blank: 0, jumps: 0, frames: 0, source: image(root).src };
    const look = async () => {
      const current = image(root);
      if (!current || current.src === state.source) return;
      state.source = current.src;
      await current.decode().catch(() => {});
      await frame();
      await frame();
      state.painted.push(performance.now());
      state.wake?.();
    };
    state.observer = new MutationObserver(look);
    state.observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["src"] });
    state.height = image(root).getBoundingClientRect().height;
    const sample = () => {
      if (watched !== state) return;
      const current = image(root);
      const height = current ? current.getBoundingClientRect().height : 0;
      state.frames += 1;
      if (!current || !current.complete || !current.naturalWidth || height < 2) state.blank += 1;
      else if (Math.abs(height - state.height) > 2) state.jumps += 1;
      requestAnimationFrame(sample);
    };
    requestAnimationFrame(sample);
    watched = state;
    return state;
  }

  function stop() {
    watched?.observer.disconnect();
    watched = null;
  }

  // Resolves when a picture is painted after the first press; null if there is none in time.
  function painted(milliseconds) {
    const state = watched;
    return new Promise((done) => {
      const timer = setTimeout(() => done(null), milliseconds);
      const wake = () => {
        if (!state.painted.length || !state.pressed.length) return;
        clearTimeout(timer);
        done(state.painted[0] - state.pressed[0]);
      };
      state.wake = wake;
      wake();
    });
  }

  // Resolves when nothing new has been painted for a while; what was seen since `watch`.
  async function settled(quiet) {
    const state = watched;
    const last = () => Math.max(state.painted.at(-1) ?? 0, state.pressed.at(-1) ?? 0);
    while (performance.now() - last() < quiet) await new Promise((done) => setTimeout(done, 50));
    const { pressed, painted, blank, jumps, frames } = state;
    stop();
    return { pressed, painted, blank, jumps, frames };
  }

  return { watch, painted, settled };
})();
