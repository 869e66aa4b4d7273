import { type MimeBundle, offeredKernel } from "../notebook-kernel";
import { Model } from "./model";
import { OutputBelow } from "./output-below";
import type { Part } from "./part";

/** A part as a cell shows it, with what its code shows below it. Where there are no comms, it is text. */
export function widgetView(part: Part, below = new OutputBelow()): MimeBundle {
  const text = { "text/plain": String(part) };
  if (!offeredKernel()?.comms) return text;
  for (const one of withinPart(part)) one.model.below = below;
  const root = new Model({ name: "VBox", from: "controls" }, {}, { children: [part.model, below.model] });
  const view = { version_major: 2, version_minor: 0, model_id: root.open().id };
  return { ...text, "application/vnd.jupyter.widget-view+json": view };
}

const withinPart = (part: Part): readonly Part[] => [part, ...part.parts.flatMap(withinPart)];
