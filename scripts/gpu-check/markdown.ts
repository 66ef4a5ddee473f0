import type { BackendDescription, DeviceKind } from 'tensor-lasso';
import type { DataSet } from './data-sets.js';
import type { Measurement } from './measure.js';
import { type BenchmarkRow, type Failed, failed, type Report } from './record.js';

const KINDS: Readonly<Record<DeviceKind, string>> = {
  gpu: 'GPU',
  cpu: 'processor',
  software: 'software: the processor imitates a GPU',
};

/** Three digits. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n');

const kindOf = (description: BackendDescription | Failed | undefined): string =>
  description && !failed(description) ? KINDS[description.kind] : 'does not work';

/** What the figures are of, in one sentence that nobody can misread. */
function verdict({ backend, backends }: Report): string {
  const description = backends[backend]!;
  if (failed(description)) return `**${backend} does not work here**: ${description.error}`;
  const on = `Checked: **${backend}** on ${description.device}`;
  if (description.kind === 'gpu') return `${on}, a GPU.`;
  return `${on}. **These are not figures of a GPU** (${KINDS[description.kind]}): they say whether it computes correctly, not how fast a GPU is.`;
}

const machineTable = ({ machine }: Report): string =>
  table(
    ['machine', ''],
    [
      ['system', `${machine.system}, Node ${machine.node}`],
      ['processor', `${machine.processor}, ${machine.cores} cores, ${machine.gigabytes} GB`],
      ['NVIDIA driver', machine.nvidia.join('; ') || 'none found'],
      ['Vulkan', machine.vulkan.join(', ') || 'no driver announces itself'],
    ],
  );

const backendTable = ({ backends }: Report): string =>
  table(
    ['backend', 'adapter, driver', 'kind', 'GEMM, GFLOP/s', 'µs an op'],
    Object.entries(backends).map(([name, found]) =>
      failed(found)
        ? [name, found.error, kindOf(found), '', '']
        : [name, found.device, kindOf(found), short(found.gflops), short(found.microsecondsPerOp)],
    ),
  );

/** Why there is no WebGPU here, as its own words have it. */
function vulkanLines({ backends: { webgpu }, vulkanLog }: Report): string {
  if (!webgpu || !failed(webgpu) || vulkanLog.length === 0) return '';
  return `\nWebGPU and Vulkan say:\n\n\`\`\`text\n${vulkanLog.join('\n')}\n\`\`\`\n`;
}

function contractLines({ contracts, quick }: Report): string {
  if (failed(contracts)) return contracts.error;
  const { passes, failures, seconds, failed: tests } = contracts;
  const part = quick ? ' (the quick ones only)' : '';
  const count = `${passes} passed, ${failures} failed${part}, in ${seconds.toFixed(0)} s.`;
  return [count, ...tests.map(({ title, message }) => `- ${title}: ${message.split('\n')[0]}`)].join('\n');
}

const dataName = ({ name, samples, features, tasks, rho, joint }: DataSet): string =>
  `${name}: ${samples} × ${features}, ${joint ? `${tasks} tasks` : `${tasks} Lassos`}, ρ ${rho}`;

type Quantity = readonly [name: string, value: (on: Measurement) => number, note?: (on: Measurement) => string];

const QUANTITIES: readonly Quantity[] = [
  ['set up, s', ({ setupSeconds }) => setupSeconds],
  ['a step, ms', ({ stepSeconds }) => 1000 * stepSeconds],
  [
    'fit, s',
    ({ fitSeconds }) => fitSeconds,
    ({ fitSteps, converged, relativeGap, tol }) =>
      ` (${fitSteps} steps to a gap of ${converged ? tol : `${short(relativeGap)}, not ${tol}`})`,
  ],
  ['fit by auto, s', ({ autoSeconds }) => autoSeconds],
];

/** A line for each quantity: its value on every backend, then the ratios to the backend that is checked. */
function benchmarkLines({ data, results }: BenchmarkRow, backend: string, against: readonly string[]): string[][] {
  return QUANTITIES.map(([name, value, note], line) => {
    const cell = (on: string): string => {
      const result = results[on]!;
      if (failed(result)) return line === 0 ? `failed: ${result.error}` : '';
      return `${short(value(result))}${note?.(result) ?? ''}`;
    };
    const ratio = (other: string): string => {
      const [ours, theirs] = [results[backend]!, results[other]!];
      return failed(ours) || failed(theirs) ? '' : short(value(theirs) / value(ours));
    };
    return [line === 0 ? dataName(data) : '', name, ...[backend, ...against].map(cell), ...against.map(ratio)];
  });
}

function benchmarkTable({ backend, backends, against, benchmark }: Report): string {
  const found = backends[backend]!;
  const label = !failed(found) && found.kind === 'software' ? `${backend} (software)` : backend;
  return table(
    ['data', '', label, ...against, ...against.map((other) => `${other} / ${label}`)],
    benchmark.flatMap((each) => benchmarkLines(each, backend, against)),
  );
}

/** The report to read. */
export const markdown = (report: Report): string => `# GPU check of tensor-lasso ${report.version}

${verdict(report)}

${report.date}${report.quick ? ', `--quick`: small data sets' : ''}

${machineTable(report)}

## Backends

${backendTable(report)}
${vulkanLines(report)}
## Contract tests on ${report.backend}

${contractLines(report)}

## Batched FISTA

Restarted FISTA, alpha a tenth of where all coefficients are 0; medians of up to five runs. *Set up*: arrays to the
device, Gram matrix if there is one, Lipschitz constant. *A step*: all problems at once. *Fit*: arrays in, coefficients
out, every problem certified in float64 on the host. *Fit by auto*: the same to the same tolerance, by the engine on the
host with large products on the backend. Ratios above 1: ${report.backend} is the faster one.

${benchmarkTable(report)}
`;
