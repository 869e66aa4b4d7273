/**
 * How this package's values show themselves as the last line of a cell, and in a line where they are printed or stand
 * in another value. The kernel asks a value for a method of a known name. This file puts that method on the prototypes
 * of the package's classes, so that an object that was made before an edit of `src/` keeps the method that it had. A
 * tensor, a run or an evaluation has no class: the kernel passes such values to `plainDisplay`, which looks at what
 * they consist of.
 *
 * Without this file, and the line of `src/index` that loads it, values are shown as text.
 */
import { types } from "node:util";
import { Dataset } from "../data/dataset";
import { GradientCheck } from "../layers/check-gradients";
import { Layer } from "../layers/layer";
import { Network } from "../network/network";
import { Summary } from "../network/summary";
import { Panel } from "../panels/panel";
import { Study, StudyTrial } from "../sweep/study";
import { attempt } from "./displays/attempt";
import { areDatasets, datasetDisplay, datasetLine, datasetsDisplay } from "./displays/dataset";
import { evaluationDisplay, isEvaluation } from "./displays/evaluation";
import { figureDisplay, figureWords, isFigure } from "./displays/figure";
import { layerDisplay, layerLine } from "./displays/layer";
import { panelWithCode } from "./displays/panel";
import { isRun, namedRunsDisplay, runDisplay, runsDisplay } from "./displays/run";
import { studyDisplay, studyLine, studyTrialLine } from "./displays/study";
import { networkDisplay, networkLine, summaryDisplay } from "./displays/summary";
import { imagesDisplay, isTensor, tensorDisplay } from "./displays/tensor";
import { type MimeBundle, offeredKernel } from "./notebook-kernel";

/** A notebook's kernel calls the method of the first name, Node's `console.log` that of the second. */
const richForm = Symbol.for("jupyter.display");
const consoleForm = Symbol.for("nodejs.util.inspect.custom");

/** Gives a class its two forms. A value in a state that `display` did not expect is shown as if its class had none. */
function show<T extends object>(
  { prototype }: { readonly prototype: T },
  display: (value: T) => MimeBundle,
  line: (value: T) => string,
): void {
  const methods = {
    [richForm](this: T) {
      return attempt(() => display(this)) ?? {};
    },
    [consoleForm](this: T) {
      return attempt(() => line(this)) ?? this;
    },
  };
  for (const name of [richForm, consoleForm]) {
    Object.defineProperty(prototype, name, { configurable: true, writable: true, value: Reflect.get(methods, name) });
  }
}

show(Network, networkDisplay, networkLine);
show(Layer, layerDisplay, layerLine);
show(Dataset, datasetDisplay, datasetLine);
show(Summary, summaryDisplay, String);
show(Panel, panelWithCode, ({ words }) => `Panel { ${words} }`);
show(Study, studyDisplay, studyLine);
show(StudyTrial, (trial) => ({ "text/plain": studyTrialLine(trial) }), studyTrialLine);
show(GradientCheck, (check) => ({ "text/plain": String(check) }), String);

/** The rich form of a value that no class made; undefined where it is none of this package's. */
export function plainDisplay(value: object): MimeBundle | undefined {
  if (Array.isArray(value)) return listDisplay(value);
  const parts = partsOf(value);
  if (!parts) return undefined;
  if (isTensor(parts)) return tensorDisplay(parts);
  if (isRun(parts)) return runDisplay(parts);
  if (isEvaluation(parts)) return evaluationDisplay(parts);
  if (isFigure(parts)) return figureDisplay(parts, figureWords(parts));
  if (areDatasets(parts)) return datasetsDisplay(parts);
  const runs = allOf(Object.values(parts), isRun);
  if (runs) return namedRunsDisplay(Object.fromEntries(Object.keys(parts).map((name, k) => [name, runs[k]])));
  return undefined;
}

/** A list whose items are all tensors or all runs. */
function listDisplay(list: readonly unknown[]): MimeBundle | undefined {
  const tensors = allOf(list, isTensor);
  if (tensors) return imagesDisplay(tensors);
  const runs = allOf(list, isRun);
  return runs && runsDisplay(runs);
}

/**
 * What the values consist of, if `is` holds for every one of them; undefined for other lists, and for the empty one.
 */
function allOf<T extends object>(values: readonly unknown[], is: (value: object) => value is T): T[] | undefined {
  if (values.length === 0 || values.length > mostItems) return undefined;
  const found: T[] = [];
  for (const value of values) {
    const parts = typeof value === "object" && value !== null ? partsOf(value) : undefined;
    if (!parts || !is(parts)) return undefined;
    found.push(parts);
  }
  return found;
}

const mostItems = 1000;
const mostParts = 16;

/** What an object consists of, without running any getter; undefined where it is too much to be one of ours. */
function partsOf(value: object): Record<string, unknown> | undefined {
  // Looking at a proxy runs the code of its traps.
  if (Array.isArray(value) || ArrayBuffer.isView(value) || types.isProxy(value)) return undefined;
  const names = Object.keys(value);
  if (names.length > mostParts) return undefined;
  return Object.fromEntries(names.map((name) => [name, Object.getOwnPropertyDescriptor(value, name)?.value]));
}

offeredKernel()?.formatters?.set("cnn-notebooks", plainDisplay);
