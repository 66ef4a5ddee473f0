import { type Kernel, PARAMETERS } from './kernel.js';

/** A row's `v` with its norm: S(u, λ₁), or max(u − λ₁, 0) where coefficients must not be negative. */
function softened(u: number, lambda1: number, positive: boolean): number {
  return positive ? Math.max(u - lambda1, 0) : Math.sign(u) * Math.max(Math.abs(u) - lambda1, 0);
}

/**
 * Moves a row of W to its minimiser, given its correlation c; returns by how much.
 *
 *     w = v max(0, 1 − λ₂/‖v‖) / L,   v = S(c + L w, λ₁)
 */
function moveRow(c: readonly number[], w: Float64Array, parameters: Float64Array, positive: boolean): number[] {
  const [L = 0, lambda1 = 0, lambda2 = 0] = parameters;
  const v = c.map((value, t) => softened(value + L * w[t]!, lambda1, positive));
  const norm = Math.hypot(...v);
  const factor = norm > lambda2 && L > 0 ? (1 - lambda2 / norm) / L : 0;
  return v.map((value, t) => {
    const next = factor * value;
    const change = next - w[t]!;
    w[t] = next;
    return change;
  });
}

/** `‖S(c, λ)‖₂`. */
const softNorm = (c: readonly number[], lambda: number, positive: boolean): number =>
  Math.hypot(...c.map((value) => softened(value, lambda, positive)));

/** `‖S(c, λ₁)‖ / λ₂`, of one entry `|c| / (λ₁ + λ₂)`: at most 1 if c satisfies the dual constraint. */
function dualRatio(c: readonly number[], parameters: Float64Array, positive: boolean): number {
  const [, lambda1 = 0, lambda2 = 0] = parameters;
  return c.length === 1 ? softNorm(c, 0, positive) / (lambda1 + lambda2) : softNorm(c, lambda1, positive) / lambda2;
}

/** `λ₁‖w‖₁ + λ₂‖w‖₂`. */
function penaltyOf(w: readonly number[], [, lambda1 = 0, lambda2 = 0]: Float64Array): number {
  return lambda1 * w.reduce((sum, value) => sum + Math.abs(value), 0) + lambda2 * Math.hypot(...w);
}

