import * as tf from '@tensorflow/tfjs-core';
import { measure } from './measure.js';

/** A program for `askChild`: backend, data set and effort (both as JSON) come as arguments. */
const [backend = '', data = '', effort = ''] = process.argv.slice(2);
tf.enableProdMode();
measure(backend, JSON.parse(data), JSON.parse(effort)).then(
  (measurement) => process.send?.(measurement),
  (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
);
