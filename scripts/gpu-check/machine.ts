import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The machine, and what there is on it for a GPU. */
export interface Machine {
  readonly system: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  readonly gigabytes: number;
  /** What nvidia-smi says: name, driver, memory; or, without it, the version of the kernel's driver. */
  readonly nvidia: readonly string[];
  /** Files in which Vulkan drivers announce themselves, and variables that overrule them. */
  readonly vulkan: readonly string[];
}

const DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const VARIABLES = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'LD_LIBRARY_PATH'];
const QUERY = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'];

/** What `find` gives, or nothing where there is nothing. */
function lines(find: () => readonly string[]): readonly string[] {
  try {
    return find();
  } catch {
    return [];
  }
}

const linesOf = (file: string): readonly string[] => lines(() => readFileSync(file, 'utf8').trim().split('\n'));

async function nvidia(): Promise<readonly string[]> {
  try {
    return (await promisify(execFile)('nvidia-smi', QUERY)).stdout.trim().split('\n');
  } catch {
    return linesOf('/proc/driver/nvidia/version').slice(0, 1);
  }
}

export async function machine(): Promise<Machine> {
  const pretty = linesOf('/etc/os-release').find((line) => line.startsWith('PRETTY_NAME='));
  return {
    system: pretty?.replace(/^PRETTY_NAME="?|"$/g, '') ?? process.platform,
    node: process.version,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    gigabytes: Math.round(totalmem() / 2 ** 30),
    nvidia: await nvidia(),
    vulkan: [
      ...VARIABLES.flatMap((name) => (process.env[name] ? [`${name}=${process.env[name]}`] : [])),
      ...DRIVERS.flatMap((folder) => lines(() => readdirSync(folder)).map((file) => join(folder, file))),
    ],
  };
}
