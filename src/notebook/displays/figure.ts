import type { Figure } from "../../figures/figure";
import type { MimeBundle } from "../notebook-kernel";

/** A Plotly figure as a cell's output. @param words  for front ends that cannot draw it, and for who does not see it */
export function figureDisplay(figure: Figure, words: string): MimeBundle {
  return { "application/vnd.plotly.v1+json": figure, "text/plain": words };
}

/** What this package's figure functions return, or one that was written by hand. */
export function isFigure(value: object): value is Figure {
  const { data, layout } = value as Partial<Figure>;
  const isObject = (one: unknown) => typeof one === "object" && one !== null;
  return Array.isArray(data) && data.length > 0 && data.every((trace) => isObject(trace)) && isObject(layout);
}

/** A figure in one line: its title, if it has one. */
export function figureWords({ layout: { title } }: Figure): string {
  const text = typeof title === "string" ? title : title?.text;
  return text ? `A Plotly figure: ${text}` : "A Plotly figure";
}
