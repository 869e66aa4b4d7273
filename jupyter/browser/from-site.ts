// What the kernel takes from its site, and why it may not get it: the network is away, the site was renewed under an open
// page, or a network that wants a sign-in answers every request with a page of its own.

const nameOf = (url: URL) => url.pathname.split("/").at(-1);

/** @throws {Error} if the site does not give the file: says why, and what to do */
async function answer(url: URL): Promise<Response> {
  const file = nameOf(url);
  const response = await fetch(url).catch(() => {
    throw new Error("the site does not answer: is there a network? With one, run the cell again");
  });
  if (!response.ok)
    throw new Error(`the site has no ${file} (${response.status}): if it was renewed, save and reload the page`);
  if (/html/.test(response.headers.get("content-type") ?? ""))
    throw new Error(
      `a page came in the place of ${file}: does the network ask you to sign in? Then run the cell again`,
    );
  return response;
}

/** @throws {Error} if the site does not give the file */
export async function jsonFromSite<T>(url: URL): Promise<T> {
  const response = await answer(url);
  const content = response.json() as Promise<T>;
  return content.catch(() => {
    throw new Error(`${nameOf(url)} came in part, or as something else: run the cell again`);
  });
}

/** Why a script of the site's does not run. @param told  what the browser says, if anything */
export const whyNot = (url: URL, told = "it cannot be loaded"): Promise<string> =>
  answer(url).then(
    () => `${nameOf(url)} does not run: ${told}`,
    ({ message }: Error) => message,
  );

/** What is loaded once for all kernels of the page, and again if that failed. */
export function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
