// Skips what does not hold in a page, where the kernel of the browser edition is under test.
import { basename } from "node:path";
import { beforeEach } from "vitest";
import { unheld } from "../../../kernel/browser-cannot.mjs";

beforeEach(({ task, skip }) => {
  const file = basename(task.file.name, ".test.ts");
  const found = unheld.find((one) => one.file === file && one.titles.includes(task.name));
  if (found) skip(found.reason);
});
