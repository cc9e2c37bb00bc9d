"""Small functions of named terms, fitted by gradient descent: standardised inputs, layers with ReLU
between them, one output. Seeded, so a fit gives the same numbers twice on one machine."""

import numpy as np


class Network:
    """`terms` names the inputs. `layers`: [(weights [outputs, inputs], bias)]."""

    def __init__(self, terms, hidden, inputs, random):
        self.terms = list(terms)
        flat = inputs.reshape(-1, len(self.terms))
        self.mean = flat.mean(axis=0)
        self.scale = np.maximum(flat.std(axis=0), 1e-6)
        sizes = [len(self.terms), *hidden, 1]
        self.layers = [
            [random.normal(0, np.sqrt(2 / a), (b, a)) * (0.1 if b == 1 else 1), np.zeros(b)]
            for a, b in zip(sizes, sizes[1:])]

    def standard(self, inputs):
        return ((inputs - self.mean) / self.scale).astype(np.float32)

    def forward(self, x):
        """Outputs of all layers for standardised inputs [..., terms]."""
        values = [x]
        for k, (weights, bias) in enumerate(self.layers):
            x = x @ weights.T.astype(np.float32) + bias.astype(np.float32)
            if k + 1 < len(self.layers):
                x = np.maximum(x, 0)
            values.append(x)
        return values

    def __call__(self, inputs):
        return self.forward(self.standard(inputs))[-1][..., 0]

    def backward(self, values, gradient):
        """Gradients of weights and biases; `gradient`: of the output, [..., 1]."""
        out = []
        for k in reversed(range(len(self.layers))):
            flat = gradient.reshape(-1, gradient.shape[-1])
            out.append([flat.T @ values[k].reshape(-1, values[k].shape[-1]), flat.sum(axis=0)])
            if k:
                gradient = (gradient @ self.layers[k][0].astype(np.float32)) * (values[k] > 0)
        return out[::-1]

    def as_json(self):
        return {
            "terms": self.terms,
            "mean": [round(float(v), 7) for v in self.mean],
            "scale": [round(float(v), 7) for v in self.scale],
            "layers": [{"weights": [[round(float(v), 6) for v in row] for row in w],
                        "bias": [round(float(v), 6) for v in b]} for w, b in self.layers],
        }


def descend(network, inputs, slope, epochs, random, rate=3e-3, decay=1e-4, batch=512):
    """Adam with a rate that falls to 0. `slope(rows, outputs)`: derivative of the loss of some rows of
    `inputs` by the network's outputs."""
    x = network.standard(inputs)
    state = [[np.zeros_like(p) for p in layer] for layer in network.layers]
    state2 = [[np.zeros_like(p) for p in layer] for layer in network.layers]
    steps, step = epochs * ((len(x) + batch - 1) // batch), 0
    for _ in range(epochs):
        order = random.permutation(len(x))
        for start in range(0, len(x), batch):
            rows = order[start:start + batch]
            values = network.forward(x[rows])
            gradients = network.backward(values, slope(rows, values[-1][..., 0])[..., None])
            step += 1
            now = rate * (1 - step / steps)
            for layer, grads, first, second in zip(network.layers, gradients, state, state2):
                for k in (0, 1):
                    g = grads[k] + (decay * layer[k] if k == 0 else 0)
                    first[k] += 0.1 * (g - first[k])
                    second[k] += 0.001 * (g * g - second[k])
                    unbiased = first[k] / (1 - 0.9**step)
                    layer[k] -= now * unbiased / (np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8)
    return network


def fit_listwise(terms, hidden, inputs, right, present, weight, random, epochs=20, **how):
    """Scores of candidates, lower = nearer, so that exp(-score) is likely for those that are right.

    `inputs` [queries, candidates, terms]; `right` [queries, candidates]: which are; `present`: which
    of the places hold a candidate; `weight` of each query. Queries without a right one teach nothing.
    """
    use = np.flatnonzero((right & present).any(axis=1) & (weight > 0))
    inputs, right, present, weight = inputs[use], right[use], present[use], weight[use]
    network = Network(terms, hidden, inputs[present], random)

    def slope(rows, scores):
        logits = np.where(present[rows], -scores, -1e9)
        logits -= logits.max(axis=1, keepdims=True)
        all_ = np.exp(logits)
        good = all_ * right[rows]
        p = all_ / all_.sum(axis=1, keepdims=True)
        want = good / np.maximum(good.sum(axis=1, keepdims=True), 1e-30)
        return ((want - p) * weight[rows, None] / len(rows)).astype(np.float32)

    return descend(network, inputs, slope, epochs, random, **how)


def fit_logistic(terms, hidden, inputs, true, weight, random, epochs=20, **how):
    """Log odds that something is true."""
    network = Network(terms, hidden, inputs, random)

    def slope(rows, outputs):
        p = 1 / (1 + np.exp(-np.clip(outputs, -30, 30)))
        return ((p - true[rows]) * weight[rows] / len(rows)).astype(np.float32)

    return descend(network, inputs, slope, epochs, random, **how)


def mean_of(networks):
    """One network whose output is the mean of those of some with one hidden layer and equal inputs."""
    first = networks[0]
    out = Network.__new__(Network)
    out.terms, out.mean, out.scale = first.terms, first.mean, first.scale
    out.layers = [
        [np.concatenate([n.layers[0][0] for n in networks]), np.concatenate([n.layers[0][1] for n in networks])],
        [np.concatenate([n.layers[1][0] for n in networks], axis=1) / len(networks),
         sum(n.layers[1][1] for n in networks) / len(networks)]]
    return out
