import { diverging, greys } from "../../figures/theme";
import { argMax, tensor } from "../../tensor";
import { bytesOf } from "../packed";
import { type Directions, firstMisread, nudgedLevels, nudgeSizes, strength, ways } from "../pixel-nudges";
import { probabilityRows } from "./bars";
import { captionLine, choice, fixed, make, titled } from "./elements";
import { imageChoice } from "./image-controls";
import { Picture } from "./picture";
import { range } from "./range";
import { type Data, numbersIn, shapeIn, textIn, textsIn } from "./read-data";
import { requireStyle } from "./style";

const [mostImages, mostClasses, beginSize] = [10, 64, 8];

type Way = 0 | 1;

/** An image whose pixels are changed by chance or by the slope, and what the network answers. */
export function drawNoiseOrNudge(data: Data): readonly Node[] {
  requireStyle(noiseCss);
  const { shape, classNames, images } = nudgedIn(data);
  let [which, way, step]: [number, Way, number] = [0, 1, beginSize];

  const digit = new Picture({ label: "The image", scale: greys, range: [0, 255] });
  const change = new Picture({ label: "The change", scale: diverging, range: [-255, 255] });
  const sum = new Picture({ label: "The sum", scale: greys, range: [0, 255] });
  const bars = probabilityRows(classNames.length);
  const caption = captionLine();
  const told = (p: readonly number[]) => `${classNames[argMax(p)]} with ${fixed(100 * p[argMax(p)], 1)} %`;
  const show = () => {
    const { levels, label, directions, answers } = images[which];
    const changed = nudgedLevels(levels, directions[way], nudgeSizes[step]);
    digit.draw(levels, shape);
    change.draw(
      Float64Array.from(changed, (level, k) => strength * (level - levels[k])),
      shape,
    );
    sum.draw(changed, shape);
    const p = answers[way][step];
    bars.show(p);
    const other = answers[1 - way][step];
    const size = nudgeSizes[step];
    const isRight = argMax(p) === label;
    const of = way === 0 ? "by chance" : "by the slope";
    const amount = size === 0 ? "Nothing is changed" : `Each pixel changed by ${size} grey levels, ${of}`;
    const also = size === 0 ? "" : ` ${way === 0 ? "By the slope" : "By chance"} as much: ${told(other)}.`;
    const first = firstMisread(answers[way], label);
    const least = first === undefined ? "up to 80 levels it is not misread" : `it is first misread at ${first} levels`;
    caption.textContent = `${amount}: read as ${told(p)}, ${isRight ? "which is right" : `and it is a ${classNames[label]}`}.${also} This way ${least}.`;
  };
  const direction = choice<Way>(
    "direction",
    [
      ["random", 0],
      ["chosen by the slope", 1],
    ],
    (chosen) => {
      way = chosen;
      show();
    },
  );
  direction.set(way);
  const size = range(
    "change",
    [0, nudgeSizes.length - 1, 1],
    (k) => `${nudgeSizes[k]} grey levels`,
    (k) => {
      step = k;
      show();
    },
  );
  size.set(step);
  const pictures = images.map(({ levels }) =>
    tensor(
      shape,
      Float64Array.from(levels, (level) => level / 255 - 0.5),
    ),
  );
  const names = images.map(({ label }, k) => `image ${k + 1}, class ${classNames[label]}`);
  const digits = imageChoice(pictures, names, (image) => {
    which = pictures.indexOf(image);
    show();
  });
  show();
  const parts = [
    titled("image", digit.element),
    titled(`change × ${strength}`, change.element),
    titled("sum", sum.element),
    titled("answer", bars.element),
  ];
  return [
    make("div", { class: "cnn-parts cnn-noise" }, ...parts),
    caption,
    size.element,
    direction.element,
    digits.element,
  ];
}

/** @throws {RangeError} if the data are not this panel's */
function nudgedIn(data: Data) {
  const shape = shapeIn(data);
  const pixels = shape[0] * shape[1];
  const names = Array.isArray(data.classNames) ? data.classNames.length : 0;
  const classNames = textsIn(data, "classNames", Math.max(2, Math.min(mostClasses, names)));
  const labels = numbersIn(data, "labels");
  const isLabel = (label: number) => Number.isInteger(label) && label >= 0 && label < classNames.length;
  if (labels.length < 1 || labels.length > mostImages || !labels.every(isLabel))
    throw new RangeError(`expected 1 to ${mostImages} labels below ${classNames.length}, got ${labels.length}`);
  const levels = bytesIn(data, "pixels", labels.length * pixels);
  const signs = bytesIn(data, "directions", labels.length * ways.length * pixels);
  const ofWay = nudgeSizes.length * classNames.length;
  const answers = numbersIn(data, "answers", labels.length * ways.length * ofWay);
  const images = labels.map((label, n) => {
    const each = ways.map((_, way) => n * ways.length + way);
    return {
      label,
      levels: levels.subarray(n * pixels, (n + 1) * pixels),
      directions: each.map(
        (k): Directions => Int8Array.from(signs.subarray(k * pixels, (k + 1) * pixels), (sign) => sign - 1),
      ),
      answers: each.map((k) =>
        nudgeSizes.map((_, s) =>
          answers.slice(k * ofWay + s * classNames.length, k * ofWay + (s + 1) * classNames.length),
        ),
      ),
    };
  });
  return { shape, classNames, images };
}

function bytesIn(data: Data, name: string, count: number): Uint8Array {
  const bytes = bytesOf(textIn(data, name));
  if (bytes.length === count) return bytes;
  throw new RangeError(`expected ${count} bytes in "${name}", got ${bytes.length}`);
}

const noiseCss = `
.cnn-noise > .cnn-part { flex: 1 1 150px; max-width: 190px; }
.cnn-noise > .cnn-part:last-child { flex: 1 1 200px; max-width: 230px; }
.cnn-noise .cnn-bar-row { height: 20px; grid-template-columns: minmax(14px, max-content) 1fr 58px; }
@container (max-width: 600px) {
  .cnn-noise { gap: 8px; }
  .cnn-noise > .cnn-part { flex: 1 1 28%; }
  .cnn-noise > .cnn-part:last-child { flex: 1 1 100%; max-width: none; }
}
`;
