import { expect } from 'chai';
import { BACKENDS } from '../support/backends.js';
import { runCli } from '../support/run-cli.js';

describe('tensor-lasso doctor', function () {
  this.timeout(120_000);

  it('tells of each backend whether it works, and of the choice that is made', async () => {
    const { code, stdout } = await runCli(['doctor', '--json']);
    expect(code).to.equal(0);
    const { backends, auto } = JSON.parse(stdout);
    expect(backends.map(({ name }: { name: string }) => name)).to.deep.equal([
      'tensorflow',
      'tensorflow on CUDA',
      'webgpu',
      'wasm',
      'cpu',
    ]);
    for (const finding of backends) {
      if (finding.works) {
        expect(finding.gflops).to.be.above(0);
        expect(finding.microsecondsPerOp).to.be.above(0);
        expect(finding.precision).to.equal(32);
        expect(finding.device).to.be.a('string').and.not.equal('');
      } else {
        expect(finding.reason).to.be.a('string').and.not.equal('');
      }
      if (BACKENDS.includes(finding.name)) expect(finding).to.have.property('works', true);
    }
    expect(auto.small).to.equal('wasm');
    const large = backends.find(({ name }: { name: string }) => name === auto.large);
    expect(large).to.have.property('works', true);
    expect(large.kind).not.to.equal('software');
  });

  it('says what is in the way, and which command mends it', async () => {
    const { stdout } = await runCli(['doctor'], { XDG_CACHE_HOME: '/nowhere' });
    expect(stdout).to.match(/^✗ tensorflow .*it is not installed; npx tensor-lasso install-native installs it$/m);
    expect(stdout).to.match(/^✓ wasm +[\d.]+ GFLOP\/s +[\d.]+ µs\/op {3}4\.22\.0, WebAssembly$/m);
    expect(stdout).to.match(/^✓ cpu +[\d.]+ GFLOP\/s +[\d.]+ µs\/op {3}4\.22\.0, plain JavaScript$/m);
    expect(stdout).to.match(/^'auto' takes wasm for small problems, \w+ for large ones\.$/m);
  });
});
