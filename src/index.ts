// biome-ignore-all assist/source/organizeImports: a table of contents, in reading order
// What a notebook imports from "./src/index". Files of src/ import from each other, by path.
// docs/names.md is made of this file: `npm run list-names`.

// Numbers
export { tensor, type Tensor } from "./tensor"; // numbers in a box of some shape, and what every axis is called
export { argMax } from "./tensor"; // the position of the largest value: a network's answer
export { requireShape, sizeOf } from "./tensor"; // for a layer of your own: checks a shape, counts its values
export { seededRandom, type Random } from "./random"; // the only source of randomness: the same seed, the same stream
export { shuffleInPlace } from "./random"; // puts positions into random order
export { meanOf, meanAndRange, largestDifference } from "./statistics"; // of a few results, of two lists of numbers
export { correlation, cosine, lengthOf } from "./statistics"; // how alike two lists of numbers are
export { ShapeError, FormatError, TrainingError } from "./errors"; // of shape, file, training

// The article's layers: each file a forward and a backward pass that face each other
export { Conv3x3 } from "./layers/conv3x3"; // filters of 3 x 3 over a grey image
export { MaxPool2, type Ties } from "./layers/max-pool2"; // the largest of each 2 x 2
export { Softmax } from "./layers/softmax"; // a fully connected layer whose outputs are probabilities

// Layers for deeper networks
export { Conv2D } from "./layers/conv2d"; // filters of any size over any number of channels
export type { Padding } from "./layers/conv2d-geometry"; // whether a border keeps the image's size
export { ReLU } from "./layers/relu"; // what is negative becomes 0
export { MaxPool2D } from "./layers/max-pool2d"; // the largest of each window of any size
export { Dense } from "./layers/dense"; // a fully connected layer
export { Flatten } from "./layers/flatten"; // any shape to one axis
export { Dropout } from "./layers/dropout"; // leaves out values in training
export type { Initialisation } from "./layers/initialisation"; // how weights start

// A layer of your own
export { Layer, type Backward, type TrainingPass } from "./layers/layer"; // two methods: forward and backward
export { measureSlopes } from "./layers/measure-slopes"; // nudges each number of a tensor, looks at the loss
export { checkGradients } from "./layers/check-gradients"; // judges a backward pass by the forward pass

// Data
export { loadMnist } from "./data/mnist"; // 70,000 handwritten digits
export { loadDataset, datasetNames } from "./data/load-dataset"; // a data set by the name of its folder in data/
export { Dataset } from "./data/dataset"; // labelled images: take, slice, shuffle, split, map
export { readIdx } from "./data/idx"; // an array from an IDX file
export { shifted } from "./data/shifted"; // an image moved by whole pixels
export { augmenter, augmentationFrom, type Augmentation } from "./data/augment"; // moves images at random

// A network, its loss, its training
export { Network } from "./network/network"; // layers one after the other
export { weightsNow } from "./network/weights"; // keeps a network's weights, to give them back
export { crossEntropy } from "./training/cross-entropy"; // how surprised the network is by the right answer
export { train } from "./training/train"; // goes through the data, step by step
export { trainAll, type TrainAllOptions } from "./training/train-all"; // several networks at the same time
export type { Run } from "./training/run"; // what a training leaves behind: its losses, its state
export type { TrainOptions } from "./training/train-options"; // epochs, batchSize, learningRate, optimizer, …
export { epochsOf } from "./training/epochs"; // the same, epoch by epoch, for a loop of your own
export { lastRun } from "./training/last-run"; // the run so far, after Stop
export { evaluate } from "./training/evaluate"; // loss, accuracy and confusion on a data set
export { predict } from "./training/predict"; // the answer to each image of a data set
export { sgd, adam, optimizerFrom, type Optimizer } from "./training/optimizers"; // how a step follows from the gradient
export { constantRate, fallingRate, cosineRate, steppedRate } from "./training/schedules"; // learning rates over a run
export { scheduleFrom, type Schedule } from "./training/schedules"; // from its data; any function of the step is one
export type { Progress } from "./training/progress"; // what onProgress is told
export type { Observer } from "./training/observer"; // looks at a network as train changes it

// Model files
export { save, load } from "./model-files/model-file"; // a network to a safetensors file and back
export { loadRun } from "./model-files/model-file"; // what an optimizer remembers, to train on from a file
export { loadWeights } from "./model-files/model-file"; // weights from any safetensors file, by names and shapes
export type { LayerMaker } from "./model-files/layer-makers"; // how load makes a layer of your own

