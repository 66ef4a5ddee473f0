import { expect } from 'chai';
import { randomState } from '../../src/random/random-state.js';
import { type Assumption, largestQ, pferBound, smallestThreshold } from '../../src/selection/pfer-bound.js';
import { rConcaveTail } from '../../src/selection/r-concave-tail.js';

const bound = (assumption: Assumption, q: number, threshold: number, features = 100, resamples = 100): number =>
  pferBound({ features, q, threshold, resamples, assumption });

describe('pferBound', () => {
  it('is that of Meinshausen & Bühlmann without an assumption', () => {
    expect(bound('none', 10, 0.75)).to.be.closeTo(2, 1e-12); // 100 / (0.5 · 100)
    expect(bound('none', 6, 0.9, 45)).to.be.closeTo(1, 1e-12); // 36 / (0.8 · 45)
    expect(bound('none', 3, 0.6)).to.be.closeTo(0.45, 1e-12); // stabs: 0.45
  });

  it('is that of Shah & Samworth for unimodal distributions, on either side of 3/4', () => {
    expect(bound('unimodal', 10, 0.75)).to.be.closeTo(1 / 0.98, 1e-12); // C = 1 / (2 (0.5 − 0.01))
    expect(bound('unimodal', 10, 0.9)).to.be.closeTo(0.44 / 1.02, 1e-12); // C = 4 · 0.11 / 1.02
    expect(bound('unimodal', 3, 0.96, 10)).to.be.closeTo(0.1764706, 1e-7); // stabs: 0.176
    const stabs = [0.02631579, 0.1052632, 0.2368421, 0.4210526, 0.6578947, 0.9473684, 1.289474, 1.684211];
    stabs.forEach((expected, k) => {
      expect(bound('unimodal', k + 1, 0.6)).to.be.closeTo(expected, 1e-6);
    });
  });

  it('is that of Shah & Samworth for r-concave distributions', () => {
    // The same formula in numpy, its maximum looked for at 400 points, ends included, of each interval.
    const grid: [number, number, number][] = [
      [1, 0.6, 0.006993404656907565],
      [2, 0.6, 0.03344989822063882],
      [10, 0.6, 1.1413394357853601],
      [10, 1, 0.0054906081059402645],
      [10, 0.37, 4.9888495900459855],
    ];
    for (const [q, threshold, expected] of grid) {
      expect(bound('rConcave', q, threshold)).to.be.closeTo(expected, 1e-9 * expected);
    }
    // R's stabs looks for the maximum to 1e-4 of its place only, and stays a little below.
    const stabs = [0.006971364, 0.03342845, 0.08691176, 0.1637231, 0.2605329, 0.3820466, 0.5295188, 0.7042719];
    stabs.forEach((expected, k) => {
      const own = bound('rConcave', k + 1, 0.6);
      expect(own).to.be.within(expected * (1 - 1e-6), expected * 1.004);
    });
  });

  it('gets smaller with what is assumed, and with the threshold; and is never above p', () => {
    for (const q of [1, 4, 9, 20]) {
      for (const threshold of [0.55, 0.6, 0.75, 0.8, 0.9, 1]) {
        const [none, unimodal, rConcave] = (['none', 'unimodal', 'rConcave'] as const).map((assumption) =>
          bound(assumption, q, threshold),
        );
        expect(unimodal).to.be.at.most(none!);
        expect(rConcave).to.be.at.most(unimodal!);
      }
    }
    expect(bound('none', 100, 0.51)).to.equal(100);
    expect(bound('rConcave', 100, 0.9)).to.equal(100);
    expect(bound('unimodal', 95, 1)).to.be.at.most(bound('unimodal', 95, 0.9));
  });

  it('does without the assumption where its bound is not proven', () => {
    // 0.6 is not above 1/2 + min(0.4², 0.01 + 0.75 · 0.4²).
    expect(bound('unimodal', 40, 0.6)).to.equal(bound('none', 40, 0.6));
    expect(bound('unimodal', 30, 0.6)).to.be.below(bound('none', 30, 0.6));
  });

  it('takes a threshold between multiples of 1 / resamples for the next', () => {
    expect(bound('unimodal', 5, 0.751)).to.equal(bound('unimodal', 5, 0.76));
    expect(bound('unimodal', 5, 0.1 + 0.2 + 0.4)).to.equal(bound('unimodal', 5, 0.7));
  });
});

