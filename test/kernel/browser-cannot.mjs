// What of the kernel's tests does not hold for the kernel of the browser edition, with the reasons.

/**
 * Claims of one file, by their tests' titles, that do not hold for one reason.
 *
 * @typedef {{ readonly file: string, readonly reason: string, readonly titles: readonly string[] }} Unheld
 */

const noServer = "a page has no node:http and node:net";
const noPackages = "a page has no npm packages";
const oneCall = "one long native call asks nothing, so the worker is replaced after 2.5 seconds, and says so";
const tooDeep =
  "the stack of a page's worker cannot be made deeper, and TypeScript in JavaScript takes a minute for it";
const noLook = "a page cannot look into a promise: all are shown as pending";
const noProcesses = "a page has no processes";
const noSockets = "JupyterLite hands a page's kernel its messages: there are no sockets";

/**
 * Files of test/kernel, without ".test.ts", that are not run against a page at all, each with its reason.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const aboutNode = {
  browser: "JupyterLab with Node's kernel; test/browser/site.test.ts has a page's",
  "browser-debugger": "a page has no debugger",
  "child-output": noProcesses,
  compared: "kernels that are installed",
  conformance: noSockets,
  "debug-log": "a page has no log: nobody could look at it",
  debugger: "a page has no debugger",
  "local-storage": "a page has no node:async_hooks",
  "notebooks-claims": "takes minutes, and KERNEL_UNDER_TEST=browser runs it",
  "notebooks-rerun": "takes minutes, and KERNEL_UNDER_TEST=browser runs it",
  "plain-tslab": "the kernel that this one stands in for",
  "redis-sweep": noProcesses,
  stdin: "code of a page cannot wait for an answer, and prompt says so",
};

/**
 * All tests that are skipped with KERNEL_UNDER_TEST=browser.
 *
 * @type {readonly Unheld[]}
 */
