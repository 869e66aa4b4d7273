import * as v from "valibot";

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const sizes = v.tuple([whole(1, 64), whole(1, 64)]);
const initialisations = v.picklist(["he", "glorot", "article"]);

const layer = <Kind extends string, Entries extends v.ObjectEntries>(kind: Kind, entries: Entries) =>
  v.strictObject({ kind: v.literal(kind), options: v.strictObject(entries) });

/** A built-in layer as plain data: its class's name, and its options as `describe` gives them, with upper bounds. */
export const layerSchema = v.variant("kind", [
  layer("Conv2D", {
    filters: whole(1, 1024),
    size: v.optional(sizes, [3, 3]),
    stride: v.optional(whole(1, 16), 1),
    padding: v.optional(v.picklist(["valid", "same"]), "valid"),
    paddingValue: v.optional(v.pipe(v.number(), v.finite()), 0),
    bias: v.optional(v.boolean(), true),
    initialisation: v.optional(initialisations, "he"),
  }),
  layer("Conv3x3", { filters: whole(1, 1024) }),
  layer("MaxPool2", { ties: v.optional(v.picklist(["first", "all"]), "first") }),
  layer("MaxPool2D", { size: whole(1, 16), stride: whole(1, 16) }),
  layer("ReLU", {}),
  layer("Flatten", {}),
  layer("Dropout", { rate: v.pipe(v.number(), v.minValue(0), v.ltValue(1)) }),
  layer("Dense", {
    nodes: whole(1, 8192),
    bias: v.optional(v.boolean(), true),
    initialisation: v.optional(initialisations, "he"),
  }),
  layer("Softmax", { nodes: whole(2, 4096), initialisation: v.optional(initialisations, "article") }),
]);

/** A layer of a trial. */
export type LayerData = v.InferOutput<typeof layerSchema>;
