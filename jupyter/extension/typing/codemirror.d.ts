// As much of CodeMirror's modules as is used here. JupyterLab has them at run time; nothing is installed for them.
declare module "@codemirror/state" {
  export type Extension = unknown;

  export interface Text {
    readonly length: number;
    toString(): string;
    line(number: number): { readonly from: number; readonly to: number };
    readonly lines: number;
  }
  export interface ChangeSet {
    readonly empty: boolean;
  }
  export interface StateEffect<T> {
    is<U>(type: StateEffectType<U>): this is StateEffect<U>;
    readonly value: T;
  }
  export interface StateEffectType<T> {
    of(value: T): StateEffect<T>;
  }
  export const StateEffect: { define<T>(): StateEffectType<T> };

  export interface Transaction {
    readonly changes: ChangeSet;
    readonly effects: readonly StateEffect<unknown>[];
    readonly state: EditorState;
  }
  export interface StateField<T> {
    readonly extension: Extension;
    readonly typeOf?: T;
  }
  export const StateField: {
    define<T>(config: {
      create(): T;
      update(value: T, transaction: Transaction): T;
      provide(field: StateField<T>): Extension;
    }): StateField<T>;
  };
  export interface EditorState {
    readonly doc: Text;
    readonly selection: EditorSelection;
    field<T>(field: StateField<T>): T;
    wordAt(position: number): { readonly from: number; readonly to: number } | null;
  }
  export interface SelectionRange {
    readonly head: number;
  }
  export interface EditorSelection {
    readonly main: SelectionRange;
    addRange(range: SelectionRange): EditorSelection;
  }
  export const EditorSelection: { cursor(position: number): SelectionRange };
  export interface Range<T> {
    readonly value: T;
  }
}

declare module "@codemirror/view" {
  import type {
    ChangeSet,
    EditorSelection,
    EditorState,
    Extension,
    Range,
    StateEffect,
    StateField,
  } from "@codemirror/state";

  export interface Mark {
    readonly spec: { readonly [name: string]: unknown };
    range(from: number, to: number): Range<Mark>;
  }
  export interface DecorationSet {
    map(changes: ChangeSet): DecorationSet;
    between(from: number, to: number, see: (from: number, to: number, mark: Mark) => void): void;
  }
  export const Decoration: {
    readonly none: DecorationSet;
    mark(spec: { readonly class: string; readonly [name: string]: unknown }): Mark;
    set(marks: readonly Range<Mark>[], sort: boolean): DecorationSet;
  };

  interface Handlers {
    [event: string]: (event: MouseEvent, view: EditorView) => boolean;
  }
  export class EditorView {
    static baseTheme(rules: Readonly<Record<string, Readonly<Record<string, string>>>>): Extension;
    static domEventHandlers(handlers: Handlers): Extension;
    static readonly decorations: { from(field: StateField<DecorationSet>): Extension };
    readonly state: EditorState;
    readonly dom: HTMLElement;
    dispatch(change: { readonly effects?: StateEffect<unknown>; readonly selection?: EditorSelection }): void;
    posAtCoords(place: { readonly clientX?: number; readonly x: number; readonly y: number }): number | null;
  }
  export interface ViewUpdate {
    readonly docChanged: boolean;
  }
  export const ViewPlugin: {
    fromClass(made: new (view: EditorView) => { update(update: ViewUpdate): void; destroy(): void }): Extension;
  };
  export interface Tooltip {
    readonly pos: number;
    readonly end?: number;
    readonly above: boolean;
    create(): { readonly dom: HTMLElement; destroy?(): void };
  }
  export function hoverTooltip(
    source: (view: EditorView, position: number, side: number) => Tooltip | null | Promise<Tooltip | null>,
    options?: { readonly hoverTime?: number },
  ): Extension;
  export function tooltips(config: { readonly position: "fixed"; readonly parent: HTMLElement }): Extension;
}
