"""Makes the data of a cell: designs.py DIRECTORY JSON. Writes X.npy (C order) and Y.npy, centred, float64."""

import json
import sys

import numpy as np


def autoregressive(rng, samples, features, rho):
    """Rows x_1 = z_1, x_j = rho x_{j-1} + sqrt(1 - rho^2) z_j with standard normal z."""
    X = rng.randn(samples, features)
    for j in range(1, features):
        X[:, j] = rho * X[:, j - 1] + np.sqrt(1 - rho**2) * X[:, j]
    return X


def synthetic(seed, samples, features, tasks, rho, relevant, snr, spread=0.0):
    """Targets X W + noise with normal W in some rows, ||X W|| / ||noise|| = snr; column scales over `spread` decades."""
    rng = np.random.RandomState(seed)
    X = autoregressive(rng, samples, features, rho)
    W = np.zeros((features, tasks))
    rows = rng.permutation(features)[:relevant]
    W[rows] = rng.randn(relevant, tasks)
    signal = X @ W
    noise = rng.randn(samples, tasks)
    Y = signal + noise * (np.linalg.norm(signal) / np.linalg.norm(noise) / snr)
    return X * 10 ** (spread * (rng.rand(features) - 0.5)), Y


def example(seed, samples=100, features=30, tasks=40, relevant=5):
    """scikit-learn's "Joint feature selection with multi-task Lasso"."""
    rng = np.random.RandomState(seed)
    coef = np.zeros((tasks, features))
    times = np.linspace(0, 2 * np.pi, tasks)
    for k in range(relevant):
        coef[:, k] = np.sin((1.0 + rng.randn(1)) * times + 3 * rng.randn(1))
    X = rng.randn(samples, features)
    return X, X @ coef.T + rng.randn(samples, tasks)


def shipped(name):
    from sklearn import datasets

    data = getattr(datasets, f"load_{name}")()
    X = data.data[:, data.data.std(axis=0) > 0]
    Y = np.eye(10)[data.target] if name == "digits" else data.target.astype(float)[:, None]
    return (X - X.mean(axis=0)) / X.std(axis=0), Y


def main(directory, spec):
    X, Y = {"synthetic": synthetic, "example": example, "shipped": shipped}[spec.pop("make")](**spec)
    np.save(f"{directory}/X.npy", np.ascontiguousarray(X - X.mean(axis=0)))
    np.save(f"{directory}/Y.npy", np.ascontiguousarray(Y - Y.mean(axis=0)))


main(sys.argv[1], json.loads(sys.argv[2]))
