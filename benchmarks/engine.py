"""The engine against PyTorch, plain im2col and loops: speed and memory, written to RESULTS.md.

Run it as `make bench` does, with PyTorch installed. One thread on both sides. The two sides take
turns, and what counts is the median of the ratios of neighbouring turns, so that another
program on the machine slows both alike. `--quick` takes fewer turns; `--only WORD` measures the rows
whose name holds the word, prints them and writes nothing.
"""

import os

THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
os.environ.update(THREADS)  # before NumPy and PyTorch are loaded, which is when they read it
OVERRIDES = [name for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE") if os.environ.pop(name, None)]

import argparse  # noqa: E402
import math  # noqa: E402
import platform  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import tracemalloc  # noqa: E402
from pathlib import Path  # noqa: E402
from time import perf_counter  # noqa: E402
from typing import NamedTuple  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/helpers"))

import naive_reference  # noqa: E402

import cnnlib  # noqa: E402
from cnnlib import samples  # noqa: E402
from cnnlib.engine import bands  # noqa: E402
from cnnlib.engine.training import train_step  # noqa: E402
from cnnlib.engine.windows import WindowGrid  # noqa: E402

F = torch.nn.functional
torch.set_num_threads(1)
torch.set_grad_enabled(False)
RESULTS = Path(__file__).with_name("RESULTS.md")
REMARKS = """## What limits the rest

Measured on the machine above while the engine was written, a step at a time.

- **Networks, float32.** The products alone run at 86 to 96 GFLOP/s in NumPy's OpenBLAS, whose best on this machine
  is 101; PyTorch's convolution reaches 104 on 64×56², which no product of that shape does here.
  So 64×56² could not come below 1.13, and copying its columns (2.5 of 23 ms, at 22 GB/s) and padding make it some
  1.35. At stride 2 the copy runs at 9 GB/s, because every second number is taken.
- **float64, 1×1 and 256×14².** Again the product: 256×2304 times a band of 56 columns runs at 37 to 39 GFLOP/s, and
  alone takes 6.1 ms of 6.3; PyTorch's whole convolution takes 5.7. All 196 columns at once would run at 44.5 and need
  3.5 MiB of scratch memory.
- **On the line: teaching sizes, an epoch, plain im2col.** Two runs one after the other gave 1.26 and 1.31, 0.73 and
  0.76, 2.7 and 2.8 (and 3.6 in an earlier one). On a 4×4 image the ratio is that of two calls: 7 to 9 µs here, of
  which the checks take 2, and 4.4 there. Plain im2col spends its time on 14 MiB of columns, in memory fresh from the
  system.
- **Depthwise 64×56², float32.** One pass over 0.8 MB costs NumPy 25 to 30 µs, and PyTorch's 160 to 190 µs are six
  such passes. We need a frame (50 to 80 µs), the columns (nine times the image, 110 to 280 µs), a product for each
  channel (120 µs) and the bias. Tried: rows joined, 450 µs; a multiply and an add for each of the nine taps, 460 µs;
  four rows of output as one product with a banded matrix, 310 to 380 µs of 535, a ratio of 2, for 20 lines. The zeros
  of that matrix let a NaN spread to cells whose window does not hold it, and a check for it costs one more pass. None
  of them reaches 1.5, so the simple code stays. Backward, the filters' gradient needs no columns: a dot product for
  each weight and plane, 170 µs instead of 590.
"""


class Case(NamedTuple):
    x: tuple
    weight: tuple
    options: dict

    def __str__(self):
        n, c, h, w = self.x
        f, _, kh, kw = self.weight
        options = "".join(f" {name} {value}" for name, value in self.options.items())
        return f"{n}×{c}×{h}×{w} → {f}, {kh}×{kw}{options}"

    @property
    def multiplications(self):
        out = cnnlib.conv2d(np.empty(self.x, np.float32), np.zeros(self.weight, np.float32), **self.options)
        return out.size * math.prod(self.weight[1:])


class Measured(NamedTuple):
    case: str
    ratio: float
    ours: float
    theirs: float
    rate: float | None = None


TEACHING = [Case((1, 1, size, size), (f, 1, k, k), {}) for size, f, k in ((4, 1, 3), (8, 8, 3), (28, 8, 3), (28, 8, 5))]
PICTURES = [
    Case((1, 3, size, size), (f, 3, k, k), {"padding": k // 2})
    for size in (256, 512)
    for k in (3, 5, 7, 11)
    for f in (1, 4, 16)
]
NETWORKS = [
    Case((32, 3, 32, 32), (16, 3, 3, 3), {"padding": 1}),
    Case((32, 16, 28, 28), (32, 16, 3, 3), {"padding": 1}),
    Case((8, 64, 56, 56), (64, 64, 3, 3), {"padding": 1}),
    Case((8, 64, 56, 56), (64, 64, 3, 3), {"padding": 1, "stride": 2}),
    Case((8, 64, 56, 56), (64, 64, 1, 1), {}),
    Case((1, 256, 14, 14), (256, 256, 3, 3), {"padding": 1}),
]
DEPTHWISE = [Case((1, c, size, size), (c, 1, 3, 3), {"padding": 1, "groups": c}) for c, size in ((16, 28), (64, 56))]
POOLS = [
    ((32, 16, 32, 32), 2, {}),
    ((8, 64, 56, 56), 2, {}),
    ((8, 64, 56, 56), 3, {"stride": 2, "padding": 1}),
    ((1, 3, 256, 256), 2, {}),
    ((1, 3, 512, 512), 4, {}),
]


def turn(function, times):
    began = perf_counter()
    for _ in range(times):
        function()
    return (perf_counter() - began) / times


def race(ours, theirs, seconds):
    """Median of the ratios of neighbouring turns, and the median time of each side, in seconds."""
    for function in (ours, theirs):  # first calls build plans and caches
        function()
        function()
    times = [max(1, int(0.003 / turn(function, 1))) for function in (ours, theirs)]
    estimate = turn(ours, times[0]) * times[0] + turn(theirs, times[1]) * times[1]
    pairs = []
    for _ in range(min(300, max(9, int(seconds / estimate)))):
        pairs.append((turn(ours, times[0]), turn(theirs, times[1])))
    return (statistics.median(a / b for a, b in pairs), *map(statistics.median, zip(*pairs, strict=True)))


def arrays_of(case, dtype):
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(dtype) for shape in (case.x, case.weight, case.weight[:1])]


def forward(case, dtype, seconds):
    arrays = arrays_of(case, dtype)
    tensors = [torch.from_numpy(array) for array in arrays]
    found = race(lambda: cnnlib.conv2d(*arrays, **case.options), lambda: F.conv2d(*tensors, **case.options), seconds)
    return Measured(f"{case}, {dtype}", *found, 2 * case.multiplications / found[1])


def backward(case, dtype, seconds):
    arrays = arrays_of(case, dtype)
    grad = cnnlib.conv2d(*arrays, **case.options)
    with torch.enable_grad():
        tensors = [torch.from_numpy(array).requires_grad_() for array in arrays]
        out = F.conv2d(*tensors, **case.options)
    tensor = torch.from_numpy(grad)
    found = race(
        lambda: cnnlib.conv2d_backward(grad, *arrays[:2], **case.options),
        lambda: torch.autograd.grad(out, tensors, tensor, retain_graph=True),
        seconds,
    )
    return Measured(f"{case}, {dtype}", *found, 4 * case.multiplications / found[1])


def pool_forward(shape, kernel, options, seconds):
    x = np.random.default_rng(0).standard_normal(shape).astype("float32")
    tensor = torch.from_numpy(x)
    name = "×".join(map(str, shape)) + f", {kernel}×{kernel}" + "".join(f" {k} {v}" for k, v in options.items())
    return Measured(
        name,
        *race(
            lambda: cnnlib.max_pool2d(x, kernel, **options), lambda: F.max_pool2d(tensor, kernel, **options), seconds
        ),
    )


def pool_both(shape, kernel, options, seconds):
    x = np.random.default_rng(0).standard_normal(shape).astype("float32")
    tensor = torch.from_numpy(x).requires_grad_()
    grad = cnnlib.max_pool2d(x, kernel, **options)
    grad_tensor = torch.from_numpy(grad)

    def ours():
        out = cnnlib.max_pool2d(x, kernel, **options)
        cnnlib.max_pool2d_backward(grad, x, kernel, **options, output=out)  # PyTorch keeps what won, too

    def theirs():
        with torch.enable_grad():
            torch.autograd.grad(F.max_pool2d(tensor, kernel, **options), tensor, grad_tensor)

    name = "×".join(map(str, shape)) + f", {kernel}×{kernel}" + "".join(f" {k} {v}" for k, v in options.items())
    return Measured(name, *race(ours, theirs, seconds))


def network(seed):
    layers = cnnlib.Conv2d, cnnlib.ReLU, cnnlib.MaxPool2d, cnnlib.Flatten, cnnlib.Linear
    conv, relu, pool, flatten, linear = layers
    return cnnlib.Sequential(
        conv(1, 8, 3, padding=1),
        relu(),
        pool(2),
        conv(8, 16, 3, padding=1),
        relu(),
        pool(2),
        flatten(),
        linear(64, 10),
        seed=seed,
    )


def digits():
    x, labels, test_x, test_labels = samples.digits_split(seed=0)
    return np.float32(x[:, None]) / 16, labels.astype(np.int64), np.float32(test_x[:, None]) / 16, test_labels


def epoch(seconds):
    """One pass over the 1437 training digits in batches of 32, SGD with momentum, on both sides."""
    x, labels, _, _ = digits()
    model = network(0)
    optimizer = cnnlib.SGD(model, 0.05)
    nn = torch.nn
    peer = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64, 10),
    )
    peer_optimizer = torch.optim.SGD(peer.parameters(), 0.05, momentum=0.9)
    tensors = torch.from_numpy(x), torch.from_numpy(labels)
    rng = np.random.default_rng(0)

    def ours():
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            batch = order[start : start + 32]
            train_step(model, x[batch], labels[batch], optimizer)

    def theirs():
        with torch.enable_grad():
            order = torch.randperm(len(x))
            for start in range(0, len(x), 32):
                batch = order[start : start + 32]
                peer_optimizer.zero_grad()
                scores = peer(tensors[0][batch])
                F.cross_entropy(scores, tensors[1][batch]).backward()
                peer_optimizer.step()
                (scores.argmax(dim=1) == tensors[1][batch]).sum().item()

    return Measured("conv8–pool–conv16–pool–linear, batch 32, float32", *race(ours, theirs, 8 * seconds))


