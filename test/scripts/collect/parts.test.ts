import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { answersIn } from "../../../scripts/collect/answers.mjs";
import { exercisesOfProject, expectedOf, namesIn } from "../../../scripts/collect/exercises.mjs";
import { csv, html, type Row, summary } from "../../../scripts/collect/table.mjs";
import { judges } from "../../../src/exercises/judges";
import { temporaryFolder } from "../../helpers/temporary-folder";

const verdict = (name: string, outcome: "right" | "wrong" | "unanswered", own = false) => ({
  name,
  outcome,
  own,
  text: `${name} <${outcome}>`,
});

const row = (parts: Partial<Row>): Row => ({
  student: "ada",
  notebook: "03.ipynb",
  exercises: ["3.1", "3.2"],
  verdicts: [],
  seconds: 1.5,
  problems: [],
  ...parts,
});

test("students are a folder's notebooks, and its folders with all notebooks in them; links are not followed", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "cleo", "week 2"), { recursive: true });
  mkdirSync(join(folder, "cleo", ".ipynb_checkpoints"));
  mkdirSync(join(folder, "dan"));
  for (const name of [
    "ben.ipynb",
    "notes.txt",
    "cleo/week 2/b.ipynb",
    "cleo/a.ipynb",
    "cleo/.ipynb_checkpoints/a.ipynb",
  ])
    writeFileSync(join(folder, name), "{}");
  writeFileSync(join(folder, "eve.ipynb"), "");
  symlinkSync("/etc/passwd", join(folder, "ada.ipynb"));
  symlinkSync("/etc", join(folder, "cleo", "etc"));
  const found = answersIn(folder).map(({ student, notebook, problem = "" }) => [student, notebook, problem]);
  expect(found).toEqual([
    ["ada", "ada.ipynb", "a link: not followed"],
    ["ben", "ben.ipynb", ""],
    ["cleo", "a.ipynb", ""],
    ["cleo", "week 2/b.ipynb", ""],
    ["dan", "", "no notebook in this folder"],
    ["eve", "eve.ipynb", "an empty file"],
  ]);
});

test("a folder without notebooks, and one that is not there, are named", () => {
  const folder = temporaryFolder();
  expect(() => answersIn(folder)).toThrow(/expected notebooks \(\.ipynb\) or folders with them, found none/);
  expect(() => answersIn(join(folder, "nowhere"))).toThrow(/expected a folder with students' notebooks, found none/);
});

test("a notebook has the exercises of the project's notebook that it comes from, also where cells were deleted", () => {
  const known = exercisesOfProject();
  const all = known.flat();
  expect([...all].sort()).toEqual(Object.keys(judges).sort());
  const left = JSON.stringify({ cells: [{ cell_type: "code", source: ["check(", '"3.2", temperature);'] }] });
  expect(expectedOf(namesIn(left), known)).toEqual(["3.1", "3.2", "3.3"]);
  expect(expectedOf(["mine"], known)).toEqual([]);
  expect(namesIn("no JSON")).toEqual([]);
});

test("the last word of the exercise's own judge counts, and another judge's is told apart", () => {
  const verdicts = [verdict("3.1", "wrong"), verdict("3.1", "right"), verdict("3.2", "right", true)];
  const [head, line] = csv([row({ verdicts })])
    .slice(1)
    .split("\r\n");
  expect(head).toBe("student,notebook,3.1,3.2,other checks,seconds,what crashed");
  expect(line).toBe("ada,03.ipynb,right,no verdict,3.2: right,1.5,");
  expect(summary(row({ verdicts }))).toBe("1 right, 1 no verdict");
});

test("a spreadsheet computes nothing of what students name, and a browser runs nothing", () => {
  const hostile = row({ student: '=HYPERLINK("x")', notebook: "<script>.ipynb", problems: ["a, b", '"c"\n'] });
  const [, line] = csv([hostile]).split("\r\n");
  expect(line).toBe(`"'=HYPERLINK(""x"")",<script>.ipynb,no verdict,no verdict,,1.5,"a, b; ""c""\n"`);
  const page = html([hostile, row({ verdicts: [verdict("3.1", "wrong")] })], "a < b");
  expect(page).toContain("&lt;script&gt;.ipynb");
  expect(page).toContain('<td class="wrong" title="3.1 &lt;wrong&gt;">wrong</td>');
  expect(page).not.toContain("<script");
});

test("verdicts have one listener, which hears what was judged and by whom", async () => {
  vi.resetModules();
  const { hearVerdicts, judged } = await import("../../../src/exercises/check");
  const heard: unknown[] = [];
  hearVerdicts(({ name, outcome, own }) => heard.push([name, outcome, own]));
  expect(() => hearVerdicts(() => {})).toThrow("hearVerdicts: verdicts have a listener already");
  judged("3.1", undefined);
  judged("3.1", [0, 0]);
  judged("3.1", 1, () => ({ right: true, insight: "I say so" }));
  expect(heard).toEqual([
    ["3.1", "unanswered", false],
    ["3.1", "wrong", false],
    ["3.1", "right", true],
  ]);
});
