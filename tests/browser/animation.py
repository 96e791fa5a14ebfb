"""Screenshots of an explorer while something is done in it, put together to an animated GIF."""

import io

from PIL import Image


class Animation:
    """Frames of an explorer, as a browser shows it: controls, picture, caption and code."""

    def __init__(self, explorer):
        self.page = explorer.page
        explorer.cell.evaluate("(cell) => cell.scrollIntoView({ block: 'start' })")
        self.page.evaluate("document.activeElement.blur()")
        explorer.lab.painted()
        box = explorer.cell.locator(".jp-OutputArea-output").first.bounding_box()
        height = min(box["height"], self.page.viewport_size["height"] - box["y"])
        self.clip = {**box, "height": height}
        self.frames, self.seconds = [], []

    def shoot(self, seconds=0.12):
        """Take a frame, to be shown for so long."""
        picture = Image.open(io.BytesIO(self.page.screenshot(clip=self.clip))).convert("RGB")
        self.frames.append(picture)
        self.seconds.append(seconds)

    def different(self):
        """Return how many of the frames differ from the one before."""
        pairs = zip(self.frames, self.frames[1:], strict=False)
        return sum(one.tobytes() != other.tobytes() for one, other in pairs)

    def save(self, path, colours=64):
        """Write the GIF, with one palette for all frames so that nothing flickers."""
        palette = self.frames[-1].quantize(colours, dither=Image.Dither.NONE)
        frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in self.frames]
        path.parent.mkdir(exist_ok=True)
        durations = [round(1000 * each) for each in self.seconds]
        frames[0].save(path, save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True)
