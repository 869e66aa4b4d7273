import type { Field } from "./receptive-field";

/** How many images are shown for a filter, and of how many the labels are counted. */
export const shownImages = 9;
export const countedImages = 100;
/** How many filters of a layer there are room for. */
export const mostFilters = 64;

/** An image that excites a filter, and what the filter saw of it at the place where it answers most strongly. */
export interface Excited extends Omit<Field, "f"> {
  /** Which image of the data set. */
  readonly image: number;
  readonly answer: number;
}

/** What excites one filter. */
export interface ExcitedFilter {
  /** Which filter of its layer, from 0. */
  readonly filter: number;
  /** The images that excite it most, the strongest first. */
  readonly best: readonly Excited[];
  /** Of the images counted, how many are of each class. */
  readonly counts: readonly number[];
  /** To how many of all images it answers with more than 0. */
  readonly heard: number;
}

/** The filters of one layer. */
export interface ExcitedLayer {
  /** Which layer, from 0. */
  readonly at: number;
  readonly name: string;
  /** Whether ReLU follows: what is not above 0 goes no further. */
  readonly isRectified: boolean;
  readonly filters: readonly ExcitedFilter[];
}
