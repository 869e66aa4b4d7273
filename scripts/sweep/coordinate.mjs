// Starts a sweep's coordinator, in this process: bundles what computes, then what coordinates. A cell or
// scripts/sweep.mjs starts it and talks to it in lines of JSON: src/sweep/messages.ts.
import { createRequire } from "node:module";
import { root } from "../project.mjs";
import { bundleProgram, bundleRunner, redisPackages } from "./bundle.mjs";

const code = bundleRunner(root);
const { file } = bundleProgram(root, "src/sweep/coordinator-main.ts", "coordinator", redisPackages);
createRequire(import.meta.url)(file).coordinate(code);
