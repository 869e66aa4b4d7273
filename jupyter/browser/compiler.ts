// The worker of the compiler. It is free while a cell runs, so that Tab is answered then too.
import "./node/globals";
import { CompilerDesk } from "../kernel/compiler/desk";
import { sharedBytes } from "../kernel/threads/shared-numbers";
import { FilesAtOnce } from "./files-at-once";
import type { BuiltSources, ToEither } from "./messages";
import { mkdirSync, place, remove, root } from "./node/fs";
import { knowBuilt } from "./seams/emitter";
import { openSys } from "./typescript-sys";

openSys();

/** What nearly every notebook begins with: read while its reader reads the first lines. */
const readAhead = 'import { Network } from "./src/index";';

/** What this worker is told: see CompilerQuestion for what is asked. */
type ToCompiler = ToEither | { readonly question: unknown } | { readonly built: BuiltSources };

function start(): void {
  const checked = new Map<string, string>();
  let ask: (question: unknown) => void = () => {};
  globalThis.onmessage = ({ data }: MessageEvent<ToCompiler>) => {
    if ("files" in data) for (const [path, file] of Object.entries(data.files)) file ? place(path, file) : remove(path);
    else if ("question" in data) ask(data.question);
    else if ("built" in data) {
      knowBuilt(Object.values(data.built));
      for (const [path, { text }] of Object.entries(data.built)) checked.set(`${root}/${path}`, text);
    } else {
      mkdirSync(data.open.folder, { recursive: true });
      const requests = {
        postMessage: (answer: unknown) => globalThis.postMessage(answer),
        on: (_event: "message", heard: (question: unknown) => void) => {
          ask = heard;
        },
      };
      const nobody = { postMessage: () => {}, on: () => {} };
      const shared = new Int32Array(sharedBytes / Int32Array.BYTES_PER_ELEMENT);
      const { folder } = data.open;
      globalThis.postMessage({ opened: true });
      new CompilerDesk({ root, folder, requests, main: nobody, shared, checked, readAhead }).start();
    }
  };
}

// The worker that runs cells loads this script too, when its code asks for files: see file-compiler.ts.
Object.assign(globalThis, { filesAtOnce: (folders: readonly string[]) => new FilesAtOnce(folders) });
if (!globalThis.onmessage) start();
