import { expect } from 'chai';
import { supportMap } from '../../src/charts/support-map.js';
import { displayed } from '../../src/node/displayed.js';
import { toPNG } from '../../src/node/to-png.js';
import { toSVG } from '../../src/node/to-svg.js';

describe('displayed', () => {
  it('gives a notebook the picture, the specification and the description', async () => {
    const spec = supportMap([{ name: 'Lasso', coef: { rows: 1, cols: 2, values: Float64Array.of(0, 1) } }]);
    const bundle = (await displayed(spec))[Symbol.for('Jupyter.display')]!();
    expect(bundle['application/vnd.vegalite.v5+json']).to.equal(spec);
    expect(bundle['text/plain']).to.equal(spec.description);
    expect(Buffer.from(String(bundle['image/png']), 'base64')).to.deep.equal(Buffer.from(toPNG(await toSVG(spec))));
    const { description: _, ...mute } = spec;
    expect((await displayed(mute))[Symbol.for('Jupyter.display')]!()['text/plain']).to.equal('');
  });
});
