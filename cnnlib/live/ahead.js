// The next picture before it is asked for: the kernel draws what may come and sends it; here it waits, keyed by the values
// of the controls, and is shown in the moment in which a control moves. What the kernel answers to that move always wins.

// As in ahead.py: the kernel forgets what the page drops, by the same rule.
const MOST_BYTES = 3 * 2 ** 20;

// Decoded pictures of a view: four bytes for each device pixel.
const MOST_DECODED = 10 * 2 ** 20;

// So many are decoded at once, the others some milliseconds later: a key that is held down goes on in its way.
const AT_ONCE = 2;
const HAND_RESTS = 120;

// As in controls.py.
const DIGITS = 12;

const keyOf = (marks) => JSON.stringify(Object.keys(marks).sort().map((name) => [name, marks[name]]));

const STORES = new WeakMap();

// All views of a model on a page share what was sent ahead.
function storeOf(model) {
  if (!STORES.has(model)) STORES.set(model, newStore(model));
  return STORES.get(model);
}

function newStore(model) {
  const entries = new Map();
  const listeners = new Set();
  let likely = [];
  let bytes = 0;
  let epoch = model.get("shown").epoch;
  const clear = () => {
    entries.clear();
    likely = [];
    bytes = 0;
  };
  const put = (key, entry) => {
    bytes += entry.size - (entries.get(key)?.size ?? 0);
    entries.delete(key);
    entries.set(key, entry);
    for (const [oldest, { size }] of entries) {
      if (bytes <= MOST_BYTES) break;
      entries.delete(oldest);
      bytes -= size;
    }
  };
  // What the kernel has answered is of use again, for a hand that goes to and fro.
  const keep = ({ version: _version, content: _number, answered: _answered, sign, epoch: _epoch, ...content }, png) =>
    put(keyOf(content.at), { message: { sign, content }, png, size: png.byteLength });
  model.on("change:shown", () => {
    if (model.get("shown").epoch === epoch) return;
    ({ epoch } = model.get("shown"));
    clear();
    for (const listener of listeners) listener(likely);
  });
  model.on("msg:custom", (message, buffers) => {
    if (message.epoch !== epoch) return;
    if (message.kind === "next") {
      if (message.keep) keep(model.get("shown"), model.get("png"));
      likely = message.asked.map(keyOf);
      // They are the last to be dropped, here as there.
      for (const key of likely) if (entries.has(key)) put(key, entries.get(key));
    } else if (message.kind === "refused") put(keyOf(message.asked), { message, png: null, size: message.message.length });
    else if (message.kind === "ahead")
      put(keyOf(message.asked), { message, png: buffers[0], size: buffers[0].byteLength });
    for (const listener of listeners) listener(likely);
  });
  return {
    get: (key) => entries.get(key),
    held: () => entries.size,
    bytes: () => bytes,
    // Called with the keys of the settings that are likeliest, whenever they or the pictures of them change.
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

// Pictures that are decoded before they are shown. An image is in one place, so each view has its own.
function decoder(store, newImage, dropImage, isAbreast) {
  const ready = new Map(); // the one that was put in or taken back last at the end
  let room = MOST_DECODED;
  let likely = [];
  const drop = (key) => {
    const { image, pixels } = ready.get(key);
    ready.delete(key);
    room += pixels;
    dropImage(image);
  };
  // What is not likely to come goes first. Tell whether there is room then.
  const makeRoom = (pixels) => {
    for (const key of [...ready.keys()]) if (pixels > room && !likely.includes(key)) drop(key);
    return pixels <= room;
  };
  async function prepare(key) {
    const { png, message } = store.get(key);
    const pixels = 4 * widthIn(png) * heightIn(png);
    if (!makeRoom(pixels)) return;
    room -= pixels;
    const { sign } = message;
    const image = Object.assign(newImage(png), { cnnOf: { key, sign } });
    const entry = { image, pixels, decoded: false, sign };
    ready.set(key, entry);
    await entry.image.decode().then(() => (entry.decoded = true), () => {});
  }
  let timer = null;
  let isResting = false;
  const fill = () => {
    // What is likely from where the kernel is would be behind a hand that has gone on.
    const keys = isResting ? likely : isAbreast() ? likely.slice(0, AT_ONCE) : [];
    for (const key of keys) if (store.get(key)?.png && !ready.has(key)) prepare(key);
  };
  const stop = store.listen((keys) => {
    if (keys !== likely) {
      likely = keys;
      isResting = false;
      clearTimeout(timer);
      timer = setTimeout(() => {
        isResting = true;
        fill();
      }, HAND_RESTS);
    }
    for (const key of [...ready.keys()]) if (store.get(key)?.message.sign !== ready.get(key).sign) drop(key);
    fill();
  });
  return {
    // Hand over the image of a setting, if it is decoded.
    take(key) {
      const found = ready.get(key);
      if (!found?.decoded) return null;
      ready.delete(key);
      room += found.pixels;
      return found.image;
    },
    // Take back an image that has been on the page: a hand goes to and fro.
    keep(image) {
      const { key, sign } = image.cnnOf ?? {};
      const pixels = 4 * image.naturalWidth * image.naturalHeight;
      const isOfUse = key && !ready.has(key) && store.get(key)?.message.sign === sign;
      if (!isOfUse || !makeRoom(pixels)) return dropImage(image);
      room -= pixels;
      ready.set(key, { image, pixels, decoded: true, sign });
    },
    stop() {
      clearTimeout(timer);
      stop();
      for (const key of [...ready.keys()]) drop(key);
    },
  };
}

// A PNG says its size in its first chunk.
const widthIn = (png) => new DataView(png.buffer, png.byteOffset).getUint32(16);
const heightIn = (png) => new DataView(png.buffer, png.byteOffset).getUint32(20);

// What stands for a control's value, as the kernel writes it; undefined for what it writes in another way.
function markOf(control) {
  const mark = control.get("index") ?? control.get("value");
  if (typeof mark === "number") return Number(mark.toPrecision(DIGITS)); // three steps of 0.1 are 0.30000000000000004 here
  return typeof mark === "object" ? undefined : mark;
}

// The mark at a place of a list that is told in runs: [first, distance, how many], or a mark alone.
function markIn(runs, place) {
  let left = place;
  for (const run of runs) {
    const [first, distance, count] = Array.isArray(run) ? run : [run, 0, 1];
    if (left < count) return distance ? first + left * distance : first;
    left -= count;
  }
  return undefined;
}

// What a request sets: control → mark. What is typed or drawn only the kernel can tell.
function changesOf(request, { at, setup, now }) {
  if (request.kind === "preset") return setup.presets[request.name];
  if (request.kind === "reset") return setup.reset;
  if (request.kind === "step") {
    const to = request.by === "first" ? 0 : (at[setup.steps] ?? 0) + request.by;
    return { [setup.steps]: Math.max(0, Math.min(to, now.cells - 1)) };
  }
  const panel = now.panels.find(({ name }) => name === request.panel);
  if (request.kind === "edit" || request.kind === "draw") return { [panel?.[`${request.kind}s`]]: `? ${Math.random()}` };
  if (request.kind !== "pick" || !panel?.values) return {};
  const place = request.row * panel.cols + request.col;
  const picked = Object.entries(panel.values).map(([name, runs]) => [name, markIn(runs, place)]);
  const set = picked.filter(([, mark]) => !(mark < 0));
  if (set.some(([name, mark]) => at[name] !== mark)) return Object.fromEntries(set);
  // Pressed once more: what started as no choice is none again.
  return Object.fromEntries(set.filter(([name]) => setup.reset[name] === null).map(([name]) => [name, null]));
}

// Follows where the controls are on the page, ahead of the kernel. `settled` tells whether an answer is the last to come.
function follower(model, setup, settled) {
  const store = storeOf(model);
  let { at } = model.get("shown");
  // The settings since the last answer, and which of them is on the page.
  let moves = [keyOf(at)];
  let place = 0;
  return {
    at: () => at,
    // Tell whether nothing has moved since the kernel's last answer.
    isAbreast: () => moves.length === 1,
    // Tell whether what is on the page is where the last move went.
    isAtLast: () => place === moves.length - 1,
    // Something was moved: what is there for the new setting, or undefined for nothing.
    move(changes) {
      const to = { ...at, ...changes };
      const key = keyOf(to);
      if (key === keyOf(at)) return null;
      const found = store.get(key);
      at = found?.message.content?.at ?? to;
      moves.push(keyOf(at));
      if (found) place = moves.length - 1;
      return found && { key, ...found };
    },
    // Tell whether an answer is older than what is on the page.
    isBehind(shown) {
      const found = moves.indexOf(keyOf(shown.at));
      if (settled(shown)) {
        ({ at } = shown);
        moves = [keyOf(at)];
        place = 0;
        return false;
      }
      if (found < 0) return place > 0;
      const behind = found < place;
      moves.splice(0, found);
      place = Math.max(0, place - found);
      return behind;
    },
  };
}

// Tells the kernel where a hand is, so that it draws ahead there: of all views on the page, for one.
const NEAR_AGAIN = 1000;

// Each model loads this script for itself: what all of them share is the page.
const NEAREST = Symbol.for("cnnlib: the view that a hand is near to");

function announcer(model, store) {
  const me = {};
  let last = 0;
  return function near(moved = false) {
    if (window[NEAREST] === me && (moved || Date.now() - last < NEAR_AGAIN)) return;
    window[NEAREST] = me;
    last = Date.now();
    model.send({ kind: "near", held: store.held() });
  };
}
