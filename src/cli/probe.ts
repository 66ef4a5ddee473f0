import * as tf from '@tensorflow/tfjs-core';
import { describeBackend } from '../backends/describe-backend.js';
import { reason } from '../backends/reason.js';

tf.enableProdMode();
describeBackend(process.argv[2], { flops: Number(process.argv[3] ?? Infinity) }).then(
  (description) => process.send?.(description),
  (error) => process.send?.({ error: reason(error) }),
);