def held_out():
    """Accuracy on the 360 digits held out, after 20 epochs, for five seeds."""
    x, labels, test_x, test_labels = digits()
    reached = []
    for seed in range(5):
        model = network(seed)
        training = cnnlib.fit(model, x, labels, optimizer=cnnlib.SGD(model, 0.05), epochs=20, seed=seed)
        for _ in training:
            pass
        reached.append(cnnlib.accuracy(model, test_x, test_labels))
    return reached


def scratch(case, dtype):
    """Bytes that a forward pass needs at its peak, beyond the padded input and the output."""
    arrays = arrays_of(case, dtype)
    n, c, h, w = case.x
    side = case.options.get("padding", 0)
    padded = n * c * (h + 2 * side) * (w + 2 * side) * arrays[0].itemsize if side else 0
    output = cnnlib.conv2d(*arrays, **case.options).nbytes
    bands.scratch_memory.__dict__.clear()  # the band's memory, which is kept from call to call, counts too
    tracemalloc.start()
    cnnlib.conv2d(*arrays, **case.options)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - padded - output


def book_im2col(x, weight, bias, padding):
    """Convolution as the code of "Deep Learning from Scratch" computes it: all windows as the rows of one matrix."""
    (n, c, h, w), (f, _, kh, kw) = x.shape, weight.shape
    height, width = h + 2 * padding - kh + 1, w + 2 * padding - kw + 1
    image = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = np.zeros((n, c, kh, kw, height, width), x.dtype)
    for i in range(kh):
        for j in range(kw):
            columns[:, :, i, j] = image[:, :, i : i + height, j : j + width]
    rows = columns.transpose(0, 4, 5, 1, 2, 3).reshape(n * height * width, -1)
    out = np.dot(rows, weight.reshape(f, -1).T) + bias
    return out.reshape(n, height, width, -1).transpose(0, 3, 1, 2)


