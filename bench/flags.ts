import { parseFlags, wholeNumber } from "../scripts/flags.mjs";

/** The command line, read. */
export interface Asked {
  readonly rounds: number;
  /** How the titles of the wanted tables begin; empty: all of them, and growth, memory and start. */
  readonly only: string;
  readonly json: boolean;
  readonly installPeers: boolean;
  /** Every table is filled once, from a few images: this shows that the bench runs, and no speed. */
  readonly smoke: boolean;
}

const usage = '--rounds N, --only "article, training", --json, --install-peers, --smoke; or kernel first, with its own';

/** @throws {SetupError} which says in one sentence what is not known */
export function flagsOf(words: readonly string[]): Asked {
  const off = { type: "boolean", default: false } as const;
  const options = {
    json: off,
    "install-peers": off,
    smoke: off,
    rounds: { type: "string", default: "15" },
    only: { type: "string", default: "" },
  } as const;
  const { rounds, only, json, smoke, "install-peers": installPeers } = parseFlags(usage, options, { words }).values;
  return { rounds: smoke ? 1 : wholeNumber("--rounds", rounds), only, json, installPeers, smoke };
}
