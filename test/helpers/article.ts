import { tensor } from "../../src/tensor";

// The article's worked example, checked by hand.

/** The 4 x 4 image of the article's convolution and pooling figures. */
export const articleImage = tensor([4, 4], [0, 50, 0, 29, 0, 80, 31, 2, 33, 90, 0, 75, 0, 9, 0, 95]);

/** The vertical Sobel filter: a bright right side gives a large sum. */
export const verticalSobel = tensor([1, 3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1]);

/** articleImage under verticalSobel. */
export const articleEdges = [29, -192, -35, -22];

/** articleImage after 2 x 2 max pooling. */
export const articlePooled = [80, 31, 90, 95];
