// The engine in what set-up bundles for browsers: pages that train with it have one thread, and no modules of Node.
import { inProject } from "../project.mjs";

/**
 * Options of esbuild by which a bundle has the engine: `train` and its like find it there, as they do after
 * `src/index.ts`.
 *
 * @type {{ inject: string[], plugins: import("esbuild").Plugin[] }}
 */
export const engineInPages = { inject: [inProject("src/engine/engine-runner.ts")], plugins: [nothingOfNode()] };

/** Panels that train a network: only their scripts have the engine. */
export const panelsThatTrain = ["training-bench"];

/** How many threads there are, and how they start, is asked only where more than one may run. @returns {import("esbuild").Plugin} */
function nothingOfNode() {
  return {
    name: "nothing-of-node",
    setup(build) {
      build.onResolve({ filter: /^node:(os|worker_threads)$/ }, ({ path }) => ({ path, namespace: "nothing" }));
      build.onLoad({ filter: /./, namespace: "nothing" }, () => ({ contents: "module.exports = {};" }));
    },
  };
}
