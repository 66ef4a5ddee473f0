import { readFile, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { leastSquares } from '../../src/data/least-squares.js';
import { toRows } from '../../src/data/matrix.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import type { Estimator } from '../../src/estimators/estimator.js';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import { predict, support } from '../../src/estimators/linear-fit.js';
import { modelFromJSON } from '../../src/estimators/model-json.js';
import { sparseGroupLasso } from '../../src/estimators/sparse-group-lasso.js';
import { npyOf, readNpy } from '../../src/node/npy.js';
import { textbookGap } from '../support/coordinate-descent.js';
import { npyFile, npyHeader } from '../support/npy-file.js';
import { alphaMax, design } from '../support/problems.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary.js';

describe('tensor-lasso fit', function () {
  this.timeout(60_000);
  const directory = temporaryFolder();
  const data = design({ samples: 30, features: 8, tasks: 2 });
  const file = (name: string) => join(directory(), name);
  const files = () => ['--x', file('X.npy'), '--y', file('Y.npy')];
  beforeEach(async () => {
    await writeFile(file('X.npy'), npyOf(data.X.values, [30, 8]));
    await writeFile(file('Y.npy'), npyOf(data.Y.values, [30, 2]));
  });

  it('writes coefficients, intercepts, and what is known of them', async () => {
    const args = ['--alpha-ratio', '0.1', '--tol', '1e-9', '--repeat', '3', '--no-intercept', '--out', file('out')];
    const { code, stdout, stderr } = await runCli(['fit', ...files(), ...args]);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(/^multiTaskLasso: alpha .*, \d of 8 features, converged, relative gap .*e-\d+, .* s\n/);
    const fit = JSON.parse(await readFile(file('out/fit.json'), 'utf8'));
    const coef = await readNpy(file('out/coef.npy'));
    expect(fit).to.include({ solver: 'gram', backend: 'wasm' });
    expect(fit.alphaMax).to.be.closeTo(alphaMax(data), 1e-14);
    expect(fit.alpha).to.equal(0.1 * fit.alphaMax);
    const plain = { X: toRows(data.X), Y: toRows(data.Y), alpha: fit.alpha, penalty: 'rows' } as const;
    const W = Array.from({ length: 8 }, (_, j) => [0, 1].map((t) => coef.values[t * 8 + j]!));
    const meanSquare = data.Y.values.reduce((sum, y) => sum + y * y, 0) / 30;
    expect(textbookGap(plain, W) / meanSquare).to.be.at.most(1e-9);
    expect(fit.relativeGap[0]).to.be.at.most(1e-9);
    expect([fit.converged, fit.stopped]).to.deep.equal([[true], ['tol']]);
    expect(fit.nonZeroFeatures).to.equal(W.filter((row) => row.some((w) => w !== 0)).length);
    expect(fit.seconds).to.have.length(3);
    for (const { total, ...parts } of fit.seconds) {
      expect(Object.keys(parts)).to.deep.equal(['upload', 'solve', 'certificate', 'download']);
      const sum = Object.values(parts as Record<string, number>).reduce((all, part) => all + part, 0);
      expect(sum).to.be.closeTo(total, 1e-9);
    }
    expect(Array.from((await readNpy(file('out/intercept.npy'))).values)).to.deep.equal([0, 0]);
  });

  it('fits Lassos task by task, with the solver and the backend it is told', async () => {
    const args = [
      '--model',
      'lasso',
      '--alpha',
      '0.1',
      '--solver',
      'fista',
      '--backend',
      'cpu',
      '--out',
      file('lasso'),
    ];
    const { code } = await runCli(['fit', ...files(), ...args]);
    expect(code).to.equal(0);
    const fit = JSON.parse(await readFile(file('lasso/fit.json'), 'utf8'));
    expect(fit).to.include({ solver: 'fista', backend: 'cpu', alpha: 0.1 });
    expect(fit.relativeGap).to.have.length(2);
  });

  it('fits every model, with what is its own, and writes what predicts', async () => {
    await writeFile(file('groups.npy'), npyOf(Float64Array.of(0, 0, 0, 1, 1, 1, 2, 2), [8]));
    await writeFile(file('factors.npy'), npyOf(Float64Array.of(1, 1, 1, 2, 2, 2, 0.5, 0.5), [8]));
    await writeFile(file('weights.npy'), npyOf(new Float64Array(30).fill(2), [30]));
    const common = { alpha: 0.1, tol: 1e-6, standardize: true, positive: true };
    const penaltyFactor = [1, 1, 1, 2, 2, 2, 0.5, 0.5];
    const options = { ...common, penaltyFactor };
    const groups = [0, 0, 0, 1, 1, 1, 2, 2];
    for (const [name, estimator, ...own] of [
      ['elasticNet', elasticNet({ ...options, l1Ratio: 0.7 }), '--l1-ratio', '0.7'],
      ['groupLasso', groupLasso({ ...options, groups }), '--groups', file('groups.npy')],
      ['sparseGroupLasso', sparseGroupLasso({ ...options, l1Ratio: 0.2 }), '--l1-ratio', '0.2'],
    ] as [string, Estimator, ...string[]][]) {
      const out = file(name);
      const shared = [
        '--penalty-factor',
        file('factors.npy'),
        '--sample-weight',
        file('weights.npy'),
        '--alpha',
        '0.1',
      ];
      const args = ['--model', name, ...own, ...shared, '--standardize', '--positive', '--out', out];
      const { code, stderr } = await runCli(['fit', ...files(), ...args]);
      expect([code, stderr]).to.deep.equal([0, '']);
      const sampleWeight = new Float64Array(30).fill(2);
      const fit = await estimator.fit(data.X, data.Y, { sampleWeight });
      const read = modelFromJSON(await readFile(join(out, 'model.json'), 'utf8'));
      expect(read).to.deep.equal(fit);
      const to = file(`${name}.npy`);
      const predicted = await runCli([
        'predict',
        '--model',
        join(out, 'model.json'),
        '--x',
        file('X.npy'),
        '--out',
        to,
      ]);
      expect([predicted.code, predicted.stdout]).to.deep.equal([0, `30 samples x 2 tasks: ${to}\n`]);
      expect((await readNpy(to)).values).to.deep.equal((await predict(fit, data.X)).values);
    }
  });

  it('takes what np.arange and its kin write: integers, booleans, big-endian numbers, Infinity', async () => {
    const X = Float64Array.from({ length: 240 }, (_, k) => (k * k * 7) % 31);
    const [bigEndian, integers] = [Buffer.from(Float64Array.from(data.Y.values).buffer), BigInt64Array.from(X, BigInt)];
    if (endianness() === 'LE') bigEndian.swap64();
    const [groups, factors] = [
      [0, 0, 0, 1, 1, 1, 0, 1],
      [1, 1, 1, Infinity, Infinity, Infinity, 1, Infinity],
    ];
    await writeFile(file('X.npy'), npyFile(npyHeader('=i8', '(30, 8)'), integers));
    await writeFile(file('Y.npy'), npyFile(npyHeader('>f8', '(30, 2)'), bigEndian));
    await writeFile(file('groups.npy'), npyFile(npyHeader('|b1', '(8,)'), Uint8Array.from(groups)));
    await writeFile(file('labels.npy'), npyFile(npyHeader('=i8', '(1, 8)'), BigInt64Array.from(groups, BigInt)));
    await writeFile(file('factors.npy'), npyFile(npyHeader('=f4', '(8, 1)'), Float32Array.from(factors)));
    await writeFile(
      file('weights.npy'),
      npyFile(
        npyHeader('=i4', '(30,)'),
        Int32Array.from({ length: 30 }, (_, i) => i % 3),
      ),
    );
    const sampleWeight = Array.from({ length: 30 }, (_, i) => i % 3);
    const estimator = groupLasso({ alpha: 0.2, tol: 1e-6, penaltyFactor: factors, groups });
    const fit = await estimator.fit({ rows: 30, cols: 8, values: X }, data.Y, { sampleWeight });
    expect(support(fit)).to.deep.equal([0, 1, 2, 6]);
    for (const labels of ['groups.npy', 'labels.npy']) {
      const own = ['--model', 'groupLasso', '--groups', file(labels), '--penalty-factor', file('factors.npy')];
      const args = [...own, '--sample-weight', file('weights.npy'), '--alpha', '0.2', '--out', file('kinds')];
      const { code, stderr } = await runCli(['fit', ...files(), ...args]);
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(modelFromJSON(await readFile(file('kinds/model.json'), 'utf8'))).to.deep.equal(fit);
    }
  });

  const kinds: [string, string, Uint8Array, string][] = [
    [
      '--groups',
      'strings',
      npyFile(npyHeader('<U1', '(8,)'), new Uint8Array(32)),
      'must hold real numbers, got strings: save whole numbers',
    ],
    ['--groups', 'a matrix', npyOf(new Float64Array(8), [2, 4]), 'must hold a vector, got shape (2, 4)'],
    [
      '--groups',
      'labels beyond 2^53',
      npyFile(npyHeader('=i8', '(1,)'), BigInt64Array.of(2n ** 60n)),
      'must hold whole numbers of at most 2^53',
    ],
    ['--sample-weight', 'a matrix', npyOf(new Float64Array(30), [15, 2]), 'must hold a vector, got shape (15, 2)'],
    [
      '--sample-weight',
      'Infinity',
      npyOf(Float64Array.of(1, Infinity), [2]),
      'must be finite, got Infinity at row 1, column 0',
    ],
    ['--penalty-factor', 'a matrix', npyOf(new Float64Array(8), [4, 2]), 'must hold a vector, got shape (4, 2)'],
    ['--penalty-factor', 'NaN', npyOf(Float64Array.of(1, Number.NaN), [2]), 'must hold numbers >= 0, got NaN at 1'],
    ['--penalty-factor', 'what is below 0', npyOf(Float64Array.of(-1, 1), [2]), 'must hold numbers >= 0, got -1 at 0'],
    [
      '--x',
      'an archive',
      Buffer.from('PK\x03\x04'),
      'must be an .npy file as np.save writes it, got an archive (.npz)',
    ],
    ['--y', 'nothing', new Uint8Array(), 'must be an .npy file as np.save writes it, got an empty file'],
  ];
  for (const [flag, what, content, message] of kinds) {
    it(`refuses ${what} as ${flag}, and names the file`, async () => {
      await writeFile(file('bad.npy'), content);
      const model = flag === '--groups' ? 'groupLasso' : 'lasso';
      const args = ['--model', model, '--alpha', '1', flag, file('bad.npy'), '--out', file('wrong')];
      const { code, stderr } = await runCli(['fit', ...files(), ...args]);
      expect(code).to.equal(1);
      expect(stderr).to.include(`error: ${file('bad.npy')} ${message}`);
    });
  }

  it('keeps features of factor Infinity out, and goes as far as it can with tol 0', async () => {
    const penaltyFactor = Float64Array.of(1, Infinity, 1, 1, Infinity, 1, 1, 0);
    await writeFile(file('kept-out.npy'), npyOf(penaltyFactor, [8]));
    const out = file('kept-out');
    const own = ['--penalty-factor', file('kept-out.npy'), '--alpha', '0.01', '--tol', '0'];
    const { code, stderr } = await runCli(['fit', ...files(), '--model', 'lasso', ...own, '--out', out]);
    expect([code, stderr]).to.deep.equal([0, '']);
    const fit = await lasso({ alpha: 0.01, tol: 0, penaltyFactor }).fit(data.X, data.Y);
    expect((await readNpy(join(out, 'coef.npy'))).values).to.deep.equal(fit.coef.values);
    expect([1, 4].map((j) => fit.coef.values[j])).to.deep.equal([0, 0]);
    const { relativeGap } = JSON.parse(await readFile(join(out, 'fit.json'), 'utf8'));
    for (const gap of relativeGap) expect(gap).to.be.below(1e-15);
    const tol = await runCli(['fit', ...files(), '--alpha', '1', '--tol', '-1', '--out', out]);
    expect(tol.stderr).to.include('Expected a number >= 0.');
  });

  it('says what is wrong with a model that is to predict', async () => {
    const ask = (model: string) => runCli(['predict', '--model', model, '--x', file('X.npy'), '--out', file('p.npy')]);
    expect((await ask(file('none.json'))).stderr).to.include(`error: cannot read ${file('none.json')}: `);
    await writeFile(file('odd.json'), '{"format": "onnx"}');
    expect((await ask(file('odd.json'))).stderr).to.include(
      `error: modelFromJSON: format must be 'tensor-lasso/model'`,
    );
  });

  it('fits by least squares where alpha is 0', async () => {
    const { code, stderr } = await runCli(['fit', ...files(), '--alpha', '0', '--out', file('zero')]);
    expect([code, stderr]).to.deep.equal([0, '']);
    const fit = JSON.parse(await readFile(file('zero/fit.json'), 'utf8'));
    expect(fit).to.deep.include({ solver: 'singularValues', alpha: 0, converged: [true], iterations: [0] });
    const coef = await readNpy(file('zero/coef.npy'));
    const { W } = await leastSquares(data.X, data.Y, () => undefined);
    W.values.forEach((w, at) => {
      expect(coef.values[(at % 2) * 8 + Math.floor(at / 2)]).to.be.closeTo(w, 1e-12);
    });
  });

  it('says so when it does not converge, and when the data have nothing in common', async () => {
    const args = ['--alpha-ratio', '1e-3', '--max-iter', '2', '--tol', '1e-12', '--out', file('short')];
    const { code, stdout } = await runCli(['fit', ...files(), ...args]);
    expect(code).to.equal(0);
    expect(stdout).to.include('NOT converged');
    await writeFile(file('zero.npy'), npyOf(new Float64Array(30), [30]));
    const none = await runCli([
      'fit',
      '--x',
      file('X.npy'),
      '--y',
      file('zero.npy'),
      '--alpha-ratio',
      '0.5',
      '--out',
      file('o'),
    ]);
    expect(none.code).to.equal(1);
    expect(none.stderr).to.include(
      'error: --alpha-ratio has nothing to refer to: X and Y are not correlated, alphaMax is 0',
    );
  });

  const wrong: [string, () => string[], string][] = [
    ['neither alpha', () => files(), 'fit needs either --alpha or --alpha-ratio'],
    [
      'both alphas',
      () => [...files(), '--alpha', '1', '--alpha-ratio', '1'],
      'fit needs either --alpha or --alpha-ratio',
    ],
    [
      'an alpha below 0',
      () => [...files(), '--alpha', '-1'],
      "'--alpha <number>' argument '-1' is invalid. Expected a number >= 0.",
    ],
    [
      'an alpha ratio of 0',
      () => [...files(), '--alpha-ratio', '0'],
      "'--alpha-ratio <number>' argument '0' is invalid. Expected a positive number.",
    ],
    [
      'a ratio for a model that has none',
      () => [...files(), '--alpha', '1', '--l1-ratio', '0.5'],
      '--l1-ratio is for elasticNet, multiTaskElasticNet, sparseGroupLasso, got --model multiTaskLasso',
    ],
    [
      'groups that are not given',
      () => [...files(), '--alpha', '1', '--model', 'groupLasso'],
      '--model groupLasso needs --groups',
    ],
    ['half a repeat', () => [...files(), '--repeat', '1.5'], 'Expected a whole number >= 1.'],
    [
      'unequal heights',
      () => ['--x', file('X.npy'), '--y', file('short.npy'), '--alpha', '1'],
      'must have the same number of rows, got 30 and 3',
    ],
    [
      'an unknown solver',
      () => [...files(), '--alpha', '1', '--solver', 'sgd'],
      'Allowed choices are auto, gram, workingSets, ista, fista, restartedFista, douglasRachford',
    ],
  ];
  for (const [what, args, message] of wrong) {
    it(`rejects ${what}`, async () => {
      await writeFile(file('short.npy'), npyOf(new Float64Array(3), [3]));
      const { code, stderr } = await runCli(['fit', ...args(), '--out', file('wrong')]);
      expect(code).to.equal(1);
      expect(stderr).to.include(message);
    });
  }
});
