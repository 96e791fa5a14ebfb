// The picture of a view for the notebook's file: the one that the kernel has made for it, or, where a hand has not rested
// yet, a film runs or the kernel is gone, what is on the page, with the same words above and below.

// Toolbar → the image that is on the page, and the content that goes with it. Of one model anywidget hands out several
// faces; its toolbar is the same object in all of them, and stays.
const ON_PAGE = new WeakMap();
const noteOnPage = (model, image, content) => ON_PAGE.set(model.get("toolbar"), { image, content, png: null });

const MARGIN = 10;
const SAYS = { size: 20, least: 14, background: "#f0f0f0" };
const WORDS = { size: 15, least: 13, background: "#fff" };
const TELLS = { size: 12, least: 12, background: "#fff" };
const SAVED_WIDTH = 900;

function stillOf(model) {
  const { content, png, width, note } = model.get("still");
  const shown = model.get("shown");
  const page = ON_PAGE.get(model.get("toolbar"));
  const isMade = content === shown.content && (!page || page.content === shown);
  // What the output holds since it was displayed, or since the page was left, has these words already.
  if (isMade ? !png : !page?.image.naturalWidth) return null;
  if (!isMade) page.png ??= pngOf(page, note);
  const { alt, width: onPage } = isMade ? { alt: shown.alt, width } : page.content;
  return {
    data: { "image/png": isMade ? png : page.png, "text/plain": alt },
    metadata: { "image/png": { width: onPage } },
  };
}

// As cnnlib.canvas.saved_png draws it, in base64; it must be there at once, so it is not made on a worker.
function pngOf({ image, content }, note) {
  const { naturalWidth: wide, naturalHeight: tall } = image;
  const pen = document.createElement("canvas").getContext("2d");
  const ratio = wide / content.width;
  const block = (text, { size, least, background }) => {
    const height = Math.max(least, (size * content.width) / SAVED_WIDTH) * ratio;
    const font = `${height}px "DejaVu Sans", sans-serif`;
    pen.font = font;
    const lines = text.split("\n").flatMap((line) => wrapped(pen, line, wide - 2 * MARGIN * ratio));
    return { font, background, lines, pitch: 1.4 * height, tall: lines.length ? 1.4 * height * lines.length + MARGIN * ratio : 0 };
  };
  const above = block(note, SAYS);
  const words = block([content.dimmed ? content.message : "", content.alt].filter(Boolean).join("\n"), WORDS);
  const below = block(content.dimmed ? "" : [content.formula, content.code].filter(Boolean).join("\n"), TELLS);
  Object.assign(pen.canvas, { width: wide, height: Math.ceil(above.tall + words.tall + tall + below.tall) });
  const write = ({ font, background, lines, pitch, tall: room }, top) => {
    Object.assign(pen, { fillStyle: background, font, textAlign: "center", textBaseline: "middle" });
    pen.fillRect(0, top, wide, Math.ceil(room));
    pen.fillStyle = "#222";
    lines.forEach((line, place) => pen.fillText(line, wide / 2, top + (MARGIN * ratio) / 2 + (place + 0.5) * pitch));
  };
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, wide, pen.canvas.height);
  pen.globalAlpha = content.dimmed ? 0.35 : 1;
  pen.drawImage(image, 0, Math.ceil(above.tall + words.tall));
  pen.globalAlpha = 1;
  write(above, 0);
  write(words, Math.ceil(above.tall));
  write(below, Math.ceil(above.tall + words.tall) + tall);
  return pen.canvas.toDataURL("image/png").split(",")[1];
}

// The lines of a text that are no longer than there is room.
function wrapped(pen, text, room) {
  if (!text) return [];
  const lines = [];
  for (const word of text.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Once the hand rests, or the film, the kernel makes the picture for the file: it is small, and sharp on every screen.
const REST = 1500;

function stillKeeper(model, ask) {
  let timer = null;
  let known = model.get("shown").content;
  let isDue = false; // a film ran: no hand has to rest first
  const now = () => {
    isDue = false;
    ask();
  };
  return {
    update(shown) {
      clearTimeout(timer);
      const { widget, content } = model.get("still");
      isDue ||= shown.film === "running";
      if (shown.content !== known) {
        known = shown.content;
        // The file has another picture: Jupyter saves it by itself, or asks before the page is closed.
        const notebook = notebookOf(model);
        if (notebook) notebook.dirty = true;
      }
      if (widget && content !== shown.content && shown.film !== "running") timer = setTimeout(now, isDue ? 0 : REST);
    },
    stop: () => clearTimeout(timer),
  };
}
