import { channels } from "./channels";
import { convVolume } from "./conv-volume";
import { edgeFilters } from "./edge-filters";
import { trainedExample } from "./example";
import { filterGradient } from "./filter-gradient";
import { maxPooling } from "./max-pooling";
import { networkPicture } from "./network";
import { occlusion } from "./occlusion";
import { randomAndGrid } from "./random-and-grid";
import { slidingFilter } from "./sliding-filter";
import { thumbnails } from "./thumbnails";

/** The pictures of the notebooks' text, and a small one for each notebook, by file name, as SVG. */
export function drawPictures(): Readonly<Record<string, string>> {
  const example = trainedExample();
  return {
    "sliding-filter.svg": slidingFilter(),
    "edge-filters.svg": edgeFilters(example.image, example.label),
    "conv-volume.svg": convVolume(example),
    "max-pooling.svg": maxPooling(),
    "filter-gradient.svg": filterGradient(),
    "channels.svg": channels(),
    "network.svg": networkPicture(example),
    "occlusion.svg": occlusion(example),
    "random-and-grid.svg": randomAndGrid(),
    ...thumbnails(example),
  };
}
