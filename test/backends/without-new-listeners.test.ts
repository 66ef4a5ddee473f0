import { expect } from 'chai';
import { withoutNewListeners } from '../../src/backends/without-new-listeners.js';

describe('withoutNewListeners', () => {
  it('takes off the error listeners that came meanwhile, and no others', async () => {
    const mine = () => {};
    const theirs = () => {};
    process.on('unhandledRejection', mine);
    const result = await withoutNewListeners(async () => {
      process.on('unhandledRejection', theirs);
      process.on('uncaughtException', theirs);
      return 3;
    });
    expect(result).to.equal(3);
    expect(process.listeners('unhandledRejection')).to.include(mine).and.not.to.include(theirs);
    expect(process.listeners('uncaughtException')).not.to.include(theirs);
    process.off('unhandledRejection', mine);
  });

  it('does nothing but wait where there is no process', async () => {
    const saved = globalThis.process;
    Reflect.deleteProperty(globalThis, 'process');
    try {
      expect(await withoutNewListeners(async () => 4)).to.equal(4);
    } finally {
      Reflect.set(globalThis, 'process', saved);
    }
  });
});
