// The table of a collection, as CSV for a spreadsheet and as one HTML file to look at.

/**
 * @typedef {object} Row
 * @property {string} student
 * @property {string} notebook
 * @property {string[]} exercises  that the notebook has
 * @property {import("./run-answer.mjs").Verdict[]} verdicts
 * @property {number} seconds
 * @property {string[]} problems
 */

/** What stands in a cell of the table where a judge never spoke: the run ended, or the check is gone. */
const silent = "no verdict";

/** @param {readonly Row[]} rows @returns {string[]} all exercises, in their order */
const exercisesOf = (rows) =>
  [...new Set(rows.flatMap(({ exercises }) => exercises))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));

/**
 * @param {Row} row
 * @param {string} exercise
 * @returns {{ outcome: string, text: string } | undefined} the last word of the exercise's own judge
 */
function verdictOn({ exercises, verdicts }, exercise) {
  if (!exercises.includes(exercise)) return undefined;
  return verdicts.filter(({ name, own }) => name === exercise && !own).at(-1) ?? { outcome: silent, text: "" };
}

/** Checks with judges that the notebook brings along. @param {Row} row */
const others = ({ exercises, verdicts }) => {
  const last = new Map(
    verdicts.filter(({ name, own }) => own || !exercises.includes(name)).map(({ name, outcome }) => [name, outcome]),
  );
  return [...last].map(([name, outcome]) => `${name}: ${outcome}`).join("; ");
};

/** @param {Row} row @returns {string} how many are right, wrong and so on, for a line of progress */
export function summary(row) {
  const outcomes = row.exercises.map((exercise) => verdictOn(row, exercise)?.outcome ?? silent);
  const kinds = ["right", "wrong", "unanswered", silent];
  const counts = kinds.map((kind) => ({ kind, count: outcomes.filter((outcome) => outcome === kind).length }));
  const said = counts.filter(({ count }) => count > 0).map(({ kind, count }) => `${count} ${kind}`);
  return said.join(", ") || "no exercises of this project";
}

/** @param {readonly Row[]} rows @returns {string} */
export function csv(rows) {
  const exercises = exercisesOf(rows);
  const head = ["student", "notebook", ...exercises, "other checks", "seconds", "what crashed"];
  const lines = rows.map((row) => [
    row.student,
    row.notebook,
    ...exercises.map((exercise) => verdictOn(row, exercise)?.outcome ?? ""),
    others(row),
    String(row.seconds),
    row.problems.join("; "),
  ]);
  return `\uFEFF${[head, ...lines].map((line) => line.map(field).join(",")).join("\r\n")}\r\n`;
}

/** A spreadsheet takes a text that begins so for a formula and computes it. @param {string} text */
function field(text) {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const style = `body { font: 15px system-ui, sans-serif; margin: 2em; color-scheme: light dark }
table { border-collapse: collapse } th, td { padding: .3em .7em; border: 1px solid #8886; text-align: left }
td.right { background: #2a83 } td.wrong { background: #d553 } td.unanswered, td.no { color: #888 }`;

/** @param {readonly Row[]} rows @param {string} note @returns {string} */
export function html(rows, note) {
  const exercises = exercisesOf(rows);
  const heads = ["student", "notebook", ...exercises, "other checks", "seconds", "what crashed"];
  const body = rows.map((row) => {
    const verdicts = exercises.map((exercise) => {
      const { outcome = "", text = "" } = verdictOn(row, exercise) ?? {};
      return `<td class="${escaped(outcome)}" title="${escaped(text)}">${escaped(outcome)}</td>`;
    });
    const rest = [others(row), String(row.seconds), row.problems.join("; ")];
    return `<tr>${cells([row.student, row.notebook])}${verdicts.join("")}${cells(rest)}</tr>`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Answers</title><style>${style}</style>
<h1>Answers</h1>
<p>${escaped(note)}</p>
<table><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead>
<tbody>
${body.join("\n")}
</tbody></table></html>
`;
}

/** @param {readonly string[]} texts */
const cells = (texts) => texts.map((text) => `<td>${escaped(text)}</td>`).join("");

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
