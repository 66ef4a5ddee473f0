interface Output {
  readonly output_type: string;
  readonly text?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  execution_count?: number | null;
}

interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly outputs?: Output[];
  metadata: object;
  execution_count?: number | null;
}

/** A notebook of format 4. */
export interface Notebook {
  readonly cells: readonly Cell[];
}

/** Without what changes from run to run: when cells ran, and the line that tells how a kernel came to an end. */
export function cleaned(notebook: Notebook): Notebook {
  return { ...notebook, cells: notebook.cells.map((cell) => ({ ...cell, metadata: {} })) };
}

/** What a cell prints, and which kinds of pictures it shows. */
const shown = ({ outputs = [] }: Cell) => ({
  text: outputs.flatMap(({ text = [] }) => text).join(''),
  kinds: outputs.flatMap(({ data = {} }) => Object.keys(data).sort()).join(', '),
});

/** Where cells print something else than before, or show pictures of another kind. */
export function differences(before: Notebook, now: Notebook): string[] {
  return now.cells.flatMap((cell, k) => {
    const [was, is] = [shown(before.cells[k]!), shown(cell)];
    return (['text', 'kinds'] as const).flatMap((what) =>
      was[what] === is[what] ? [] : [`cell ${k}: was ${JSON.stringify(was[what])}, is ${JSON.stringify(is[what])}`],
    );
  });
}
