import { escaped } from "../../figures/svg";
import type { Layer } from "../../layers/layer";
import type { Network } from "../../network/network";
import { Summary, type SummaryRow } from "../../network/summary";
import type { MimeBundle } from "../notebook-kernel";
import { attempt } from "./attempt";
import { inBraces, lineHtml, several } from "./html";
import { countOf } from "./layer";

type Shape = readonly number[];

/** A summary as an HTML table, and as its text. */
export function summaryDisplay(summary: Summary): MimeBundle {
  return { "text/html": summaryTable(summary), "text/plain": `${summary}` };
}

/**
 * A network as its summary, as far as it is known without running a layer: that would change what the layer remembers.
 */
export function networkDisplay(network: Network): MimeBundle {
  const summary = new Summary(networkRows(network));
  const hint = network.input ? "" : "What comes out of each layer depends on the image: summary([28, 28]) shows it.";
  return {
    "text/html": summaryTable(summary) + (hint && lineHtml(hint)),
    "text/plain": `${summary}${hint && `\n${hint}`}`,
  };
}

/** "Network { Conv3x3, MaxPool2, Softmax: 13,602 parameters }" */
export function networkLine(network: Network): string {
  const { parameters } = new Summary(networkRows(network));
  const names = network.layers.map(({ name }) => name).join(", ");
  return inBraces(network.constructor.name, `${names}: ${several(parameters, "parameter")}`);
}

function networkRows({ layers, input, shapes }: Network): SummaryRow[] {
  let output = input;
  const rows = layers.map((layer, k): SummaryRow => {
    const before = output;
    output = before && outputOf(layer, before, shapes?.[k], shapes?.[k + 1]);
    const parameters = countOf(layer);
    const told = before && attempt(() => layer.multiplyAdds?.(before));
    return {
      layer: layer.name,
      output,
      parameters,
      multiplyAdds: told ?? (before && parameters === 0 ? 0 : undefined),
    };
  });
  return input ? [{ layer: "input", output: input, parameters: 0, multiplyAdds: 0 }, ...rows] : rows;
}

/** What the layer says comes out, or what the network found when it was made, if that was for such an input. */
function outputOf(layer: Layer, input: Shape, then: Shape | undefined, found: Shape | undefined): Shape | undefined {
  if (layer.outputShape) return attempt(() => layer.outputShape?.(input));
  return then?.join() === input.join() ? found : undefined;
}

function summaryTable(summary: Summary): string {
  const columns = summary.columns();
  const line = (row: number, tag: "td" | "th") =>
    `<tr>${columns
      .map(({ cells, side }) => `<${tag} style="text-align: ${side}">${escaped(cells[row])}</${tag}>`)
      .join("")}</tr>`;
  const last = columns[0].cells.length - 1;
  const body = Array.from({ length: last - 1 }, (_, k) => line(k + 1, "td"));
  return [
    "<table>",
    `<thead>${line(0, "th")}</thead>`,
    `<tbody>${body.join("\n")}</tbody>`,
    `<tfoot>${line(last, "th")}</tfoot>`,
    "</table>",
  ].join("\n");
}
