import { existsSync } from 'node:fs';
import { platform } from '#platform';
import type { BackendDescription } from '../backends/describe-backend.js';
import { reason } from '../backends/reason.js';
import { installedVariants, thisPlatform } from '../native/installation.js';
import { askChild, sibling } from '../processes/ask-child.js';

/** What the doctor found about one backend. */
type Finding = { readonly name: string; readonly note?: string } & (
  | ({ readonly works: true } & BackendDescription)
  | { readonly works: false; readonly reason: string }
);

/** Where Linux distributions put the driver of the software GPU that comes with Chromium. */
const SWIFTSHADER = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib64/chromium-browser/vk_swiftshader_icd.json',
];

/** Plain JavaScript takes a few seconds, and starting a device does too. */
const TIMEOUT = 120_000;

const SMALL_FLOPS = 1e3;

const probe = (name: string, options: { flops?: number; env?: Readonly<Record<string, string>> } = {}) =>
  askChild<BackendDescription>(
    sibling('cli/probe', 'cli/doctor', import.meta.url),
    [name, String(options.flops ?? Infinity)],
    {
      timeout: TIMEOUT,
      ...(options.env && { env: options.env }),
    },
  );

async function examine(name: string): Promise<Finding> {
  try {
    return { works: true, ...(await probe(name)) };
  } catch (error) {
    const software = name === 'webgpu' ? await examineSoftware() : undefined;
    return software ?? { name, works: false, reason: reason(error) };
  }
}

/** WebGPU on a software adapter, which has to be asked for. */
async function examineSoftware(): Promise<Finding | undefined> {
  const driver = SWIFTSHADER.find((path) => existsSync(path));
  if (!driver || process.env.VK_ICD_FILENAMES) return undefined;
  try {
    const description = await probe('webgpu', { env: { VK_ICD_FILENAMES: driver } });
    return { works: true, ...description, note: `with VK_ICD_FILENAMES=${driver}` };
  } catch {
    return undefined;
  }
}

/** TensorFlow on an NVIDIA GPU: what is in the way, if anything is. */
function examineCuda(tensorflow: Finding): Finding {
  const name = 'tensorflow on CUDA';
  if (tensorflow.works && tensorflow.kind === 'gpu') return { ...tensorflow, name };
  const why = (): string => {
    if (thisPlatform() !== 'linux-x64') return `it is for linux-x64, this is ${thisPlatform()}`;
    if (!existsSync('/proc/driver/nvidia/version'))
      return 'no NVIDIA driver is loaded (there is no /proc/driver/nvidia/version)';
    if (!installedVariants().includes('cuda'))
      return 'it is not installed; npx tensor-lasso install-native --cuda installs it';
    return 'TensorFlow finds no GPU that it can use; with TF_CPP_MIN_LOG_LEVEL=0 it says why';
  };
  return { name, works: false, reason: why() };
}

function line(finding: Finding): string {
  const name = finding.name.padEnd(20);
  if (!finding.works) return `✗ ${name}${finding.reason}`;
  const { version, device, kind, gflops, microsecondsPerOp, note } = finding;
  const what = [version, kind === 'software' ? `${device} (software)` : device, note].filter(Boolean).join(', ');
  return `✓ ${name}${gflops.toFixed(1).padStart(8)} GFLOP/s ${microsecondsPerOp.toFixed(1).padStart(7)} µs/op   ${what}`;
}

/** `tensor-lasso doctor`. */
export async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const findings: Finding[] = [];
  const tell = (finding: Finding): void => {
    findings.push(finding);
    if (!json) console.log(line(finding));
  };
  for (const { name } of platform.candidates) {
    const finding = await examine(name);
    tell(finding);
    if (name === 'tensorflow') tell(examineCuda(finding));
  }
  const [small, large] = [await probe('auto', { flops: SMALL_FLOPS }), await probe('auto')];
  const auto = { small: small.name, large: large.name };
  console.log(
    json
      ? JSON.stringify({ backends: findings, auto }, undefined, 2)
      : `\n'auto' takes ${auto.small} for small problems, ${auto.large} for large ones.`,
  );
}
