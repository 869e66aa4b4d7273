import { reach } from "../../figures/numbers";
import { diverging } from "../../figures/theme";
import type { Tensor } from "../../tensor";
import { make } from "./elements";
import { Picture } from "./picture";

/** Pictures of filters (f, 3, 3): as they were, and as they are now, both on one scale. */
export function filterPair() {
  const [before, now] = [make("div", { class: "cnn-kernels" }), make("div", { class: "cnn-kernels" })];
  let pictures: { readonly before: readonly Picture[]; readonly now: readonly Picture[] } = { before: [], now: [] };
  let first: Tensor;

  /** Other filters to begin with. */
  function begin(filters: Tensor): void {
    first = filters;
    if (pictures.now.length !== filters.shape[0]) {
      pictures = { before: picturesOf(filters, "before"), now: picturesOf(filters, "now") };
      before.replaceChildren(...pictures.before.map(({ element }) => element));
      now.replaceChildren(...pictures.now.map(({ element }) => element));
    }
    show(filters);
  }

  function show(filters: Tensor): void {
    const end = reach(first, filters);
    draw(pictures.before, first, end);
    draw(pictures.now, filters, end);
  }

  return { before, now, begin, show };
}

const picturesOf = ({ shape }: Tensor, when: string): Picture[] =>
  Array.from(
    { length: shape[0] },
    (_, f) => new Picture({ label: `Filter ${f + 1} ${when}`, scale: diverging, range: [-1, 1] }),
  );

function draw(pictures: readonly Picture[], { data }: Tensor, end: number): void {
  for (const [f, picture] of pictures.entries()) {
    picture.draw(data.subarray(9 * f, 9 * f + 9), [3, 3], { range: [-end, end] });
  }
}
