"""The notebooks that ``slider.py`` measures: one figure three times, by JavaScript alone, `interact` and `explore`.

They are made when they are needed, so that no saved copy can fall behind the library.
"""

import json
from pathlib import Path

FLOOR_SCRIPT = (Path(__file__).parent / "slider_floor.js").read_text(encoding="utf-8")

# What a message of a widget costs the kernel. `arrivals` holds, for each, whose it was, and how many seconds the
# processor had worked in all threads when it arrived, and when its handler returned. The same wrapper for all sides.
CLOCK = """
import time
import ipywidgets

arrivals = []
handle = ipywidgets.Widget._handle_msg

def timed(widget, message):
    entry = [widget.model_id, time.process_time(), None]
    arrivals.append(entry)
    handle(widget, message)
    entry[2] = time.process_time()

ipywidgets.Widget._handle_msg = timed
"""

DATA = """
import numpy as np
from cnnlib import conv2d

image = np.random.default_rng(0).integers(0, 10, (7, 7)).astype(float)
FILTERS = ["ramp", "mean", "edges"]

def kernel_of(name, size, scale):
    if name == "mean":
        return np.full((size, size), scale / size**2)
    if name == "edges":
        return np.tile(scale * np.sign(np.arange(size) - (size - 1) / 2), (size, 1))
    return scale * (np.arange(size * size, dtype=float).reshape(size, size) % 3 - 1)
"""

FLOOR = f"""
import anywidget
import traitlets

class Floor(anywidget.AnyWidget):
    _esm = {FLOOR_SCRIPT!r}
    image = traitlets.List().tag(sync=True)

Floor(image=image.tolist())
"""

# Written as most people would: one figure a call, imshow and a text for each cell, plt.show(). Inline figures are
# cropped to what is drawn: this one becomes some 911×303 pixels, a little smaller than the 960×340 of the explorer.
INTERACT = """
import matplotlib.pyplot as plt
from ipywidgets import interact

def grid(ax, values, title, limits, cmap):
    ax.imshow(values, cmap=cmap, vmin=limits[0], vmax=limits[1])
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, f"{value:.3g}", ha="center", va="center", fontsize=8)
    ax.set_title(title)
    ax.set_xticks([])
    ax.set_yticks([])

def draw(kernel_size=3, scale=1.0, filter="ramp", padded=True, position=0):
    kernel = kernel_of(filter, kernel_size, scale)
    padding = 1 if padded else 0
    output = conv2d(image, kernel, padding=padding)
    position = min(position, output.size - 1)
    row, column = divmod(position, output.shape[1])
    fig, axes = plt.subplots(1, 3, figsize=(11.5, 4.2))
    grid(axes[0], np.pad(image, padding), f"input {image.shape}, padding {padding}", (0, 9), "Blues")
    grid(axes[1], kernel, f"kernel {kernel.shape}", (-2, 2), "RdBu")
    grid(axes[2], output, f"output {output.shape}", (-40, 40), "RdBu")
    axes[0].add_patch(plt.Rectangle((column - 0.5, row - 0.5), kernel_size, kernel_size,
                                    fill=False, edgecolor="darkorange", linewidth=3))
    axes[2].add_patch(plt.Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor="darkorange", linewidth=3))
    plt.show()

live = interact(draw, kernel_size=(1, 5), scale=(0.5, 3.0, 0.1), filter=FILTERS, padded=True, position=(0, 80))
"""

EXPLORE = """
from cnnlib.explore import cells_of, explore
from cnnlib.pictures import convolution_picture

def show(kernel_size=3, scale=1.0, filter="ramp", padded=True, position=0):
    kernel = kernel_of(filter, kernel_size, scale)
    padding = 1 if padded else 0
    output = conv2d(image, kernel, padding=padding)
    return convolution_picture(image, kernel, output, padding=padding, position=position)

explorer = explore(
    show,
    presets={"no padding": dict(padded=False, position=0), "same size": dict(kernel_size=3, padded=True)},
    kernel_size=(1, 5), scale=(0.5, 3.0, 0.1), filter=FILTERS, padded=True, position=cells_of("output"),
)
explorer
"""

# The clock's log as [side, milliseconds of the processor in the handler, and from then until the next message]: what
# comes after a message belongs to its side.
ARRIVED = """
import json

sides = {child.model_id: "interact" for child in live.widget.children}
sides |= {child.model_id: "explore" for child in explorer.widget.children[0].children}
sides[explorer.view.model_id] = "explore"
begins = [begin for _model, begin, _end in arrivals[1:]] + [time.process_time()]
print(json.dumps([[sides.get(model, ""), 1000 * (end - begin), 1000 * (following - end)]
                  for (model, begin, end), following in zip(arrivals, begins)]))
arrivals.clear()
"""

START = {"kernel_size": 3, "scale": 1.0, "filter": "ramp", "padded": True, "position": 0}

# Both figures of the kernel at the same setting.
PUT = """
for child in live.widget.children:
    if getattr(child, "description", "") in {values}:
        child.value = {values}[child.description]
explorer.set(**{values})
"""

RESIDENT = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss)"


def put(values):
    """Return code that puts both figures of the kernel to `values`."""
    return PUT.format(values=values)


def notebook(*sources):
    """Return a notebook of code cells as JSON text."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": {"jupyter": {"source_hidden": True}},  # all figures fit into one window
            "execution_count": None,
            "outputs": [],
            "source": source.strip(),
        }
        for number, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
