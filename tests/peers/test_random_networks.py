"""Random networks and steps of optimisers against PyTorch."""

import numpy as np
import torch
from peers.cases import Case, Tally, agree, draw_cases, tensor, unchanged, whole_numbers, within

import cnnlib

nn = torch.nn


def whole_parameters(layer, rng):
    """Give a layer small whole numbers."""
    for parameter in layer.parameters.values():
        parameter[...] = rng.integers(-2, 3, parameter.shape)
    return layer


def twin(layer, made):
    """Return a layer as PyTorch has it, with the same numbers: one module for one layer, however often it is asked for.

    Parameters
    ----------
    made : dict
        The identity of a layer → the layer, and its module; it is added to.
    """
    if isinstance(layer, cnnlib.Sequential):
        return nn.Sequential(*(twin(inside, made) for inside in layer.layers))
    if id(layer) not in made:
        made[id(layer)] = layer, module_like(layer)
    return made[id(layer)][1]


def module_like(layer):
    if isinstance(layer, cnnlib.Conv2d):
        made = nn.Conv2d(layer.in_channels, layer.out_channels, layer.kernel_size, **layer.settings, bias=biased(layer))
    elif isinstance(layer, cnnlib.Linear):
        outputs, inputs = layer.parameters["weight"].shape
        made = nn.Linear(inputs, outputs, bias=biased(layer))
    elif isinstance(layer, cnnlib.MaxPool2d):
        return nn.MaxPool2d(layer.kernel_size, **layer.settings)
    elif isinstance(layer, cnnlib.AvgPool2d):
        return nn.AvgPool2d(layer.kernel_size, layer.settings["stride"], layer.settings["padding"])
    elif isinstance(layer, cnnlib.GlobalAvgPool2d):
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    else:
        return {cnnlib.ReLU: nn.ReLU, cnnlib.Flatten: nn.Flatten}[type(layer)]()
    made = made.double()
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            parameter.copy_(torch.from_numpy(layer.parameters[name]))
    return made


def biased(layer):
    return "bias" in layer.parameters


def draw_layer(rng, shape):
    """Draw a layer for samples of this shape; means of 2 or 4 numbers only, since halves are exact."""
    channels, height, width = shape
    kind = rng.choice(["conv", "conv", "conv", "relu", "max", "mean"])
    if kind == "relu":
        return cnnlib.ReLU()
    if kind == "conv":
        groups = channels if rng.random() < 0.3 else 1
        filters = groups * int(rng.integers(1, 4 if groups == 1 else 3))
        kernel = int(rng.integers(1, min(height, width, 3) + 1)), int(rng.integers(1, min(height, width, 3) + 1))
        settings = {"stride": int(rng.integers(1, 3)), "padding": int(rng.integers(0, 2)), "groups": groups}
        settings["bias"] = bool(rng.random() < 0.7)
        return whole_parameters(cnnlib.Conv2d(channels, filters, kernel, **settings, dtype=float), rng)
    kernel = min(height, 2), min(width, 2)
    if kind == "max":
        settings = {"stride": int(rng.integers(1, 3)), "ceil_mode": bool(rng.random() < 0.5)}
        return cnnlib.MaxPool2d(kernel, padding=int(rng.random() < 0.3 and min(kernel) == 2), **settings)
    return cnnlib.AvgPool2d(kernel, stride=int(rng.integers(1, 3)))


def draw_network(rng):
    shape = first = (int(rng.integers(1, 4)), *rng.integers(4, 10, 2).tolist())
    layers, features = [], set()
    for _ in range(rng.integers(1, 5)):
        layer = draw_layer(rng, shape)
        repeats = 1
        if layer.output_shape(shape) == shape and rng.random() < 0.6:
            repeats = 2
            features.add("one layer in two places")
        layers += [layer] * repeats
        shape = layer.output_shape(shape)
    if rng.random() < 0.3 and repeats == 1 and len(layers) > 1:
        layers = [cnnlib.Sequential(*layers[:2]), *layers[2:]]
        features.add("a network inside")
    if shape[1] * shape[2] in (1, 2, 4, 8, 16) and rng.random() < 0.7:
        layers.append(cnnlib.GlobalAvgPool2d())
        shape = shape[:1]
    else:
        layers.append(cnnlib.Flatten())
        shape = (int(np.prod(shape)),)
    layers.append(whole_parameters(cnnlib.Linear(shape[0], 3, dtype=float), rng))
    features.update(type(layer).__name__ for layer in layers)
    count = int(rng.integers(0, 4))
    if not count:
        features.add("empty")
    network = cnnlib.Sequential(*layers)
    arrays = {"x": whole_numbers(rng, (count, *first)), "grad": whole_numbers(rng, (count, 3)), "network": network}
    return Case(arrays, {"network": repr(network)}, features)


