"""numpy by hand: what a careful person writes, with parameters and moments in one vector each. Products by the BLAS that numpy brings."""
import numpy as np

import harness


class ByHand:
    def __init__(self, job):
        self.job = job
        self.next = harness.batches(job)
        self.relu = job["activation"] == "relu"
        self.flat = np.concatenate([part.ravel() for W, b in job["layers"] for part in (W, b)])
        self.slopes = np.empty_like(self.flat)
        self.layers, self.gradients = harness.layers_of(self.flat, job["sizes"]), harness.layers_of(self.slopes, job["sizes"])
        self.m, self.v, self.t = np.zeros_like(self.flat), np.zeros_like(self.flat), 0

    def forward(self, x):
        hidden = [x]
        for i, (W, b) in enumerate(self.layers):
            z = hidden[-1] @ W.T
            z += b
            if i < len(self.layers) - 1:
                if self.relu:
                    np.maximum(z, 0, out=z)
                else:
                    np.tanh(z, out=z)
            hidden.append(z)
        return hidden

    def predict(self):
        return self.forward(self.job["X"])[-1]

    def loss_and_slope(self, s, y):
        rows = len(y)
        if self.job["loss"] == "softmax":
            s -= s.max(axis=1, keepdims=True)
            p = np.exp(s)
            total = p.sum(axis=1, keepdims=True)
            at = np.arange(rows), y
            self.mean = (np.log(total[:, 0]) - s[at]).mean()
            p /= total
            p[at] -= 1
        else:
            wanted = y[:, None].astype(np.float32)
            e = np.exp(-np.abs(s))
            self.mean = (np.maximum(s, 0) - s * wanted + np.log1p(e)).mean()
            p = np.where(s >= 0, 1 / (1 + e), e / (1 + e)) - wanted
        p /= rows
        return p

    def step(self, count):
        job = self.job
        for _ in range(count):
            start, end = next(self.next)
            hidden = self.forward(job["X"][start:end])
            d = self.loss_and_slope(hidden[-1], job["y"][start:end])
            for i in range(len(self.layers) - 1, -1, -1):
                dW, db = self.gradients[i]
                np.matmul(d.T, hidden[i], out=dW)
                d.sum(axis=0, out=db)
                if i > 0:
                    h = hidden[i]
                    d = d @ self.layers[i][0]
                    d *= (h > 0) if self.relu else 1 - h * h
            self.update()

    def update(self):
        rate, g = self.job["rate"], self.slopes
        if self.job["optimizer"] == "adam":
            self.t += 1
            self.m += 0.1 * (g - self.m)
            self.v += 0.001 * (g * g - self.v)
            c1, c2 = rate / (1 - 0.9**self.t), 1 / (1 - 0.999**self.t)
            self.flat -= c1 * self.m / (np.sqrt(c2 * self.v) + 1e-8)
        else:
            g *= rate
            self.flat -= g

    def loss(self):
        return self.mean

    def weights(self):
        return self.layers



harness.main(np.__version__, lambda job: None, ByHand)
