import { describe } from "vitest";
import { hints, solved, unsolved } from "./wrong";

const epochs = (epochs: number) => ({ epochs, trials: 59 });
const trials = (trials: number) => ({ epochs: 189, trials });

describe("7.1", () => {
  unsolved("7.1", { epochs: undefined, trials: undefined });
  solved("7.1", epochs(189));
  hints("7.1", [
    ["no halving", epochs(729), "without halving"],
    ["from the beginning at each rung", epochs(243), "does not begin again"],
    ["one epoch a rung", epochs(117), "more epochs than one"],
    ["no last rung", epochs(135), "go on to the ninth"],
    ["something else", epochs(100), "81 trials run one epoch"],
    ["the mean", trials(20), "one in twenty"],
    ["chances added", trials(19), "do not add up"],
    ["rounded down", trials(58), "round up"],
    ["not rounded", trials(Math.log(0.05) / Math.log(0.95)), "a whole number"],
    ["another number", trials(90), "all miss"],
    ["one of the two", { epochs: 189, trials: undefined }, "both in one object"],
  ]);
});

describe("7.2", () => {
  unsolved("7.2", () => undefined);
  solved("7.2", (from, to, u) => Math.exp(Math.log(from) + Math.log(to / from) * u));
  hints("7.2", [
    ["uniform", (from, to, u) => from + (to - from) * u, "that is uniform"],
    ["the logarithm", (from, to, u) => Math.log(from) + Math.log(to / from) * u, "Math.exp takes it back"],
    ["another base", (from, to, u) => 10 ** (Math.log(from) + Math.log(to / from) * u), "base e"],
    ["the other way round", (from, to, u) => to * (from / to) ** u, "u = 0 gives from"],
    ["something else", () => 1, "between the logarithms"],
  ]);
});

/** The rule, with places to put a mistake in. */
const rule =
  (decide: (better: number, count: number, factor: number) => boolean) =>
  (before: number[], loss: number, factor: number) =>
    decide(before.filter((other) => other < loss).length, before.length, factor);

describe("7.3", () => {
  unsolved("7.3", () => undefined);
  solved(
    "7.3",
    rule((better, n, factor) => better < Math.max(1, Math.floor((n + 1) / factor))),
  );
  hints("7.3", [
    ["nobody first", rule((better, n, factor) => better < Math.floor((n + 1) / factor)), "one may always go on"],
    ["without itself", rule((better, n, factor) => better < Math.max(1, Math.floor(n / factor))), "itself counts"],
    [
      "the worse ones",
      rule((better, n, factor) => n - better < Math.max(1, Math.floor((n + 1) / factor))),
      "*smaller*",
    ],
    ["rounded up", rule((better, n, factor) => better < Math.max(1, Math.ceil((n + 1) / factor))), "round down"],
    ["one more", rule((better, n, factor) => better <= Math.max(1, Math.floor((n + 1) / factor))), "not one more"],
    ["always", () => true, "count the better ones"],
  ]);
});