describe('pferBound, given what makes no sense,', () => {
  for (const [wrong, message] of [
    [{ features: 0 }, 'features must be a whole number >= 1, got 0'],
    [{ resamples: 0.5 }, 'resamples must be a whole number >= 1, got 0.5'],
    [{ resamples: 99 }, 'resamples must be even for pairs, got 99'],
    [{ q: 11 }, 'q must be a number from 0 to 10, got 11'],
    [{ q: Number.NaN }, 'q must be a number from 0 to 10, got NaN'],
    [{ threshold: 0 }, 'threshold must be a number above 0 and at most 1, got 0'],
    [{ threshold: 1.5 }, 'threshold must be a number above 0 and at most 1, got 1.5'],
    [{ assumption: 'some' as Assumption }, "assumption must be one of none, unimodal, rConcave, got 'some'"],
  ] as const) {
    it(`says that ${message}`, () => {
      const options = {
        features: 10,
        q: 2,
        threshold: 0.75,
        resamples: 100,
        assumption: 'unimodal',
        ...wrong,
      } as const;
      expect(() => pferBound(options)).to.throw(RangeError, `pferBound: ${message}`);
    });
  }
});

describe('rConcaveTail', () => {
  it('is not exceeded by any of 2,000 random r-concave distributions, and all but reached by some', () => {
    const [B, m, t, r] = [20, 1.5, 8, -1 / 2];
    const most = rConcaveTail(m, t, B, r);
    const rng = randomState(0);
    let closest = 0;
    for (let round = 0; round < 2000; round++) {
      // f^r: convex, growing from 0 on at random; scaled in its place until the mean is m or less.
      const [curve, end] = [rng.randomSample(B + 1), 2 + Math.floor(rng.randomSample(1)[0]! * (B - 1))];
      let [slope, height] = [0, rng.randomSample(1)[0]!];
      const convex = Array.from({ length: end }, (_, i) => {
        slope += i === 0 ? 0 : curve[i]! ** 8;
        height += slope;
        return height;
      });
      const f = convex.map((value) => value ** (1 / r));
      const total = f.reduce((sum, value) => sum + value, 0);
      const mean = f.reduce((sum, value, i) => sum + i * value, 0) / total;
      if (mean > m) continue;
      const tail = f.slice(t).reduce((sum, value) => sum + value, 0) / total;
      closest = Math.max(closest, tail);
      expect(tail).to.be.at.most(most);
    }
    expect(closest).to.be.above(0.8 * most);
  });

  it('is below the bound of Markov', () => {
    for (const t of [4, 8, 16, 20]) expect(rConcaveTail(1.5, t, 20, -1 / 2)).to.be.within(0, 1.5 / t);
    expect(rConcaveTail(1.5, 3, 20, -1 / 2)).to.equal(1);
  });
});

describe('largestQ and smallestThreshold', () => {
  it('are the last and the first within the bound', () => {
    const known = { features: 200, resamples: 100 };
    // As stabs has it: 6 and 3 features at threshold 0.6, thresholds 0.62 and 0.81 for 7 features, for 0.2.
    for (const [assumption, q, threshold] of [
      ['rConcave', 6, 0.62],
      ['unimodal', 3, 0.81],
    ] as const) {
      expect(largestQ(0.2, { ...known, threshold: 0.6, assumption })).to.equal(q);
      expect(smallestThreshold(0.2, { ...known, q: 7, assumption })).to.equal(threshold);
    }
    expect(largestQ(1000, { ...known, threshold: 0.6, assumption: 'none' })).to.equal(200);
    expect(smallestThreshold(1000, { ...known, q: 7, assumption: 'none' })).to.equal(0.51);
  });

  it('say what can be had at least', () => {
    const known = { features: 10, resamples: 100, assumption: 'none' } as const;
    expect(() => largestQ(0.1, { ...known, threshold: 0.75 })).to.throw(
      RangeError,
      'stabilitySelection: pfer must be at least 0.2 at threshold 0.75, got 0.1',
    );
    expect(() => smallestThreshold(0.1, { ...known, q: 2 })).to.throw(
      RangeError,
      'stabilitySelection: pfer must be at least 0.4 at q 2, got 0.1',
    );
  });
});
