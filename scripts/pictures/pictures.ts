import { convVolume } from "./conv-volume";
import { edgeFilters } from "./edge-filters";
import { trainedExample } from "./example";
import { maxPooling } from "./max-pooling";
import { networkPicture } from "./network";
import { slidingFilter } from "./sliding-filter";

/** The article's five pictures, by file name, as SVG. */
export function drawPictures(): Readonly<Record<string, string>> {
  const example = trainedExample();
  return {
    "sliding-filter.svg": slidingFilter(),
    "edge-filters.svg": edgeFilters(example.image, example.label),
    "conv-volume.svg": convVolume(example),
    "max-pooling.svg": maxPooling(),
    "network.svg": networkPicture(example),
  };
}
