"""What the pair network is fitted with: drawings, each with its nearest candidates, and drawings that
lack a stroke or have one too many."""

import numpy as np
from scipy import ndimage

from fast import Images
from matrices import CLEAN, FIT_TENTHS
from metric import nearest, squared_distances
from pairnet import SIDE, codes
from residual import blur_of_candidate

# Candidates kept of each drawing, so many of them in one step; and how many the search gives.
KEPT, SHORTLIST = 6, 60
# Drawings with a stroke taken away or put in, and the share of those taken away.
CHANGED, TAKEN = 30000, 0.65
# What counts as ink there.
INK = 60


class PairData:
    """`queries` [n, 8192]: codes of drawings; `candidates` [m, 8192]; `places` [n, KEPT]: rows of that;
    `truth` [n, KEPT]: 1 the same figure, 0 another, -1 not known; `sizes` [n]; `changed`: (codes, codes of what they
    were, sizes), pairs of different figures."""

    def joined(self, other):
        both = PairData()
        both.places = np.concatenate([self.places, other.places + len(self.candidates)])
        both.changed = tuple(np.concatenate(pair) for pair in zip(self.changed, other.changed))
        for name in ("queries", "candidates", "truth", "sizes"):
            setattr(both, name, np.concatenate([getattr(self, name), getattr(other, name)]))
        return both


def neighbours(samples, rows, index, features, matrices, tables, dimensions):
    """(entries, distances, form) of drawings: the nearest candidates, and the entry that is drawn."""
    queries = [f[rows] @ m for f, m in zip(features, matrices)]
    entries, _ = nearest(*(np.ascontiguousarray(t[:, :dimensions]) for t in (queries[0], tables[0])), SHORTLIST)
    distances = sum(squared_distances(q, t, entries) for q, t in zip(queries, tables))
    order = np.argsort(distances, axis=1, kind="stable")
    entries, distances = (np.take_along_axis(a, order, 1) for a in (entries, distances))
    form, own = samples.truth[rows].copy(), np.full(len(rows), np.inf, np.float32)
    clean = np.isin(samples.kind[rows], CLEAN)
    for k, truth in enumerate(form):
        if truth >= 0:
            # The form that the font draws: of the glyphs of the same base the nearest one.
            these = [truth] if clean[k] else index.same[truth]
            d = sum(np.square(t[these] - q[k]).sum(axis=1) for q, t in zip(queries, tables))
            form[k], own[k] = these[int(d.argmin())], d.min()
    return entries, distances, form, own


def made(samples, index, fast, features, matrices, tables, dimensions, random, say):
    data = PairData()
    rows = np.flatnonzero(samples.tenth < FIT_TENTHS)
    entries, distances, form, own = neighbours(samples, rows, index, features, matrices, tables, dimensions)
    clean = np.isin(samples.kind[rows], CLEAN)
    lists = entries[:, :KEPT].copy()
    data.truth = np.zeros(lists.shape, np.int8)
    other_form = np.zeros(len(rows), bool)
    for k, row in enumerate(rows):
        truth = samples.truth[row]
        if truth == -1:
            continue
        if truth >= 0:
            if form[k] not in lists[k]:
                lists[k, -1] = form[k]
            brothers = index.brothers[truth]
            other_form[k] = not clean[k] and own[k] > 1.25 * distances[k, 0] and entries[k, 0] not in brothers
        else:
            brothers = index.by_base.get(int(samples.code[row]), ())
        for j, entry in enumerate(lists[k]):
            if truth >= 0 and index.exact[entry] == index.exact[form[k]]:
                data.truth[k, j] = 1
            elif entry in brothers and not clean[k]:
                # Fonts draw one form under a code point; whether it is this one, nobody says.
                data.truth[k, j] = -1
    use = np.flatnonzero(~other_form)
    rows, lists, form, data.truth = rows[use], lists[use], form[use], data.truth[use]
    data.sizes = samples.size[rows]
    data.queries = coded(fast, samples.images, rows, np.ones(len(rows)))
    blurs, blur = np.unique([blur_of_candidate(s, 64) for s in data.sizes], return_inverse=True)
    keys, places = np.unique(lists.astype(np.int64) * len(blurs) + blur[:, None], return_inverse=True)
    data.places = places.reshape(lists.shape)
    data.candidates = coded(fast, index.images, keys // len(blurs), blurs[keys % len(blurs)])
    say(f"{len(rows)} drawings and {len(keys)} candidates for the pair network")
    data.changed = changed(samples, rows, form, index, fast, random)
    return data


def coded(fast, images, rows, blurs):
    out = np.empty((len(rows), 8 * SIDE * SIDE), np.uint8)
    for part in np.array_split(np.arange(len(rows)), len(rows) // 2000 + 1):
        out[part] = codes(fast.descriptors(images, rows[part], blurs[part]) / np.float32(1000))
    return out


def loose_parts(image, size):
    """(labels, [(label, box)]): connected parts of a drawing about as large as one stroke."""
    labels, _ = ndimage.label(image > INK, np.ones((3, 3)))
    boxes, ink, found = ndimage.find_objects(labels), (image > INK).sum(), []
    for label, box in enumerate(boxes, 1):
        longest = max(side.stop - side.start for side in box)
        if 0.1 * size <= longest <= 0.6 * size and (labels[box] == label).sum() < 0.25 * ink:
            found.append((label, box))
    return labels, found if len(boxes) > 1 else []


def changed(samples, rows, form, index, fast, random):
    """Drawings of MJ glyphs, a loose stroke taken away or one of another glyph put in: figures that a
    stroke makes another, as few fonts have them and every municipality does."""
    images, who, store = [], [], []
    # What noise left of a small drawing has loose parts everywhere.
    whole = ~((samples.level[rows] == 2) | (samples.level[rows] >= 1) & (samples.size[rows] < 20))
    for k in random.permutation(np.flatnonzero((form >= 0) & whole)):
        if len(images) >= CHANGED:
            break
        image, size = samples.images[rows[k]], samples.size[rows[k]]
        labels, parts = loose_parts(image, size)
        if not parts:
            continue
        if random.random() < TAKEN or len(store) < 50:
            label, box = parts[random.integers(len(parts))]
            part = labels == label
            store.append((size, image[box] * part[box]))
            if len(store) > 3000:
                store.pop(random.integers(len(store)))
            # The grey around it, too.
            images.append(np.where(part if size <= 40 else ndimage.binary_dilation(part, np.ones((3, 3))), 0, image))
            who.append(k)
        else:
            new = with_part(image, size, store, random)
            if new is not None:
                images.append(new.astype(np.uint8))
                who.append(k)
    who = np.array(who)
    sizes = samples.size[rows[who]]
    blurs = np.array([blur_of_candidate(s, 64) for s in sizes])
    return (coded(fast, Images(images), np.arange(len(images)), np.ones(len(images))),
            coded(fast, index.images, form[who], blurs), sizes)


def with_part(image, size, store, random):
    for _ in range(80):
        of, part = store[random.integers(len(store))]
        room = [a - b for a, b in zip(image.shape, part.shape)]
        if abs(of - size) > 0.1 * size or min(room) <= 0:
            continue
        y, x = (random.integers(r) for r in room)
        place = (slice(y, y + part.shape[0]), slice(x, x + part.shape[1]))
        if (ndimage.binary_dilation(part > INK, iterations=max(1, size // 64)) & (image[place] > INK)).any():
            continue
        out = image.copy()
        out[place] = np.maximum(out[place], part)
        return out
    return None
