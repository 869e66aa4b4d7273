/** What a page does not have; its error says so. */
export class MissingInBrowser extends Error {
  override readonly name = "MissingInBrowser";
  readonly code = "ERR_MISSING_IN_BROWSER";
}

export const missing = (what: string, advice = ""): MissingInBrowser =>
  new MissingInBrowser(`${what} does not work in the browser edition${advice}`);
