import {
  coefficientPath,
  coefficientSeries,
  convergence,
  type PathRecord,
  type Spec,
  support,
  supportMap,
  type Theme,
} from 'tensor-lasso';
import { choice, type Slider, slider } from './controls.js';
import { coefficientsCSV, download } from './download.js';
import { type LiveChart, liveChart } from './live-chart.js';
import { likelyTargets, matrixOf, readTable, type Table } from './own-data.js';
import type { Problem } from './problem.js';
import { programFor } from './program.js';
import type { Answer, Both, Found, Request } from './protocol.js';
import { consistent, fromHash, type NumberSetting, RANGES, type Settings, toHash } from './settings.js';

const BACKENDS: Readonly<Record<string, string>> = {
  auto: 'automatic: coordinate descent, float64',
  wasm: 'tensors on wasm: restarted FISTA',
  webgl: 'tensors on webgl: restarted FISTA',
  webgpu: 'tensors on webgpu: restarted FISTA',
  cpu: 'tensors on cpu: restarted FISTA',
};

const CHARTS = {
  support: 'Where coefficients are not zero',
  series: 'One feature over the tasks',
  path: 'Norms of all features against alpha',
  gap: 'How restarted FISTA gets there',
} as const;

type ChartName = keyof typeof CHARTS;
type Fits = Extract<Answer, { fits: Both }>;

const get = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const dark = matchMedia('(prefers-color-scheme: dark)');
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

let settings: Settings = fromHash(location.hash, Object.keys(BACKENDS));
let table: Table | undefined;
let own: { number: number; problem: Problem; features: string[]; tasks: string[] } | undefined;
let asked = 0;
let askedAt = 0;
let fits: Fits | undefined;
let path: PathRecord | undefined;
let traced: Both | undefined;

const charts = Object.fromEntries(Object.entries(CHARTS).map(([name, title]) => [name, panel(name, title)])) as Record<
  ChartName,
  LiveChart
>;
const sliders = new Map<NumberSetting, Slider>();

/** A chart with its heading, and what can be taken away of it. */
function panel(name: string, title: string): LiveChart {
  const section = document.createElement('section');
  section.className = 'chart';
  section.setAttribute('aria-labelledby', `${name}-title`);
  section.innerHTML = `<h2 id="${name}-title">${title}</h2><div class="plot" role="img" id="${name}"></div>`;
  get('charts').append(section);
  const chart = liveChart(section.querySelector('.plot')!);
  const buttons: Record<string, () => Promise<void>> = {
    Spec: async () => download(`${name}.vl.json`, JSON.stringify(chart.spec(), null, 1)),
    SVG: async () => download(`${name}.svg`, await chart.svg()),
    PNG: async () => download(`${name}.png`, await (await fetch(await chart.png())).blob()),
  };
  for (const [text, run] of Object.entries(buttons)) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    button.setAttribute('aria-label', `${title}: ${text}`);
    button.addEventListener('click', () => void run());
    section.append(button);
  }
  return chart;
}

function say(message: string): void {
  get('message').textContent = message;
  get('message').hidden = message === '';
}

/** Asks the worker for what the settings say now. */
function ask(): void {
  history.replaceState(null, '', `#${toHash(settings)}`);
  askedAt = performance.now();
  const request: Request = { id: ++asked, settings, ...(own && { own: { number: own.number, problem: own.problem } }) };
  worker.postMessage(request);
}

function change(part: Partial<Settings>): void {
  settings = consistent({ ...settings, ...part }, own?.features.length);
  showSettings();
  ask();
}

function showSettings(): void {
  const features = own?.features.length ?? settings.features;
  sliders.get('feature')!.limit(features - 1);
  sliders.get('relevant')!.limit(Math.min(RANGES.relevant.max, settings.features));
  for (const [name, each] of sliders) each.show(settings[name]);
  get<HTMLSelectElement>('backend').value = settings.backend;
  get<HTMLInputElement>('standardize').checked = settings.standardize;
  get<HTMLFieldSetElement>('example').hidden = own !== undefined;
  get('columns').hidden = own === undefined;
}

