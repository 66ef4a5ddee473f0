import { inRange } from '../data/in-range.js';
import { type Matrix, row, transpose } from '../data/matrix.js';
import { dot } from '../data/vector.js';
import { begin } from '../engine/blocks/block-solve.js';
import { curvatureBound } from '../engine/blocks/curvature-bound.js';
import type { Weights } from '../engine/row-penalty.js';
import { pacer } from '../threads/pacer.js';
import { type BlockSetup, fitsByBlocks, inScaled } from './block-fits.js';
import { checkColumns } from './check-columns.js';
import type { Groups } from './groups.js';
import type { Job } from './job.js';
import type { LinearFit } from './linear-fit.js';
import { intercepts } from './prepare.js';
import { scaled } from './scaled.js';

/** Columns of X by the unit of each feature, and what undoes it. */
function unitColumns(X: Matrix, units: Float64Array | undefined): Float64Array[] {
  const turned = transpose(X);
  return Array.from({ length: X.cols }, (_, j) => row(turned, j).map((x) => x / (units?.[j] ?? 1)));
}

/** The problems of a model with groups of features: one for each task, or one. */
async function setupsOf({ model, prepared, how }: Job, groups: Groups) {
  const breathe = pacer(how.signal);
  const { data, fitIntercept, factors, units, start } = prepared;
  const [x, y] = [scaled(data[0], fitIntercept), scaled(data[1], fitIntercept)];
  checkColumns(data[0], x.scale);
  const standard = units?.map((unit) => unit / x.scale);
  const columns = unitColumns(x.matrix, standard);
  const used = groups.features.map((_, g) => g).filter((g) => factors?.[groups.features[g]![0]!] !== Infinity);
  const blocks = used.map((g) => groups.features[g]!);
  const curvatures = new Float64Array(blocks.length);
  for (const [g, block] of blocks.entries()) {
    const own = block.map((j) => columns[j]!);
    curvatures[g] = (await curvatureBound(own, breathe)) / x.matrix.rows;
  }
  const { l1, l2, ridge } = model.parts;
  const weights = used.map((g): Weights => {
    const factor = factors?.[groups.features[g]![0]!] ?? 1;
    const own = { l1: l1 * factor, l2: l2 * groups.weights[g]! * factor, ridge: ridge * factor };
    return inScaled(own, { x, y, standard: units !== undefined });
  });
  const targets = transpose(y.matrix);
  const init = how.init && start(how.init.coef);
  const tasks = model.joint ? targets.rows : 1;
  const unit = (j: number): number => (units ? units[j]! / y.scale : x.scale / y.scale);
  const setups: BlockSetup[] = [];
  for (let b = 0; b < targets.rows / tasks; b++) {
    const own = Array.from({ length: tasks }, (_, t) => row(targets, b * tasks + t));
    const problem = {
      samples: x.matrix.rows,
      targets: own,
      blocks,
      column: (j: number) => columns[j]!,
      probe: (j: number) => columns[j]!,
      curvatures,
    };
    const W = blocks.map((block) =>
      Float64Array.from({ length: block.length * tasks }, (_, i) => {
        const [j, t] = [block[Math.floor(i / tasks)]!, b * tasks + (i % tasks)];
        return init ? init.values[t * init.cols + j]! * unit(j) : 0;
      }),
    );
    const point = { W, R: own.map((target) => target.slice()) };
    await begin({ ...problem, weights: (g) => weights[g]!, positive: false }, point, breathe);
    setups.push({
      problem,
      point,
      weights,
      scale: y.scale,
      meanSquare: own.reduce((sum, target) => sum + dot(target, target), 0) / x.matrix.rows,
      coefficients(t) {
        const coef = new Float64Array(columns.length);
        blocks.forEach((block, g) => {
          block.forEach((j, i) => {
            const w = W[g]![i * tasks + t]!;
            if (w !== 0) coef[j] = inRange(w / unit(j));
          });
        });
        return coef;
      },
    });
  }
  return { setups, intercepts: (coef: Matrix) => intercepts(coef, x.means, y.means) };
}

/** Fits of models with groups of features. */
export async function* groupFits(job: Job, groups: Groups): AsyncGenerator<LinearFit> {
  job.checkX();
  const { setups, intercepts: of } = await setupsOf(job, groups);
  yield* fitsByBlocks(job, setups, of);
}
