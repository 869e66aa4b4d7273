// A page's kernel where the site does not give its parts, or a worker ends.
import { expect, onTestFinished, test } from "vitest";
import type { LiteMessage } from "../../../jupyter/browser/front-end";
import type { PageParts, WorkerOfPage } from "../../../jupyter/browser/page-kernel";
import { openPage } from "../../helpers/kernel/browser/page";
import { strictConfig, temporaryProject } from "../../helpers/kernel/temporary-project";
import { allowed } from "../../helpers/slack.mjs";

const seconds = allowed(40_000);

/** A kernel, and a way to ask it: resolves with the answer's content when the kernel is idle again. */
async function page(changed: (parts: PageParts) => PageParts) {
  const project = temporaryProject({ "tsconfig.json": strictConfig });
  const sent: LiteMessage[] = [];
  const waiting = new Map<string, () => void>();
  const send = (message: LiteMessage) => {
    sent.push(message);
    const isIdle = message.header.msg_type === "status" && message.content.execution_state === "idle";
    if (isIdle) waiting.get(String(message.parent_header.msg_id))?.();
  };
  const kernel = await openPage(project.folder, "", send, changed);
  onTestFinished(() => {
    kernel.close();
    project.close();
  });
  const ask = async (msg_type: string, content: LiteMessage["content"]) => {
    const header = { msg_id: crypto.randomUUID(), msg_type, session: "a", username: "", date: "", version: "5.4" };
    const idle = new Promise<void>((done) => waiting.set(header.msg_id, done));
    kernel.receive({ channel: "shell", header, parent_header: {}, metadata: {}, content });
    await idle;
    const answers = sent.filter(({ parent_header }) => parent_header.msg_id === header.msg_id);
    return answers.map(({ header, content }) => ({ ...content, type: header.msg_type }));
  };
  /** The error of a cell, or what it shows. */
  const run = async (code: string) => {
    const request = { code, silent: false, store_history: true, stop_on_error: true, user_expressions: {} };
    const answers = await ask("execute_request", { ...request, allow_stdin: false });
    const found = answers.find(({ type }) => type === "error" || type === "execute_result") as Record<string, unknown>;
    return found?.type === "error"
      ? `${found.ename}: ${found.evalue}`
      : `${(found?.data as Record<string, string>)?.["text/plain"]}`;
  };
  return { ask, run };
}

const broken = (): WorkerOfPage => {
  const worker: WorkerOfPage = { onmessage: null, onerror: null, postMessage: () => {}, terminate: () => {} };
  setTimeout(() => worker.onerror?.({}), 1);
  return worker;
};

test.each(["worker", "compiler"])(
  "where the %s cannot be loaded each cell says why, and the first one with a network runs",
  async (which) => {
    let isAway = true;
    const { ask, run } = await page((parts) => ({
      ...parts,
      startWorker: (name) => (isAway && name === which ? broken() : parts.startWorker(name)),
      whyNot: async (name) => `${name}.js is away`,
    }));
    const why = `NotStarted: the kernel could not start: ${which}.js is away`;
    expect(await run("1 + 1")).toBe(why);
    expect(await run("1 + 1")).toBe(why);
    // JupyterLab's controls ask as soon as there is a kernel; no cell waits for their answer.
    await ask("comm_open", { comm_id: "a", target_name: "jupyter.widget.control", data: {} });
    isAway = false;
    expect(await run("1 + 1")).toBe("2");
  },
  seconds,
);

test.each(["firstFiles", "built"] as const)(
  "where the kernel's %s cannot be loaded a cell says why, and the next one runs",
  async (which) => {
    let tries = 0;
    const { run } = await page((parts) => {
      const load = () => (++tries < 3 ? Promise.reject(new Error("the site is away")) : parts[which]());
      return { ...parts, [which]: load };
    });
    await new Promise((done) => setTimeout(done, 50)); // the first start has failed, and nobody asked
    expect(await run("1 + 1")).toBe("NotStarted: the kernel could not start: the site is away");
    expect(await run("1 + 1")).toBe("2");
  },
  seconds,
);

test.each(["worker", "compiler"])(
  "where the %s ends, its cell says so, and the next one runs in a new kernel",
  async (which) => {
    const end = new Map<string, () => void>();
    const { run } = await page((parts) => ({
      ...parts,
      startWorker: (name) => {
        const worker = parts.startWorker(name);
        const heard: WorkerOfPage = { ...worker, onmessage: null, onerror: null };
        worker.onmessage = (event) => heard.onmessage?.(event);
        worker.onerror = (event) => heard.onerror?.(event);
        end.set(name, () => heard.onerror?.({ message: "out of memory" }));
        return heard;
      },
    }));
    expect(await run("let kept = 1; kept")).toBe("1");
    const ended = run("await new Promise(() => {});");
    await new Promise((done) => setTimeout(done, 500));
    end.get(which)?.();
    expect(await ended).toBe(
      `Restarted: the kernel's ${which} ended: out of memory, so the kernel was restarted: its variables are gone, run the cells above again`,
    );
    expect(await run("kept")).toContain("kept is unknown in this kernel. Run the cells above first");
    expect(await run("1 + 1")).toBe("2");
  },
  seconds,
);
