import { expect } from 'chai';
import { groupLasso } from '../../src/estimators/group-lasso.js';
import { lasso } from '../../src/estimators/lasso.js';
import type { FitOptions } from '../../src/estimators/model.js';
import { crossValidate } from '../../src/selection/cross-validate.js';
import { fitTasks } from '../../src/selection/fit-tasks.js';
import { reasonOf, throwIfAborted } from '../../src/threads/abort.js';
import { failure } from '../support/failure.js';
import { design } from '../support/problems.js';

const { X, Y } = design({ samples: 40, features: 12, tasks: 3 });

/** Fits by each of the engines, and selections. */
const FITS: Readonly<Record<string, (how: Pick<FitOptions, 'signal'>) => Promise<unknown>>> = {
  'by coordinate descent': (how) => lasso({ alpha: 0.1 }).fit(X, Y, how),
  'on tensors': (how) => lasso({ alpha: 0.1, solver: 'fista', backend: 'cpu' }).fit(X, Y, how),
  'by singular values': (how) => lasso({ alpha: 0 }).fit(X, Y, how),
  'by blocks': (how) => groupLasso({ alpha: 0.1, groups: [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3] }).fit(X, Y, how),
  crossValidate: (how) => crossValidate(lasso, X, Y, { count: 5, threads: 1, ...how }),
  'crossValidate on two threads': (how) => crossValidate(lasso, X, Y, { count: 5, threads: 2, ...how }),
  fitTasks: (how) => fitTasks(lasso({ alpha: 0.1 }), X, Y, { threads: 1, ...how }),
};

describe('signals of older platforms, without throwIfAborted and reason', () => {
  const kept = Object.getOwnPropertyDescriptors(AbortSignal.prototype);
  before(() => {
    for (const name of ['throwIfAborted', 'reason']) Reflect.deleteProperty(AbortSignal.prototype, name);
  });
  after(() => {
    Object.defineProperties(AbortSignal.prototype, kept);
  });

  for (const [name, start] of Object.entries(FITS)) {
    it(`do for a fit ${name}, whether or not they are aborted`, async () => {
      const controller = new AbortController();
      await start({ signal: controller.signal });
      controller.abort(new Error('not told by such a signal'));
      expect(await failure(start({ signal: controller.signal }))).to.have.property('name', 'AbortError');
      const later = new AbortController();
      const running = failure(start({ signal: later.signal }));
      later.abort();
      expect(await running).to.have.property('name', 'AbortError');
    });
  }

  it('leave an error of a job as it is', async () => {
    const onProgress = (): never => {
      throw new RangeError('unlucky');
    };
    expect(await failure(crossValidate(lasso, X, Y, { count: 5, threads: 2, onProgress })))
      .to.be.instanceOf(RangeError)
      .with.property('message', 'unlucky');
  });
});

describe('throwIfAborted', () => {
  it('throws the reason that was given, and does nothing otherwise', () => {
    throwIfAborted(undefined);
    throwIfAborted(new AbortController().signal);
    for (const reason of [new Error('enough'), 'enough', null, 0]) {
      const signal = AbortSignal.abort(reason);
      expect(reasonOf(signal)).to.equal(reason);
      let thrown: unknown = 'nothing';
      try {
        throwIfAborted(signal);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).to.equal(reason);
    }
  });
});
