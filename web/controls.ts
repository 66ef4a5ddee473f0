import { type NumberSetting, RANGES, type Settings } from './settings.js';

/** How a number of a setting reads. */
const shown = (name: NumberSetting, value: number): string =>
  name === 'alpha' ? (10 ** value).toPrecision(2) : String(value);

export interface Slider {
  show(value: number): void;
  limit(max: number): void;
}

/** A slider with its label and its value, at the end of an element. */
export function slider(parent: HTMLElement, name: NumberSetting, onInput: (value: number) => void): Slider {
  const { label, min, max, step } = RANGES[name];
  const row = document.createElement('div');
  row.className = 'slider';
  row.innerHTML = `<label for="${name}">${label}</label><output for="${name}"></output>`;
  const output = row.querySelector('output')!;
  const range = { type: 'range', id: name, min: String(min), max: String(max), step: String(step) };
  const input = Object.assign(document.createElement('input'), range);
  const tell = (value: number): void => {
    output.textContent = shown(name, value);
    input.setAttribute('aria-valuetext', shown(name, value));
  };
  input.addEventListener('input', () => {
    tell(input.valueAsNumber);
    onInput(input.valueAsNumber);
  });
  row.append(input);
  parent.append(row);
  return {
    show(value) {
      input.valueAsNumber = value;
      tell(value);
    },
    limit(most) {
      input.max = String(most);
    },
  };
}

/** A choice among some, at the end of an element. */
export function choice(
  parent: HTMLElement,
  { id, label, options }: { id: keyof Settings; label: string; options: Readonly<Record<string, string>> },
  onChange: (value: string) => void,
): HTMLSelectElement {
  const title = Object.assign(document.createElement('label'), { htmlFor: id, textContent: label });
  const select = Object.assign(document.createElement('select'), { id });
  for (const [value, text] of Object.entries(options)) select.append(new Option(text, value));
  select.addEventListener('change', () => onChange(select.value));
  parent.append(title, select);
  return select;
}
