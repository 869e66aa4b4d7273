import type { Layer } from "../../layers/layer";
import { Softmax } from "../../layers/softmax";
import type { Tensor } from "../../tensor";
import type { Place } from "../grid";
import { BarStage } from "./bar-stage";
import { MapSheet, type Marks } from "./map-sheet";

/** What shows the numbers of one layer. */
export interface StageView {
  readonly element: HTMLElement;
  draw(tensor: Tensor): void;
  mark(marks: Marks): void;
}

/** More bars than these are no answer that one could read. */
const mostBars = 16;

/**
 * Bars for an answer, maps for all other numbers.
 *
 * @param layer  which the numbers come from; undefined for the image, and for a layer of the reader's own
 */
export function stageView(
  layer: Layer | undefined,
  { shape, title, isImage }: { readonly shape: readonly number[]; readonly title: string; readonly isImage: boolean },
  point: (place: Place, isHeld: boolean) => void,
): StageView {
  const [count] = shape;
  if (layer instanceof Softmax && count <= mostBars) return new BarStage(title, count, point);
  return new MapSheet(title, isImage, point);
}
