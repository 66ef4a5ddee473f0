import type { Task } from '../threads/task.js';
import { judge } from './judge.js';
import { resample } from './resample.js';
import { select } from './select.js';

/** What threads can do. */
export const tasks: readonly Task<never, never, never, unknown>[] = [judge, select, resample] as never;
