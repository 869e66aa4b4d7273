// Who only searches on this machine never loads what reaches a Redis; and what a notebook loads has no way to it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { bundleProgram, redisPackages } from "../../scripts/sweep/bundle.mjs";

test("nothing that src/index.ts imports, at once or later, is BullMQ, ioredis, or a file that imports them", async () => {
  const { metafile } = await build({
    entryPoints: ["src/index.ts"],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
  const { inputs } = metafile;
  expect(Object.keys(inputs)).toContain("src/sweep/run-plan.ts");
  expect(Object.keys(inputs).filter((file) => file.startsWith("src/sweep/redis-"))).toEqual([]);
  const packages = Object.values(inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect(packages.filter((path) => redisPackages.includes(path))).toEqual([]);
});

test("the coordinator loads them when a sweep names a Redis, and not before", () => {
  const { file } = bundleProgram(process.cwd(), "src/sweep/coordinator-main.ts", "coordinator", redisPackages);
  const loaded = `require(${JSON.stringify(file)});
    const files = Object.keys(require.cache).filter((file) => /node_modules.(bullmq|ioredis)/.test(file));
    console.log(files.length);`;
  expect(execFileSync(process.execPath, ["-e", loaded], { encoding: "utf8" }).trim()).toBe("0");
  for (const name of redisPackages) expect(readFileSync(file, "utf8")).toContain(`require("${name}")`);
});

test("both are pinned exactly: BullMQ's releases come weekly", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  for (const name of redisPackages) expect(dependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
});
