import { expect } from 'chai';
import { randomState } from '../../src/random/random-state.js';
import { halfSamples } from '../../src/selection/half-samples.js';

const sorted = (places: Iterable<number>): number[] => Array.from(places).sort((a, b) => a - b);

describe('halfSamples', () => {
  it('draws halves; two of a pair share no sample, and leave out one of an odd number', () => {
    for (const samples of [10, 11]) {
      const halves = halfSamples(samples, 6, randomState(0), true);
      expect(halves).to.have.length(6);
      for (let k = 0; k < 6; k += 2) {
        expect(halves[k]).to.have.length(5);
        const both = new Set([...halves[k]!, ...halves[k + 1]!]);
        expect(both.size).to.equal(10);
        expect(sorted(both).every((i) => i >= 0 && i < samples)).to.equal(true);
      }
    }
  });

  it('draws single halves, each of other samples', () => {
    const halves = halfSamples(11, 5, randomState(0), false);
    expect(halves).to.have.length(5);
    expect(halves.every((half) => new Set(half).size === 5)).to.equal(true);
    expect(new Set(halves.map((half) => sorted(half).join())).size).to.equal(5);
  });

  it('takes every sample equally often in the long run', () => {
    const counts = new Float64Array(9);
    for (const half of halfSamples(9, 9000, randomState(0), false)) for (const i of half) counts[i]! += 1;
    // 4 of 9, standard deviation 47.
    for (const count of counts) expect(count).to.be.closeTo(4000, 200);
  });

  it('says what is wrong', () => {
    const half = (samples: number, resamples: number) => () => halfSamples(samples, resamples, randomState(0), true);
    expect(half(1, 2)).to.throw(RangeError, 'halfSamples: samples must be a whole number >= 2, got 1');
    expect(half(4, 0)).to.throw(RangeError, 'halfSamples: resamples must be a whole number >= 1, got 0');
    expect(half(4, 3)).to.throw(RangeError, 'halfSamples: resamples must be even for pairs, got 3');
  });
});
