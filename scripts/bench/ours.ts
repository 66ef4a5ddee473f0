import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import { lasso, type Matrix, multiTaskLasso } from 'tensor-lasso';
import { npyOf, readNpy } from 'tensor-lasso/node';
import { median } from '../bench-backends/median.js';

/** What is asked, as of the peers; the judge wants coefficients in a file. */
type Request =
  | { do: 'load'; directory: string; joint: boolean }
  | { do: 'fit'; name: string; alpha: number; tol: number; least: number; file: string };

let data: { X: Matrix; Y: Matrix; joint: boolean } | undefined;

async function answer(request: Request): Promise<unknown> {
  if (request.do === 'load') {
    const { directory, joint } = request;
    data = { X: await readNpy(`${directory}/X.npy`), Y: await readNpy(`${directory}/Y.npy`), joint };
    return {};
  }
  const { X, Y, joint } = data!;
  const { alpha, tol, least, name } = request;
  const estimator = (joint ? multiTaskLasso : lasso)({
    alpha,
    tol,
    fitIntercept: false,
    maxIter: 100_000,
    backend: name,
  });
  const seconds: number[] = [];
  const certificates: number[] = [];
  let fit = await estimator.fit(X, Y);
  for (let sum = 0; sum < least; sum += seconds.at(-1)!) {
    const start = performance.now();
    fit = await estimator.fit(X, Y, { trace: true });
    seconds.push((performance.now() - start) / 1000);
    certificates.push(fit.trace!.seconds.certificate / fit.trace!.seconds.total);
  }
  await writeFile(request.file, npyOf(fit.coef.values, [fit.coef.rows, fit.coef.cols]));
  return { seconds, certificate: median(certificates) };
}

tf.enableProdMode();
for await (const line of createInterface({ input: process.stdin })) {
  const result = await answer(JSON.parse(line)).catch((error: unknown) => ({ error: String(error) }));
  console.log(JSON.stringify(result));
}
