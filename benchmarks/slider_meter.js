// Measures, in the page, from a press of a key, or a move of the pointer, to the new picture on the screen.
//
// It knows nothing of who draws: it watches the one visible <img> or <canvas> below a root element. A press is timed
// by the event's own stamp (when the browser got the key). A picture counts as painted at the second animation frame
// after it came: the first of them paints it. An image may have to be decoded first, and then the browser paints it
// later; so of an image, the browser's own word is waited for, too, on when it was presented (Element Timing; it has
// none for a canvas). To ask `decode()` instead would add a frame to each image: it is answered after the frame in
// which it was asked, also where the image had been decoded long before. A canvas says that it was painted anew
// by another `data-version`.
window.cnnMeter = (() => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const presented = new Map(); // id of an image → what to call once it is on the screen
  let images = 0;
  let watched = null;
  let heard = 0; // when the kernel or the page last said something

  new PerformanceObserver((list) => {
    for (const { identifier, renderTime } of list.getEntries()) presented.get(identifier)?.(renderTime);
  }).observe({ type: "element" });

  // An image that is replaced before it was on the screen never resolves: nobody has seen it.
  function onScreen(image) {
    const id = `cnn-meter-${(images += 1)}`;
    image.setAttribute("elementtiming", id);
    return new Promise((done) => presented.set(id, done));
  }

  const isVisible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const picture = (root) => [...root.querySelectorAll("img, canvas:not(.cnn-ink)")].find(isVisible);
  const contentOf = (element) => `${element?.src ?? ""} ${element?.dataset.version ?? ""}`;
  // What tells one picture from another for people who do not see it.
  const nameOf = (element) => element.alt ?? element.dataset.version;
  const isBlank = (element) =>
    !element || element.getBoundingClientRect().height < 2 || element.complete === false || element.naturalWidth === 0;

  const note = (list) => (event) => watched?.[list].push(event.timeStamp);
  document.addEventListener("keydown", note("pressed"), true);
  document.addEventListener("pointermove", note("moved"), true);

  function listen(kernel) {
    kernel.anyMessage.connect(() => (heard = performance.now()));
  }

  function watch(root) {
    stop();
    const content = contentOf(picture(root));
    const state = { root, pressed: [], moved: [], painted: [], blank: 0, frames: 0, content };
    const look = async () => {
      const current = picture(root);
      if (!current || contentOf(current) === state.content) return;
      state.content = contentOf(current);
      const shown = current.tagName === "IMG" ? onScreen(current) : 0;
      await frame();
      await frame();
      const second = performance.now();
      state.painted.push({ at: Math.max(second, await shown), name: nameOf(current) });
    };
    state.observer = new MutationObserver(look);
    const attributeFilter = ["src", "data-version", "style", "class", "hidden"];
    state.observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter });
    const sample = () => {
      if (watched !== state) return;
      state.frames += 1;
      if (isBlank(picture(root))) state.blank += 1;
      requestAnimationFrame(sample);
    };
    requestAnimationFrame(sample);
    watched = state;
  }

  function stop() {
    watched?.observer.disconnect();
    watched = null;
  }

  // Resolves when everything that was asked for is answered and neither side has said anything for so long.
  async function silence(quiet, limit = 5000) {
    const end = performance.now() + limit;
    const isSilent = () => window.cnnTraffic.unfinished.size === 0 && performance.now() - heard > quiet;
    while (!isSilent() && performance.now() < end) await pause(10);
  }

  // What the explorer's page says of its store; 0 where there is none.
  function storeOf(root) {
    const { hits = 0, misses = 0, storeBytes = 0 } = root.querySelector(".cnn-picture")?.dataset ?? {};
    return { hits: Number(hits), misses: Number(misses), bytes: Number(storeBytes) };
  }

  // Resolves when there is a first new picture, and then silence; what was seen since `watch`. Null if no picture came.
  async function measured(quiet, limit = 5000) {
    const state = watched;
    const end = performance.now() + limit;
    while (!state.painted.length && performance.now() < end) await frame();
    await silence(quiet);
    await rest(60);
    return state.painted.length ? result(state) : null;
  }

  // Resolves when for so long nothing was painted and nobody said anything; what was seen since `watch`.
  async function settled(quiet) {
    const state = watched;
    await rest(quiet);
    await silence(quiet);
    await rest(60);
    return result(state);
  }

  async function rest(quiet) {
    const { painted, pressed, moved } = watched;
    const last = () => Math.max(painted.at(-1)?.at ?? 0, pressed.at(-1) ?? 0, moved.at(-1) ?? 0);
    while (performance.now() - last() < quiet) await pause(10);
  }

  function result(state) {
    const { root, pressed, moved, painted, blank, frames } = state;
    stop();
    return { pressed, moved, painted, blank, frames, store: storeOf(root) };
  }

  return { listen, watch, measured, settled, silence, storeOf };
})();
