import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseFlags, wholeNumber } from "../../scripts/flags.mjs";
import { root } from "../../scripts/project.mjs";
import { runScript } from "../helpers/project-copy";
import { temporaryFolder } from "../helpers/temporary-folder";

/** No commands themselves: what the others are made of. */
const parts = ["chromium", "flags", "heartbeat", "kernelspec", "nodes", "project", "python-beside", "tools", "zip"];
/** Their words belong to JupyterLab and to Vitest, which refuse what they do not know. */
const passOn = ["start", "test"];

const commands = readdirSync(join(root, "scripts"))
  .filter((name) => name.endsWith(".mjs"))
  .map((name) => name.slice(0, -".mjs".length))
  .filter((name) => ![...parts, ...passOn].includes(name))
  .map((name) => [`scripts/${name}.mjs`]);
const inTypeScript = [["bench/main.ts"], ["bench/main.ts", "kernel"], ["notebooks/pictures/draw/main.ts"]];

describe("a flag that nobody knows is refused in one sentence, with those that are known:", () => {
  test.each([...commands, ...inTypeScript.map((words) => ["--import", "tsx", ...words])])(
    "%s %s %s",
    async (...words) => {
      const command = words.filter((word) => word !== undefined);
      const { status, output } = await runScript(root, [...command, "--flag-of-nobody"]);
      expect(output).toMatch(/^\n✗ Unknown option '--flag-of-nobody'\. Known: [^\n]+\.\n$/);
      expect(status).toBe(1);
    },
  );
});

test.each(commands)("%s also runs where the way to the project is a link", async (command) => {
  const link = join(temporaryFolder(), "link");
  symlinkSync(root, link);
  const { status } = await runScript(root, [join(link, command), "--flag-of-nobody"]);
  expect(status).toBe(1);
});

describe("parseFlags", () => {
  const usage = "--rounds N";
  const options = { rounds: { type: "string", default: "3" } } as const;
  const parse = (...words: string[]) => parseFlags(usage, options, { words });

  test("gives what was asked for, and the default for what was not", () => {
    expect(parse("--rounds", "5").values.rounds).toBe("5");
    expect(parse("--rounds=5").values.rounds).toBe("5");
    expect(parse().values.rounds).toBe("3");
  });

  test.each([
    [["--round", "5"], "Unknown option '--round'. Known: --rounds N."],
    [["--rounds"], "Option '--rounds <value>' argument missing. Known: --rounds N."],
    [["5"], "Unknown word '5'. Known: --rounds N."],
    [["--rounds", ""], "--rounds is empty. Known: --rounds N."],
  ])("refuses %j", (words, message) => {
    expect(() => parse(...words)).toThrow(new Error(message));
  });

  test.each(["x", "0", "-1", "1.5", "1e3", ""])("a whole number is not %j", (text) => {
    expect(() => wholeNumber("--rounds", text)).toThrow(`--rounds must be a whole number from 1, got "${text}".`);
  });
});
