// npm run collect -- FOLDER [--time 120] [--memory 1500] [--at-a-time 2] [--to exports/answers]
// It runs every student's notebook of a folder in a fresh, confined kernel, and writes one table, as CSV and HTML: what
// the judges say of each exercise, and what crashed. The folder is only read.
import * as fs from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { answersIn } from "./collect/answers.mjs";
import { exercisesOfProject, expectedOf, namesIn } from "./collect/exercises.mjs";
import { confinement, runAnswer } from "./collect/run-answer.mjs";
import { csv, html, summary } from "./collect/table.mjs";
import { parseFlags, wholeNumber } from "./flags.mjs";
import { root, runIfStarted, SetupError } from "./project.mjs";
import { writeWhole } from "./setup/files.mjs";
import { setup } from "./setup.mjs";

/**
 * What is said of a collection, by how its kernels were confined: see docs/class.md.
 *
 * @type {Record<string, string>}
 */
const confinedBy = {
  namespaces: "each kernel in namespaces of its own (bubblewrap): no network, no files but its own",
  user: "each kernel as another user, without network; it could read what is open to all (bubblewrap would hide it)",
  processes: "only by limits: a notebook could read and delete what you can (install bubblewrap)",
};

async function collect() {
  const cores = availableParallelism();
  const { values, words } = parseFlags(
    "FOLDER, --time SECONDS, --memory MB, --at-a-time NUMBER, --to FILE",
    {
      time: { type: "string", default: "120" },
      memory: { type: "string", default: "1500" },
      "at-a-time": { type: "string", default: String(Math.min(cores, 8)) },
      to: { type: "string", default: "exports/answers" },
    },
    { most: 1 },
  );
  const [folder] = words;
  if (folder === undefined)
    throw new SetupError("Which folder? npm run collect -- FOLDER, with the students' notebooks.");
  const atATime = wholeNumber("--at-a-time", values["at-a-time"]);
  const limits = {
    seconds: wholeNumber("--time", values.time),
    megabytes: wholeNumber("--memory", values.memory),
    threads: Math.max(1, Math.floor(cores / atATime)),
  };
  const answers = answersIn(resolve(root, folder));
  await setup();
  const { confined, other } = confinement();
  const how = `Confinement: ${confinedBy[confined] ?? confined}.`;
  console.log(how);
  const began = Date.now();
  const rows = await rowsOf(answers, { ...limits, confined, other }, atATime);
  const target = resolve(root, values.to);
  fs.mkdirSync(dirname(target), { recursive: true });
  writeWhole(`${target}.csv`, csv(rows));
  writeWhole(`${target}.html`, html(rows, how));
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`✓ ${values.to}.csv and .html: ${rows.length} notebooks in ${seconds} s`);
}

/**
 * Runs answers, some at the same time; each takes the next one that is left.
 *
 * @param {readonly import("./collect/answers.mjs").Answer[]} answers
 * @param {import("./collect/run-answer.mjs").Limits} limits
 * @param {number} atATime
 */
async function rowsOf(answers, limits, atATime) {
  const known = exercisesOfProject();
  /** @type {import("./collect/table.mjs").Row[]} */
  const rows = [];
  let next = 0;
  const work = async (/** @type {number} */ slot) => {
    while (next < answers.length) {
      const k = next++;
      const answer = /** @type {import("./collect/answers.mjs").Answer} */ (answers[k]);
      const { student, notebook, file, problem } = answer;
      const exercises = problem === undefined ? expectedOf(namesIn(fs.readFileSync(file, "utf8")), known) : [];
      const result = problem === undefined ? await runAnswer(file, limits, slot) : notRun(problem);
      const row = { student, notebook, exercises, ...result };
      rows[k] = row;
      const troubles = row.problems.length > 0 ? ` — ${row.problems.join("; ")}` : "";
      console.log(`  ${student}, ${notebook}: ${summary(row)} (${row.seconds} s)${troubles}`);
    }
  };
  await Promise.all(Array.from({ length: atATime }, (_, slot) => work(slot)));
  return rows;
}

/** @param {string} problem */
const notRun = (problem) => ({ verdicts: [], problems: [problem], seconds: 0 });

await runIfStarted(import.meta.url, collect);
