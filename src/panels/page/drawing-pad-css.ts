/** What only the drawing pad looks like: other pages do without these rules. */
export const drawingPadCss = `
.cnn-pad > .cnn-part:first-child { flex: 0 1 300px; }
.cnn-pad > .cnn-part:nth-child(2) { flex: 0 1 232px; }
.cnn-pad > .cnn-part:last-child { flex: 1 1 200px; max-width: 320px; }
.cnn-field { cursor: crosshair; touch-action: none; }
.cnn-pad > .cnn-part:nth-child(2) > .cnn-picture { width: 112px; }
@container (max-width: 600px) {
  .cnn-pad > .cnn-part:first-child { flex: 1 1 100%; max-width: 300px; }
  .cnn-pad > .cnn-part:nth-child(2), .cnn-pad > .cnn-part:last-child { flex: 1 1 100%; }
}
`;
