import { loadIdxFolder, type TrainAndTest } from "./load-dataset";

/**
 * MNIST: 60,000 digits to train on and 10,000 to test with, 28 x 28, grey levels 0 (background) to 255.
 *
 * @param folder  where the four IDX files are, plain or `.gz`; set-up places them in data/mnist
 * @throws {FormatError} if a file is missing, truncated, too long, of another form, or labels and images do not match
 * @see LeCun, Cortes, Burges, "The MNIST database of handwritten digits"
 */
export function loadMnist(folder = "data/mnist"): TrainAndTest {
  return loadIdxFolder(folder);
}
