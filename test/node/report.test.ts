import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sineTasks } from '../../src/data/sine-tasks.js';
import { elasticNet } from '../../src/estimators/elastic-net.js';
import { lasso } from '../../src/estimators/lasso.js';
import { multiTaskLasso } from '../../src/estimators/multi-task-lasso.js';
import { report, reportPage } from '../../src/node/report.js';
import { randomState } from '../../src/random/random-state.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { kFold } from '../../src/selection/splits.js';
import { stabilitySelection } from '../../src/selection/stability-selection.js';
import { failure } from '../support/failure.js';
import { snippets } from '../support/snippets.js';

const { X, Y } = sineTasks(randomState(42));
const y = { rows: Y.rows, cols: 1, values: Y.values.filter((_, at) => at % Y.cols === 3) };

/** The words of a page, without its scripts and pictures. */
const wordsOf = (html: string): string =>
  html
    .replace(/<(script|style)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');

const codeOf = (html: string): string =>
  html
    .match(/<pre><code>([\s\S]*?)<\/code>/)![1]!
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');

/** What the program of a page prints of its result, where X and Y are the data of the example. */
async function reproduced(html: string, shown: string): Promise<string> {
  const program = codeOf(html).replace(/^await /gm, 'const result = await ');
  const imports = `import { randomState, sineTasks } from 'tensor-lasso';\nconst { X, Y } = sineTasks(randomState(42));\n`;
  const programs = await snippets('report', [`${imports}${program}\nconsole.log(${shown});\n`]);
  await programs.typeCheck();
  return (await programs.run(0)).stdout.trim();
}

describe('report', () => {
  it('tells of fits what was asked, the data, the support, the certificate, and how to reproduce it', async () => {
    const estimator = lasso({ alpha: 0.5, tol: 1e-6, standardize: true });
    const fit = await estimator.fit(X, Y, { trace: true });
    const html = await reportPage(fit, { estimator, X, Y });
    const words = wordsOf(html);
    for (const part of [
      'samples × features 100 × 30',
      'tasks 40',
      'lasso, { standardize: true, tol: 0.000001 }',
      'alpha 0.5',
      'problems 40',
      'converged all',
      `objective ${fit.objective.toPrecision(10)}`,
      `seconds ${fit.trace!.seconds.total.toFixed(3)}`,
      '5 of 30 features are selected.',
    ]) {
      expect(words).to.include(part);
    }
    const used = fit.coef.values.filter((w, at) => at % 30 === 4 && w !== 0).length;
    expect(words).to.match(new RegExp(`feature 4 ${used} \\d`));
    expect(html.match(/<figure/g)).to.have.length(4);
    expect(await reproduced(html, 'result.objective')).to.equal(String(fit.objective));
  });

  it('sets fits beside each other, under their names', async () => {
    const named = [];
    for (const make of [lasso, multiTaskLasso]) {
      const estimator = make({ alpha: 1 });
      named.push({ name: estimator.model.name, fit: await estimator.fit(X, Y) });
    }
    const html = await reportPage(named, { title: 'Two <fits>', lead: 'side by side' });
    const words = wordsOf(html);
    expect(words).to.include('Two &lt;fits&gt;').and.to.include('side by side');
    expect(words).to.include('problems 40 1').and.to.include('Support of multiTaskLasso 5 of 30 features');
    expect(html.match(/<figure/g)).to.have.length(2);
    expect(html).not.to.include('How to reproduce it');
  });

  it('lists coefficients of a single task by name, the largest first, sixty of them at most', async () => {
    const names = Array.from({ length: 30 }, (_, j) => `gene ${j}`);
    const fit = await lasso({ alpha: 0.5 }).fit(X, y);
    const j = fit.coef.values.reduce((best, w, at) => (Math.abs(w) > Math.abs(fit.coef.values[best]!) ? at : best), 0);
    const first = `feature coefficient gene ${j} ${Number(fit.coef.values[j]!.toPrecision(4))}`;
    expect(wordsOf(await reportPage(fit, { names }))).to.include(first);
    const wide = { rows: 20, cols: 200, values: randomState(0).randn(4000) };
    const many = await lasso({ alpha: 1e-3 }).fit(wide, randomState(1).randn(20));
    const all = { ...many, coef: { ...many.coef, values: many.coef.values.map((_, at) => at + 1) } };
    const html = await reportPage(all);
    expect(wordsOf(html)).to.include('200 of 200 features are selected. The 60 largest:');
    expect(html.match(/<th>feature \d+<\/th>/g)).to.have.length(60);
  });

  it('tells of a cross-validation what was chosen and why, with its curve', async () => {
    const options = { splits: kFold(100, 5), rule: 'oneStandardError', l1Ratios: [0.5, 1], count: 100 } as const;
    const validation = await crossValidate(elasticNet, X, y, options);
    const html = await reportPage(validation, { estimator: elasticNet({ alpha: 1, l1Ratio: 1 }), X, Y: y });
    const words = wordsOf(html);
    expect(words).to.include('the largest alpha whose mean score is within one standard error of the best was taken');
    const { min, oneStandardError } = validation;
    const short = (value: unknown) => String(Number(Number(value).toPrecision(4)));
    expect(words).to.include(`best ${short(min.l1Ratio)} ${short(min.alpha)} ${short(min.score[0])}`);
    expect(words).to.include(`one standard error ${short(oneStandardError.l1Ratio)} ${short(oneStandardError.alpha)}`);
    expect(codeOf(html)).to.include(
      "crossValidate(elasticNet, X, Y, { splits, l1Ratios: [0.5, 1], rule: 'oneStandardError', score: 'mse' })",
    );
    const joint = await crossValidate(multiTaskLasso, X, Y, { splits: kFold(100, 5) });
    const page = await reportPage(joint, { estimator: multiTaskLasso({ alpha: 1 }) });
    expect(codeOf(page)).to.include('const splits = kFold(100, 5);\n');
    expect(await reproduced(page, 'result.min.alpha')).to.equal(String(joint.min.alpha));
    const others = await crossValidate(multiTaskLasso, X, Y, { splits: kFold(100, 3, randomState(1)), count: 5 });
    const printed = await reportPage(others, { estimator: multiTaskLasso({ alpha: 1 }) });
    expect(await reproduced(printed, 'result.min.alpha')).to.equal(String(others.min.alpha));
    expect(wordsOf(printed)).to.include('Weights of samples, and where fits started, are not part of the record');
    const sampleWeight = Array.from({ length: 100 }, (_, i) => (i < 20 ? 0 : 1));
    const weighed = await crossValidate(multiTaskLasso, X, Y, { count: 5, sampleWeight });
    expect(wordsOf(await reportPage(weighed))).to.include(
      'Warnings: crossValidate: splits that do not count, as all of their test samples weigh 0: 0.',
    );
  });

  it('tells of a stability selection what is stable, at what bound, with its paths', async () => {
    const selection = await stabilitySelection(multiTaskLasso, X, Y, { pfer: 1, resamples: 40 });
    const html = await reportPage(selection, { estimator: multiTaskLasso({ alpha: 1 }) });
    const { stable, selected, pfer } = selection.problems[0]!;
    const row = `0 ${stable.map((j) => `feature ${j}`).join(', ')} ${Number(selected.toPrecision(4))} ${Number(pfer.toPrecision(4))}`;
    expect(wordsOf(html)).to.include(row);
    expect(wordsOf(html)).to.include(
      `the largest relative duality gap among them is ${selection.worstGap.toExponential(1)}`,
    );
    expect(html.match(/<figure/g)).to.have.length(2);
    expect(await reproduced(html, 'result.problems[0]!.stable.join()')).to.equal(stable.join());
    const free = await stabilitySelection(lasso, X, y, { q: Infinity, resamples: 10, assumption: 'none', count: 5 });
    expect(codeOf(await reportPage(free, { estimator: lasso({ alpha: 1 }) }))).to.include('q: Infinity');
  });

  it('is written to a file, whole, that ends in .html', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'report-'));
    const fit = await lasso({ alpha: 0.5 }).fit(X, y);
    await report(fit, join(directory, 'deep', 'fit.html'), { title: 'Written' });
    expect(await readFile(join(directory, 'deep', 'fit.html'), 'utf8')).to.include('<title>Written</title>');
    const error = await failure(report(fit, join(directory, 'fit.pdf')));
    expect(error).to.be.instanceOf(RangeError).with.property('message', 'report: file must end in .html, got fit.pdf');
    expect(await readdir(directory)).to.deep.equal(['deep']);
    await rm(directory, { recursive: true });
  });
});