export const unheld = [
  { file: "semantics", reason: noLook, titles: ["a promise as the result is shown, not awaited"] },
  {
    file: "semantics",
    reason: noServer,
    titles: ["fetch works in its first cell", "values of Node's modules keep types that have no name"],
  },
  { file: "semantics", reason: noPackages, titles: ["a package is imported by its name"] },
  {
    file: "semantics",
    reason:
      "it is there and without types: its library needs SharedArrayBuffer, which a page hides that is not isolated",
    titles: ["Atomics.waitAsync"],
  },
  {
    file: "semantics",
    reason: tooDeep,
    titles: ["3,000 else-ifs", "3,000 nested conditionals", "3,000 chained calls"],
  },
  {
    file: "stop",
    reason: oneCall,
    titles: [
      "ends a loop in WebAssembly within a second, for good",
      "ends a regular expression that backtracks within a second, for good",
    ],
  },
  {
    file: "stop",
    reason: "memory that is shared needs a page that is isolated",
    titles: ["ends Atomics.wait within a second, for good"],
  },
  {
    file: "stop",
    reason: noProcesses,
    titles: ["ends a wait for a child process within a second, for good"],
  },
  {
    file: "stop",
    reason: "TypeScript in JavaScript cannot be interrupted: the next cell waits for it",
    titles: ["while types are checked that take long answers at once, and the next cell does not wait for them"],
  },
  {
    file: "stop",
    reason: "threads need a page that is isolated; test/browser/site.test.ts has one",
    titles: ["on the engine, in threads leaves the weights reached, and the network trains on"],
  },
  { file: "typing", reason: noPackages, titles: ["sees a package that is installed meanwhile"] },
  { file: "values", reason: noLook, titles: ["a promise"] },
  {
    file: "protocol",
    reason: noSockets,
    titles: [
      "for the connection are answered with the ports",
      "is answered on shell, control and the channel for input",
    ],
  },
  {
    file: "protocol",
    reason: "its TypeScript is another one, and it says that one's version",
    titles: [
      "for the kernel's language are answered with what the stored notebooks have: JupyterLab then changes nothing",
    ],
  },
  {
    file: "edited-panels",
    reason: "a page has no debugger",
    titles: ["shows nothing below the cell when the debugger looks at it"],
  },
  {
    file: "edited-panels",
    reason: "a site has its list: it is made together with the kernel",
    titles: ["carries none where set-up left no list to compare with"],
  },
  {
    file: "words",
    reason: "a page's kernel does not know its notebook's file",
    titles: ["a notebook of another kernel is told which one"],
  },
  {
    file: "words",
    reason: noPackages,
    titles: ["%npm install runs npm with its output in the cell; what cannot be had is an error"],
  },
  {
    file: "modules",
    reason: noPackages,
    titles: [
      "is found once its package is installed, with its types",
      "with `exports` alone",
      "by a path that `exports` names",
      "for import alone",
      "in CommonJS with `exports`",
      "compiled to CommonJS, by default",
      "that are a function",
      "that await at their top",
      "that await, by import()",
      "that await, by import() of a variable",
      "of each kind from a file of the project",
      "with their types: exports-only",
      "with their types: common-exports",
      "with their types: awaits",
    ],
  },
  {
    file: "modules",
    reason: "a drive has no links",
    titles: ["beside a link that leads nowhere and a folder that holds itself"],
  },
  {
    file: "files-and-packages",
    reason: noPackages,
    titles: [
      "import() in a file finds files, Node's modules and packages",
      "a package of ES modules with `exports` only, and its second way in",
      "its types are checked",
      "what `exports` does not name is not found",
      "import() of it, with a literal and with a variable",
      "a CommonJS package with `exports` only",
      "a package with await at its top, by import and import()",
      "a CommonJS package that was compiled from an ES module has the default that its types say",
      "a CommonJS package that is a function with members",
      "a package with an entry for import and another for require",
      "a package without types is any in a cell, in a strict project too",
      "a package without types is an error in a file of a strict project",
      "files of the project import all of them",
      "a package that is installed after its import failed is found",
      "a CommonJS package that is installed after its import failed is found, by a file too",
      "a project that asks for JSX's own runtime has it in cells",
    ],
  },
  {
    file: "resilience",
    reason: noServer,
    titles: ["the first cell of a session can fetch, and nothing fails behind it"],
  },
  {
    file: "resilience",
    reason: noProcesses,
    titles: [
      "killed while idle is started again, with all that earlier cells declared",
      "killed while it answers an execute_request is started again; each request gets an answer",
      "killed while it answers an complete_request is started again; each request gets an answer",
      "killed while it answers an inspect_request is started again; each request gets an answer",
      "killed while idle is started again for a cell that is being typed",
      "killed while a cell runs does not disturb the cell",
      "killed ten times is started ten times, and none is left when the kernel ends",
      "keeps no process at work when the kernel was killed",
    ],
  },
  {
    file: "resilience",
    reason: "TypeScript in JavaScript cannot be interrupted",
    titles: ["is neither complete nor incomplete to a console that asks, and cells need not wait for it"],
  },
  {
    file: "resilience",
    reason: "a site has the project's tsconfig.json",
    titles: ["without one as tslab is, not strict; files and packages are imported as ever"],
  },
  {
    file: "resilience",
    reason: "TypeScript's own `export *` takes what every object inherits for exports",
    titles: ["a property that every object inherits, over which a loop stumbles"],
  },
  {
    file: "resilience",
    reason: "how values are printed is a library's work in a page, which calls what a cell has replaced meanwhile",
    titles: ['methods of RegExp.prototype, ["exec"], while the cell waits and prints'],
  },
  { file: "sweep", reason: noProcesses, titles: ["a kernel that is killed leaves no process behind"] },
  {
    file: "housekeeping",
    reason: noProcesses,
    titles: [
      "after a shutdown while the kernel runs `1`, nor of what cells started",
      "after a shutdown while the kernel runs `for (;;);`, nor of what cells started",
      "after a shutdown while the kernel runs `setInterval(() => {}, 5); await new Promise(() => {});`, nor of what cells started",
      "after a shutdown while types are checked that take long",
      "when the process that started it is killed, while it runs an endless loop",
    ],
  },
  {
    file: "flood",
    reason: noSockets,
    titles: ["holds up a cell for some seconds, not for good, and the others get all of it"],
  },
];
