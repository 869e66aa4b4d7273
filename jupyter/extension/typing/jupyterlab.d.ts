// As much of JupyterLab's modules as is used here.
declare module "@jupyterlab/coreutils" {
  export const PathExt: {
    dirname(path: string): string;
    join(...paths: readonly string[]): string;
  };
}

declare module "@jupyterlab/apputils" {
  export const Notification: { warning(message: string, options: { readonly autoClose: number }): void };
}

declare module "@jupyterlab/services" {
  export interface KernelMessage {
    readonly content: Readonly<Record<string, unknown>>;
  }
  export interface Future {
    onReply: (message: KernelMessage) => void;
    readonly done: Promise<unknown>;
    dispose(): void;
  }
  export interface Kernel {
    readonly id: string;
    readonly clientId: string;
    readonly username: string;
    readonly isDisposed: boolean;
    readonly connectionStatus: string;
    readonly info: Promise<{ readonly supported_features?: readonly string[] }>;
    sendControlMessage(message: KernelMessage, expectReply: boolean, disposeOnDone: boolean): Future;
  }
  export const KernelMessage: {
    createMessage(options: {
      readonly msgType: string;
      readonly channel: "control";
      readonly session: string;
      readonly username: string;
      readonly content: object;
    }): KernelMessage;
  };
}

declare module "@jupyterlab/notebook" {
  import type { Kernel } from "@jupyterlab/services";

  interface Signal<T = unknown> {
    connect(seen: (sender: unknown, value: T) => void): void;
  }
  export interface CellModel {
    readonly id: string;
    readonly type: string;
    readonly sharedModel: { readonly notebook: object | null; getSource(): string };
  }
  interface CodeEditor {
    setCursorPosition(place: { readonly line: number; readonly column: number }): void;
    revealPosition(place: { readonly line: number; readonly column: number }): void;
    focus(): void;
  }
  interface NotebookCell {
    readonly model: CellModel;
    readonly ready: Promise<void>;
    readonly editor: CodeEditor | null;
  }
  export interface NotebookPanel {
    readonly isDisposed: boolean;
    readonly disposed: Signal;
    readonly context: { readonly path: string };
    readonly model: {
      readonly sharedModel: object;
      readonly cells: Iterable<CellModel> & { readonly changed: Signal };
    } | null;
    readonly sessionContext: {
      readonly session: { readonly kernel: Kernel | null } | null;
      readonly kernelChanged: Signal;
      readonly statusChanged: Signal<string>;
      readonly connectionStatusChanged: Signal<string>;
    };
    readonly content: {
      readonly widgets: readonly NotebookCell[];
      activeCellIndex: number;
      mode: "command" | "edit";
      scrollToItem(index: number): Promise<void>;
    };
  }
  export interface INotebookTracker {
    readonly activeCell: NotebookCell | null;
    find(isWanted: (panel: NotebookPanel) => boolean): NotebookPanel | undefined;
  }
  export const INotebookTracker: unknown;
}

declare module "@jupyterlab/codemirror" {
  import type { Extension } from "@codemirror/state";
  import type { CellModel } from "@jupyterlab/notebook";

  export interface IEditorExtensionRegistry {
    addExtension(factory: {
      readonly name: string;
      readonly factory: (options: { readonly model?: CellModel }) => unknown;
    }): void;
  }
  export const IEditorExtensionRegistry: unknown;
  export const EditorExtensionRegistry: { createImmutableExtension(extension: Extension): unknown };
}

declare module "@jupyterlab/docmanager" {
  interface FileEditor {
    readonly ready: Promise<void>;
    readonly editor?: {
      setCursorPosition(place: { readonly line: number; readonly column: number }): void;
      revealPosition(place: { readonly line: number; readonly column: number }): void;
      focus(): void;
    };
  }
  export interface IDocumentManager {
    openOrReveal(
      path: string,
    ): { readonly context: { readonly ready: Promise<void> }; readonly content: FileEditor } | undefined;
  }
  export const IDocumentManager: unknown;
}

declare module "@jupyterlab/rendermime" {
  export interface IRenderMimeRegistry {
    createRenderer(type: string): {
      readonly node: HTMLElement;
      renderModel(model: unknown): Promise<void>;
      dispose(): void;
    };
  }
  export const IRenderMimeRegistry: unknown;
  export const MimeModel: new (options: { readonly data: object }) => unknown;
}
