// What an editor asks about a cell that is being typed. These requests are the kernel's own, and no part of the protocol.
// Our JupyterLab extension takes its types from here.

/** A code cell as it stands on a page. */
export interface PageCell {
  readonly id: string;
  readonly code: string;
}

/** Asks for the errors in cells that are being edited. */
export interface CheckRequest {
  /** The page's code cells in their order, as far as the last wanted one. */
  readonly cells: readonly PageCell[];
  /** The ids of the cells to check. */
  readonly wanted: readonly string[];
}

/** All positions count UTF-16 units. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  /** The number in "TS2322". */
  readonly code: number;
  readonly message: string;
}

export interface CheckReply {
  readonly status: "ok";
  /** By the ids of the cells. */
  readonly problems: Readonly<Record<string, readonly Problem[]>>;
}

/** Asks about the name at a place. */
export interface PlaceRequest {
  readonly cells: readonly PageCell[];
  /** The id of the cell that the place is in. */
  readonly cell: string;
  readonly position: number;
}

export interface HoverReply {
  readonly status: "ok";
  readonly found: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Line and character count from 0. */
export type DeclaredAt = ({ readonly cell: string } | FileOfDeclaration) & {
  readonly line: number;
  readonly character: number;
};

interface FileOfDeclaration {
  /** Leads from the notebook's folder to the file, with "/" between folders. */
  readonly path: string;
}

export interface DefinitionReply {
  readonly status: "ok";
  /** `null` where the name is declared nowhere that could be shown. */
  readonly declared: DeclaredAt | null;
}

/** What each of these requests asks and what answers it, by the type of its message. */
export interface EditorRequests {
  typescript_check_request: [CheckRequest, CheckReply];
  typescript_hover_request: [PlaceRequest, HoverReply];
  typescript_definition_request: [PlaceRequest, DefinitionReply];
}

/**
 * Whether a type of message is one of these requests. No status is published for them: front ends would show a kernel
 * that becomes busy with every key.
 */
export const isQuiet = (type: string): boolean => type.startsWith("typescript_");
