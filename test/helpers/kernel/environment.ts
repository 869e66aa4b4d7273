import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { jupyterEnvironment, root } from "../../../scripts/project.mjs";
import { plainTslab } from "./client";

/** The environment in which Jupyter starts, for the name `tslab`, the kernel under test on the Node under test. */
export function environment(): Record<string, string> {
  const jupyter = jupyterEnvironment();
  const node = dirname(process.env.NODE_UNDER_TEST ?? process.execPath);
  const PATH = [node, jupyter.PATH].join(delimiter);
  return { ...jupyter, PATH, ...(plainTslab ? { JUPYTER_PATH: tslabKernelSpec() } : {}) };
}

/** A folder where Jupyter finds plain tslab, for comparison. */
function tslabKernelSpec(): string {
  const folder = mkdtempSync(join(tmpdir(), "plain-tslab-"));
  const spec = join(folder, "kernels/tslab");
  mkdirSync(spec, { recursive: true });
  const tslab = join(root, "node_modules/tslab/bin/tslab");
  const argv = ["node", tslab, "kernel", "--config-path={connection_file}"];
  const description = { argv, display_name: "tslab", language: "typescript" };
  writeFileSync(join(spec, "kernel.json"), JSON.stringify(description));
  return folder;
}
