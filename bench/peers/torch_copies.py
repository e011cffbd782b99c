"""PyTorch: copies of one network of two layers stacked in one batched program, each with its own first weights and order of rows.

A job as JSON on stdin: folder with train.f32, test.f32, train.u8 and test.u8 (labels), inputs, hidden, classes, copies, epochs, batch, rate, threads.
The result as JSON on the last line: seconds of training, those of all processors, and the test accuracy of each copy.
"""
import json
import os
import sys
import time

import numpy as np
import torch


def load(job, part):
    X = np.fromfile(os.path.join(job["folder"], part + ".f32"), np.float32).reshape(-1, job["inputs"])
    y = np.fromfile(os.path.join(job["folder"], part + ".u8"), np.uint8).astype(np.int64)
    return torch.from_numpy(X), torch.from_numpy(y)


def main():
    job = json.load(sys.stdin)
    torch.set_num_threads(job["threads"])
    torch.manual_seed(1)
    copies, hidden, classes, inputs = job["copies"], job["hidden"], job["classes"], job["inputs"]
    X, y = load(job, "train")
    started, busy = time.perf_counter(), time.process_time()
    W1 = torch.randn(copies, inputs, hidden) * (2 / inputs) ** 0.5
    W2 = torch.randn(copies, hidden, classes) * (2 / (hidden + classes)) ** 0.5
    b1, b2 = torch.zeros(copies, 1, hidden), torch.zeros(copies, 1, classes)
    parameters = [p.requires_grad_() for p in (W1, b1, W2, b2)]
    optimizer = torch.optim.SGD(parameters, lr=job["rate"])
    for _ in range(job["epochs"]):
        order = torch.stack([torch.randperm(len(X)) for _ in range(copies)])
        for start in range(0, len(X), job["batch"]):
            rows = order[:, start : start + job["batch"]]
            x = X.index_select(0, rows.flatten()).view(copies, -1, inputs)  # five times as fast as X[rows]
            h = torch.baddbmm(b1, x, W1).relu()
            scores = torch.baddbmm(b2, h, W2)
            # The mean over each copy's rows, summed over the copies: each gets the gradient of its own loss.
            loss = torch.nn.functional.cross_entropy(scores.flatten(0, 1), y[rows].flatten(), reduction="sum")
            optimizer.zero_grad()
            (loss / rows.shape[1]).backward()
            optimizer.step()
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - busy
    X, y = load(job, "test")
    with torch.inference_mode():
        scores = torch.baddbmm(b2, torch.baddbmm(b1, X.expand(copies, -1, -1), W1).relu(), W2)
        accuracies = (scores.argmax(2) == y).double().mean(1)
    result = {"seconds": seconds, "cpuSeconds": cpu_seconds, "accuracies": accuracies.tolist()}
    print(json.dumps({"version": torch.__version__, **result}))


main()
