"""Scores of several labels by scikit-learn: writes label-scores.json, which label-scores.test.ts reads.
Run: python3 label-scores.py && npx biome check --write label-scores.json
"""

import json
import pathlib

import numpy as np
from sklearn.metrics import accuracy_score, hamming_loss, precision_recall_fscore_support

random = np.random.default_rng(5)


def case(rows, labels, share, weighted):
    actual = (random.random((rows, labels)) < share).astype(int)
    predicted = np.where(random.random((rows, labels)) < 0.75, actual, 1 - actual)
    actual[:, 0] = 0  # a label that holds for no row
    predicted[:, -1] = 0  # a label that is never predicted
    weights = random.integers(0, 4, rows).tolist() if weighted else None
    own = {"zero_division": 0, "sample_weight": weights}
    names = ("precision", "recall", "f1")
    by_label = precision_recall_fscore_support(actual, predicted, average=None, **own)
    means = {
        average: dict(zip(names, precision_recall_fscore_support(actual, predicted, average=average, **own)[:3]))
        for average in ("micro", "macro", "weighted")
    }
    return {
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "weights": weights,
        "scores": {
            "labels": [dict(zip((*names, "rows"), map(float, values))) for values in zip(*by_label)],
            **means,
            "hammingLoss": hamming_loss(actual, predicted, sample_weight=weights),
            "subsetAccuracy": accuracy_score(actual, predicted, sample_weight=weights),
        },
    }


cases = [case(12, 3, 0.4, False), case(20, 5, 0.2, True), case(4, 2, 0.9, False)]
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases))
