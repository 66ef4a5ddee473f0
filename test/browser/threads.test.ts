import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createServer, type InlineConfig } from 'vite';
import reference from '../fixtures/support-example.json' with { type: 'json' };
import { packedProject } from '../support/packed-project.js';
import { ROOT } from '../support/snippets.js';
import { inChromium } from './chromium.js';
import { type Site, serve } from './site.js';
import { type Visit, visit } from './visit.js';

const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** What a program on a thread needs of Vite's development server. */
const FOR_WORKERS = { include: ['tensor-lasso > @tensorflow/tfjs-core'] };

/** Serves a page as Vite does while it is developed. */
async function develop(root: string, optimizeDeps: InlineConfig['optimizeDeps'] = {}) {
  const server = await createServer({
    root,
    configFile: false,
    cacheDir: join(root, 'cache', String(Object.keys(optimizeDeps))),
    logLevel: 'error',
    optimizeDeps,
    server: { host: '127.0.0.1', port: 0, headers: ISOLATED, fs: { strict: false }, hmr: false, watch: null },
  });
  await server.listen();
  return { url: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

const judge = ({ page }: Visit, threads: number): Promise<unknown> =>
  page.evaluate(([count, X, Y]) => Reflect.get(globalThis, 'judge')(count, X, Y), [
    threads,
    reference.X,
    reference.Y,
  ] as const);

inChromium('threads in a browser', (browser) => {
  let folder: string;
  const sites: Site[] = [];
  before(async () => {
    folder = join(await packedProject(), 'threads');
    await mkdir(folder);
    const page = join(ROOT, 'test/browser/package');
    await cp(join(page, 'index.html'), join(folder, 'index.html'));
    await cp(join(page, 'judge.js'), join(folder, 'main.js'));
    for (const headers of [{}, ISOLATED]) sites.push(await serve(folder, {}, headers));
  });
  after(async () => {
    for (const site of sites) await site.close();
  });

  it('do the same as one, in a page that is isolated; elsewhere there is one', async () => {
    const judged: unknown[] = [];
    for (const [site, threads, workers] of [
      [0, 2, 0],
      [1, 1, 0],
      [1, 2, 1],
      [1, 3, 2],
    ] as const) {
      const visited = await visit(browser(), sites[site]!.url);
      judged.push(await judge(visited, threads));
      expect(visited.page.workers()).to.have.length(workers);
      expect([visited.errors, visited.warnings]).to.deep.equal([[], []]);
      await visited.page.close();
    }
    for (const folds of judged) expect(folds).to.deep.equal(judged[0]);
  });

  it('do the same on the development server of Vite, once it is told what they need', async () => {
    const server = await develop(folder, FOR_WORKERS);
    const visited = await visit(browser(), server.url);
    expect(await judge(visited, 2)).to.deep.equal(await judge(visited, 1));
    expect(visited.page.workers()).to.have.length(1);
    expect([visited.errors, visited.warnings]).to.deep.equal([[], []]);
    await visited.page.close();
    await server.close();
  });

  it('are one where the others cannot start, and the console says so once', async () => {
    const server = await develop(folder);
    const visited = await visit(browser(), server.url);
    const one = await judge(visited, 1);
    for (const threads of [2, 3]) expect(await judge(visited, threads)).to.deep.equal(one);
    while (visited.page.workers().length > 0) await visited.page.waitForTimeout(20); // they are ended
    expect(visited.errors).to.deep.equal([]);
    expect(visited.warnings).to.have.length(1);
    expect(visited.warnings[0]).to.match(
      /^tensor-lasso: a thread did not start, .*: a worker ended before its work was done: .*module is not defined/,
    );
    await visited.page.close();
    await server.close();
  });

  it('are one where their program is not served', async () => {
    const visited = await visit(browser(), sites[1]!.url);
    const one = await judge(visited, 1);
    await visited.page.route('**/page-*.js', (route) => route.fulfill({ status: 404 }));
    expect(await judge(visited, 2)).to.deep.equal(one);
    expect(visited.warnings.join()).to.match(/^tensor-lasso: .*: its program could not be loaded$/);
    await visited.page.close();
  });
});
