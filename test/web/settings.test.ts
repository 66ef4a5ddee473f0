import { expect } from 'chai';
import { consistent, DEFAULTS, fromHash, ratioOf, toHash } from '../../web/settings.js';

const BACKENDS = ['auto', 'webgl'];

describe('settings of the explorer', () => {
  it('come back from the address as they went, and leave out what is as in the worked example', () => {
    expect(toHash(DEFAULTS)).to.equal('');
    const settings = { ...DEFAULTS, alpha: -1.25, noise: 0.3, correlation: 0.55, standardize: true, backend: 'webgl' };
    expect(toHash(settings)).to.equal('alpha=-1.25&standardize=true&backend=webgl&noise=0.3&correlation=0.55');
    expect(fromHash(`#${toHash(settings)}`, BACKENDS)).to.deep.equal(settings);
  });

  it('are within their ranges and fit each other, whatever an address says', () => {
    const settings = fromHash(
      '#samples=1e9&features=4.2&relevant=9&feature=7&noise=x&backend=gone&nonsense=1',
      BACKENDS,
    );
    expect(settings).to.deep.equal({ ...DEFAULTS, samples: 500, features: 4, relevant: 4, feature: 3 });
    expect(fromHash('#features=200&feature=150', BACKENDS).feature).to.equal(150);
    expect(consistent({ ...DEFAULTS, feature: 20 }, 3).feature).to.equal(2);
  });

  it('give alpha as a part of the largest', () => {
    expect(ratioOf({ ...DEFAULTS, alpha: -2 })).to.be.closeTo(0.01, 1e-15);
  });
});
