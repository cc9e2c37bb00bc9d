"""The numbers that ranking and calibration are functions of, by name. Data/identifier/README.md lists
them; `GaijiIdentification/Ranking` computes the same."""

import numpy as np

# The order of the 12 measures of a residual.
RESIDUAL_TERMS = [f"{of} {what}" for of in ("q-c1", "c-q1", "q-c2", "c-q2") for what in ("mean", "blob", "p3")]


def distance_terms(views):
    return [f"sqrt(d_{v})" for v in views] + [f"d_{v}/50" for v in views]


def distance_values(distances):
    return np.concatenate([np.sqrt(distances), distances / 50], axis=-1)


def size_value(sizes):
    return np.minimum(np.log2(sizes), 6)


def ranking_terms(views):
    fine = [f"{name} 128" for name in RESIDUAL_TERMS]
    return distance_terms(views) + RESIDUAL_TERMS + fine + ["pair", "log2 size", "outline"]


def ranking_values(compared, sizes, outline):
    """[n, residuals, terms]"""
    n, count = compared.residuals.shape[:2]
    query = np.stack([size_value(sizes), outline], axis=1).astype(np.float32)
    return np.concatenate([
        distance_values(compared.distances[:, :count]), compared.residuals, compared.fine, compared.pair[..., None],
        np.broadcast_to(query[:, None], (n, count, 2))], axis=-1)


MARGIN_TERMS = ["margin", "sqrt(margin)"]


def margin_values(margin):
    return np.stack([margin, np.sqrt(margin)], axis=-1)