def against_simple_code(seconds):
    """How many times faster than plain im2col and than loops, on 32×16×28²→32."""
    case = NETWORKS[1]
    arrays = arrays_of(case, "float32")
    ratio, _, _ = race(lambda: book_im2col(*arrays, 1), lambda: cnnlib.conv2d(*arrays, padding=1), seconds)
    one = arrays[0][:1]  # the loops get one image of the 32: they take half a minute for it
    loops = turn(lambda: naive_reference.conv2d(one, *arrays[1:], (1, 1), ((1, 1), (1, 1)), (1, 1), 1), 1)
    ours = statistics.median(turn(lambda: cnnlib.conv2d(*arrays, padding=1), 5) for _ in range(9))
    return ratio, 32 * loops / ours


def gemm_rate(dtype):
    """Operations per second of the best of some large matrix products."""
    a, b = np.ones((1024, 1024), dtype), np.ones((1024, 1024), dtype)
    return 2 * 1024**3 / min(turn(lambda: a @ b, 1) for _ in range(15))


def validation():
    """Seconds of a call of conv2d on 4×4, and of the same work on arguments that are prepared and trusted."""
    x, weight = np.ones((1, 1, 4, 4), np.float32), np.ones((1, 1, 3, 3), np.float32)
    grid = WindowGrid((3, 3), (1, 1), (1, 1), ((0, 0), (0, 0)), (2, 2))

    def trusted():
        with np.errstate(all="ignore"):
            bands.convolve(x, weight, 1, grid)

    return race(lambda: cnnlib.conv2d(x, weight), trusted, 1)[1:]


