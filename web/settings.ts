/** What the person has set; all of it is in the address of the page. */
export interface Settings {
  /** Alpha as a part of the one at which all coefficients are 0, its logarithm to base 10. */
  readonly alpha: number;
  /** The feature whose coefficients are drawn over the tasks. */
  readonly feature: number;
  readonly standardize: boolean;
  /** `'auto'`, or the tfjs backend that restarted FISTA runs on. */
  readonly backend: string;
  readonly samples: number;
  readonly features: number;
  readonly tasks: number;
  readonly relevant: number;
  /** Standard deviation of the noise. */
  readonly noise: number;
  /** Of neighbouring features. */
  readonly correlation: number;
  readonly seed: number;
}

export type NumberSetting = Exclude<keyof Settings, 'standardize' | 'backend'>;

/** The worked example. */
export const DEFAULTS: Settings = {
  alpha: -0.5,
  feature: 0,
  standardize: false,
  backend: 'auto',
  samples: 100,
  features: 30,
  tasks: 40,
  relevant: 5,
  noise: 1,
  correlation: 0,
  seed: 42,
};

interface Range {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export const RANGES: Readonly<Record<NumberSetting, Range>> = {
  alpha: { label: 'alpha, part of the largest', min: -3, max: 0, step: 0.01 },
  feature: { label: 'feature to draw', min: 0, max: 199, step: 1 },
  samples: { label: 'samples', min: 10, max: 500, step: 10 },
  features: { label: 'features', min: 2, max: 200, step: 1 },
  tasks: { label: 'tasks', min: 1, max: 100, step: 1 },
  relevant: { label: 'relevant features', min: 0, max: 30, step: 1 },
  noise: { label: 'noise', min: 0, max: 5, step: 0.1 },
  correlation: { label: 'correlation of features', min: 0, max: 0.95, step: 0.05 },
  seed: { label: 'seed', min: 0, max: 1000, step: 1 },
};

/** What alpha is of the largest. */
export const ratioOf = ({ alpha }: Settings): number => 10 ** alpha;

const isNumberSetting = (name: string): name is NumberSetting => Object.hasOwn(RANGES, name);

/** A number of the range of a setting, nearest to what was given. */
function within(name: NumberSetting, value: number): number {
  const { min, max, step } = RANGES[name];
  if (!Number.isFinite(value)) return DEFAULTS[name] as number;
  const whole = Math.round(Math.min(max, Math.max(min, value)) / step) * step;
  return Number(whole.toFixed(4));
}

/** Settings that fit each other: no feature is asked for that is not there. */
export function consistent(settings: Settings, features: number = settings.features): Settings {
  const relevant = Math.min(settings.relevant, settings.features);
  return { ...settings, relevant, feature: Math.min(settings.feature, features - 1) };
}

/** The part of an address after `#`: what is not as in the worked example. */
export function toHash(settings: Settings): string {
  const changed = Object.entries(settings).filter(([name, value]) => value !== DEFAULTS[name as keyof Settings]);
  return new URLSearchParams(changed.map(([name, value]) => [name, String(value)])).toString();
}

/** The settings of an address; what it does not say, or says wrongly, is as in the worked example. */
export function fromHash(hash: string, backends: readonly string[]): Settings {
  const found: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (isNumberSetting(name)) found[name] = within(name, Number(value));
    else if (name === 'standardize') found[name] = value === 'true';
    else if (name === 'backend' && backends.includes(value)) found[name] = value;
  }
  return consistent({ ...DEFAULTS, ...found });
}
