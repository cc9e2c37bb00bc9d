"""Turns the matrices of the views a little, so that glyphs hard to tell apart come further apart.

Linear discriminants look at all glyphs and all noise at once; what decides is the few nearest rivals.
So the matrices of all views are changed together by gradient descent on how likely the right one of
the ten nearest candidates is, its score being the square root of the sum of all views' distances.
"""

import numpy as np


def refine(matrices, query_features, candidate_features, rows, lists, right, random, epochs=1.0,
           rate=2e-3, batch=128, slope=0.75, report=None, say=print):
    """`matrices`: one [features, dimensions] for each view, changed copies are returned.
    `query_features[v][rows]`: drawings; `lists` [rows, k]: their candidates, `right`: which are right."""
    matrices = [m.astype(np.float32).copy() for m in matrices]
    unit = [float(np.sqrt(np.mean(m * m))) for m in matrices]
    first = [np.zeros_like(m) for m in matrices]
    second = [np.zeros_like(m) for m in matrices]
    steps, step, seen, loss = int(epochs * len(rows) / batch), 0, 0, 0.0
    order = np.concatenate([random.permutation(len(rows)) for _ in range(int(np.ceil(epochs)))])
    for step in range(1, steps + 1):
        some = np.sort(order[(step - 1) * batch:step * batch])
        candidates, good = lists[some], right[some]
        n, k = candidates.shape
        differences, projected, total = [], [], 0
        for q, c, matrix in zip(query_features, candidate_features, matrices):
            d = (q[rows[some]][:, None] - c[candidates]).reshape(n * k, -1)
            z = d @ matrix
            differences.append(d)
            projected.append(z)
            total = total + np.einsum("ij,ij->i", z, z)
        root = np.sqrt(total.reshape(n, k) + 1e-6)
        logits = -slope * root
        logits -= logits.max(axis=1, keepdims=True)
        p = np.exp(logits)
        want = p * good
        share = want.sum(axis=1) / p.sum(axis=1)
        loss += float(-np.log(np.maximum(share, 1e-9)).sum())
        seen += n
        p /= p.sum(axis=1, keepdims=True)
        want /= np.maximum(want.sum(axis=1, keepdims=True), 1e-30)
        # d loss / d distance; a drawing that is hopeless (or mislabelled) pulls no harder than others.
        g = ((want - p) * slope / (2 * root) / n).reshape(-1, 1).astype(np.float32)
        now = rate * min(1, 20 * step / steps) * (1 - step / (steps + 1))
        for v, (d, z) in enumerate(zip(differences, projected)):
            gradient = d.T @ (2 * g * z)
            first[v] += 0.1 * (gradient - first[v])
            second[v] += 0.01 * (gradient * gradient - second[v])
            move = first[v] / (1 - 0.9**step) / (np.sqrt(second[v] / (1 - 0.99**step)) + 1e-12)
            matrices[v] -= (now * unit[v]) * move
        if report and step % report == 0:
            say(f"refined: step {step} of {steps}, loss {loss / seen:.4f}")
            seen, loss = 0, 0.0
    return matrices
