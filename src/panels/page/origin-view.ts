import { colourAt } from "../../figures/colour-at";
import { reach } from "../../figures/numbers";
import { type ColourScale, colours, diverging } from "../../figures/theme";
import { type Tensor, tensor } from "../../tensor";
import { dressOf } from "../dress";
import { gridOf, nameOf, placeAt } from "../grid";
import {
  amountOf,
  type Chosen,
  type Origin,
  type Part,
  type ShownTerms,
  type Summed,
  strongestTerms,
  type Term,
  termsForAndAgainst,
} from "../origin";
import { button, fixed, make } from "./elements";

/** How many terms of a convolution are shown, and how many for a total and as many against it. */
export const mostTerms = 8;
const mostProducts = 5;
/** Larger windows are shown without their numbers. */
const mostColumns = 5;

/** A number, for the reader to see what it is made of and to go on from there. */
export interface OriginContext {
  readonly input: Tensor;
  /** Whether the input is the image. */
  readonly isImage: boolean;
  readonly output: Tensor;
  /** The flat position of the number in the output. */
  readonly k: number;
  /** Goes to a number of the input. */
  readonly go: (at: number) => void;
}

/** The sum in one line, and below it the numbers that it is made of. */
export function originView(origin: Origin, context: OriginContext): Node[] {
  if (!("terms" in origin))
    return [make("p", { class: "cnn-sum" }, chosenLine(origin, context)), partsView(origin, context)];
  const { terms } = origin;
  if (terms.some(({ parts }) => parts.length > 1)) {
    const most = strongestTerms(terms, mostTerms);
    const named = most.shown.map((term) => [termName(context, term), term.sum] as const);
    return [sumLine(origin, context, named, most), windowsView(origin, context, most.shown)];
  }
  const most = termsForAndAgainst(terms, mostProducts);
  const sides = sidesOf(most.shown);
  const named = sides.map(([name, side]) => [name, side.reduce((sum, term) => sum + term.sum, 0)] as const);
  return [sumLine(origin, context, named, most), productsView(context, sides)];
}

/** The terms that speak for a total, and those against it; without a side that has none. */
function sidesOf(terms: readonly Term[]): (readonly [name: string, terms: readonly Term[]])[] {
  const sides = [
    ["most for it", terms.filter(({ sum }) => sum > 0)],
    ["most against it", terms.filter(({ sum }) => !(sum > 0))],
  ] as const;
  return sides.filter(([, side]) => side.length > 0);
}

function termName({ input, isImage }: OriginContext, { channel, parts }: Term): string {
  const grid = gridOf(input.shape);
  if (parts.length === 1 && parts[0].at !== undefined) return nameOf(grid, placeAt(grid, parts[0].at));
  return isImage ? "the image" : `map ${channel + 1}`;
}

/** @param named  names and sums of the terms that are shown */
function sumLine(
  origin: Summed,
  { output, k }: OriginContext,
  named: readonly (readonly [string, number])[],
  { others, rest }: ShownTerms,
): HTMLElement {
  const all = [...named];
  if (others > 0) all.push([others === 1 ? "1 other" : `${others} others`, rest]);
  if (origin.bias !== undefined) all.push(["bias", origin.bias]);
  const chips = all.map(([name, sum], n) => {
    const sign = sum < 0 ? "cnn-negative" : sum > 0 ? "cnn-positive" : "";
    return make("span", { class: `cnn-term ${sign}` }, `${n > 0 ? "+ " : ""}${name} ${fixed(sum)}`);
  });
  const percent = `${fixed(100 * output.data[k], 1)} %`;
  const ofAll = `, the total of ${k}. Of all ${output.data.length} totals softmax makes ${percent} for it.`;
  const end = ` = ${fixed(amountOf(origin))}${origin.rule === "softmax" ? ofAll : ""}`;
  return make("p", { class: "cnn-sum" }, ...chips, make("span", {}, end));
}

function chosenLine(origin: Chosen, { output, k }: OriginContext): string {
  const value = fixed(output.data[k]);
  const values = origin.parts.map((part) => fixed(part.value));
  if (origin.rule === "rectified") return `max(0, ${values[0]}) = ${value}`;
  if (origin.rule === "same") return `${values[0]}, passed on as it is`;
  const ties = origin.parts.filter((part) => part.value === output.data[k]).length;
  const tied = ties > 1 ? `, which is there ${ties === 2 ? "twice" : `${ties} times`}` : "";
  return `the largest of ${origin.parts.length} numbers: ${value}${tied}`;
}

