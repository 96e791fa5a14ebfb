"""What pictures cost a training: the same run with a film and without.

    python benchmarks/film.py [--repeats 9] [--epochs 20]

It trains the network of 10_training, as that notebook does, once by asking `fit` for its records, and once as
a film of an explorer on a running loop: pictures built, painted and encoded. The two take turns, since a machine's
speed drifts, and what counts is the median of their ratios: of the time on the clock, and of the processor's time,
which other programs disturb less. What the browser does with a picture is not in it, nor
what the training costs that goes on in other processes meanwhile.
"""

import argparse
import asyncio
import statistics
import time

from cnnlib import SGD, fit
from cnnlib.explore import explore
from cnnlib.lessons.training.experiment import BATCH, EPOCHS, FIRST_RATE, digits, network
from cnnlib.lessons.training.pictures import training_picture

X, LABELS, VALIDATION, _TEST = digits()
MOST = 1.2
"""How many times as long a training may take with pictures."""


def records(model, epochs):
    """The training itself."""
    descent = SGD(model, FIRST_RATE, momentum=0)
    return fit(model, X, LABELS, optimizer=descent, epochs=epochs, batch_size=BATCH, held_out=VALIDATION)


def plain(epochs):
    """Train without a picture; return the seconds on the clock and of the processor."""
    model = network()
    begun = clocks()
    for _record in records(model, epochs):
        pass
    return since(begun)


def clocks():
    """Return the time on the clock and the processor's."""
    return time.perf_counter(), time.process_time()


def since(begun):
    """Return how much of both has passed."""
    return tuple(now - then for now, then in zip(clocks(), begun, strict=True))


def filmed(epochs):
    """Train as a film; return the seconds and how many pictures were shown."""

    def train(filters=8):
        model, so_far = network(filters), []
        yield training_picture(so_far)
        for record in records(model, epochs):
            so_far.append(record)
            yield training_picture(so_far)

    async def run():
        explorer = explore(train, filters=(1, 16))
        shown, show = 0, explorer.view.show

        def counting(*args, **kwargs):
            nonlocal shown
            shown += 1
            show(*args, **kwargs)

        explorer.view.show = counting
        begun = clocks()
        explorer.start()
        while explorer.film == "running":
            await asyncio.sleep(0)
        return since(begun), shown

    return asyncio.run(run())


def main():
    """Take turns, and print the seconds of each and the median ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    plain(2), filmed(2)  # warm up
    ratios = []
    for _turn in range(options.repeats):
        alone = plain(options.epochs)
        with_pictures, shown = filmed(options.epochs)
        ratios.append([much / little for much, little in zip(with_pictures, alone, strict=True)])
        print(
            f"{alone[0]:6.2f} s without, {with_pictures[0]:6.2f} s with {shown} pictures: "
            f"{ratios[-1][0]:.2f} (processor {ratios[-1][1]:.2f})",
            flush=True,
        )
    clock, processor = (statistics.median(each) for each in zip(*ratios, strict=True))
    verdict = "within" if max(clock, processor) <= MOST else "OVER"
    print(f"median ratio {clock:.2f} (processor {processor:.2f}), {verdict} the {MOST} that are allowed")


if __name__ == "__main__":
    main()
