import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { reason } from '../backends/reason.js';
import { predict } from '../estimators/linear-fit.js';
import { modelFromJSON } from '../estimators/model-json.js';
import { npyOf, readNpy } from '../node/npy.js';
import { writeFiles } from '../node/write-files.js';

export interface PredictCommand {
  readonly model: string;
  readonly x: string;
  readonly out: string;
}

/** `tensor-lasso predict`: what a model that `fit` wrote predicts for the samples of a file. */
export async function predictFile({ model: file, x, out }: PredictCommand): Promise<void> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new Error(`cannot read ${file}: ${reason(cause)}`, { cause });
  });
  const X = await readNpy(x);
  const { rows, cols, values } = await predict(modelFromJSON(text), X);
  const [path] = await writeFiles(dirname(out), { [basename(out)]: npyOf(values, [rows, cols]) });
  console.log(`${rows} samples x ${cols} tasks: ${path}`);
}
