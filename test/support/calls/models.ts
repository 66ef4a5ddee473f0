import * as library from '../../../src/node.js';
import { type Call, call, optional, place } from './call.js';
import { fitted, problem, X, Y } from './known.js';

/** Models, and what they say of data. */
export const MODELS: readonly Call[] = [
  call('predict', async () => [await fitted(), X], [
    place('0', 'fit'),
    place('0.coef', 'coef|intercept'),
    place('0.intercept'),
    place('1', 'X', { fine: ['fewer rows'] }),
  ]),
  call('score', async () => [await fitted(), X, Y], [
    place('0', 'fit'),
    place('0.coef', 'coef|intercept'),
    place('0.intercept'),
    place('1', 'X|Y'),
    place('2', 'Y'),
  ]),
  call('support', async () => [await fitted()], [place('0', 'fit'), place('0.coef')]),
  call('recovery', async () => [(await fitted()).coef, { rows: 2, cols: 3, values: new Float64Array(6) }], [
    place('0', 'coef'),
    place('1', 'truth'),
  ]),
  call('modelToJSON', async () => [await fitted()], [
    place('0', 'fit'),
    place('0.coef', 'coef|intercept'),
    place('0.intercept'),
  ]),
  call('modelFromJSON', async () => [library.modelToJSON(await fitted())], [
    place('0', 'format', { fine: ['a text'] }),
    ...optional(0, 'format', 'version', 'features', 'tasks', 'intercept'),
    place('0.about', 'about', { open: true, fine: ['with an option that does not exist'] }),
    place('0.tasks.0', 'tasks[0]'),
    place('0.tasks.0.features', 'tasks[0]'),
    place('0.tasks.0.coef', 'tasks[0].coef'),
  ]),
  call('modelFromJSON', () => ['{'], []),
  call('certify', async () => [problem(), { rows: 3, cols: 1, values: new Float64Array(3).fill(0.5) }], [
    place('0', 'problem|alpha'),
    ...optional(0, 'X', 'Y', 'alpha', 'norm', 'ridge'),
    place('1', 'W'),
  ]),
  call('toRows', () => [X], [place('0', 'matrix', { fine: ['fewer rows', 'values with NaN'] })]),
  call('toMatrix', () => ['toMatrix: X', X], [
    place('0', 'name', { fine: ['a text'] }),
    place('1', 'X', { fine: ['fewer rows'] }),
  ]),
];