ROWS = [
    # name, measurements, limit of the geometric mean, limit of the worst
    ("forward, float32, teaching sizes", lambda s: [forward(c, "float32", s) for c in TEACHING], 1.3, None),
    ("forward, float32, pictures", lambda s: [forward(c, "float32", s) for c in PICTURES], 1.0, 2.4),
    ("forward, float32, networks", lambda s: [forward(c, "float32", s) for c in NETWORKS], 1.2, 1.6),
    ("forward, float64, from 32² up", lambda s: [forward(c, "float64", s) for c in NETWORKS + PICTURES], 0.6, 1.0),
    ("forward, float32, depthwise", lambda s: [forward(c, "float32", s) for c in DEPTHWISE], 1.5, 1.5),
    (
        "backward, float32, of all of these",
        lambda s: [backward(c, "float32", s) for c in TEACHING + PICTURES + NETWORKS + DEPTHWISE],
        1.2,
        2.3,
    ),
    (
        "backward, float64, networks, depthwise, pictures of 256²",
        lambda s: [backward(c, "float64", s) for c in NETWORKS + DEPTHWISE + PICTURES[:12]],
        1.2,
        2.3,
    ),
    ("max pool, forward, from 32² up", lambda s: [pool_forward(*p, s) for p in POOLS], 0.3, None),
    ("max pool, forward + backward, from 32² up", lambda s: [pool_both(*p, s) for p in POOLS], 0.7, None),
    ("an epoch on the digits", lambda s: [epoch(s)], 0.75, None),
]


def geometric_mean(measured):
    return math.exp(statistics.fmean(math.log(m.ratio) for m in measured))


def conditions():
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        processor = lines[0].split(":")[1].strip() if lines else processor
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return [
        f"- Python {platform.python_version()}, NumPy {np.__version__} ({blas['name']} {blas['version']}), "
        f"PyTorch {torch.__version__}",
        f"- {processor}, {os.cpu_count()} cores; one thread on each side ({', '.join(THREADS)} = 1, "
        f"torch.get_num_threads() = {torch.get_num_threads()})",
        "- OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE unset"
        + (f" (they were set; this script removed {', '.join(OVERRIDES)})" if OVERRIDES else ""),
        "- load of the machine at the end, over 1 and 15 minutes: {:.1f} and {:.1f}".format(*os.getloadavg()[::2]),
        "- the two sides in turns of at least 3 ms; a ratio is the median over at least 9 pairs of turns",
    ]


def verdict(reached):
    return "yes" if reached else "**no**"


