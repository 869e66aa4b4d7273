// Errors as underlined text in one editor.
import { type EditorState, type Extension, type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, hoverTooltip, type Mark } from "@codemirror/view";
import type { Problem } from "../../kernel/protocol/editor-requests";

const replace = StateEffect.define<readonly Problem[]>();

/** Underlines these errors, and no others. */
export const underline = (view: EditorView, problems: readonly Problem[]): void =>
  view.dispatch({ effects: replace.of(problems) });

/** The underlines move with the text while it is typed, until the next answer replaces them. */
const underlines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, { changes, effects, state }) => {
    const moved = marks.map(changes);
    const last = effects.filter((effect) => effect.is(replace)).at(-1);
    return last ? Decoration.set(marksOf(last.value as readonly Problem[], state), true) : moved;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(problems: readonly Problem[], { doc }: EditorState): Range<Mark>[] {
  return problems.flatMap((problem) => {
    // An error without an extent, such as a missing bracket, is underlined at the character before it.
    const to = Math.min(Math.max(problem.to, problem.from + 1), doc.length);
    const from = Math.min(problem.from, to - 1);
    return from < 0 ? [] : [Decoration.mark({ class: "cnn-problem", problem }).range(from, to)];
  });
}

/** The errors at a position. */
function problemsAt(state: EditorState, position: number, side: number): Problem[] {
  const found: Problem[] = [];
  const [from, to] = [position - (side < 0 ? 1 : 0), position + (side > 0 ? 1 : 0)];
  state.field(underlines).between(from, to, (_from, _to, mark) => {
    found.push(mark.spec.problem as Problem);
  });
  return found;
}

const messages = hoverTooltip((view, position, side) => {
  const found = problemsAt(view.state, position, side);
  if (found.length === 0) return null;
  const dom = document.createElement("div");
  dom.className = "cnn-problem-message";
  dom.textContent = found.map(({ code, message }) => (code === 0 ? message : `TS${code}: ${message}`)).join("\n");
  return { pos: position, above: true, create: () => ({ dom }) };
});

const look = EditorView.baseTheme({
  ".cnn-problem": {
    textDecoration: "underline wavy var(--jp-error-color1) 1px",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "2px",
  },
  ".cnn-problem-message": {
    padding: "4px 8px",
    maxWidth: "60em",
    whiteSpace: "pre-wrap",
    fontFamily: "var(--jp-code-font-family)",
    fontSize: "var(--jp-code-font-size)",
    color: "var(--jp-content-font-color1)",
  },
});

export const showsProblems: Extension = [underlines, messages, look];
