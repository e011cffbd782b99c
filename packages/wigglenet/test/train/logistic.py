"""The minimum of a regularized logistic regression of three classes, by Newton's method in float64 with numpy: writes logistic.json, which
fit-lbfgs.test.ts reads. The loss is the mean cross-entropy of the softmax plus 0.5·l2·Σw², biases left alone.
Run: python3 logistic.py && npx biome check --write logistic.json
"""

import json
import pathlib

import numpy as np

ROWS, INPUTS, CLASSES, L2 = 60, 2, 3, 0.05
random = np.random.default_rng(3)
# Multiples of 1/256, so that float32 holds them too.
X = np.round(256 * random.normal(size=(ROWS, INPUTS))) / 256
y = (X @ random.normal(size=(INPUTS, CLASSES)) + random.normal(size=(ROWS, CLASSES))).argmax(axis=1)
one_hot = np.eye(CLASSES)[y]
X1 = np.c_[X, np.ones(ROWS)]


def loss_of(A):
    scores = X1 @ A.T
    scores -= scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return -(logs * one_hot).sum() / ROWS + 0.5 * L2 * (A[:, :INPUTS] ** 2).sum()


A = np.zeros((CLASSES, INPUTS + 1))
for _ in range(50):
    scores = X1 @ A.T
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    penalty = np.zeros_like(A)
    penalty[:, :INPUTS] = L2
    gradient = (p - one_hot).T @ X1 / ROWS + penalty * A
    hessian = np.zeros((A.size, A.size))
    for row in range(ROWS):
        hessian += np.kron(np.diag(p[row]) - np.outer(p[row], p[row]), np.outer(X1[row], X1[row])) / ROWS
    hessian += np.diag(penalty.ravel())
    # All biases may move together: the least-squares step leaves that direction alone.
    A -= np.linalg.lstsq(hessian, gradient.ravel(), rcond=1e-12)[0].reshape(A.shape)
assert np.abs(gradient).max() < 1e-15, np.abs(gradient).max()

text = {
    "X": X.tolist(),
    "y": y.tolist(),
    "l2": L2,
    "W": A[:, :INPUTS].ravel().tolist(),
    "b": A[:, INPUTS].tolist(),
    "loss": loss_of(A),
}
pathlib.Path(__file__).with_name("logistic.json").write_text(json.dumps(text) + "\n")
