"""The notebook that ``slider.py`` measures: one figure, once with `interact`, once with `explore`.

It is made when it is needed, so that no saved copy can fall behind the library.
"""

import json

# What a call costs inside the kernel: from the arrival of a widget's message to the return of its handler,
# when all that it sends has been handed over. The same wrapper for both sides.
CLOCK = """
import time
import ipywidgets

arrivals = []
handle = ipywidgets.Widget._handle_msg

def timed(widget, message):
    start = time.perf_counter()
    handle(widget, message)
    arrivals.append((widget.model_id, 1000 * (time.perf_counter() - start)))

ipywidgets.Widget._handle_msg = timed
"""

DATA = """
import numpy as np
from cnnlib import conv2d

image = np.random.default_rng(0).integers(0, 10, (7, 7)).astype(float)

def kernel_of(size):
    return np.arange(size * size, dtype=float).reshape(size, size) % 3 - 1
"""

# Written as most people would: one figure a call, imshow and a text for each cell, plt.show(). Inline figures are
# cropped to what is drawn: this one becomes 911×303 pixels, a little smaller than the 960×340 of the explorer.
INTERACT = """
import matplotlib.pyplot as plt
from ipywidgets import interact

def grid(ax, values, title, limits, cmap):
    ax.imshow(values, cmap=cmap, vmin=limits[0], vmax=limits[1])
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, f"{value:g}", ha="center", va="center", fontsize=8)
    ax.set_title(title)
    ax.set_xticks([])
    ax.set_yticks([])

def draw(kernel_size=3, padding=1, stride=1, position=0):
    kernel = kernel_of(kernel_size)
    output = conv2d(image, kernel, padding=padding, stride=stride)
    position = min(position, output.size - 1)
    row, column = divmod(position, output.shape[1])
    fig, axes = plt.subplots(1, 3, figsize=(11.5, 4.2))
    grid(axes[0], np.pad(image, padding), f"input {image.shape}, padding {padding}", (0, 9), "Blues")
    grid(axes[1], kernel, f"kernel {kernel.shape}", (-2, 2), "RdBu")
    grid(axes[2], output, f"output {output.shape}", (-40, 40), "RdBu")
    axes[0].add_patch(plt.Rectangle((column * stride - 0.5, row * stride - 0.5), kernel_size, kernel_size,
                                    fill=False, edgecolor="darkorange", linewidth=3))
    axes[2].add_patch(plt.Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor="darkorange", linewidth=3))
    plt.show()

live = interact(draw, kernel_size=(1, 5), padding=(0, 3), stride=(1, 3), position=(0, 80))
"""

EXPLORE = """
from cnnlib.explore import cells_of, explore
from cnnlib.pictures import convolution_picture

def show(kernel_size=3, padding=1, stride=1, position=0):
    kernel = kernel_of(kernel_size)
    output = conv2d(image, kernel, padding=padding, stride=stride)
    return convolution_picture(image, kernel, output, padding=padding, stride=stride, position=position)

explorer = explore(show, kernel_size=(1, 5), padding=(0, 3), stride=(1, 3), position=cells_of("output"))
explorer
"""

# model id → [side, control], for the clock's log.
WHO = """
import json
import sys

senders = {child.model_id: ("interact", child.description) for child in live.widget.children
           if hasattr(child, "description")}
if "explorer" in globals():
    senders |= {child.model_id: ("explore", child.description) for child in explorer.widget.children[0].children}
    senders[explorer.view.model_id] = ("explore", "position")
print(json.dumps([[*senders[model], took] for model, took in arrivals if model in senders]))
arrivals.clear()
"""

START = {"kernel_size": 3, "padding": 1, "stride": 1, "position": 0}

# Both figures at the same setting, with one control at the lower end of its range.
PUT = """
for child in live.widget.children:
    if getattr(child, "description", "") in {names}:
        child.value = {values}[child.description]
explorer.set(**{values})
"""


def put(**values):
    """Return code that puts both figures to the start, apart from `values`."""
    values = {**START, **values}
    return PUT.format(names=tuple(values), values=values)


def notebook(*sources):
    """Return a notebook of code cells as JSON text."""
    cells = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": {"jupyter": {"source_hidden": True}},  # both figures fit into one window
            "execution_count": None,
            "outputs": [],
            "source": source.strip(),
        }
        for number, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