// Searching settings: many trainings, on this machine or on many
export { sweep } from "./notebook/sweep"; // trains a network with many settings; shows how far it has come
export { choice, integer, uniform, logUniform } from "./sweep/space"; // what a setting may be
export { readStudy } from "./sweep/read-study"; // what a sweep found, from its file
export type { Study, StudyTrial } from "./sweep/study"; // the best trial, a table, all of them
export type { SweepOptions } from "./sweep/plan"; // name, trials, network, train, halving, …
export type { Space, Settings } from "./sweep/space"; // settings by name, and a value for each

// Figures: numbers in, a Plotly figure out
export type { Figure } from "./figures/figure"; // plain data, for show
export { imageGrid } from "./figures/image-grid"; // images side by side
export { filterWeights } from "./figures/filter-weights"; // filters, also before and after training
export { featureMaps } from "./figures/feature-maps"; // what a layer made of an image
export { probabilityBars } from "./figures/probability-bars"; // what a network answers
export { gradientSum } from "./panels/gradient-sum"; // where a filter's gradient comes from, place by place
export { learningFilter } from "./panels/learning-filter"; // a filter learns to give another one's map, step by step
export { totalsToProbabilities } from "./panels/totals-to-probabilities"; // totals on sliders, and softmax of them
export { trainingCurves } from "./figures/training-curves"; // loss and accuracy by step
export { confusionMatrix } from "./figures/confusion-matrix"; // which class was taken for which
export { lineChart } from "./figures/line-chart"; // any numbers against any others
export { dotChart } from "./figures/dot-chart"; // a few results of each of several ways, such as of three seeds

// Searching settings
export { parallelCoordinates } from "./figures/parallel-coordinates"; // every trial as a line through its settings and its loss
export { importance } from "./figures/importance"; // how much each setting explains by itself
export type { SearchedTrials, SearchedTrial, SearchedRange } from "./figures/searched-trials"; // what both are drawn from

// Exercises
export { check } from "./exercises/check"; // looks at an answer: right, or what differs, with a hint
export { right, wrong, type Judge, type Verdict } from "./exercises/verdict"; // for exercises of your own
export type { Repaired } from "./exercises/repair"; // the three classes that exercise 4.3 mends

// Panels: they answer when touched, in the notebook and in its exported page
export type { Panel } from "./panels/panel"; // data and a still picture, for show
export { filterBench } from "./panels/filter-bench"; // a filter to drag over an image, and its map
export { poolingWindows } from "./panels/pooling-windows"; // windows of 2 x 2, their ties, and where slopes go
export { weightNudge } from "./panels/weight-nudge"; // the loss as a curve of one weight, its slope by backward and by nudging
export { drawingPad } from "./panels/drawing-pad"; // a field to draw into, and what a network answers
export { whereFrom } from "./panels/where-from"; // any number of a network, and the numbers that it is made of
export { whatExcites } from "./panels/what-excites"; // the images of a data set that excite each filter most
export { noiseOrNudge } from "./panels/noise-or-nudge"; // pixels changed by chance, or against the answer
export { learningRate } from "./panels/learning-rate"; // runs at several learning rates, those that diverged among them
export { trainingBench } from "./panels/training-bench"; // the article's network, trained in the page

// In the notebook
export { show } from "./notebook/show"; // draws a figure or a panel below the cell
export { showSource } from "./notebook/show-source"; // how a class, method or function is written
export { print, printRows } from "./notebook/print"; // values under their names, a small matrix
export { liveProgress } from "./notebook/live-progress"; // shows training as it goes
export { watchLearning } from "./notebook/watch-learning"; // shows a network as it learns, and snapshots to go through afterwards
export { checkEnvironment } from "./notebook/check-environment"; // what is there, and what to do where something is missing
import "./notebook/displays"; // values show themselves; without this line they are text

// Controls in the notebook: what they are set to goes into your code, and the result follows
export { interact, type ValuesOf } from "./notebook/widgets/interact"; // runs a function whenever a control is moved
export { slider, dropdown, checkbox, text, button } from "./notebook/widgets"; // controls: numbers, a menu, yes or no, words, a click
export { row, column } from "./notebook/widgets"; // controls beside and below each other
export type { Control } from "./notebook/widgets/control"; // what they are; its value is what it is set to

// The engine: without this line, and without src/engine, the layers run
import "./engine/engine-runner";
