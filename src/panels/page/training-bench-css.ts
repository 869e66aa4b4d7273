/** What only the training bench looks like: other pages do without these rules. */
export const trainingBenchCss = `
.cnn-train > .cnn-part { flex: 1 1 300px; max-width: 420px; }
.cnn-train .cnn-part .cnn-part { margin-bottom: 10px; }
.cnn-live:has(.cnn-train) .cnn-name { min-width: 76px; }
.cnn-kernels { display: grid; grid-template-columns: repeat(8, 1fr); gap: 5px; max-width: 380px; }
.cnn-chart { display: block; width: 100%; }
.cnn-numbers { min-height: 1.4em; font-size: 13px; font-variant-numeric: tabular-nums; }
.cnn-live button:disabled { opacity: 0.5; cursor: default; }
`;
