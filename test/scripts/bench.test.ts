import { expect, test } from "vitest";
import { root } from "../../scripts/project.mjs";
import { runScript } from "../helpers/project-copy";
import { allowed } from "../helpers/slack.mjs";

test(
  "`npm run bench -- --smoke` goes through every table once and prints the report",
  async () => {
    const { status, output } = await runScript(root, ["--import", "tsx", "bench/main.ts", "--smoke"]);
    expect({ status, output }).toMatchObject({ status: 0 });
    const titles = Array.from(output.matchAll(/^\| \*\*(.+?)\*\* \|/gm), ([, title]) => title);
    expect(titles).toHaveLength(13);
    expect(output).toMatch(/^\| engine, 1 thread \| [\d.,]+ \|/m);
    expect(output).toMatch(/^\| engine ready, in a fresh process \| [\d.,]+ ms \|$/m);
  },
  allowed(120_000),
);
