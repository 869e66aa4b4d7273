// node scripts/environment.mjs: the environment of `npm start` as JSON, for whatever else starts a Jupyter here: a Hub, a
// container, an editor. It holds what is the project's; the rest is inherited.
import { parseFlags } from "./flags.mjs";
import { jupyterVariables, runIfStarted } from "./project.mjs";

await runIfStarted(import.meta.url, () => {
  parseFlags("no flags", {});
  console.log(JSON.stringify(jupyterVariables(), null, 2));
});
