import type { BackendDescription } from 'tensor-lasso';
import type { DataSet } from './data-sets.js';
import type { Machine } from './machine.js';
import type { Measurement } from './measure.js';

/** Something that did not come about, and why. */
export interface Failed {
  readonly error: string;
}

/** What the contract tests said of a backend. */
export interface ContractResults {
  readonly passes: number;
  readonly failures: number;
  readonly seconds: number;
  readonly failed: readonly { readonly title: string; readonly message: string }[];
}

/** A data set, and what each backend made of it. */
export interface BenchmarkRow {
  readonly data: DataSet;
  readonly results: Readonly<Record<string, Measurement | Failed>>;
}

/** Everything that the check has found: report.json. */
export interface Report {
  readonly version: string;
  readonly date: string;
  /** Whether data sets were shrunk and slow tests left out. */
  readonly quick: boolean;
  readonly machine: Machine;
  /** The backend that is checked. */
  readonly backend: string;
  /** Those that it is measured against. */
  readonly against: readonly string[];
  /** All backends that were looked at. */
  readonly backends: Readonly<Record<string, BackendDescription | Failed>>;
  /** What WebGPU's library and Vulkan say when they are asked for a GPU. */
  readonly vulkanLog: readonly string[];
  readonly contracts: ContractResults | Failed;
  readonly benchmark: readonly BenchmarkRow[];
}

export const failed = (result: object): result is Failed => 'error' in result;

/** Whether there is nothing in the report that should not be. */
export function isGood({ contracts, benchmark }: Report): boolean {
  if (failed(contracts) || contracts.failures > 0 || contracts.passes === 0) return false;
  return benchmark.every(({ results }) => Object.values(results).every((result) => !failed(result)));
}
