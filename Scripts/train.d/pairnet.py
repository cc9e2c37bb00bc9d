"""The pair network: whether two drawings show one figure. The definition, in whole numbers.

Both drawings are laid into the moment frame as for the residual (residual.py, side 64). Each of the 8
planes of 32 x 32 cells becomes a byte (`codes`); a cell of the network's input has 32 values: the query's
codes, the candidate's, what the query has beyond the widened candidate, and the other way round. Layers
of 3 x 3 cells follow, their values 0 ... LIMIT, and at the end a function of each channel's total and
largest value and of the query's size.
"""

import numpy as np

from residual import CEILING, widened

SIDE, PLANES, INPUTS = 32, 8, 32
LIMIT = 1023
# Sums of a layer stay below this.
LARGEST_SUM = 2_000_000_000


def codes(cells):
    """Bytes, of descriptors in any shape."""
    scaled = np.sqrt(np.asarray(cells, np.float32) * np.float32(1 / CEILING)) * np.float32(255)
    return np.floor(scaled + np.float32(0.5)).astype(np.uint8)


def laid(query, candidate):
    """[32, 32, 32] (row, column, channel) of the codes [8, 32, 32] of two drawings."""
    q, c = query.astype(np.int32), candidate.astype(np.int32)
    return np.concatenate([
        q, c, np.maximum(q - widened(c), 0), np.maximum(c - widened(q), 0)]).transpose(1, 2, 0)


def size_input(sizes):
    return np.minimum(np.log2(np.maximum(sizes, 1)), 6) - 5


class Layer:
    """`weights` [9, inputs, outputs] and `bias` are whole numbers."""

    def __init__(self, weights, bias, factor, stride, adds):
        self.weights, self.bias = weights.astype(np.int64), bias.astype(np.int64)
        self.factor, self.stride, self.adds = np.float32(factor), stride, adds

    def __call__(self, cells):
        """[n, side, side, inputs] -> [n, side / stride, side / stride, outputs]."""
        n, side = cells.shape[:2]
        count = side // self.stride
        padded = np.pad(cells, ((0, 0), (1, 1), (1, 1), (0, 0)))
        around = np.concatenate([
            padded[:, y:y + side:self.stride, x:x + side:self.stride] for y in range(3) for x in range(3)], axis=3)
        # Doubles hold these sums exactly.
        weights = self.weights.reshape(-1, len(self.bias)).astype(np.float64)
        sums = (around.reshape(n * count * count, -1).astype(np.float64) @ weights).astype(np.int64) + self.bias
        scaled = np.maximum(sums, 0).astype(np.float32) * self.factor + np.float32(0.5)
        out = scaled.astype(np.int64).reshape(n, count, count, -1)
        return np.minimum(out + cells if self.adds else out, LIMIT)


