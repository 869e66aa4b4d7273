/** A place in a script, under the name that the script was given. */
export interface ScriptPlace {
  /** The function's; "" where it has none. */
  readonly name: string;
  readonly script: string | undefined;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

/** The place of one call in a stack. */
export const placeOf = (site: NodeJS.CallSite): ScriptPlace => ({
  name: site.getFunctionName() ?? "",
  script: site.getFileName() ?? undefined,
  line: site.getLineNumber() ?? 1,
  column: site.getColumnNumber() ?? 1,
});

/** The places in the text of a stack, for engines that tell no call sites: Node does. */
export const placesIn = (_stack: string): ScriptPlace[] => [];
