// How JupyterLite is told to build the site, and JupyterLab in it to behave.
import * as fs from "node:fs";
import { inProject } from "../project.mjs";

/** Where the site is. */
export const siteFolder = inProject("site");

/** The notebook that the front page opens. */
export const startPage = "notebooks/00-start-here.ipynb";

const config = (/** @type {string} */ name) => inProject("jupyter", "config", "labconfig", name);

/**
 * `jupyter_lite_config.json`.
 *
 * @param {{ contents: string, output: string, extensions: readonly string[] }} folders
 */
export const buildSettings = ({ contents, output, extensions }) => ({
  LiteBuildConfig: {
    contents: [contents],
    output_dir: output,
    apps: ["lab"],
    federated_extensions: extensions,
    // What .local/jupyterlite has of JupyterLab's extensions is for others to say: the list above is the whole list.
    ignore_sys_prefix: true,
    no_sourcemaps: true,
    no_unused_shared_packages: true,
    settings_overrides: [config("default_setting_overrides.json")],
    // Python takes the type of .ts from the machine, where it may be a video's.
    extra_file_types: {
      typescript: { name: "typescript", extensions: [".ts"], mimeTypes: ["text/typescript"], fileFormat: "text" },
    },
  },
});

/** `jupyter-lite.json`. @param {{ version: string }} project */
export const pageSettings = ({ version }) => ({
  "jupyter-lite-schema-version": 0,
  "jupyter-config-data": {
    appName: "CNN Notebooks",
    appVersion: version,
    defaultKernelName: "tslab",
    disabledExtensions: disabled(),
  },
});

/** The kernel needs no service worker: it would only stand between the page and its files. */
function disabled() {
  const { disabledExtensions } = JSON.parse(fs.readFileSync(config("page_config.json"), "utf8"));
  return [...Object.keys(disabledExtensions), "@jupyterlite/application-extension:service-worker-manager"];
}