/** One input map after the other: its numbers, and the weights that they are multiplied by. */
function windowsView(origin: Summed, context: OriginContext, shown: readonly Term[]): HTMLElement {
  const { input, isImage } = context;
  const ofInput = dressOf(input, isImage);
  const all = origin.terms.flatMap(({ parts }) => parts.map(({ weight }) => weight));
  const end = reach(tensor([all.length], all));
  const ofWeights = { scale: diverging, range: [-end, end] as const };
  const cards = shown.map((term) => {
    const largest = term.parts.reduce((a, b) => (Math.abs(b.value * b.weight) > Math.abs(a.value * a.weight) ? b : a));
    const inside = largest.at === undefined ? term.parts.find(({ at }) => at !== undefined) : largest;
    const title = `${termName(context, term)}: ${fixed(term.sum)}`;
    return make(
      "div",
      { class: "cnn-card" },
      goButton(title, inside?.at, context),
      make(
        "div",
        { class: "cnn-product" },
        cells(term.parts, origin.columns, ({ value }) => value, ofInput),
        "·",
        cells(term.parts, origin.columns, ({ weight }) => weight, ofWeights),
      ),
    );
  });
  return make("div", { class: "cnn-cards" }, ...cards);
}

function productsView(context: OriginContext, sides: ReturnType<typeof sidesOf>): HTMLElement {
  const columns = sides.map(([title, terms]) => {
    const lines = terms.map((term) => {
      const [{ at, value, weight }] = term.parts;
      const name = termName(context, term);
      return goButton(`${name}: ${fixed(value)} · ${fixed(weight)} = ${fixed(term.sum)}`, at, context);
    });
    return make("div", { class: "cnn-lines" }, make("div", { class: "cnn-title" }, title), ...lines);
  });
  return make("div", { class: "cnn-cards" }, ...columns);
}

function partsView(origin: Chosen, context: OriginContext): HTMLElement {
  const { input, isImage, output, k } = context;
  const best = origin.parts.find(({ value }) => Object.is(value, output.data[k])) ?? origin.parts[0];
  const grid = gridOf(input.shape);
  const title = `go to ${nameOf(grid, placeAt(grid, best.at ?? 0))}`;
  const shown = cells(origin.parts, origin.columns, ({ value }) => value, dressOf(input, isImage), best);
  return make(
    "div",
    { class: "cnn-cards" },
    make("div", { class: "cnn-card" }, goButton(title, best.at, context), shown),
  );
}

function goButton(title: string, at: number | undefined, { go }: OriginContext): HTMLElement {
  if (at === undefined) return make("div", { class: "cnn-title" }, title);
  return button(title, () => go(at));
}

/** A number that fits a cell. */
const brief = (value: number) =>
  Math.abs(value) < 1000 ? fixed(value, Math.abs(value) < 100 ? 2 : 0) : value.toExponential(0);

/** Numbers in rows, each on its colour. */
function cells(
  parts: readonly Part[],
  columns: number,
  of: (part: Part) => number,
  { scale, range: [least, most] }: { readonly scale: ColourScale; readonly range: readonly [number, number] },
  chosen?: Part,
): HTMLElement {
  const isNumbered = columns <= mostColumns;
  const shown = parts.map((part) => {
    const share = (of(part) - least) / (most - least || 1);
    const background = colourAt(scale, Math.min(1, Math.max(0, share || 0)));
    const isDark = background < "#8" && scale[0][1] === "#000000";
    const colour = isDark ? colours.paper : colours.ink;
    const classes = `${part === chosen ? "cnn-chosen" : ""} ${part.at === undefined ? "cnn-around" : ""}`;
    const style = `background: ${background}; color: ${colour}`;
    return make("span", { class: classes, style }, isNumbered ? brief(of(part)) : "");
  });
  const side = isNumbered ? "38px" : "minmax(0, 8px)";
  return make("div", { class: "cnn-cells", style: `grid-template-columns: repeat(${columns}, ${side})` }, ...shown);
}
