import type { MimeBundle } from "../notebook-kernel";
import { Model } from "./model";
import { isPart, type Part } from "./part";
import { widgetView } from "./widget-view";

/** Parts beside each other, or below each other. */
export class Box implements Part {
  readonly model: Model;
  readonly parts: readonly Part[];

  /** @throws {TypeError} if a part is none */
  constructor(maker: "row" | "column", parts: readonly Part[]) {
    for (const part of parts) {
      if (!isPart(part)) throw new TypeError(`${maker}: expected controls, rows and columns, got ${String(part)}`);
    }
    this.parts = parts;
    const name = maker === "row" ? "HBox" : "VBox";
    this.model = new Model({ name, from: "controls" }, {}, { children: parts.map(({ model }) => model) });
  }

  toString(): string {
    return this.parts.map(String).filter(Boolean).join(", ");
  }

  [Symbol.for("jupyter.display")](): MimeBundle {
    return widgetView(this);
  }
}
