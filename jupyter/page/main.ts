// What an exported page does in the browser. Set-up bundles it for the template, which inlines it behind Plotly.
import { keepTabStopsThatScroll, letKeysScroll, openContentsBeside, switchCode } from "./controls";
import { drawFigures } from "./figures";

interface MathJaxLibrary {
  readonly startup: { readonly promise: Promise<unknown> };
}

declare const MathJax: MathJaxLibrary | undefined;

switchCode();
openContentsBeside();
keepTabStopsThatScroll();
drawFigures();
// MathJax comes last, so that figures do not wait for it. A page without formulas is without it.
addEventListener("load", () => {
  const set = typeof MathJax === "undefined" ? Promise.resolve() : MathJax.startup.promise;
  void set.then(letKeysScroll);
});
