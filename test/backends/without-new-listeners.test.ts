import { expect } from 'chai';
import { withoutNewListeners } from '../../src/backends/without-new-listeners.js';
import { failure } from '../support/failure.js';

describe('withoutNewListeners', () => {
  /** As tfjs's wasm module has them. */
  function theirs(reason: unknown) {
    throw reason;
  }

  it('takes off the error listeners that wasm has added meanwhile, and no others', async () => {
    const mine = () => {};
    const late = () => {};
    process.on('unhandledRejection', mine);
    const result = await withoutNewListeners(async () => {
      process.on('unhandledRejection', theirs);
      process.on('uncaughtException', theirs);
      process.on('uncaughtException', late);
      return 3;
    });
    expect(result).to.equal(3);
    expect(process.listeners('unhandledRejection')).to.include(mine).and.not.to.include(theirs);
    expect(process.listeners('uncaughtException')).not.to.include(theirs);
    expect(process.listeners('uncaughtException')).to.include(late);
    process.off('unhandledRejection', mine);
    process.off('uncaughtException', late);
  });

  it('does so after a failure too', async () => {
    const error = await failure(
      withoutNewListeners(async () => {
        process.on('unhandledRejection', theirs);
        throw new Error('no WebAssembly');
      }),
    );
    expect(error).to.have.property('message', 'no WebAssembly');
    expect(process.listeners('unhandledRejection')).not.to.include(theirs);
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
