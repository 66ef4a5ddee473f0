import { expect } from 'chai';
import { type Kernel, PARAMETERS } from '../../src/kernels/kernel.js';
import { kernels } from '../../src/kernels/load-kernel.js';
import { plainKernel } from '../../src/kernels/plain.js';
import { randomState } from '../../src/random/random-state.js';

const compiled = (await kernels()).filter((make) => make !== plainKernel);

/** A memory with random numbers, some of them 0, and a kernel that works in it. */
function bench(make: (memory: WebAssembly.Memory) => Kernel) {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const kernel = make(memory);
  const rng = randomState(7);
  let end = 1024;
  const place = (bytes: number) => {
    const at = end;
    end += Math.ceil(bytes / 64) * 64 + 64;
    return at;
  };
  return {
    kernel,
    /** Rows of `stride` doubles, the first `cols` of them random. */
    doubles(rows: number, cols: number, stride = cols) {
      const at = place(8 * rows * stride);
      for (let i = 0; i < rows; i++) new Float64Array(memory.buffer, at + 8 * i * stride, cols).set(rng.randn(cols));
      return at;
    },
    floats(rows: number, cols: number, stride = cols) {
      const at = place(4 * rows * stride);
      for (let i = 0; i < rows; i++) new Float32Array(memory.buffer, at + 4 * i * stride, cols).set(rng.randn(cols));
      return at;
    },
    ints(values: readonly number[]) {
      const at = place(4 * values.length);
      new Int32Array(memory.buffer, at, values.length).set(values);
      return at;
    },
    set(at: number, values: ArrayLike<number>) {
      new Float64Array(memory.buffer, at, values.length).set(values);
    },
    read: (at: number, length: number) => Array.from(new Float64Array(memory.buffer, at, length)),
    read32: (at: number, length: number) => Array.from(new Float32Array(memory.buffer, at, length)),
  };
}
type Bench = ReturnType<typeof bench>;

/** What a use of the kernel leaves, and how closely kernels must agree on it. */
type Use = (on: Bench) => { values: number[]; tolerance: number };

const even = (n: number) => n + (n % 2);
const wide = (T: number) => (T === 1 ? 1 : even(T));

/** Rows with L = 1 … k and every mix of penalties; the last row is a zero column. */
function parameters(on: Bench, k: number): number {
  const at = on.doubles(k + 1, PARAMETERS);
  for (let j = 0; j < k; j++) {
    on.set(at + 8 * PARAMETERS * j, [
      j === k - 1 ? 0 : 1 + j,
      [0, 0.3, 0, 0.2][j % 4]!,
      [0.5, 0.4, 0.2, 0.1][j % 4]!,
      j % 3 || j === k - 1 ? 0 : 0.7,
    ]);
  }
  return at;
}

const uses: Record<string, Use> = {};

