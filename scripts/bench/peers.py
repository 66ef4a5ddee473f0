"""Fits by Python's libraries, asked for line by line in JSON. Also the judge of all: the duality gap in float64.

{"do": "load", "directory", "joint"}           reads X.npy and Y.npy               -> {"alphaMax"}
{"do": "fit", "name", "alpha", "tol", "least"} a fit, then more for `least` seconds -> {"seconds", "gap"}
{"do": "judge", "file", "alpha"}               the gap of coefficients in a file   -> {"gap"}
Gaps are relative to ||Y||^2 / n, the largest over the problems.
"""

import json
import os
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
state = {}


def gap(W, alpha):
    """Primal minus dual at the scaled residual; W has shape (features, tasks)."""
    X, Y, joint = state["X"], state["Y"], state["joint"]
    n = len(X)
    R = Y - X @ W
    G = X.T @ R / n
    if joint:
        dual_norm = np.array([np.sqrt((G**2).sum(axis=1)).max()])
        penalty = np.array([np.sqrt((W**2).sum(axis=1)).sum()])
        squares, products, scale = np.array([(R**2).sum()]), np.array([(R * Y).sum()]), np.array([(Y**2).sum()])
    else:
        dual_norm, penalty = np.abs(G).max(axis=0), np.abs(W).sum(axis=0)
        squares, products, scale = (R**2).sum(axis=0), (R * Y).sum(axis=0), (Y**2).sum(axis=0)
    s = np.minimum(1, alpha / np.maximum(dual_norm, 1e-300))
    primal = squares / (2 * n) + alpha * penalty
    dual = (s * products - s**2 * squares / 2) / n
    return float(np.max((primal - dual) / (scale / n)))


def contenders():
    """Each makes, of alpha and its own tolerance, a fit that gives coefficients of shape (features, tasks)."""
    X, Y, joint = np.asfortranarray(state["X"]), np.asfortranarray(state["Y"]), state["joint"]
    single = Y.shape[1] == 1
    target = np.ascontiguousarray(Y[:, 0]) if single and not joint else Y
    columns = [np.ascontiguousarray(y) for y in Y.T]

    def sklearn(alpha, tol):
        from sklearn.linear_model import Lasso, MultiTaskLasso

        model = (MultiTaskLasso if joint else Lasso)(alpha=alpha, tol=tol, fit_intercept=False, max_iter=1000000)
        return lambda: np.atleast_2d(model.fit(X, target).coef_).T

    def sklearn_loop(alpha, tol):
        from sklearn.linear_model import Lasso

        model = Lasso(alpha=alpha, tol=tol, fit_intercept=False, max_iter=1000000)
        return lambda: np.array([model.fit(X, y).coef_ for y in columns]).T

    def skglm(alpha, tol):
        from skglm import Lasso, MultiTaskLasso

        model = (MultiTaskLasso if joint else Lasso)(alpha=alpha, tol=tol * alpha, fit_intercept=False, max_iter=1000)
        if joint or single:
            return lambda: np.atleast_2d(model.fit(X, target).coef_).T
        return lambda: np.array([model.fit(X, y).coef_ for y in columns]).T

    def celer(alpha, tol):
        from celer import Lasso, MultiTaskLasso

        model = (MultiTaskLasso if joint else Lasso)(alpha=alpha, tol=tol, fit_intercept=False, max_iter=1000)
        if joint or single:
            return lambda: np.atleast_2d(model.fit(X, target).coef_).T
        return lambda: np.array([model.fit(X, y).coef_ for y in columns]).T

    def adelie(alpha, tol):
        import adelie as ad

        threads = int(os.environ["OMP_NUM_THREADS"])
        design = ad.matrix.dense(X, method="naive", n_threads=threads)
        options = {"intercept": False, "progress_bar": False, "early_exit": False, "n_threads": threads}
        options |= {"penalty": np.ones(X.shape[1]), "tol": tol * float((Y**2).mean())}

        def solve(glm, weight):
            state = ad.grpnet(design, glm, lmda_path=np.array([weight]), **options)
            return state.betas.toarray()

        if joint:  # its loss is divided by the number of tasks
            glm = ad.glm.multigaussian(np.ascontiguousarray(Y))
            return lambda: solve(glm, alpha / Y.shape[1]).reshape(X.shape[1], -1)
        return lambda: np.concatenate([solve(ad.glm.gaussian(y), alpha) for y in columns]).T

    return {
        "scikit-learn": sklearn,
        "scikit-learn loop": sklearn_loop,
        "skglm": skglm,
        "celer": celer,
        "adelie": adelie,
    }


def load(directory, joint):
    X, Y = np.load(f"{directory}/X.npy"), np.load(f"{directory}/Y.npy")
    state.update(X=X, Y=Y, joint=joint)
    state["contenders"] = contenders()
    G = X.T @ Y / len(X)
    return {"alphaMax": float(np.sqrt((G**2).sum(axis=1)).max() if joint else np.abs(G).max())}


def fit(name, alpha, tol, least):
    run = state["contenders"][name](alpha, tol)
    start = time.perf_counter()
    W = run()
    seconds = [time.perf_counter() - start]
    while sum(seconds[1:]) < least:
        start = time.perf_counter()
        W = run()
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds[1:] or seconds, "gap": gap(W, alpha)}


def judge(file, alpha):
    return {"gap": gap(np.load(file).T, alpha)}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"load": load, "fit": fit, "judge": judge}[request.pop("do")](**request)
    except Exception as error:  # noqa: BLE001: whatever it is, the one who asked wants to know
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
