import type { Exempt } from "./claims";

/** By notebook, numbers that no cell shows: as they stand, or by words of their sentence, and why. */
export const exempt: Readonly<Record<string, Exempt>> = {
  "02-max-pooling": { "reproduces 1,000 training steps": "test/golden does it" },
  "03-softmax": {
    "say −1.2 or 3.4": "an example",
    "a total of 3 against 2.9": "an example",
    "13,520": "the size of the layer, 1,352 times 10",
    "a 64-bit number": "a kind of number",
  },
  "04-training": {
    "The article's run ended at 0.78": "the article says so",
    "The article's 78 %": "the article says so",
    "The article's Keras version": "published with the article",
    "rate in the first cell: 0.001, 0.02, 0.1": "for the reader to try",
    "676 places on a digit": "26 times 26",
    "60,000": "MNIST's training digits",
    "55,000": "60,000 without the 5,000 for validation",
  },
  "05-going-deeper": {
    "60,000": "MNIST's training digits",
    "72": "eight filters of nine weights; 72 products of 3 times 3 times 8",
    "background's −0.5": "notebook 1 shows it",
  },
  "07-search": {
    "5,000 are put aside": "what sweep does where nothing is said",
    "`logUniform` gives 0.001 to 0.01 as often as 0.1 to 1": "what the word means",
    "625": "five to the power of four",
    "20": "machines, as an example",
  },
};
