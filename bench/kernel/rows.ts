/** The table's rows in its order. */
export const rowTitles = {
  ready: "kernel ready",
  firstTrivial: "first trivial cell, sent at once",
  firstImport: "first import of `./src/index`, sent at once",
  firstImportEdited: "the same in a fresh kernel after an edit",
  firstImportEmptied: "the same with all that kernels remember on disk deleted",
  importAgain: "import again, nothing edited",
  importAfterOthers: "the same after a cell without imports",
  importEdited: "import after an edit of `conv3x3.ts`",
  declaring: "declaring cell",
  trivial: "trivial cell",
  tab: "Tab",
  shiftTab: "Shift-Tab",
  tabLooping: "Tab while a cell loops",
  shiftTabLooping: "Shift-Tab while a cell loops",
  tabTraining: "Tab while a cell trains",
  shiftTabTraining: "Shift-Tab while a cell trains",
  updates: "a hundred updates of a 40 kB figure in one cell",
  turns: "ten million turns over an earlier cell's variable",
  turnsOwnCell: "ten million turns over the same cell's variable",
} as const;

/** What is measured, one name for each row of the table. */
export type Row = keyof typeof rowTitles;
