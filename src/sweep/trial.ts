import { createHash } from "node:crypto";
import * as v from "valibot";
import { canonicalText } from "./canonical-text";
import { layerSchema } from "./layer-schema";

// A trial is one training as plain data: which images, which layers, how to train. Nothing in it is executed, and a
// worker may get one from anybody who reaches its queue. The bounds are the worker's protection: a trial cannot make it
// allocate more than its largest honest trial.

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const seed = whole(0, 2 ** 32 - 1);
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const fromZero = v.pipe(v.number(), v.finite(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.ltValue(1));

const schedule = v.variant("kind", [
  v.strictObject({ kind: v.literal("constant"), rate: positive }),
  v.strictObject({ kind: v.literal("falling"), from: positive, to: v.optional(fromZero, 0) }),
  v.strictObject({
    kind: v.literal("cosine"),
    rate: positive,
    warmUp: v.optional(share, 0),
    to: v.optional(fromZero, 0),
  }),
  v.strictObject({
    kind: v.literal("stepped"),
    rate: positive,
    parts: v.optional(whole(1, 1000), 3),
    factor: v.optional(positive, 0.1),
  }),
]);

/** A number is a rate that stays: written out, so that both have one id. */
const learningRate = v.union([
  v.pipe(
    positive,
    v.transform((rate) => ({ kind: "constant" as const, rate })),
  ),
  schedule,
]);

const optimizer = v.variant("kind", [
  v.strictObject({ kind: v.literal("sgd"), momentum: v.optional(share, 0), weightDecay: v.optional(fromZero, 0) }),
  v.strictObject({
    kind: v.literal("adam"),
    beta1: v.optional(share, 0.9),
    beta2: v.optional(share, 0.999),
    epsilon: v.optional(positive, 1e-8),
    weightDecay: v.optional(fromZero, 0),
  }),
]);

const augmentation = v.strictObject({
  shift: v.optional(v.pipe(fromZero, v.maxValue(1024)), 2),
  rotation: v.optional(v.pipe(fromZero, v.maxValue(360)), 10),
  scale: v.optional(v.pipe(fromZero, v.ltValue(100)), 10),
  background: v.optional(whole(0, 255), 0),
});

const trialSchema = v.strictObject({
  version: v.literal(1),
  data: v.strictObject({
    /** The name of a folder below data/: never a path. */
    name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)),
    /** Of the images and labels to train on: see `datasetSha256`. */
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    /** How many images to learn from, of those that are left when the validation images are put aside. */
    take: v.optional(whole(1, 1e8)),
    /** How many images are put aside to judge by, and the seed of their choice. */
    validation: whole(1, 1e8),
    seed,
  }),
  network: v.strictObject({ layers: v.pipe(v.array(layerSchema), v.minLength(1), v.maxLength(64)), seed }),
  train: v.strictObject({
    epochs: whole(1, 10_000),
    batchSize: whole(1, 65_536),
    learningRate,
    optimizer,
    augment: v.optional(augmentation),
    seed,
  }),
});

/** One training as plain data, with all of its numbers. */
export type Trial = v.InferOutput<typeof trialSchema>;
/** The same as somebody may write it: what has a default may be left out. */
export type TrialInput = v.InferInput<typeof trialSchema>;

/**
 * A trial from plain data, which may come from anywhere.
 *
 * @param place  who asks, for the message
 * @throws {RangeError} if a field is missing, unknown or out of its bounds: names it, what was expected and got
 */
export function parseTrial(value: unknown, place = "trial"): Trial {
  const unknown = unnamed(value, place);
  if (unknown) throw new RangeError(unknown);
  const { success, output, issues } = v.safeParse(trialSchema, value);
  if (success) return output;
  throw new RangeError(`${place}: ${sentence(issues[0])}`);
}

/** "train.epochs must be <=10000, got 20000". Of alternatives, the one that fits best speaks. */
function sentence(issue: v.BaseIssue<unknown>): string {
  const inner = issue.issues?.find(({ path }) => path) ?? issue.issues?.[0];
  const place = [issue, ...(inner ? [inner] : [])].flatMap(({ path }) => path?.map(({ key }) => key) ?? []);
  const named = place.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const { received } = inner ?? issue;
  return `${named.slice(1)} must be ${expectedBy(inner ?? issue)}, got ${received}`;
}

function expectedBy({ type, expected }: v.BaseIssue<unknown>): string {
  if (expected === "never") return "left out: there is no such field";
  if (type === "integer") return "a whole number";
  if (expected === null) return "something else";
  return expected.startsWith("(") ? `one of ${expected.slice(1, -1).replaceAll(" | ", ", ")}` : expected;
}

/** Names that every object has: a check by `in` does not see that they are no fields. */
function unnamed(value: unknown, place: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key in Object.prototype) return `${place}: ${key} must be left out: there is no such field`;
    const found = unnamed(inner, place);
    if (found) return found;
  }
  return undefined;
}

/**
 * The same trial has the same id in a cell, at the command line and at a worker: the first 96 bits of the SHA-256 of
 * its canonical text. It begins with "t", because BullMQ takes no id of digits only.
 */
export const trialId = (trial: Trial): string =>
  `t${createHash("sha256").update(canonicalText(trial)).digest("hex").slice(0, 24)}`;