for (const [m, k, n, more] of [
  [1, 1, 2, 0],
  [3, 5, 8, 1],
  [7, 4, 1030, 0],
  [2, 3, 1030, 1],
  [0, 3, 4, 0],
] as const) {
  uses[`products ${m} x ${k} x ${n}${more ? ', added up' : ''}`] = (on) => {
    const [A, B, O] = [on.doubles(7, n + 4), on.doubles(k, n + 2), on.doubles(Math.max(m, 1), k + 1)];
    on.kernel.products(A, n + 4, on.ints([0, 1, 2, 3, 4, 5, 6].slice(7 - m)), m, B, n + 2, k, O, k + 1, n, 0.5, more);
    return { values: on.read(O, m * (k + 1)), tolerance: 1e-12 };
  };
}
for (const [from, to, n] of [
  [0, 5, 6],
  [4, 30, 1100],
  [3, 3, 4],
] as const) {
  uses[`gram ${from} to ${to} of ${n}`] = (on) => {
    const ld = even(to + 1);
    const [X, G] = [on.doubles(to, n + 2), on.doubles(to, ld)];
    const rows = on.ints(Array.from({ length: to }, (_, i) => (i * 7) % to));
    on.kernel.gram(X, n + 2, rows, 0, from, G, ld, n, 0.1, 0);
    on.kernel.gram(X, n + 2, rows, from, to, G, ld, n, 0.1, 0);
    on.kernel.gram(X, n + 2, rows, 0, to, G, ld, n, 0.1, 1);
    on.kernel.mirror(G, ld, 0, to);
    return { values: on.read(G, to * ld), tolerance: 1e-12 };
  };
}
for (const [from, to, n] of [
  [0, 5, 16],
  [4, 30, 1120],
] as const) {
  uses[`gram32 ${from} to ${to} of ${n}`] = (on) => {
    const ld = even(to + 1);
    const [X, G] = [on.floats(to, n), on.doubles(to, ld)];
    const rows = on.ints(Array.from({ length: to }, (_, i) => (i * 7) % to));
    on.kernel.gram32(X, rows, 0, from, G, ld, n, 0.1);
    on.kernel.gram32(X, rows, from, to, G, ld, n, 0.1);
    on.kernel.mirror(G, ld, 0, to);
    return { values: on.read(G, to * ld), tolerance: 3e-5 };
  };
}
uses.inner = (on) => ({ values: [on.kernel.inner(on.doubles(1, 70), on.doubles(1, 70), 70)], tolerance: 1e-13 });
uses.inner32 = (on) => ({ values: [on.kernel.inner32(on.floats(1, 80), on.floats(1, 80), 80)], tolerance: 1e-5 });
for (const [T, n, rows] of [
  [1, 6, [2]],
  [3, 1050, [0, 2, 3]],
  [2, 4, []],
  [5, 20, [3, 1, 0, 2]],
  [4, 600, [3, 1, 0, 2, 1, 1, 3, 0, 2]],
] as const) {
  uses[`residual of ${T} tasks, rows ${rows}`] = (on) => {
    const [X, W, Y, R] = [on.doubles(4, n + 6), on.doubles(4, wide(T)), on.doubles(T, n + 2), on.doubles(T, n + 2)];
    on.kernel.residual(X, n + 6, W, on.ints(rows), rows.length, Y, R, n + 2, T, wide(T), n);
    return { values: on.read(R, T * (n + 2)), tolerance: 1e-13 };
  };
}
uses.combine32 = (on) => {
  const [H, c, r] = [on.floats(3, 32), on.doubles(1, 4), on.floats(1, 32)];
  on.kernel.combine32(H, c, 3, r, 32);
  return { values: on.read32(r, 32), tolerance: 1e-5 };
};
for (const m of [1, 2, 7, 40]) {
  uses[`solveDefinite of ${m} rows`] = (on) => {
    const ld = m + (m % 2) + 2;
    const [A, B, r] = [on.doubles(m, ld), on.doubles(m + 1, ld), on.doubles(1, m + 1)];
    const every = on.ints(Array.from({ length: m }, (_, i) => i));
    on.kernel.gram(B, ld, every, 0, m, A, ld, ld, 1, 0);
    const solved = on.kernel.solveDefinite(A, m, ld, r, 1e-3);
    return { values: [Number(solved), ...on.read(r, m)], tolerance: 1e-9 };
  };
}
uses['solveDefinite of a matrix that is not semi-definite'] = (on) => {
  const [A, r] = [on.doubles(2, 2), on.doubles(1, 2)];
  on.set(A, [1, 2, 2, 1]);
  return { values: [Number(on.kernel.solveDefinite(A, 2, 2, r, 1e-13))], tolerance: 0 };
};
for (const T of [1, 2, 10, 18]) {
  uses[`follow with ${T} tasks`] = (on) => {
    const [Q, g, d] = [on.doubles(8, T), on.doubles(1, 7, 8), on.doubles(1, T + 1)];
    on.kernel.follow(Q, g, d, 7, T);
    return { values: on.read(Q, 7 * T), tolerance: 1e-13 };
  };
  uses[`goAhead with ${T} tasks`] = (on) => {
    const n = 2 * T;
    const [W, before] = [on.doubles(1, n), on.doubles(1, n)];
    on.set(W + 8, [0]);
    if (T > 1) on.set(before + 16, [0]);
    on.kernel.goAhead(W, before, n, 0.7);
    return { values: [...on.read(W, n), ...on.read(before, n)], tolerance: 1e-13 };
  };
  uses[`renew with ${T} tasks`] = (on) => {
    const Tp = wide(T);
    const [G, C, Q, W] = [on.doubles(7, 7, 8), on.doubles(8, T, Tp), on.doubles(8, Tp), on.doubles(8, T, Tp)];
    on.set(W + 16 * Tp, new Float64Array(Tp));
    on.kernel.renew(G, 8, C, Q, W, 7, Tp);
    return { values: on.read(Q, 7 * Tp), tolerance: 1e-13 };
  };
}
for (const T of [1, 3, 8, 25]) {
  for (const positive of [0, 1]) {
    for (const k of [7, 2, 0]) {
      uses[`gramSums of ${k} rows and ${T} tasks${positive ? ', not negative' : ''}`] = (on) => {
        const [Tp, out] = [wide(T), on.doubles(1, 4)];
        const [Q, W, Q0, W0] = [on.doubles(8, Tp), on.doubles(8, Tp), on.doubles(8, Tp), on.doubles(8, Tp)];
        on.kernel.gramSums(Q, W, Q0, W0, parameters(on, 7), k, Tp, positive, out);
        return { values: on.read(out, 4), tolerance: 1e-12 };
      };
    }
    for (const [k, passes] of [
      [7, 3],
      [7, 500],
      [4, 0],
    ] as const) {
      uses[`gramDescent of ${k} rows and ${T} tasks, ${passes} passes${positive ? ', not negative' : ''}`] = (on) => {
        const Tp = wide(T);
        const [A, G, every] = [on.doubles(7, 40), on.doubles(7, 7, 8), on.ints([0, 1, 2, 3, 4, 5, 6])];
        on.kernel.gram(A, 40, every, 0, 7, G, 8, 40, 1 / 40, 0);
        on.kernel.mirror(G, 8, 0, 7);
        const P = parameters(on, 7);
        for (let j = 0; j < 7; j++) {
          const [, ...lambdas] = on.read(P + 8 * PARAMETERS * j, PARAMETERS);
          on.set(P + 8 * PARAMETERS * j, [on.read(G + 8 * 9 * j, 1)[0]!, ...lambdas]);
        }
        const [C, Q, W, zeros] = [on.doubles(8, T, Tp), on.doubles(8, Tp), on.doubles(8, T, Tp), on.doubles(8, Tp)];
        on.set(zeros, new Float64Array(8 * Tp));
        if (positive) on.set(W, on.read(W, 8 * Tp).map(Math.abs));
        const sums = on.doubles(1, 5);
        const [U, goal] = [on.doubles(2, Tp), passes === 500 ? 1e-8 : 0];
        const done = on.kernel.gramDescent(G, 8, C, Q, W, zeros, P, every, k, Tp, positive, 9, goal, passes, U, sums);
        return { values: [done, ...on.read(W, k * Tp), ...on.read(Q, k * Tp), ...on.read(sums, 5)], tolerance: 1e-9 };
      };
    }
    for (const rows of [[0, 1, 2, 3, 4, 5, 6], [6, 2], [3], []]) {
      const title = `of ${T} tasks over rows ${rows}${positive ? ', not negative' : ''}`;
      const Tp = wide(T);
      uses[`gramPass ${title}`] = (on) => {
        const [G, Q, W] = [on.doubles(7, 7, 8), on.doubles(8, Tp), on.doubles(8, T, Tp)];
        for (let j = 0; j < 7; j++)
          on.set(Q + 8 * j * Tp, [...on.read(Q + 8 * j * Tp, T), ...new Array<number>(Tp - T).fill(0)]);
        on.kernel.gramPass(
          G,
          8,
          Q,
          W,
          parameters(on, 7),
          on.ints(rows),
          rows.length,
          7,
          Tp,
          positive,
          on.doubles(2, Tp),
        );
        return { values: [...on.read(W, 7 * Tp), ...on.read(Q, 7 * Tp)], tolerance: 1e-11 };
      };
      uses[`narrowPass ${title}`] = (on) => {
        const [X, R] = [on.floats(7, 20, 32), on.floats(T, 20, 32)];
        const [W, C] = [on.doubles(7, T, Tp), on.doubles(7, T, Tp)];
        const seen = on.kernel.narrowPass(
          X,
          on.ints([6, 1, 3, 2, 0, 5, 4]),
          32,
          R,
          W,
          C,
          parameters(on, 7),
          on.ints(rows),
          rows.length,
          T,
          Tp,
          positive,
          1 / 20,
          on.doubles(2, Tp),
        );
        return { values: [seen, ...on.read(W, 7 * Tp), ...on.read32(R, T * 32)], tolerance: 1e-5 };
      };
    }
  }
}
for (const [m, p, n32] of [
  [5, 1, 32],
  [16, 4, 32],
  [22, 7, 48],
  [22, 7, 0],
] as const) {
  uses[`narrow ${p} columns of ${m}${n32 === 0 ? ' to one place' : ''}`] = (on) => {
    const [from, means, factors, to] = [on.doubles(m, p), on.doubles(1, p), on.doubles(1, p), on.floats(p, 48)];
    const [sums, squares] = [on.doubles(1, p), on.doubles(1, p)];
    on.kernel.narrow(from, m, p, 2, means, factors, to, n32, sums, squares);
    return { values: [...on.read32(to, p * 48), ...on.read(sums, p), ...on.read(squares, p)], tolerance: 1e-12 };
  };
}
for (const [m, p, columns] of [
  [1, 1, [0]],
  [7, 5, [4, 0, 2]],
  [8, 3, [1]],
  [9, 4, [3, 1]],
  [30, 40, [39, 3, 20, 21]],
] as const) {
  uses[`widen ${columns.length} columns of ${m}`] = (on) => {
    const [from, means, factors] = [on.doubles(m, p), on.doubles(1, p), on.doubles(1, p)];
    const [list, to] = [on.ints(columns), on.doubles(columns.length, 32)];
    on.kernel.widen(from, m, p, 0.5, means, factors, list, columns.length, to, 32);
    return { values: on.read(to, 32 * columns.length), tolerance: 0 };
  };
}
uses.narrowRows = (on) => {
  const [from, to] = [on.doubles(3, 22), on.floats(3, 32)];
  on.kernel.narrowRows(from, to, 3, 22, 32, 0.25);
  return { values: on.read32(to, 96), tolerance: 0 };
};
for (const [n, p, groups, T] of [
  [16, 4, 1, 1],
  [1040, 523, 1, 1],
  [304, 520, 1, 3],
  [144, 11, 3, 2],
  [16, 8, 5, 1],
  [16, 1, 1, 5],
] as const) {
  for (const [based, soft, positive] of [
    [false, false, 0],
    [true, false, 0],
    [false, true, 0],
    [true, true, 1],
    [false, false, 1],
  ] as const) {
    const kind = `${based ? ', from a base' : ''}${soft ? ', soft' : ''}${positive ? ', not negative' : ''}`;
    uses[`correlations ${n} x ${p}, ${groups} groups of ${T}${kind}`] = (on) => {
      const rows = 4 * Math.ceil(p / 4);
      const [X, R, out] = [on.floats(rows, n), on.floats(groups * T, n), on.doubles(groups, p + 1)];
      const B = based ? on.doubles(p, groups * T) : 0;
      const lambdas = soft ? on.doubles(groups, p + 1) : 0;
      if (soft)
        on.set(
          lambdas,
          on.read(lambdas, groups * (p + 1)).map((value) => Math.abs(value) / 10),
        );
      const A = on.doubles(groups * T, 512);
      on.kernel.correlations(X, n, p, R, groups, T, A, B, lambdas, positive, out, p + 1, 1 / n);
      return { values: on.read(out, groups * (p + 1)), tolerance: 3e-6 };
    };
  }
}

describe('the compiled kernels', () => {
  it('run here: with SIMD, and with fused multiply-add where the engine has it', () => {
    expect(compiled.length).to.be.within(1, 2);
  });

  for (const [title, use] of Object.entries(uses)) {
    it(`do what the plain one does: ${title}`, () => {
      const expected = use(bench(plainKernel));
      for (const make of compiled) {
        const { values } = use(bench(make));
        expect(values).to.have.length(expected.values.length);
        values.forEach((value, i) => {
          expect(Math.abs(value - expected.values[i]!), `entry ${i}`).to.be.at.most(expected.tolerance);
        });
      }
    });
  }
});
