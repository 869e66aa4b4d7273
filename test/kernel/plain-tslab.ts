import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./client";

/** A place where Jupyter finds plain tslab under the name `tslab`, for comparison. */
export function tslabKernelSpec(): { JUPYTER_PATH: string } {
  const folder = mkdtempSync(join(tmpdir(), "plain-tslab-"));
  const spec = join(folder, "kernels/tslab");
  mkdirSync(spec, { recursive: true });
  const tslab = join(root, "node_modules/tslab/bin/tslab");
  const argv = [process.execPath, tslab, "kernel", "--config-path={connection_file}"];
  writeFileSync(
    join(spec, "kernel.json"),
    JSON.stringify({ argv, display_name: "tslab", language: "typescript" }),
  );
  return { JUPYTER_PATH: folder };
}
