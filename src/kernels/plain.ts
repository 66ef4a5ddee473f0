import { type Kernel, PARAMETERS } from './kernel.js';

/** A row's `v` with its norm: S(u, λ₁), or max(u − λ₁, 0) where coefficients must not be negative. */
function softened(u: number, lambda1: number, positive: boolean): number {
  return positive ? Math.max(u - lambda1, 0) : Math.sign(u) * Math.max(Math.abs(u) - lambda1, 0);
}

/**
 * Moves a row of W to its minimiser, given its correlation c; returns by how much.
 *
 *     w = v max(0, 1 − λ₂/‖v‖) / (L + λ₃),   v = S(c + L w, λ₁)
 */
function moveRow(c: readonly number[], w: Float64Array, parameters: Float64Array, positive: boolean): number[] {
  const [L = 0, lambda1 = 0, lambda2 = 0, lambda3 = 0] = parameters;
  const v = c.map((value, t) => softened(value + L * w[t]!, lambda1, positive));
  const norm = Math.hypot(...v);
  const factor = norm > lambda2 && L + lambda3 > 0 ? (1 - lambda2 / norm) / (L + lambda3) : 0;
  return v.map((value, t) => {
    const next = factor * value;
    const change = next - w[t]!;
    w[t] = next;
    return change;
  });
}

/** `‖S(c, λ₁)‖ / λ₂`, or `|c|_∞ / λ₁` where λ₂ is 0: at most 1 if c satisfies the dual constraint. */
function dualRatio(c: readonly number[], parameters: Float64Array, positive: boolean): number {
  const [, lambda1 = 0, lambda2 = 0] = parameters;
  if (c.length === 1) return softened(c[0]!, 0, positive) / Math.sign(c[0]! || 1) / (lambda1 + lambda2);
  const v = c.map((value) => softened(value, lambda2 > 0 ? lambda1 : 0, positive));
  return lambda2 > 0 ? Math.hypot(...v) / lambda2 : Math.max(...v.map(Math.abs)) / lambda1;
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

  const products: Kernel['products'] = (A, rows, m, B, k, O, ldo, n, scale) => {
    for (let i = 0; i < m; i++) {
      const [a, o] = [doubles(A + 8 * ints(rows, m)[i]! * n, n), doubles(O + 8 * i * ldo, k)];
      for (let j = 0; j < k; j++) o[j] = scale * inner(a, doubles(B + 8 * j * n, n));
    }
  };
  const follow: Kernel['follow'] = (Q, g, d, k, T) => {
    doubles(g, k).forEach((factor, i) => {
      add(doubles(Q + 8 * i * T, T), -factor, doubles(d, T));
    });
  };
  /** A pass in residual form over rows of X and R in either precision. */
  const pass =
    (view: typeof doubles | typeof floats, size: number): Kernel['residualPass'] =>
    (X, n, R, W, P, rows, m, T, Tp, positive, scale) => {
      let seen = 0;
      for (const j of ints(rows, m)) {
        const x = view(X + size * j * n, n);
        const residuals = Array.from({ length: T }, (_, t) => view(R + size * t * n, n));
        const c = residuals.map((r) => scale * inner(x, r));
        const parameters = doubles(P + 8 * PARAMETERS * j, PARAMETERS);
        seen = Math.max(seen, dualRatio(c, parameters, positive !== 0));
        const moved = moveRow(c, doubles(W + 8 * j * Tp, T), parameters, positive !== 0);
        residuals.forEach((r, t) => {
          add(r, -moved[t]!, x);
        });
      }
      return seen;
    };

  return {
    products,
    follow,
    residualPass: pass(doubles, 8),
    narrowPass: pass(floats, 4),
    gram(X, rows, from, to, G, ld, n, scale) {
      for (let i = from; i < to; i++) {
        for (let j = 0; j <= i; j++) {
          products(X, rows + 4 * i, 1, X + 8 * ints(rows, to)[j]! * n, 1, G + 8 * (i * ld + j), 1, n, scale);
          doubles(G + 8 * (j * ld + i), 1)[0] = doubles(G + 8 * (i * ld + j), 1)[0]!;
        }
      }
    },
    inner: (a, b, n) => inner(doubles(a, n), doubles(b, n)),
    inner32: (a, b, n) => inner(floats(a, n), floats(b, n)),
    residual(X, W, rows, m, Y, R, T, Tp, n) {
      doubles(R, T * n).set(doubles(Y, T * n));
      for (const j of ints(rows, m)) {
        for (let t = 0; t < T; t++)
          add(doubles(R + 8 * t * n, n), -doubles(W + 8 * (j * Tp + t), 1)[0]!, doubles(X + 8 * j * n, n));
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
    narrow(from, m, p, scale, means, factors, to, ld, sums, squares) {
      const [mean, factor, sum, square] = [means, factors, sums, squares].map((at) => doubles(at, p));
      for (let i = 0; i < m; i++) {
        const [x, y] = [doubles(from + 8 * i * p, p), floats(to + 4 * i * ld, ld)];
        y.fill(0, p);
        for (let j = 0; j < p; j++) {
          const value = (x[j]! * scale - mean![j]!) * factor![j]!;
          y[j] = value;
          sum![j]! += value;
          square![j]! += value * value;
        }
      }
    },
    narrowRows(from, to, m, n, n32, scale) {
      for (let i = 0; i < m; i++) {
        const y = floats(to + 4 * i * n32, n32);
        y.fill(0);
        y.set(doubles(from + 8 * i * n, n).map((value) => value * scale));
      }
    },
    gatherColumns(X, n, ld, columns, m, to, n32) {
      ints(columns, m).forEach((j, s) => {
        const y = floats(to + 4 * s * n32, n32);
        y.fill(0);
        const x = floats(X, n * ld);
        for (let i = 0; i < n; i++) y[i] = x[i * ld + j]!;
      });
    },
    correlations(X, n, ld, p, R, n32, groups, T, _scratch, out, ldo, scale) {
      const x = floats(X, n * ld);
      for (let g = 0; g < groups; g++) {
        const squares = doubles(out + 8 * g * ldo, p);
        squares.fill(0);
        for (let t = 0; t < T; t++) {
          const c = new Float64Array(p);
          floats(R + 4 * (g * T + t) * n32, n).forEach((r, i) => {
            add(c, r, x.subarray(i * ld, i * ld + p) as Float32Array);
          });
          c.forEach((value, j) => {
            squares[j]! += value * value;
          });
        }
        squares.forEach((value, j) => {
          squares[j] = scale * Math.sqrt(value);
        });
      }
    },
  };
}
