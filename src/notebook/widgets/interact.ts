import { inspect } from "node:util";
import { plainDisplay } from "../displays";
import { type MimeBundle, notebookKernel } from "../notebook-kernel";
import { Box } from "./box";
import type { Control, Listener } from "./control";
import { OutputBelow } from "./output-below";
import { isPart } from "./part";
import { widgetView } from "./widget-view";

/** Controls by their names. */
type Controls = Readonly<Record<string, Control<unknown>>>;

/** What controls are set to, by their names. */
export type ValuesOf<C extends Controls> = {
  readonly [Name in keyof C]: C[Name] extends Control<infer T> ? T : never;
};

/**
 * Shows controls, and below them what `show` makes of their values, now and whenever one is moved:
 *
 *   interact({ rate: slider(0, 1) }, ({ rate }) => lineChart(…));
 *
 * What `show` returns is drawn as on a cell's last line; what it prints and displays stands there too, and an error.
 * While it runs, values pile up: it runs again for the latest of them alone. Stop ends it. The first time it runs as
 * part of the cell, whose error an error then is.
 *
 * @returns a promise where `show` does: `await` it, so that the cell waits for the first result
 * @throws {TypeError} if a control is none, or `show` is not a function
 * @throws {Error} outside a notebook
 */
export function interact<C extends Controls, R>(
  controls: C,
  show: (values: ValuesOf<C>) => R,
): R extends Promise<unknown> ? Promise<void> : void;
export function interact<C extends Controls>(controls: C, show: (values: ValuesOf<C>) => unknown): unknown {
  requireControls(controls);
  if (typeof show !== "function") throw new TypeError(`interact: show must be a function, got ${String(show)}`);
  const list = Object.values(controls);
  label(controls);
  const below = new OutputBelow();
  const data = widgetView(new Box("column", list), below);
  notebookKernel().display({ data, metadata: {}, transient: {} }, false);

  const values = () => Object.fromEntries(Object.entries(controls).map(([name, { value }]) => [name, value]));
  // A bound function has no line of its own among the places of an error.
  const run = () => below.run(show.bind(undefined, values() as ValuesOf<C>), draw);
  let isBehind = false;
  const listen: Listener = ({ hasChanged, following }) => {
    if (!hasChanged && !isBehind) return undefined;
    // Where another value waits already, the next message runs `show`.
    isBehind = list.some(({ model }) => model.comm && following.includes(model.comm.id));
    return isBehind ? undefined : run();
  };
  const ends = list.map((control) => control.onMessage(listen));
  below.model.onClose = () => {
    for (const end of ends) end();
  };
  return run();
}

/** Draws what `show` has returned. @returns a promise where the value needs one to say how it is shown */
function draw(value: unknown): Promise<void> | undefined {
  if (value === undefined) return undefined;
  const kernel = notebookKernel();
  const display = (data: MimeBundle) => kernel.display({ data, metadata: {}, transient: {} }, false);
  const data = kernel.displayed?.(value) ?? plainForm(value);
  if (data instanceof Promise) return data.then(display);
  display(data);
  return undefined;
}

/** In plain tslab, which does not say how it shows a value. */
const plainForm = (value: unknown): MimeBundle =>
  (typeof value === "object" && value !== null && plainDisplay(value)) || { "text/plain": inspect(value) };

function requireControls(controls: Controls): void {
  for (const [name, control] of Object.entries(controls)) {
    if (isPart(control) && "value" in control) continue;
    throw new TypeError(`interact: ${name} must be a control such as slider(0, 1), got ${inspect(control)}`);
  }
}

/** Gives controls without a label their names; all begin at one edge. */
function label(controls: Controls): void {
  const labels = Object.entries(controls).map(([name, control]) => [control, control.label || name] as const);
  const width = Math.max(...labels.map(([, label]) => label.length));
  for (const [control, label] of labels) control.setLabel(label, width);
}