/** The kernel in plain loops: the definition of the compiled ones, and what runs where those cannot. */
export function plainKernel(memory: WebAssembly.Memory): Kernel {
  const doubles = (at: number, length: number) => new Float64Array(memory.buffer, at, length);
  const floats = (at: number, length: number) => new Float32Array(memory.buffer, at, length);
  const ints = (at: number, length: number) => new Int32Array(memory.buffer, at, length);
  const inner = (a: Float64Array | Float32Array, b: Float64Array | Float32Array): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
    return sum;
  };
  const add = (to: Float64Array | Float32Array, factor: number, from: Float64Array | Float32Array): void => {
    for (let i = 0; i < to.length; i++) to[i]! += factor * from[i]!;
  };

  const products: Kernel['products'] = (A, lda, rows, m, B, ldb, k, O, ldo, n, scale, more) => {
    for (let i = 0; i < m; i++) {
      const [a, o] = [doubles(A + 8 * ints(rows, m)[i]! * lda, n), doubles(O + 8 * i * ldo, k)];
      for (let j = 0; j < k; j++) o[j] = (more ? o[j]! : 0) + scale * inner(a, doubles(B + 8 * j * ldb, n));
    }
  };
  /** The lower triangle of a Gram matrix of rows in either precision. */
  const gram =
    (view: typeof doubles | typeof floats, size: number): Kernel['gram'] =>
    (X, ldx, rows, from, to, G, ld, n, scale, more) => {
      const x = Array.from(ints(rows, to), (row) => view(X + size * row * ldx, n));
      for (let i = from; i < to; i++) {
        const g = doubles(G + 8 * i * ld, i + 1);
        for (let j = 0; j <= i; j++) g[j] = (more ? g[j]! : 0) + scale * inner(x[i]!, x[j]!);
      }
    };
  const follow: Kernel['follow'] = (Q, g, d, k, T) => {
    doubles(g, k).forEach((factor, i) => {
      add(doubles(Q + 8 * i * T, T), -factor, doubles(d, T));
    });
  };
  return {
    follow,
    products,
    gram: gram(doubles, 8),
    gram32: (X, rows, from, to, G, ld, n, scale) => gram(floats, 4)(X, n, rows, from, to, G, ld, n, scale, 0),
    mirror(G, ld, from, to) {
      const g = doubles(G, to * ld);
      for (let i = from; i < to; i++) for (let j = 0; j < i; j++) g[j * ld + i] = g[i * ld + j]!;
    },
    narrowPass(X, sources, n, R, W, C, P, rows, m, T, Tp, positive, scale) {
      let seen = 0;
      for (const j of ints(rows, m)) {
        const x = floats(X + 4 * ints(sources, j + 1)[j]! * n, n);
        const residuals = Array.from({ length: T }, (_, t) => floats(R + 4 * t * n, n));
        const base = doubles(C + 8 * j * Tp, T);
        const parameters = doubles(P + 8 * PARAMETERS * j, PARAMETERS);
        const w = doubles(W + 8 * j * Tp, T);
        const c = residuals.map((r, t) => base[t]! + scale * inner(x, r) - parameters[3]! * w[t]!);
        seen = Math.max(seen, dualRatio(c, parameters, positive !== 0));
        const moved = moveRow(c, w, parameters, positive !== 0);
        residuals.forEach((r, t) => {
          add(r, -moved[t]!, x);
        });
      }
      return seen;
    },
    inner: (a, b, n) => inner(doubles(a, n), doubles(b, n)),
    inner32: (a, b, n) => inner(floats(a, n), floats(b, n)),
    residual(X, ldx, W, rows, m, Y, R, ld, T, Tp, n) {
      for (let t = 0; t < T; t++) {
        const r = doubles(R + 8 * t * ld, n);
        r.set(doubles(Y + 8 * t * ld, n));
        for (const j of ints(rows, m)) add(r, -doubles(W + 8 * (j * Tp + t), 1)[0]!, doubles(X + 8 * j * ldx, n));
      }
    },
    combine32(H, c, m, r, n) {
      for (let b = 0; b < m; b++) add(floats(r, n), -doubles(c + 8 * b, 1)[0]!, floats(H + 4 * b * n, n));
    },
    solveDefinite(A, m, ld, r, ridge) {
      const rows = Array.from({ length: m }, (_, i) => doubles(A + 8 * i * ld, m));
      const d = doubles(r, m);
      const upTo = (j: number, a: Float64Array, b: Float64Array) => inner(a.subarray(0, j), b.subarray(0, j));
      for (const [i, row] of rows.entries()) {
        for (let j = 0; j < i; j++) row[j] = (row[j]! - upTo(j, row, rows[j]!)) / rows[j]![j]!;
        const pivot = row[i]! + ridge - upTo(i, row, row);
        if (!(pivot > 0.25 * ridge)) return 0;
        row[i] = Math.sqrt(pivot);
        d[i] = (d[i]! - upTo(i, row, d)) / row[i];
      }
      for (const [i, row] of [...rows.entries()].reverse()) {
        d[i]! /= row[i]!;
        add(d.subarray(0, i), -d[i]!, row);
      }
      return 1;
    },
    goAhead(W, before, n, by) {
      const [w, last] = [doubles(W, n), doubles(before, n)];
      const next = w.map((value, i) => value + by * (value - last[i]!));
      const moves = w.map((value, i) => Number(value !== 0 && last[i] !== 0));
      last.set(w);
      w.forEach((value, i) => {
        if (moves[i]) w[i] = Math.sign(next[i]!) === Math.sign(value) ? next[i]! : 0;
      });
    },
    gramPass(G, ld, Q, W, P, rows, m, k, T, positive, U) {
      for (const j of ints(rows, m)) {
        const c = Array.from(doubles(Q + 8 * j * T, T));
        const moved = moveRow(
          c,
          doubles(W + 8 * j * T, T),
          doubles(P + 8 * PARAMETERS * j, PARAMETERS),
          positive !== 0,
        );
        doubles(U, T).set(moved);
        follow(Q, G + 8 * j * ld, U, k, T);
      }
    },
    gramSums(Q, W, Q0, W0, P, k, T, positive, out) {
      const [q, w, q0, w0] = [Q, W, Q0, W0].map((at) => doubles(at, k * T));
      let [ratio, penalty] = [0, 0];
      for (let j = 0; j < k; j++) {
        const parameters = doubles(P + 8 * PARAMETERS * j, PARAMETERS);
        const row = (a: Float64Array) => Array.from(a.subarray(j * T, (j + 1) * T));
        ratio = Math.max(ratio, dualRatio(row(q!), parameters, positive !== 0));
        penalty += penaltyOf(row(w!), parameters);
      }
      const change = inner(
        w!.map((value, i) => value - w0![i]!),
        q!.map((value, i) => value + q0![i]!),
      );
      doubles(out, 4).set([ratio, penalty, inner(w!, q!), change]);
    },
    renew(G, ld, C, Q, W, k, T) {
      doubles(Q, k * T).set(doubles(C, k * T));
      for (let j = 0; j < k; j++) follow(Q, G + 8 * j * ld, W + 8 * j * T, k, T);
    },
    gramDescent(G, ld, C, Q, W, zeros, P, rows, k, T, positive, loss2, goal, passes, U, sums) {
      const look = (): { gap: number; objective: number } => {
        this.gramSums(Q, W, C, zeros, P, k, T, positive, sums);
        const [ratio = 0, penalty = 0, fitted = 0, change = 0] = doubles(sums, 4);
        const [s, left] = [Math.min(1, 1 / ratio), Math.max(loss2 - change, 0)];
        return { gap: ((1 - s) ** 2 * left) / 2 + Math.max(penalty - s * fitted, 0), objective: left / 2 + penalty };
      };
      let pass = 0;
      this.renew(G, ld, C, Q, W, k, T);
      doubles(sums, 5)[4] = look().objective;
      if (look().gap <= 1.05 * goal) return 0;
      for (; pass < passes && look().gap > goal; pass++) this.gramPass(G, ld, Q, W, P, rows, k, k, T, positive, U);
      look();
      return pass;
    },
    narrow(from, m, p, scale, means, factors, to, n32, sums, squares) {
      const [mean, factor, sum, square] = [means, factors, sums, squares].map((at) => doubles(at, p));
      const x = doubles(from, m * p);
      for (let j = 0; j < p; j++) {
        const y = floats(to + 4 * j * n32, 16 * Math.ceil(m / 16));
        y.fill(0, m);
        for (let i = 0; i < m; i++) {
          const value = (x[i * p + j]! * scale - mean![j]!) * factor![j]!;
          y[i] = value;
          sum![j]! += value;
          square![j]! += value * value;
        }
      }
    },
    widen(from, m, p, scale, means, factors, list, k, to, stride) {
      const x = doubles(from, m * p);
      ints(list, k).forEach((j, s) => {
        const y = doubles(to + 8 * s * stride, m);
        for (let i = 0; i < m; i++) y[i] = (x[i * p + j]! * scale - doubles(means, p)[j]!) * doubles(factors, p)[j]!;
      });
    },
    narrowRows(from, to, m, n, n32, scale) {
      for (let i = 0; i < m; i++) {
        const y = floats(to + 4 * i * n32, n32);
        y.fill(0);
        y.set(doubles(from + 8 * i * n, n).map((value) => value * scale));
      }
    },
    correlations(X, n32, p, R, groups, T, _scratch, B, lambdas, positive, out, ldo, scale) {
      for (let g = 0; g < groups; g++) {
        const residuals = Array.from({ length: T }, (_, t) => floats(R + 4 * (g * T + t) * n32, n32));
        const norms = doubles(out + 8 * g * ldo, p);
        for (let j = 0; j < p; j++) {
          const x = floats(X + 4 * j * n32, n32);
          const base = (t: number) => (B ? doubles(B + 8 * (j * groups * T + g * T + t), 1)[0]! : 0);
          const c = residuals.map((r, t) => base(t) + scale * inner(x, r));
          const lambda = lambdas ? doubles(lambdas + 8 * (g * ldo + j), 1)[0]! : 0;
          norms[j] = softNorm(c, lambda, positive !== 0);
        }
      }
    },
  };
}
