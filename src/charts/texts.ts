/** All that XML 1.0 does not know, and so no SVG: control characters, halves of pairs. */
const NO_CHARACTER = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text as every picture can show it. */
export const legible = (text: string): string => text.replace(NO_CHARACTER, '\ufffd');

/**
 * A text to stand in a specification by itself, as a title does. Vega reads it as an expression, in which it takes `"if"` and what
 * every object has, such as `"constructor"`, for names of its own; with a space at its end, which is not drawn, it is a text.
 */
export function literal(text: string): string {
  const readable = legible(text);
  return readable === 'if' || readable in {} ? `${readable} ` : readable;
}

/** Names as a parameter of a chart. What stands in it is data to Vega: no text in it means anything. */
export const nameList = (list: string, names: readonly string[]): { name: string; value: string[] } => ({
  name: list,
  value: names.map(legible),
});

/**
 * How an axis or a legend of places, from 0, shows the names of a list: series are told apart by their places, so that names may be
 * equal, or anything.
 */
export const namedBy = (list: string, names: readonly string[]): { labelExpr: string; description: string } => ({
  labelExpr: `${list}[datum.value]`,
  description: legible(`names: ${names.join(', ')}`),
});
