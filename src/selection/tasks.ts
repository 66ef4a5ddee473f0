import type { Task } from '../threads/task.js';
import { fitBlock } from './fit-tasks.js';
import { judge } from './judge.js';
import { resample } from './resample.js';
import { select } from './select.js';

/** What threads can do. */
export const tasks: readonly Task<never, never, never, unknown>[] = [judge, select, resample, fitBlock] as never;
