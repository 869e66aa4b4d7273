import { describe, expect, test } from "vitest";
import { difference } from "../../helpers/engine/compare";
import { GuardedMemory } from "../../helpers/engine/guarded-memory";
import { numbers, product } from "../../helpers/engine/numbers";
import { firstMaxima, maps } from "../../helpers/engine/reference";

const poolings = product(
  [4, 8, 12],
  [
    [2, 2, 2],
    [5, 7, 2],
    [6, 9, 3],
    [9, 8, 4],
  ],
);

describe("max pooling", () => {
  test.each(poolings)("%i channels, (h, w, size) %j: the first maximum of each window", (f, shape) => {
    const [h, w, size] = shape;
    const input = maps(h, w, f, numbers(h * w * f));
    // Ties: every third value is a common one.
    for (let x = 0; x < input.data.length; x += 3) input.data[x] = 0.5;
    const places = firstMaxima(input, size);
    const k = new GuardedMemory();
    const at = k.floats(input.data);
    const [out, positions] = [k.room(places.length), k.room(places.length)];
    k.simd.pool(out, at, 1, h, w, f, size);
    expect(k.read(out, places.length)).toEqual(Float32Array.from(places, (place) => input.data[place]));
    k.simd.positions(positions, at, out, h, w, f, size, 4 * w * f, 4 * f, 4);
    expect(Array.from(k.readIntegers(positions, places.length))).toEqual(places.map((place) => 4 * place));

    const slopes = numbers(places.length);
    const dInput = k.floats(numbers(input.data.length));
    const bytes = 4 * input.data.length;
    k.simd.poolGradient(dInput, k.floats(slopes), positions, places.length, bytes);
    const expected = new Float64Array(input.data.length);
    places.forEach((place, x) => {
      expected[place] = slopes[x];
    });
    expect(difference(k.read(dInput, expected.length), expected)).toBe(0);
    expect(k.intact).toBe(true);
  });
});
