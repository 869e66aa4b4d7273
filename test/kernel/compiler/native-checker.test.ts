import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { NativeChecker } from "../../../jupyter/kernel/compiler/checking/native-checker";
import { root } from "../../../scripts/project.mjs";
import { checkerContract } from "./checker-contract";

checkerContract({
  name: "TypeScript 7",
  open: (settings) => new NativeChecker(settings),
  exceptions: {},
});

it("TypeScript 7 is the version whose unstable interface was tried, exactly", () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { version } = createRequire(import.meta.url)("typescript/package.json");
  expect(dependencies.typescript).toBe("7.0.2");
  expect(version).toBe("7.0.2");
});
