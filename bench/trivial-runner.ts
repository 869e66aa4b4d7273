import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What trials that compute nothing are "computed" by. */
export const benchCode = "0123456789ab";

/**
 * Writes a runner that computes nothing: it answers with one epoch, and with its result.
 *
 * @param milliseconds  that it takes for an epoch
 * @returns its path
 */
export function trivialRunner(milliseconds = 0): string {
  const folder = join(process.cwd(), ".local", "bench");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `trivial-runner-${milliseconds}.cjs`);
  const send = milliseconds > 0 ? `setTimeout(() => process.send(answer), ${milliseconds})` : "process.send(answer)";
  writeFileSync(
    file,
    `const epoch = { epoch: 1, trainLoss: 1, loss: 1, accuracy: 0.5 };
process.on("message", ({ id, trial }) => {
  const result = { epochs: [epoch], weights: "0123456789abcdef", seconds: 0 };
  const answer = trial ? { id, epoch } : { id, result };
  ${send};
});
process.on("disconnect", () => process.exit(0));
`,
  );
  return file;
}
