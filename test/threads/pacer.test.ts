import { expect } from 'chai';
import { pacer } from '../../src/threads/pacer.js';

describe('pacer', () => {
  const { now } = performance;
  afterEach(() => {
    performance.now = now;
  });

  it('gives way after 50 ms of work, and then not before another 50', async () => {
    let time = 0;
    performance.now = () => time;
    const breathe = pacer();
    const yields = async (at: number): Promise<boolean> => {
      time = at;
      let others = false;
      setTimeout(() => {
        others = true;
      });
      await breathe();
      return others;
    };
    expect(await yields(49)).to.equal(false);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await yields(51)).to.equal(true);
    expect(await yields(60)).to.equal(false);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await yields(102)).to.equal(true);
  });
});
