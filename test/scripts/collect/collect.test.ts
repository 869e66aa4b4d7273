// npm run collect on a class of which some are hostile. A notebook here is the first cells of notebook 3, its exercises,
// and what the student does between.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { confinement, runAnswer } from "../../../scripts/collect/run-answer.mjs";
import { root } from "../../../scripts/project.mjs";
import { exerciseOf, solutionsOf } from "../../helpers/exercises";
import { notebook, readNotebook } from "../../helpers/notebook";
import { processesOf } from "../../helpers/processes";
import { type Ended, runScript } from "../../helpers/project-copy";
import { allowed } from "../../helpers/slack.mjs";

const { cells } = readNotebook(join(root, "notebooks", "03-softmax.ipynb"));
const code = cells.filter(({ cell_type }) => cell_type === "code");
const source = (cell: (typeof cells)[number]) => [cell.source].flat().join("");
/** The cells that the solutions need. */
const beginning = code.slice(0, 2).map(source);
const exercises = code.filter(({ metadata }) => exerciseOf(metadata?.tags ?? []) !== undefined);
const solutions = [...solutionsOf("03-softmax").values()];
const unanswered = exercises.map(source);

/** Prints what a judge would say, and writes it into the first pipe that it finds open: the judges' channel. */
const fake = `console.log("✓ 3.1: right");
const { readlinkSync, writeSync } = require("fs");
const files = Array.from({ length: 40 }, (_, k) => k + 3);
const isPipe = (file: number) => { try { return readlinkSync("/proc/self/fd/" + file).startsWith("pipe:"); } catch { return false; } };
const line = "0".repeat(64) + JSON.stringify([0, "3.1", "right", false, "✓ 3.1"]) + "\\n";
writeSync(files.find(isPipe)!, line);`;

/** Would delete what the collector, the others and this student need. */
const remove = (places: string[]) => `const { rmSync } = require("fs");
for (const place of ${JSON.stringify(places)}) try { rmSync(place, { recursive: true }); } catch {}`;

let folder: string;
let ended: Ended;
let table: Map<string, string[]>;

function write(student: string, ...middle: string[]): void {
  writeFileSync(join(folder, "class", `${student}.ipynb`), JSON.stringify(notebook(...beginning, ...middle)));
}

/** The folder for what is temporary, which the command leaves empty. */
const temporary = () => join(folder, "temporary");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "class-"));
  chmodSync(folder, 0o711); // a kernel that runs as another user comes through
  mkdirSync(join(folder, "class"));
  mkdirSync(temporary());
  write("right", ...solutions);
  write("wrong", 'check("3.1", [0.1, 5]);', ...unanswered.slice(1));
  write("unanswered", ...unanswered);
  write("loop", solutions[0]!, "while (true) {}", solutions[1]!);
  write("memory", "const all: Buffer[] = [];\nfor (;;) all.push(Buffer.alloc(50_000_000, 1));", ...solutions);
  write("fake and delete", fake, remove([folder, "src", join(root, ".local", "assets")]), ...unanswered);
  writeFileSync(join(folder, "class", "torn.ipynb"), '{"cells": [');
  const words = ["--time", String(allowed(15_000) / 1000), "--to", join(folder, "table")];
  const environment = { ...process.env, TMPDIR: temporary() };
  ended = await runScript(root, ["scripts/collect.mjs", join(folder, "class"), ...words], { environment });
  const lines = readFileSync(join(folder, "table.csv"), "utf8")
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  table = new Map(lines.map(([student = "", , ...rest]) => [student, rest]));
}, allowed(240_000));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the table says of a student's three exercises; and what crashed. */
const verdicts = (student: string) => table.get(student)?.slice(0, 3);
const crash = (student: string) => table.get(student)?.at(-1);

test("each student has a row, and the command ends well", () => {
  expect(ended).toMatchObject({ status: 0 });
  const students = ["fake and delete", "loop", "memory", "right", "torn", "unanswered", "wrong"];
  expect([...table.keys()].slice(1)).toEqual(students);
});

test("right, wrong and unanswered are told apart", () => {
  expect(verdicts("right")).toEqual(["right", "right", "right"]);
  expect(verdicts("wrong")).toEqual(["wrong", "unanswered", "unanswered"]);
  expect(verdicts("unanswered")).toEqual(["unanswered", "unanswered", "unanswered"]);
  expect(["right", "wrong", "unanswered"].map(crash)).toEqual(["", "", ""]);
});

test("what was judged before an endless loop counts; the loop is ended at the limit", () => {
  expect(verdicts("loop")).toEqual(["right", "no verdict", "no verdict"]);
  expect(ended.output).toMatch(/loop, loop\.ipynb: 1 right, 2 no verdict .*ended after \d+ s, the limit/);
});

test("whoever takes all memory is ended", () => {
  expect(verdicts("memory")).toEqual(["no verdict", "no verdict", "no verdict"]);
  expect(crash("memory")).toBe("ended: it took more than 1500 MB of memory");
});

test("what a cell prints is no verdict, and what it writes into the judges' channel is not signed", () => {
  expect(verdicts("fake and delete")).toEqual(["unanswered", "unanswered", "unanswered"]);
  expect(crash("fake and delete")).toContain("it wrote into the judges' channel");
});

test("a file that is no notebook is named", () => {
  expect(crash("torn")).toMatch(/^"?no notebook: /);
});

test("the class's folder and the project are as they were, and nothing is left of the runs", () => {
  expect(readdirSync(join(folder, "class"))).toHaveLength(7);
  expect(existsSync(join(root, ".local", "assets"))).toBe(true);
  expect(readdirSync(temporary())).toEqual([]);
  expect(processesOf(temporary())).toEqual([]);
});

// Whatever this machine offers, the kernel is confined by less where that is all there is.
const offered = confinement();
const less = [{ confined: "processes", other: false }, ...(offered.other ? [{ confined: "user", other: true }] : [])];
describe.each(less)("confined by $confined", (by) => {
  test("a right answer is right, and orphans of the kernel's processes are ended", async () => {
    const file = join(folder, `${by.confined}.ipynb`);
    const orphan = `require("child_process").spawn("setsid", ["sleep", "4321"], { detached: true, stdio: "ignore" });`;
    writeFileSync(file, JSON.stringify(notebook(...beginning, orphan, ...solutions)));
    const limits = { seconds: allowed(60_000) / 1000, megabytes: 1500, threads: 1, ...by };
    const { verdicts, problems } = await runAnswer(file, limits, 0);
    expect(problems).toEqual([]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(["right", "right", "right"]);
    expect(processesOf("sleep 4321")).toEqual([]);
  });
});