def summary_row(name, measured, mean_limit, worst_limit):
    mean, worst = geometric_mean(measured), max(m.ratio for m in measured)
    reached = mean <= mean_limit and (worst_limit is None or worst <= worst_limit)
    target = f"≤ {mean_limit}" + (f", none over {worst_limit}" if worst_limit else "")
    return f"| {name} | {target} | {mean:.2f} | {worst:.2f} | {verdict(reached)} |"


def details(name, measured, rates):
    lines = [f"### {name}", "", "| case | ours | PyTorch | ratio | GFLOP/s | of GEMM |", "|---|---|---|---|---|---|"]
    for m in measured:
        rate, share = "", ""
        if m.rate is not None:
            peak = rates["float64" if "float64" in m.case else "float32"]
            rate, share = f"{m.rate / 1e9:.1f}", f"{m.rate / peak:.0%}"
        times = f"{m.ours * 1e6:.1f} µs | {m.theirs * 1e6:.1f} µs"
        lines.append(f"| {m.case} | {times} | {m.ratio:.2f} | {rate} | {share} |")
    return [*lines, ""]


def measure(seconds, only):
    chosen = [row for row in ROWS if only in row[0]]
    rates = {dtype: gemm_rate(dtype) for dtype in ("float32", "float64")}
    print(f"GEMM: {rates['float32'] / 1e9:.0f} GFLOP/s in float32, {rates['float64'] / 1e9:.0f} in float64")
    table = ["| what | to reach | geometric mean | worst | reached |", "|---|---|---|---|---|"]
    sections = []
    for name, run, mean_limit, worst_limit in chosen:
        measured = run(seconds)
        table.append(summary_row(name, measured, mean_limit, worst_limit))
        sections += details(name, measured, rates)
        print(table[-1], flush=True)
    return table, sections, rates


def other_measures(seconds):
    """Rows of the table that are no ratio to PyTorch."""
    reached = held_out()
    accuracy = statistics.fmean(reached)
    memory = max(
        scratch(Case((1, 3, size, size), (f, 3, k, k), {"padding": k // 2}), dtype)
        for size, f, k in ((256, 16, 3), (512, 16, 11), (256, 4, 31))
        for dtype in ("float32", "float64")
    )
    plain, loops = against_simple_code(seconds)
    checked, trusted = validation()
    return [
        "| what | to reach | measured | reached |",
        "|---|---|---|---|",
        f"| digits held out after 20 epochs, mean of 5 seeds | ≥ 98 % | {accuracy:.2%} "
        f"({', '.join(f'{r:.1%}' for r in reached)}) | {verdict(accuracy >= 0.98)} |",
        f"| scratch memory of a forward pass, kernels of 3 to 31 | ≤ 2 MiB | {memory / 2**20:.2f} MiB | "
        f"{verdict(memory <= 2 << 20)} |",
        f"| against plain im2col, 32×16×28²→32 | ≥ 3 times faster | {plain:.1f} | {verdict(plain >= 3)} |",
        f"| against loops, 32×16×28²→32 | ≥ 1000 times faster | {loops:,.0f} | {verdict(loops >= 1000)} |",
        f"| checks and conversions of a call, on 1×1×4×4, 3×3 | measured | {(checked - trusted) * 1e6:.1f} of "
        f"{checked * 1e6:.1f} µs | |",
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    seconds = 0.2 if arguments.quick else 0.6
    table, sections, rates = measure(seconds, arguments.only)
    if arguments.only:
        print("\n".join(sections))
        return
    others = other_measures(seconds)
    print("\n".join(others))
    text = [
        "# The engine against its peers",
        "",
        "Written by `make bench` (benchmarks/engine.py). A ratio is our time divided by PyTorch's, checks of the "
        "arguments included: below 1 we are faster.",
        "",
        *conditions(),
        f"- this machine's matrix product of 1024³: {rates['float32'] / 1e9:.0f} GFLOP/s in float32, "
        f"{rates['float64'] / 1e9:.0f} in float64",
        "",
        *table,
        "",
        *others,
        "",
        REMARKS,
        "",
        "## Every case",
        "",
        *sections,
    ]
    RESULTS.write_text("\n".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
