"""Fits the pair network (pairnet.py) with PyTorch, by gradient descent.

Seeded; two fits on one machine with one version of PyTorch give the same numbers, on another machine
nearly the same.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as f

import pairnet

CHANNELS = (32, 48)
# Drawings in one step, candidates of each, pairs with a changed stroke, and the weight of these.
BATCH, LISTED, CHANGED, CHANGED_WEIGHT = 128, 3, 32, 0.25
RATE, DECAY, DROPPED = 3e-3, 0.03, 0.1


class Network(nn.Module):
    """Strides and sums of its layers as `PLAN` says."""

    PLAN = ((2, False), (1, True), (2, False), (1, True))

    def __init__(self):
        super().__init__()
        a, b = CHANNELS
        widths = [pairnet.INPUTS, a, a, b, b]
        self.convolutions = nn.ModuleList(
            nn.Conv2d(i, o, 3, stride, 1, bias=False) for i, o, (stride, _) in zip(widths, widths[1:], self.PLAN))
        self.norms = nn.ModuleList(nn.BatchNorm2d(o) for o in widths[1:])
        self.head = nn.ModuleList([nn.Linear(2 * b + 1, 32), nn.Linear(32, 1)])

    def forward(self, x, size):
        for convolution, norm, (_, adds) in zip(self.convolutions, self.norms, self.PLAN):
            y = f.relu(norm(convolution(x)))
            x = x + y if adds else y
        x = torch.cat([x.mean((2, 3)), x.amax((2, 3)), size[:, None]], 1)
        x = f.dropout(x, DROPPED, self.training)
        return self.head[1](f.relu(self.head[0](x)))[:, 0]

    def quantised(self, examples):
        layers = []
        for k, (c, n, (stride, adds)) in enumerate(zip(self.convolutions, self.norms, self.PLAN)):
            gain = (n.weight / torch.sqrt(n.running_var + n.eps)).detach().double().numpy()
            weights = c.weight.detach().double().numpy() * gain[:, None, None, None]
            weights = weights.transpose(2, 3, 1, 0).reshape(9, weights.shape[1], -1)
            bias = n.bias.detach().double().numpy() - n.running_mean.double().numpy() * gain
            layers.append((weights * INPUT_SCALE if k == 0 else weights, bias, stride, adds))
        head = [(h.weight.detach().double().numpy(), h.bias.detach().double().numpy()) for h in self.head]
        return pairnet.quantised(layers, head, examples)


# Of a code, before the first layer.
INPUT_SCALE = 2 / 255


class Batches:
    def __init__(self, data, fast, random):
        self.data, self.fast, self.random = data, fast, random

    def of(self, rows):
        """(inputs, sizes, truth) of drawings with their nearest candidates, the true one among them."""
        data = self.data
        columns = np.tile(np.arange(LISTED), (len(rows), 1))
        true = data.truth[rows] == 1
        late = true.any(axis=1) & (true.argmax(axis=1) >= LISTED)
        columns[late, -1] = true.argmax(axis=1)[late]
        candidates = np.take_along_axis(data.places[rows], columns, 1)
        laid = self.fast.pair_inputs(data.queries, data.candidates, np.repeat(rows, LISTED), candidates.ravel())
        return laid, np.repeat(data.sizes[rows], LISTED), np.take_along_axis(data.truth[rows], columns, 1)

    def changed(self):
        queries, candidates, sizes = self.data.changed
        rows = np.sort(self.random.choice(len(sizes), CHANGED))
        return self.fast.pair_inputs(queries, candidates, rows, rows), sizes[rows]


# Directions of the planes after a reflection from left to right, and from top to bottom: 0 is +x, 2 is
# +y (residual.py).
ACROSS, DOWN = np.array([4, 3, 2, 1, 0, 7, 6, 5]), np.array([0, 7, 6, 5, 4, 3, 2, 1])


def reflected(laid, random):
    """Both drawings seen in a mirror, or not: still one figure, or still two."""
    if random.random() < 0.5:
        laid = laid[:, :, ::-1][..., np.concatenate([ACROSS + 8 * k for k in range(4)])]
    if random.random() < 0.25:
        laid = laid[:, ::-1][..., np.concatenate([DOWN + 8 * k for k in range(4)])]
    return np.ascontiguousarray(laid)


def tensors(laid, sizes):
    return (torch.from_numpy(laid).permute(0, 3, 1, 2).float().mul_(INPUT_SCALE),
            torch.from_numpy(pairnet.size_input(sizes).astype(np.float32)))


def loss_of(outputs, truth):
    """Whether each pair is one figure, and which of a drawing's candidates it is."""
    known, right = truth >= 0, truth == 1
    each = f.binary_cross_entropy_with_logits(outputs, right.float(), reduction="none")
    share = f.log_softmax(outputs.masked_fill(~known, -1e4), 1).masked_fill(~right, -1e4)
    found = right.any(1)
    listed = -torch.logsumexp(share, 1)[found].mean() if found.any() else 0
    return (each * known).sum() / known.sum() + 0.5 * listed


def fitted(data, fast, seed, epochs, say):
    """A PairNetwork."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(2)
    random = np.random.default_rng([seed, 11])
    network = Network().to(memory_format=torch.channels_last)
    batches, count = Batches(data, fast, random), len(data.sizes)
    steps = max(1, int(epochs * count / BATCH))
    order = np.concatenate([random.permutation(count) for _ in range(int(np.ceil(epochs)))])
    way = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(way, RATE, total_steps=steps + 1, pct_start=0.1)
    mean = 0.0
    network.train()
    for step in range(steps):
        laid, sizes, truth = batches.of(np.sort(order[step * BATCH:(step + 1) * BATCH]))
        laid_changed, sizes_changed = batches.changed()
        every, all_sizes = np.concatenate([laid, laid_changed]), np.concatenate([sizes, sizes_changed])
        every = reflected(every, random)
        with torch.autocast("cpu", torch.bfloat16):
            outputs = network(*tensors(every, all_sizes))
        outputs = outputs.float()
        loss = loss_of(outputs[:len(laid)].view(truth.shape), torch.from_numpy(truth))
        loss = loss + CHANGED_WEIGHT * f.softplus(outputs[len(laid):]).mean()
        way.zero_grad()
        loss.backward()
        way.step()
        pace.step()
        mean += (loss.item() - mean) * max(0.01, 1 / (step + 1))
        if step % 1000 == 999 or step + 1 == steps:
            say(f"pair network: step {step + 1} of {steps}, loss {mean:.4f}")
    network.eval()
    examples, _, _ = batches.of(np.sort(random.choice(count, min(count, 500), replace=False)))
    return network.quantised(examples)