class PairNetwork:
    """`head`: [(weights, bias)], ReLU between them, of totals, largest values and size."""

    def __init__(self, layers, head):
        self.layers, self.head = layers, head

    def __call__(self, inputs, sizes):
        """Log odds. `inputs`: [n, 32, 32, 32] as `laid` makes them."""
        cells = inputs.astype(np.int64)
        for layer in self.layers:
            cells = layer(cells)
        return self.pooled(cells, sizes)

    def pooled(self, cells, sizes):
        """What the head makes of the last layer's cells."""
        x = np.concatenate(
            [cells.sum(axis=(1, 2)), cells.max(axis=(1, 2)), size_input(sizes)[:, None]], axis=1).astype(np.float64)
        for k, (weights, bias) in enumerate(self.head):
            x = x @ weights.T + bias
            if k + 1 < len(self.head):
                x = np.maximum(x, 0)
        return x[:, 0]

    def as_json(self):
        """All but the weights of the layers."""
        return {
            "layers": [{
                "inputs": layer.weights.shape[1], "outputs": layer.weights.shape[2], "stride": layer.stride,
                "adds": layer.adds, "factor": float(layer.factor), "bias": layer.bias.tolist()}
                for layer in self.layers],
            "head": [{"weights": [[float(f"{v:.8g}") for v in row] for row in w],
                      "bias": [float(f"{v:.8g}") for v in b]} for w, b in self.head]}

    def weight_bytes(self):
        """Of all layers, one behind the other: [9][inputs / 2][outputs][2] of 16 bits, little-endian."""
        return b"".join(
            layer.weights.reshape(9, -1, 2, layer.weights.shape[2]).transpose(0, 1, 3, 2).astype("<i2").tobytes()
            for layer in self.layers)

    @staticmethod
    def read(document, data):
        values, start, layers = np.frombuffer(data, "<i2"), 0, []
        for d in document["layers"]:
            count = 9 * d["inputs"] * d["outputs"]
            weights = values[start:start + count].reshape(9, d["inputs"] // 2, d["outputs"], 2)
            layers.append(Layer(weights.transpose(0, 1, 3, 2).reshape(9, d["inputs"], d["outputs"]),
                                np.array(d["bias"]), d["factor"], d["stride"], d["adds"]))
            start += count
        return PairNetwork(layers, [(np.array(h["weights"]), np.array(h["bias"])) for h in document["head"]])


def quantised(layers, head, inputs):
    """From real numbers: `layers` [(weights [9, inputs, outputs], bias, stride, adds)] of inputs as codes,
    `head` of means, largest values and size. `inputs`: examples, by which values are scaled."""
    def largest_values():
        cells, found = inputs.astype(np.float32), []
        for weights, bias, stride, adds in layers:
            n, side = cells.shape[:2]
            padded = np.pad(cells, ((0, 0), (1, 1), (1, 1), (0, 0)))
            out = sum(padded[:, y:y + side:stride, x:x + side:stride] @ weights[3 * y + x].astype(np.float32)
                      for y in range(3) for x in range(3)) + bias.astype(np.float32)
            cells = np.maximum(out, 0) + (cells if adds else 0)
            found.append(float(cells.max()))
        return found

    largest, out, unit, limit = largest_values(), [], 1.0, 255
    for k, (weights, bias, stride, adds) in enumerate(layers):
        # A layer that adds its input has the unit of that, so the layers before it leave room for it.
        following = k
        while following + 1 < len(layers) and layers[following + 1][3]:
            following += 1
        next_unit = unit if adds else 1.1 * max(largest[k:following + 1]) / LIMIT
        step = max(np.abs(weights).max() / 32767,
                   (np.abs(weights).sum(axis=(0, 1)) * limit + np.abs(bias) / unit).max() / LARGEST_SUM)
        out.append(Layer(np.round(weights / step), np.round(bias / (step * unit)), step * unit / next_unit, stride, adds))
        unit, limit = next_unit, LIMIT
    weights, bias = head[0]
    channels = (weights.shape[1] - 1) // 2
    cells = (SIDE // int(np.prod([layer[2] for layer in layers]))) ** 2
    scale = np.concatenate([np.full(channels, unit / cells), np.full(channels, unit), [1.0]])
    return PairNetwork(out, [(weights * scale, bias), *head[1:]])


def example():
    """A network with small weights by formula, for tests."""
    def weights(count, seed):
        n = np.arange(count, dtype=np.int64)
        return (n * 7919 + seed * 104729) % 2039 % 201 - 100

    layers, inputs = [], INPUTS
    for k, (outputs, stride, adds) in enumerate([(16, 2, False), (16, 1, True), (32, 2, False)]):
        layers.append(Layer(weights(9 * inputs * outputs, k).reshape(9, inputs, outputs),
                            weights(outputs, k + 10) * 50, 0.004, stride, adds))
        inputs = outputs
    head = [(weights(8 * 65, 20).reshape(8, 65) / 1e5, weights(8, 21) / 100),
            (weights(8, 22).reshape(1, 8) / 100, np.array([0.25]))]
    return PairNetwork(layers, head)
