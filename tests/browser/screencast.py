"""What the browser really put on the screen, frame by frame."""

import base64
import io

import numpy as np

# Grey levels: a figure has dark text and lines on white, an empty area has none.
LEAST_SPREAD = 4.0


def film(page, action):
    """Do `action` and return the frames that were presented meanwhile, as JPEG bytes."""
    session = page.context.new_cdp_session(page)
    frames = []

    def keep(event):
        frames.append(base64.b64decode(event["data"]))
        session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.on("Page.screencastFrame", keep)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 60, "everyNthFrame": 1})
    action()
    page.wait_for_timeout(600)
    session.remove_listener("Page.screencastFrame", keep)
    session.send("Page.stopScreencast")
    page.wait_for_timeout(200)  # for answers that are still on their way
    session.detach()
    return frames


def blank_frames(page, box, action):
    """Do `action`; return in how many frames the area `box` (x, y, width, height) was empty, and of how many."""
    from PIL import Image

    frames = film(page, action)
    viewport = page.viewport_size
    blank = 0
    for frame in frames:
        image = Image.open(io.BytesIO(frame)).convert("L")
        # A screencast may be scaled down to fit.
        scale = image.width / viewport["width"]
        sides = box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]
        area = image.crop(tuple(round(scale * side) for side in sides))
        blank += float(np.asarray(area, dtype=float).std()) < LEAST_SPREAD
    return blank, len(frames)
