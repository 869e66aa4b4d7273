import { confusionMatrix } from "../../figures/confusion-matrix";
import type { Evaluation } from "../../training/evaluate";
import type { MimeBundle } from "../notebook-kernel";
import { figureDisplay } from "./figure";
import { counted } from "./html";

/** A matrix with more classes is no picture on a page. */
const mostClasses = 30;
const mostMistakes = 5;

/** What `evaluate` returned. */
export function isEvaluation(value: object): value is Evaluation {
  const { loss, accuracy, confusion } = value as Partial<Evaluation>;
  return (
    typeof loss === "number" &&
    typeof accuracy === "number" &&
    Array.isArray(confusion) &&
    confusion.length > 0 &&
    confusion.every((row) => Array.isArray(row) && row.length === confusion.length)
  );
}

/** An evaluation as its confusion matrix, below loss and accuracy. */
export function evaluationDisplay({ loss, accuracy, confusion }: Evaluation): MimeBundle {
  const images = confusion.flat().reduce((sum, count) => sum + count, 0);
  const words = `${(100 * accuracy).toFixed(2)} % of ${counted(images)} images right, loss ${loss.toFixed(4)}`;
  const text = [words, ...commonMistakes(confusion)].join("\n");
  if (confusion.length > mostClasses) return { "text/plain": text };
  return figureDisplay(confusionMatrix(confusion, { title: words }), text);
}

/** "  4 taken for 9: 12 times", the most frequent first. */
function commonMistakes(confusion: Evaluation["confusion"]): string[] {
  const all = confusion.flatMap((row, label) =>
    row.map((count, answer) => ({ count: label === answer ? 0 : count, label, answer })),
  );
  return all
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostMistakes)
    .map(({ count, label, answer }) => `  ${label} taken for ${answer}: ${count === 1 ? "once" : `${count} times`}`);
}
