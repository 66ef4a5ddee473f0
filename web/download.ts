import Papa from 'papaparse';
import type { LinearFit } from 'tensor-lasso';

/** Hands the person a file. */
export function download(name: string, content: string | Blob): void {
  const address = URL.createObjectURL(typeof content === 'string' ? new Blob([content]) : content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

type Coefficients = Readonly<Record<string, Pick<LinearFit, 'coef' | 'intercept'>>>;

/** How texts begin that a spreadsheet takes for formulas; with an apostrophe before them it does not. */
const FORMULA = /^[=+\-@\t\r\n]/;

/** A line for each coefficient that is not 0, and for each intercept. */
export function coefficientsCSV(models: Coefficients, features: readonly string[], tasks: readonly string[]): string {
  const lines: (string | number)[][] = [['model', 'task', 'feature', 'coefficient']];
  for (const [model, { coef, intercept }] of Object.entries(models)) {
    for (let t = 0; t < coef.rows; t++) {
      lines.push([model, tasks[t]!, '(intercept)', intercept[t]!]);
      for (let j = 0; j < coef.cols; j++) {
        const w = coef.values[t * coef.cols + j]!;
        if (w !== 0) lines.push([model, tasks[t]!, features[j]!, w]);
      }
    }
  }
  return `${Papa.unparse(lines, { newline: '\n', escapeFormulae: FORMULA })}\n`;
}
