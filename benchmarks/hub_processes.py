"""What the processes of a hub take: of memory and of the processor, by what they are."""

import contextlib
from typing import NamedTuple

import psutil

KINDS = ("hub", "proxy", "server", "kernel")
"""The hub; the proxy before it; the Jupyter server and the kernels of each learner."""

SIGNS = (("configurable-http-proxy", "proxy"), ("jupyterhub.singleuser", "server"), ("ipykernel_launcher", "kernel"))
"""What a command has in it → what it is."""


class Memory(NamedTuple):
    """Memory of some processes together, in bytes.

    Attributes
    ----------
    count : int
        How many processes.
    pss : int
        What they take of the machine: what several processes share is divided among them.
    rss : int
        What each of them has, summed: what they share is counted for each.
    """

    count: int
    pss: int
    rss: int


def processes(hub):
    """Return the processes of a hub, kind → list; what a kernel starts, such as a training, belongs to it."""
    found = {kind: [] for kind in KINDS}
    found["hub"].append(hub.process)
    for each in hub.process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            command = " ".join(each.cmdline())
            kind = next((kind for sign, kind in SIGNS if sign in command), "kernel" if _below_kernel(each) else None)
            if kind:
                found[kind].append(each)
    return found


def _below_kernel(process):
    return any("ipykernel_launcher" in " ".join(parent.cmdline()) for parent in process.parents())


def kernel_process(hub, identity):
    """Return the process of the kernel with that id."""
    return next(each for each in processes(hub)["kernel"] if any(identity in part for part in each.cmdline()))


def memory(hub):
    """Return kind → :class:`Memory`. PSS is read where the system tells it; else it is the RSS."""
    found = {}
    for kind, members in processes(hub).items():
        sizes = []
        for each in members:
            with contextlib.suppress(psutil.NoSuchProcess):
                full = each.memory_full_info()
                sizes.append((getattr(full, "pss", full.rss), full.rss))
        found[kind] = Memory(len(sizes), sum(pss for pss, _rss in sizes), sum(rss for _pss, rss in sizes))
    return found


def processor_seconds(hub):
    """Return kind → seconds of the processor that its processes have taken since they were started."""
    taken = {}
    for kind, members in processes(hub).items():
        taken[kind] = 0.0
        for each in members:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = each.cpu_times()
                taken[kind] += times.user + times.system
    return taken


def busy_seconds(core):
    """Return the seconds that a core has worked since the machine was started, for whomever."""
    times = psutil.cpu_times(percpu=True)[core]
    return sum(times[:8]) - times.idle - times.iowait  # of a guest's time, which follows, these hold the same once more


def free_bytes():
    """Return how much memory the machine can still give."""
    return psutil.virtual_memory().available