def test_networks_and_all_their_gradients():
    """Whole numbers and halves: the forward pass and the way back through up to eleven layers, to the last bit."""
    tally = Tally("networks")
    for case in draw_cases("networks", draw_network):
        x, grad, network = case.arrays.values()
        made = {}
        theirs = twin(network, made)
        given = tensor(x).requires_grad_()
        out = theirs(given)
        untouched = unchanged(case.arrays)
        agree(network.forward(x), out, case, "output")
        out.backward(tensor(grad))
        agree(network.backward(grad), given.grad, case, "gradient by x")
        for layer, module in made.values():
            for name in layer.parameters:
                agree(layer.gradients[name], getattr(module, name).grad, case, f"gradient of the {name} of {layer}")
        assert untouched(), f"an argument was changed: {case}"
        tally.add(case)
    kinds = ("Conv2d", "ReLU", "MaxPool2d", "AvgPool2d", "GlobalAvgPool2d", "Flatten")
    tally.check(*kinds, "one layer in two places", "a network inside", "empty")


def draw_steps(rng):
    dtype = rng.choice([np.float32, np.float64])
    name = ("SGD", "Adam")[rng.integers(2)]
    layer = whole_parameters(
        cnnlib.Linear(*rng.integers(1, 5, 2).tolist(), bias=bool(rng.random() < 0.7), dtype=dtype), rng
    )
    if name == "SGD":  # powers of 2: every product is exact
        settings = {"lr": float(rng.choice([1, 0.5, 0.25])), "momentum": float(rng.choice([0, 0.5, 0.25]))}
    else:
        betas = float(rng.choice([0, 0.5, 0.9])), float(rng.choice([0.5, 0.9, 0.999]))
        settings = {"lr": float(rng.choice([0.1, 0.003])), "betas": betas, "eps": float(rng.choice([1e-8, 1e-3]))}
    steps = [
        {key: whole_numbers(rng, value.shape, dtype) for key, value in layer.parameters.items()}
        for _ in range(rng.integers(1, 6))
    ]
    return Case({"layer": layer, "steps": steps}, {"name": name, **settings}, {name, np.dtype(dtype).name})


def adam_bound(parameter, gradients, settings, unit):
    """How far apart two computations of Adam can be, by the rounding of each operation.

    With G the largest gradient so far, a step adds at most 8 units of G to the error of the mean gradient: of 4
    roundings, each of a number of at most 2 G. The running mean of squares adds positive numbers, each step with 6
    roundings; the root halves that, and a division, a root and ε add 4 more. What one step moves is rounded 4 times
    more, and the new parameter once.
    """
    (slow, slower), mean, square = settings["betas"], 0.0, 0.0
    bound, largest = np.zeros(parameter.shape), np.zeros(parameter.shape)
    value = parameter.astype(float)
    for step, gradient in enumerate(gradients, 1):
        gradient = gradient.astype(float)
        largest = np.maximum(largest, abs(gradient))
        mean, square = slow * mean + (1 - slow) * gradient, slower * square + (1 - slower) * gradient**2
        size = np.sqrt(square / (1 - slower**step)) + settings["eps"]
        rate = settings["lr"] / (1 - slow**step)
        value = value - rate * mean / size
        bound += rate * (8 * step * largest + abs(mean) * (3 * step + 8)) / size + abs(value)
    return 2 * unit * bound


def test_steps_of_the_optimisers():
    tally = Tally("optimizers")
    for case in draw_cases("optimizers", draw_steps):
        layer, steps = case.arrays.values()
        settings = {key: value for key, value in case.settings.items() if key != "name"}
        first = {key: value.copy() for key, value in layer.parameters.items()}
        theirs = {key: tensor(value).requires_grad_() for key, value in first.items()}
        if case.settings["name"] == "SGD":
            ours = cnnlib.SGD(layer, settings["lr"], momentum=settings["momentum"])
            their_optimizer = torch.optim.SGD(theirs.values(), **settings)
        else:
            ours = cnnlib.Adam(layer, settings["lr"], betas=settings["betas"], epsilon=settings["eps"])
            their_optimizer = torch.optim.Adam(theirs.values(), **settings, foreach=False)
        for gradients_of_step in steps:
            layer.gradients = gradients_of_step
            for key, parameter in theirs.items():
                parameter.grad = tensor(gradients_of_step[key])
            ours.step()
            their_optimizer.step()
        for key, parameter in theirs.items():
            found = layer.parameters[key]
            if case.settings["name"] == "SGD":
                agree(found, parameter, case, key)
                continue
            unit = float(np.finfo(found.dtype).eps) / 2
            bound = adam_bound(first[key], [step[key] for step in steps], settings, unit)
            within(found, parameter, bound, case, key)
        tally.add(case)
    tally.check("SGD", "Adam", "float32", "float64")
