// The judges of notebook 7.
import { seededRandom } from "../random";
import { type Mistake, numberOff, numbersOff } from "./compare";
import { type Judge, right, type Verdict, wrong } from "./verdict";

export interface Planned {
  readonly epochs: number | undefined;
  readonly trials: number | undefined;
}

/** Trials that reach each rung of 7.1, and its epoch: a third goes on. */
const rungs = [
  { trials: 81, epoch: 1 },
  { trials: 27, epoch: 3 },
  { trials: 9, epoch: 9 },
];

/** 7.1: the epochs of a halving; how many settings to draw. */
export const planned: Judge<Planned> = ({ epochs, trials }) => {
  if (epochs === undefined && trials === undefined) return undefined;
  const off = (epochs !== undefined && epochsOff(epochs)) || (trials !== undefined && trialsOff(trials)) || undefined;
  if (off) return off;
  if (epochs === undefined || trials === undefined) {
    return wrong("the one number is right, the other is missing", "both in one object, as in the cell");
  }
  return right("a quarter of the epochs; and how many settings chance needs does not depend on how many there are.");
};

function epochsOff(got: number): Verdict {
  const run = (epochsOf: (k: number) => number) => rungs.reduce((sum, { trials }, k) => sum + trials * epochsOf(k), 0);
  const more = (k: number) => rungs[k].epoch - (rungs[k - 1]?.epoch ?? 0);
  const mistakes: Mistake[] = [
    { values: [81 * 9], hint: "that is without halving: all to the ninth epoch" },
    { values: [run((k) => rungs[k].epoch)], hint: "who goes on does not begin again: from epoch 1 to 3 are two more" },
    { values: [run(() => 1)], hint: "between the rungs lie more epochs than one: 1, then 2 more, then 6 more" },
    { values: [run((k) => (k < 2 ? more(k) : 0))], hint: "the nine that pass epoch 3 go on to the ninth" },
  ];
  const otherwise = "81 trials run one epoch; how many of them two more, and how many of these six more?";
  const found = numberOff(got, run(more), { mistakes, otherwise });
  return found && wrong(`epochs: ${found.differs}`, found.hint);
}

function trialsOff(got: number): Verdict {
  let needed = 1;
  while (0.95 ** needed > 0.05) needed++;
  const mistakes: Mistake[] = [
    { values: [20], hint: "one in twenty in the mean; but so many draws miss it more than one time in three" },
    { values: [19], hint: "chances do not add up: multiply those of missing it" },
    { values: [needed - 1], hint: "round up: with one fewer the chance is still below 95 %" },
    { values: [Math.log(0.05) / Math.log(0.95)], hint: "a whole number of settings" },
  ];
  const otherwise = "one draw misses with 0.95, n draws all miss with 0.95 to the power of n";
  const found = numberOff(got, needed, { mistakes, otherwise });
  return found && wrong(`trials: ${found.differs}`, found.hint);
}

type Draw = (from: number, to: number, u: number) => number | undefined;

/** 7.2: a number of which each factor is equally likely. */
export const logUniformDraw: Judge<Draw> = (draw) => {
  const random = seededRandom(7);
  const cases = [
    [0.001, 1, 0],
    [0.001, 1, 0.5],
    [2, 32, 0.25],
    [0.01, 0.1, 0.999],
    ...Array.from({ length: 5 }, () => [0.0001, 10, random.uniform()]),
  ];
  const got = cases.map(([from, to, u]) => draw(from, to, u));
  if (got.every((value) => value === undefined)) return undefined;
  const each = (value: (from: number, to: number, u: number) => number) =>
    cases.map(([from, to, u]) => value(from, to, u));
  const logs = (from: number, to: number, u: number) => Math.log(from) + (Math.log(to) - Math.log(from)) * u;
  const off = numbersOff(
    "nine draws",
    got as number[],
    each((from, to, u) => from * (to / from) ** u),
    {
      mistakes: [
        {
          values: each((from, to, u) => from + (to - from) * u),
          hint: "that is uniform: nine in ten lie in the last decade",
        },
        { values: each(logs), hint: "that is the number's logarithm: Math.exp takes it back" },
        {
          values: each((from, to, u) => 10 ** logs(from, to, u)),
          hint: "Math.log is to the base e, and so is Math.exp",
        },
        { values: each((from, to, u) => to * (from / to) ** u), hint: "u = 0 gives from, and u near 1 nearly to" },
      ],
      otherwise: "uniform between the logarithms of both ends, and then back: u = 0.5 gives √(from · to)",
    },
  );
  return off ?? right("halfway between 0.001 and 1 lies 0.032 then: rates differ by factors.");
};

type GoesOn = (before: number[], loss: number, factor: number) => boolean | undefined;

/** 7.3: whether a trial that reaches a rung goes on. */
export const goesOn: Judge<GoesOn> = (answer) => {
  const random = seededRandom(13);
  const drawn = Array.from({ length: 60 }, () => {
    const before = Array.from({ length: random.integer(14) }, () => random.integer(100) / 100);
    return { before, loss: random.integer(100) / 100 + 0.005, factor: 2 + random.integer(3) };
  });
  const cases = [{ before: [], loss: 1, factor: 3 }, { before: [0.5], loss: 0.4, factor: 3 }, ...drawn];
  const got = cases.map(({ before, loss, factor }) => answer([...before], loss, factor));
  if (got.every((value) => value === undefined)) return undefined;
  const rule = (decide: (better: number, count: number, factor: number) => boolean) =>
    cases.map(({ before, loss, factor }) =>
      decide(before.filter((other) => other < loss).length, before.length, factor),
    );
  const expected = rule((better, n, factor) => better < Math.max(1, Math.floor((n + 1) / factor)));
  const differs = got.findIndex((value, k) => value !== expected[k]);
  if (differs < 0)
    return right("nobody waits, and nothing is stored but losses: that is why it runs on a thousand machines.");
  const mistakes: [boolean[], string][] = [
    [
      rule((better, n, factor) => better < Math.floor((n + 1) / factor)),
      "the first to arrive have nobody to be compared with: one may always go on",
    ],
    [
      rule((better, n, factor) => better < Math.max(1, Math.floor(n / factor))),
      "the trial itself counts among those that have reached the rung",
    ],
    [
      rule((better, n, factor) => n - better < Math.max(1, Math.floor((n + 1) / factor))),
      "the *smaller* loss is the better one",
    ],
    [rule((better, n, factor) => better < Math.max(1, Math.ceil((n + 1) / factor))), "a third of 4 is 1: round down"],
    [
      rule((better, n, factor) => better <= Math.max(1, Math.floor((n + 1) / factor))),
      "as many as are allowed, and not one more: nobody better is rank 0",
    ],
  ];
  const { before, loss, factor } = cases[differs];
  const found = mistakes.find(([values]) => values.every((value, k) => value === got[k]));
  const what = `${got[differs]} for a loss of ${loss} after [${before.join(", ")}] with factor ${factor}`;
  return wrong(what, found?.[1] ?? "count the better ones; how many of all, itself included, may go on?");
};
