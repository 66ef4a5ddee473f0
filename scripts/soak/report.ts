import type { Outcome } from './attempt.js';
import type { Draw } from './draw/draw.js';
import type { Finding } from './verdict/finding.js';

/** Tells what is found, and adds it up. */
export interface Reporter {
  add(draw: Draw, outcome: Outcome): void;
  /** What is not of one problem. */
  note(finding: Finding): void;
  /** Tells all that was found, by kind; how many problems had something wrong. */
  end(): number;
}

/** How to do the same again. */
export const replay = ({ seed, extreme }: Draw): string =>
  `npm run soak -- --seed ${seed} --count 1 --extreme ${Number(extreme)}`;

/** @param tell - writes a line */
export function reporter(tell: (line: string) => void): Reporter {
  const kinds = new Map<string, { count: number; odd: boolean; seeds: number[]; by: Map<string, number> }>();
  let [problems, bad, open, refused] = [0, 0, 0, 0];
  const count = ({ kind, odd = false }: Finding, seed: number, by: string): void => {
    const known = kinds.get(kind) ?? { count: 0, odd, seeds: [], by: new Map<string, number>() };
    known.by.set(by, (known.by.get(by) ?? 0) + 1);
    known.count++;
    if (known.seeds.length < 8) known.seeds.push(seed);
    kinds.set(kind, known);
  };
  return {
    add(draw, outcome) {
      problems++;
      if (outcome.open) open++;
      if (outcome.refused) refused++;
      if (outcome.findings.some(({ odd }) => !odd)) bad++;
      for (const kind of new Set(outcome.findings.map((each) => each.kind))) {
        const one = outcome.findings.find((each) => each.kind === kind)!;
        count(one, draw.seed, `${draw.estimator}/${draw.solver}`);
        tell(`${one.odd ? 'odd' : 'WRONG'}: ${kind}: ${one.text}\n  ${replay(draw)}\n  ${JSON.stringify(draw)}`);
      }
    },
    note(one) {
      bad++;
      count(one, -1, 'all');
      tell(`WRONG: ${one.kind}: ${one.text}`);
    },
    end() {
      const all = [...kinds].sort(([, a], [, b]) => Number(a.odd) - Number(b.odd) || b.count - a.count);
      for (const [kind, { count, odd, seeds, by }] of all) {
        const most = [...by].sort(([, a], [, b]) => b - a).slice(0, 6);
        tell(
          `${String(count).padStart(6)} ${odd ? 'odd  ' : 'WRONG'} ${kind}  (seeds ${seeds.join(' ')}; ${most.map(([name, n]) => `${name} ${n}`).join(', ')})`,
        );
      }
      tell(
        `${problems} problems: ${bad} with something wrong, ${open} that say they did not converge, ${refused} refused`,
      );
      return bad;
    },
  };
}