const nonZeros = ({ coef }: Found): number => coef.values.filter((w) => w !== 0).length;

function summary({ fits: { lasso, multiTask }, took }: Fits): string {
  const gap = (found: Found): string => Math.max(...found.problems.map((each) => each.relativeGap)).toExponential(0);
  const one = (name: string, found: Found): string =>
    `${name} at alpha ${found.problems[0]!.alpha.toPrecision(3)}: ${nonZeros(found)} of ${found.coef.values.length} coefficients, ` +
    `${support(found).length} features; ${found.converged ? `gap ${gap(found)}` : `not converged, gap ${gap(found)}`}`;
  return `${one('Lasso', lasso)}. ${one('Multi-task Lasso', multiTask)}. Fitted in ${took.toFixed(0)} ms on ${lasso.backend}.`;
}

function specsOf({ fits: { lasso, multiTask }, truth }: Fits): Partial<Record<ChartName, Spec>> {
  const theme: Theme = dark.matches ? 'dark' : 'light';
  const named = [
    { name: 'Lasso', coef: lasso.coef },
    { name: 'Multi-task Lasso', coef: multiTask.coef },
  ];
  const { feature } = settings;
  const name = own?.features[feature] ?? `feature ${feature}`;
  const lines = [
    ...(truth ? [{ name: 'Truth', coef: truth, color: 'seagreen' }] : []),
    { ...named[0]!, color: 'cornflowerblue' },
    { ...named[1]!, color: theme === 'light' ? '#c79a00' : 'gold' },
  ];
  const size = { theme, width: 430, height: 240 };
  return {
    support: supportMap(named, { theme, title: '', ...(truth && { truth }) }),
    series: coefficientSeries(lines, { ...size, feature, title: `Coefficient of ${name}` }),
    ...(path && {
      path: coefficientPath(path, {
        ...size,
        title: 'Multi-task Lasso',
        chosen: multiTask.problems[0]!.alpha,
        ...(own && { names: own.features }),
      }),
    }),
    ...(traced && {
      gap: convergence(
        [
          { name: 'Lasso', fit: traced.lasso },
          { name: 'Multi-task Lasso', fit: traced.multiTask },
        ],
        { theme, title: '', width: 200, height: 200 },
      ),
    }),
  };
}

async function draw(): Promise<void> {
  if (!fits) return;
  const specs = specsOf(fits);
  await Promise.all(Object.entries(specs).map(([name, spec]) => charts[name as ChartName].draw(spec)));
}

/** Draws what came last; what comes meanwhile is drawn next. */
let drawing: Promise<void> | undefined;
let again = false;
async function redraw(id: number): Promise<void> {
  if (drawing) {
    again = true;
    return;
  }
  do {
    again = false;
    drawing = draw();
    await drawing;
  } while (again);
  drawing = undefined;
  document.body.dataset.drawn = String(fits?.id ?? id);
  const detail = { id: fits?.id ?? id, milliseconds: performance.now() - askedAt };
  document.dispatchEvent(new CustomEvent('drawn', { detail }));
}

function take(found: Fits): void {
  const { lasso, multiTask } = found.fits;
  const was = fits?.fits.multiTask.coef;
  if (was && (was.rows !== multiTask.coef.rows || was.cols !== multiTask.coef.cols)) path = undefined;
  fits = found;
  say('');
  get('summary').textContent = summary(found);
  const alphas = { lasso: lasso.problems[0]!.alpha, multiTask: multiTask.problems[0]!.alpha };
  get<HTMLTextAreaElement>('program').value = programFor(settings, alphas, own !== undefined);
}

