// Where an exported page leads: jupyter/python/site_links.py, all cases in one Python.
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { inProject, jupyterEnvironment, pythonCommand, root } from "../../scripts/project.mjs";

const program = `import json, os, sys
from site_links import live_page, third_party
def links(site, resources):
    os.environ["CNN_NOTEBOOKS_SITE"] = site
    try:
        return [live_page(resources), third_party(resources)]
    except ValueError as error:
        return str(error)
print(json.dumps([links(**case) for case in json.loads(sys.argv[1])]))`;

const here = inProject("notebooks");
const training = { name: "04-training", path: here };
const live = "https://example.org/cnn/lab/index.html?path=notebooks/04-training.ipynb";
const list = "https://example.org/cnn/THIRD-PARTY.html";

interface Case {
  readonly site: string;
  readonly metadata: { readonly name: string; readonly path: string };
  /** The page is one of an export, in a folder with others. */
  readonly beside?: boolean;
  /** The live page and the list of others' code. */
  readonly links: (string | null)[] | string;
}

const cases: Readonly<Record<string, Case>> = {
  "lead to its notebook in the browser edition": {
    site: "https://example.org/cnn",
    metadata: training,
    links: [live, list],
  },
  "do so by the address of the front page, too": {
    site: "https://example.org/cnn/index.html",
    metadata: training,
    beside: true,
    links: [live, list],
  },
  "without an address lead to no live page, and to the list that lies beside": {
    site: "",
    metadata: training,
    beside: true,
    links: [null, "THIRD-PARTY.html"],
  },
  "are none for a page that lies alone, without an address": { site: "", metadata: training, links: [null, null] },
  "lead to no live page from a notebook of another folder": {
    site: "https://example.org/cnn/",
    metadata: { name: "04-training", path: root },
    links: [null, list],
  },
  "refuse an address that is none": {
    site: "javascript:alert(1)",
    metadata: training,
    links: "the browser edition's address must be http(s)://…, without ? and #, got 'javascript:alert(1)'",
  },
};

test("the links of an exported page", () => {
  const asked = Object.values(cases).map(({ site, metadata, beside }) => ({
    site,
    resources: { metadata, ...(beside ? { pages: [] } : {}) },
  }));
  const { stdout, stderr } = spawnSync(pythonCommand("python"), ["-c", program, JSON.stringify(asked)], {
    env: jupyterEnvironment(),
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const found = Object.keys(cases).map((what, k) => [what, JSON.parse(stdout)[k]]);
  expect(found).toEqual(Object.entries(cases).map(([what, { links }]) => [what, links]));
});
