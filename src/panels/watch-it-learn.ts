import { at, centred, frame, label, pixels } from "../figures/drawing";
import { grouped } from "../figures/numbers";
import { pngAddress } from "../figures/png";
import { element, svgDocument } from "../figures/svg";
import { colours, diverging } from "../figures/theme";
import type { LearningSnapshots } from "./learning-snapshots";
import { packImages } from "./packed";
import { Panel } from "./panel";
import type { Snapshot } from "./snapshot";

/** What a run has come to. */
export interface Watched {
  /** Of the whole run. */
  readonly steps: number;
  /** Whether more may follow. */
  readonly running: boolean;
}

/**
 * Snapshots of a network while it learned, to go through: its error on held-out digits, its filters, and its answers to
 * some of them. There is no still while it still learns: ten times a second nobody prints.
 *
 * @param snapshots  one at least
 */
export function watchItLearn(snapshots: LearningSnapshots, { steps, running }: Watched): Panel {
  const { digits, shown, taken, filterShape, heldOut } = snapshots;
  const flat = (of: (snapshot: Snapshot) => readonly number[]) => taken.flatMap(of);
  const data = {
    panel: "watch-it-learn",
    ...packImages(
      "watchLearning",
      shown.map((i) => digits.image(i)),
    ),
    labels: shown.map((i) => digits.label(i)),
    classNames: [...digits.classNames],
    steps,
    running,
    heldOut,
    filterShape,
    taken: taken.map(({ step }) => step),
    wrong: taken.map(({ wrong }) => wrong),
    filters: flat(({ filters }) => filters),
    answers: flat(({ answers }) => answers),
    sure: flat(({ sure }) => sure),
  };
  const words = wordsOf(snapshots, steps);
  return new Panel(data, running ? "" : stillOf(snapshots, words), words);
}

/** A snapshot that is as near as may be to each of these parts of the way, on the logarithm of the step. */
function telling({ taken }: LearningSnapshots): Snapshot[] {
  const last = taken[taken.length - 1];
  const nearest = [0, 0.47, 0.66, 1].map((part) => {
    const far = ({ step }: Snapshot) =>
      Math.abs(Math.log(Math.max(step, 0.5)) - part * Math.log(Math.max(last.step, 1)));
    return taken.reduce((best, one) => (far(one) < far(best) ? one : best));
  });
  return [...new Set(nearest)];
}

function wordsOf(snapshots: LearningSnapshots, steps: number): string {
  const { heldOut, shown } = snapshots;
  const labels = shown.map((i) => snapshots.digits.label(i));
  const told = telling(snapshots).map((one) => {
    const right = one.answers.filter((answer, k) => answer === labels[k]).length;
    return `step ${grouped(one.step)}, ${percent(one, heldOut)} wrong and ${right} right of the ${shown.length} that are shown`;
  });
  return `A network that learns, asked about ${grouped(heldOut)} held-out digits, of ${grouped(steps)} steps: ${told.join("; ")}.`;
}

const percent = ({ wrong }: Snapshot, heldOut: number) => `${((100 * wrong) / heldOut).toFixed(1)} %`;

const cell = 11;
const digitSide = 36;
const rowHeight = 50;
const nameWidth = 112;

/** Four snapshots as rows: the filters, and the answers below the digits. */
function stillOf(snapshots: LearningSnapshots, words: string): string {
  const { digits, shown, filterShape, heldOut } = snapshots;
  const [count, h, w] = filterShape;
  const [rows, columns] = digits.imageShape;
  const all = telling(snapshots);
  const end = all.flatMap(({ filters }) => filters).reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-3);
  const filterStep = w * cell + 6;
  const digitsX = nameWidth + count * filterStep + 18;
  const height = Math.max(rowHeight, h * cell + 12);
  const images = shown.map((i, k) => {
    const href = pngAddress({ width: columns, height: rows, levels: digits.pixels(i) });
    const place = { width: digitSide, height: (digitSide * rows) / columns };
    return at(
      digitsX + k * (digitSide + 5),
      0,
      element("image", { ...place, href, style: "image-rendering: pixelated" }),
      frame(place.width, place.height),
    );
  });
  const top = 12 + (digitSide * rows) / columns;
  const drawn = all.map((one, r) => {
    const filters = Array.from({ length: count }, (_, f) => {
      const values = one.filters.slice(f * h * w, (f + 1) * h * w);
      return at(nameWidth + f * filterStep, 4, pixels(values, [h, w], cell, diverging, [-end, end]));
    });
    const middle = 4 + (h * cell) / 2;
    const answers = one.answers.map((answer, k) => {
      const isRight = answer === digits.label(shown[k]);
      const name = `${digits.classNames[answer].slice(0, 5)}${isRight ? "" : " ✗"}`;
      return label(digitsX + k * (digitSide + 5) + digitSide / 2, middle + 6, name, {
        ...centred,
        fill: isRight ? colours.blue : colours.orange,
        "font-weight": 600,
      });
    });
    const title = label(0, middle - 3, `step ${grouped(one.step)}`);
    const error = label(0, middle + 15, `${percent(one, heldOut)} wrong`, { "font-size": 13 });
    return at(0, top + r * height, title, error, ...filters, ...answers);
  });
  const heads = label(nameWidth, 22, "the filters");
  const width = digitsX + shown.length * (digitSide + 5) - 4;
  return svgDocument(
    Math.ceil(width),
    Math.ceil(top + all.length * height),
    words,
    [heads, ...images, ...drawn].join(""),
  );
}