worker.onmessage = async ({ data }: MessageEvent<Answer>) => {
  if ('error' in data) {
    say(data.error);
    return;
  }
  if ('path' in data) path = data.path;
  else if ('traced' in data) traced = data.traced;
  else take(data);
  await redraw(data.id);
};
worker.onerror = ({ message }) => say(`the solver could not be started: ${message}`);

/** The data of the person, by the columns that are selected. */
function takeColumns(): void {
  const { names = [] } = table ?? {};
  if (!table) return;
  const selected = (id: string): number[] =>
    Array.from(get<HTMLSelectElement>(id).selectedOptions, ({ value }) => Number(value));
  const targets = selected('targets-own');
  const features = selected('features-own').filter((k) => !targets.includes(k));
  if (targets.length === 0 || features.length === 0) {
    say('choose at least one feature, and one target that is not a feature');
    return;
  }
  own = {
    number: (own?.number ?? 0) + 1,
    problem: { X: matrixOf(table, features), Y: matrixOf(table, targets) },
    features: features.map((k) => names[k]!),
    tasks: targets.map((k) => names[k]!),
  };
  path = undefined;
  change({});
}

async function readFile(file: File): Promise<void> {
  let read: Table;
  try {
    read = readTable(await file.text());
  } catch (error) {
    say(`${file.name}: ${(error as Error).message}`);
    return;
  }
  table = read;
  const targets = likelyTargets(read);
  for (const [id, chosen] of [
    ['features-own', (k: number) => !targets.includes(k)],
    ['targets-own', (k: number) => targets.includes(k)],
  ] as const) {
    const options = read.names.map((name, k) => new Option(name, String(k), chosen(k), chosen(k)));
    get<HTMLSelectElement>(id).replaceChildren(...options);
  }
  takeColumns();
}

function taskNames(found: Found): string[] {
  return Array.from({ length: found.coef.rows }, (_, t) => own?.tasks[t] ?? `task ${t}`);
}

function build(): void {
  const model = get('model');
  const add = (parent: HTMLElement, name: NumberSetting): void => {
    sliders.set(
      name,
      slider(parent, name, (value) => change({ [name]: value })),
    );
  };
  add(model, 'alpha');
  add(model, 'feature');
  choice(model, { id: 'backend', label: 'solver', options: BACKENDS }, (backend) => change({ backend }));
  const check = Object.assign(document.createElement('label'), {
    innerHTML: '<input type="checkbox" id="standardize"> standardise features',
  });
  model.append(check);
  get('standardize').addEventListener('change', () =>
    change({ standardize: get<HTMLInputElement>('standardize').checked }),
  );
  for (const name of ['samples', 'features', 'tasks', 'relevant', 'noise', 'correlation', 'seed'] as const)
    add(get('example'), name);
  get('file').addEventListener('change', () => {
    const [file] = get<HTMLInputElement>('file').files ?? [];
    if (file) void readFile(file);
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) void readFile(file);
  });
  for (const id of ['features-own', 'targets-own']) get(id).addEventListener('change', takeColumns);
  get('back').addEventListener('click', () => {
    own = undefined;
    path = undefined;
    change({});
  });
  const models = () => ({ lasso: fits!.fits.lasso, multiTaskLasso: fits!.fits.multiTask });
  const features = () =>
    Array.from({ length: fits!.fits.lasso.coef.cols }, (_, j) => own?.features[j] ?? `feature ${j}`);
  get('csv').addEventListener('click', () => {
    if (fits) download('coefficients.csv', coefficientsCSV(models(), features(), taskNames(fits.fits.lasso)));
  });
  get('json').addEventListener('click', () => {
    const plain = (_: string, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
    if (fits)
      download(
        'coefficients.json',
        JSON.stringify({ features: features(), tasks: taskNames(fits.fits.lasso), ...models() }, plain),
      );
  });
  addEventListener('hashchange', () => {
    settings = fromHash(location.hash, Object.keys(BACKENDS));
    showSettings();
    ask();
  });
  dark.addEventListener('change', () => void redraw(asked));
}

build();
showSettings();
ask();
