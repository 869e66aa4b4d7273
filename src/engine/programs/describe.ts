import { Op } from "../simd/op";
import type { Programs } from "./compile";
import { type Entry, type OperandKind, operandKinds } from "./entries";

/**
 * A compiled network as text: each program a list of calls in the order in which they are made, operands by name.
 *
 *   x+1a40    an address in the thread's workspace, in hexadecimal bytes
 *   g+0       one in the chunk's gradient
 *   derived+0 float32 from the beginning of a region that all threads share
 */
export function describe({ builder, train, predict }: Programs): string {
  const { block, workspaceBytes, floats, deriveEntries } = builder;
  const regions = Object.entries(floats).filter(([, count]) => count > 0);
  return [
    `images in a block: ${block}`,
    `workspace of a thread: ${workspaceBytes} bytes`,
    ...regions.map(([name, count]) => `${name}: ${count} float32`),
    ...(deriveEntries.length > 0 ? ["", "before a step, once for all images:", ...deriveEntries.map(line)] : []),
    "",
    "to train, for every block of images:",
    ...train.map(line),
    "",
    "to predict, for every block of images:",
    ...predict.map(line),
  ].join("\n");
}

function line([op, ...operands]: Entry): string {
  const kinds: [string, OperandKind][] = Object.entries(operandKinds[op]);
  const texts = kinds.map(([name, kind], k) => `${name}=${text(operands[k], kind)}`);
  return `  ${Op[op].padEnd(20)} ${texts.join(" ")}`;
}

function text(operand: Entry[1], kind: OperandKind): string {
  if (typeof operand === "object") return `${operand.region}+${operand.float}`;
  if (kind === "i") return String(operand);
  if (kind === "p") return operand === 0 ? "none" : String(operand);
  return operand < 0 ? "none" : `${kind}+${operand.toString(16)}`;
}
