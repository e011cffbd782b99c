"""The harness of the Python peers: harness.mjs in Python. A job as JSON on stdin, the result as the last line of stdout.

A peer calls main(version, cannot, prepare); prepare(job) gives an object with
  training:   step(count), weights() -> [(W, b)], W (units, inputs), and loss(), the mean over the last step's rows;
              partly says why updates can't be compared, so that only the first loss is
  inference:  predict() -> scores, after the function that `squash` names if it cannot leave that out
"""
import json
import os
import sys
import time

import numpy as np


def layers_of(values, sizes):
    """W (units, inputs) and b (units) of each layer, as views of one vector."""
    layers, at = [], 0
    for inputs, units in zip(sizes, sizes[1:]):
        W = values[at : at + units * inputs].reshape(units, inputs)
        at += units * inputs
        layers.append((W, values[at : at + units]))
        at += units
    return layers


def batches(job):
    """Rows in order, batch by batch, again and again; the last batch of an epoch may be shorter."""
    rows, batch = job["rows"], job["batch"]
    while True:
        for start in range(0, rows, batch):
            yield start, min(start + batch, rows)


def median_ms(run, budget_ms):
    def timed(count):
        start = time.perf_counter()
        run(count)
        return (time.perf_counter() - start) * 1000 / count

    each = timed(1)
    if each > budget_ms / 2:
        return each
    began, count = time.perf_counter(), 1
    while (time.perf_counter() - began) * 1000 < budget_ms / 4:
        each = timed(count)
        count *= 2
    count = max(1, round(budget_ms / 10 / each))
    return sorted(timed(count) for _ in range(7))[3]


def measure(job, cannot, prepare):
    reason = cannot(job)
    if reason:
        return {"cannot": reason}
    folder = job["folder"]
    rows, inputs = job["rows"], job["sizes"][0]
    job["X"] = np.fromfile(os.path.join(folder, "X.f32"), np.float32).reshape(rows, inputs)
    job["y"] = np.fromfile(os.path.join(folder, "y.f32"), np.float32).astype(np.int64)
    job["layers"] = layers_of(np.fromfile(os.path.join(folder, "weights.f32"), np.float32), job["sizes"])
    peer = prepare(job)
    saved = os.path.join(folder, job["id"] + ".f32")
    if job["kind"] == "inference":
        np.asarray(peer.predict(), np.float32).tofile(saved)

        def repeat(count):
            for _ in range(count):
                peer.predict()

        return {"squash": getattr(peer, "squash", None), "ms": median_ms(repeat, job["budgetMs"])}
    losses = []
    for _ in range(job["checkSteps"]):
        peer.step(1)
        losses.append(float(peer.loss()))
    if hasattr(peer, "partly"):
        return {"losses": losses[:1], "partly": peer.partly, "ms": median_ms(peer.step, job["budgetMs"])}
    parts = [np.asarray(part, np.float32).ravel() for W, b in peer.weights() for part in (W, b)]
    np.concatenate(parts).tofile(saved)
    return {"losses": losses, "ms": median_ms(peer.step, job["budgetMs"])}


def main(version, cannot, prepare):
    job = json.load(sys.stdin)
    try:
        result = measure(job, cannot, prepare)
    except Exception as error:  # told to the one who called, as any other outcome
        result = {"failed": f"{type(error).__name__}: {error}".splitlines()[0]}
    print(json.dumps({"version": version, **result}))
