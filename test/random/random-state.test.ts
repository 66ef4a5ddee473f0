import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { randomState } from '../../src/random/random-state.js';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

const hash = (values: Float64Array | Int32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

describe('randomState', () => {
  for (const [seed, expected] of Object.entries<Record<string, number[]>>(fixture('random-state'))) {
    describe(`with seed ${seed} gives numpy's`, () => {
      const fresh = () => randomState(Number(seed));
      it('random_sample', () => expect([...fresh().randomSample(5)]).to.deep.equal(expected.random_sample));
      it('randn', () => expect([...fresh().randn(7)]).to.deep.equal(expected.randn));
      it('randint', () => expect([...fresh().randint(0, 10, 8)]).to.deep.equal(expected.randint_0_10));
      it('permutation', () => expect([...fresh().permutation(10)]).to.deep.equal(expected.permutation_10));
      it('shuffle', () => {
        const values = Array.from({ length: 10 }, (_, i) => i);
        fresh().shuffle(values);
        expect(values).to.deep.equal(expected.shuffle_10);
      });
      it('choice', () => {
        expect([...fresh().choice(20, 5)]).to.deep.equal(expected.choice_20_5_no_replace);
        expect([...fresh().choice(20, 5, { replace: true })]).to.deep.equal(expected.choice_20_5_replace);
      });
      it('randn, random_sample and randn of one stream', () => {
        const rng = fresh();
        rng.randn(3);
        const mixed = [...rng.randn(1), ...rng.randomSample(1), ...rng.randn(1)];
        const [first, second, third] = expected.randn_then_uniform_then_randn!;
        expect(mixed).to.deep.equal([first, second, third]);
      });
    });
  }

  for (const [seed, expected] of Object.entries<Record<string, string>>(fixture('random-state-hashes').seeds)) {
    it(`with seed ${seed} goes on as numpy does, to the last bit of 200,000 normals`, () => {
      const fresh = () => randomState(Number(seed));
      const shuffled = Int32Array.from({ length: 257 }, (_, i) => i);
      fresh().shuffle(shuffled);
      expect({
        randomSample_100000: hash(fresh().randomSample(100_000)),
        randn_200000: hash(fresh().randn(200_000)),
        'randint_-5_1000003_50000': hash(fresh().randint(-5, 1000003, 50_000)),
        randint_0_4294967296_1000: hash(fresh().randint(0, 2 ** 32, 1000)),
        permutation_1000: hash(fresh().permutation(1000)),
        shuffle_257: hash(shuffled),
        choice_1000_700: hash(fresh().choice(1000, 700)),
        choice_1000_5000_replace: hash(fresh().choice(1000, 5000, { replace: true })),
      }).to.deep.equal(expected);
    });
  }

  it('is a value: two streams of one seed do not share their state', () => {
    const [a, b] = [randomState(3), randomState(3)];
    a.randn(5);
    expect(a.randn(1)).not.to.deep.equal(b.randn(1));
  });

  it('draws nothing where there is nothing to choose', () => {
    const rng = randomState(1);
    expect([...rng.randint(4, 5, 3)]).to.deep.equal([4, 4, 4]);
    expect([...rng.permutation(0), ...rng.permutation(1)]).to.deep.equal([0]);
    expect(rng.randomSample(1)).to.deep.equal(randomState(1).randomSample(1));
  });

  it('gives normals with the moments of a normal distribution', () => {
    const draws = randomState(5).randn(100_000);
    const moment = (k: number) => draws.reduce((sum, x) => sum + x ** k, 0) / draws.length;
    expect(moment(1)).to.be.closeTo(0, 0.015);
    expect(moment(2)).to.be.closeTo(1, 0.02);
    expect(moment(3)).to.be.closeTo(0, 0.05);
    expect(moment(4)).to.be.closeTo(3, 0.12);
  });

  it('chooses each subset of 2 of 4 equally often', () => {
    const rng = randomState(6);
    const counts = new Map<string, number>();
    for (let k = 0; k < 6000; k++) {
      const key = [...rng.choice(4, 2)].sort().join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).to.equal(6);
    for (const count of counts.values()) expect(count).to.be.closeTo(1000, 120);
  });

  const wrong: [string, () => unknown, string][] = [
    ['a seed below 0', () => randomState(-1), 'randomState: seed must be a whole number from 0 to 4294967295, got -1'],
    [
      'a seed above 2³² − 1',
      () => randomState(2 ** 32),
      'randomState: seed must be a whole number from 0 to 4294967295, got 4294967296',
    ],
    [
      'a seed that is not whole',
      () => randomState(1.5),
      'randomState: seed must be a whole number from 0 to 4294967295, got 1.5',
    ],
    ['a negative size', () => randomState(0).randn(-1), 'randn: size must be a whole number >= 0, got -1'],
    [
      'a fractional size',
      () => randomState(0).randomSample(0.5),
      'randomSample: size must be a whole number >= 0, got 0.5',
    ],
    [
      'an empty range',
      () => randomState(0).randint(3, 3, 1),
      'randint: low < high must be whole numbers at most 2^32 apart, got 3 and 3',
    ],
    [
      'a range above 2³²',
      () => randomState(0).randint(0, 2 ** 33, 1),
      'randint: low < high must be whole numbers at most 2^32 apart, got 0 and 8589934592',
    ],
    [
      'a permutation of -1',
      () => randomState(0).permutation(-1),
      'permutation: length must be a whole number >= 0, got -1',
    ],
    ['a choice among none', () => randomState(0).choice(0, 0), 'choice: length must be a whole number >= 1, got 0'],
    [
      'more than there is',
      () => randomState(0).choice(3, 4),
      'choice: size must be at most length 3 without replacement, got 4',
    ],
  ];
  for (const [what, call, message] of wrong) {
    it(`rejects ${what}`, () => expect(call).to.throw(RangeError, message));
  }
});
