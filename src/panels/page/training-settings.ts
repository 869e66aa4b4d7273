import { choice } from "./elements";
import { type Data, numberIn } from "./read-data";
import type { PackedDigits } from "./unpack-digits";

/** What the reader of a training bench chooses. */
export interface Settings {
  readonly rate: number;
  readonly filters: number;
  readonly batchSize: number;
}

/** The values on offer; the notebook's own stands among them. */
const offered = {
  rate: [0.001, 0.005, 0.02, 0.1, 1],
  filters: [1, 2, 4, 8, 16],
  batchSize: [1, 8, 32],
} as const;

/** @throws {RangeError} if the data are not such settings @param heldOut  how many images are not learned from */
export function settingsIn(data: Data, { labels }: PackedDigits, heldOut: number): Settings {
  return {
    rate: numberIn(data, "learningRate", [1e-9, 1e9]),
    filters: numberIn(data, "filters", [1, 64]),
    batchSize: numberIn(data, "batchSize", [1, labels.length - heldOut]),
  };
}

/** A row of buttons for each setting. */
export function settingRows(first: Settings, choose: (chosen: Partial<Settings>) => void): HTMLElement[] {
  const rowOf = (label: string, name: keyof Settings) => {
    const values = [...new Set([...offered[name], first[name]])].sort((a, b) => a - b);
    const options = values.map((value) => [String(value), value] as const);
    const buttons = choice<number>(label, options, (value) => choose({ [name]: value }));
    buttons.set(first[name]);
    return buttons.element;
  };
  return [rowOf("rate", "rate"), rowOf("filters", "filters"), rowOf("batch size", "batchSize")];
}

/** Settings in words, such as "rate 0.005, 8 filters". */
export const inWords = ({ rate, filters }: Settings) => `rate ${rate}, ${filters} filter${filters === 1 ? "" : "s"}`;

export const stepInWords = ({ batchSize }: Settings) =>
  batchSize === 1 ? "one image a step" : `${batchSize} images a step`;
