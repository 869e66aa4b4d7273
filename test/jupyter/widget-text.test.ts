// Widgets in exported pages: jupyter/python/widget_text.py, by nbconvert as JupyterLab's menu runs it.
import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { code, exportedPage } from "../helpers/exported-page";

const model = (name: string, state: object) => ({
  model_name: `${name}Model`,
  model_module: "@jupyter-widgets/controls",
  model_module_version: "2.0.0",
  state,
});
const children = (...ids: string[]) => ({ children: ids.map((id) => `IPY_MODEL_${id}`) });
const view = (model_id: string) => ({
  "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id },
  "text/plain": `${model_id} as text`,
});
const print = { output_type: "stream", name: "stdout", text: "printed\n" };
const figure = { data: [{ type: "scatter", y: [1, 2] }], layout: {} };
const drawn = { output_type: "display_data", data: { "application/vnd.plotly.v1+json": figure }, metadata: {} };

// As JupyterLab saves it: what a front end begins with is left out.
const state = {
  all: model("VBox", children("controls", "below")),
  controls: model("VBox", children("rate", "zero", "kind", "unticked", "name", "go")),
  rate: model("FloatSlider", { description: "rate <b>", value: 0.25, readout_format: ".3f" }),
  zero: model("FloatSlider", { description: "zero" }),
  kind: model("Dropdown", { description: "kind", _options_labels: ["sin", "cos"], index: 1 }),
  unticked: model("Checkbox", { description: "dots" }),
  name: model("Text", { description: "", value: "<script>alert(1)</script>" }),
  go: model("Button", { description: "Go" }),
  below: { ...model("Output", { outputs: [print, drawn] }), model_module: "@jupyter-widgets/output" },
};

test("pages show what widgets are set to and what they show, and no widget, also sanitized", () => {
  const widgets = { "application/vnd.jupyter.widget-state+json": { state, version_major: 2, version_minor: 0 } };
  const cells = [code("1", [view("all")]), code("2", [view("go")]), code("3", [view("unknown")])];
  const path = exportedPage(cells, { metadata: { widgets }, sanitize: true });
  const page = readFileSync(path, "utf8");
  rmSync(dirname(path), { recursive: true });
  const [, values] = /<p class="widget-values">(.*?)<\/p>/.exec(page) ?? [];
  expect(values?.replaceAll(/<\/?span>/g, "|").replaceAll("| |", "|")).toBe(
    "|rate &lt;b&gt;: <b>0.250</b>|zero: <b>0.00</b>|kind: <b>cos</b>|dots: <b>no</b>|&lt;script&gt;alert(1)&lt;/script&gt;|",
  );
  expect(page).toContain("<pre>printed\n</pre>");
  expect(page.match(/class="jp-OutputArea-output plotly-figure/g)).toHaveLength(1);
  expect(page).toContain("unknown as text");
  expect(page).not.toMatch(/all as text|go as text|widget-view|widget-state|IPY_MODEL|unpkg|html-manager/);
});
