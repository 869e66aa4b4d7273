// A page's messages need no brake: prints are gathered before they are sent. See print-gathering in worker.ts.
export type { Stamp } from "../../kernel/threads/backlog";

const nothing = { messages: 0, characters: 0 };

export class Backlog {
  stamp(_characters: number): typeof nothing {
    return nothing;
  }
  wait(): void {}
  waitUntilHandled(): void {}
}

export class Progress {
  handled(): void {}
  sent(): void {}
}
