// The compiler keeps a cell's names as members of `$` and its value as `$result.value`. Readers never see these.

/** V8's messages quote the code that runs: `(0 , $.step) is not a function`. The reader wrote `step`. */
export const readerNames = (message: string): string =>
  message
    .replace(/\(0 , \$_*\.([\p{ID_Continue}$]+)\)/gu, "$1")
    .replace(/(?<![\p{ID_Continue}$.])\$_*\.(?=[\p{ID_Start}$_])/gu, "");

/** V8 names a function by what it was assigned to: `$result.value.$.tool.cut`. The reader wrote `tool.cut = …`. */
export const readerFunction = (name: string): string => name.replace(/^(?:\$result_*\.value\.)?(?:\$_*\.)?/, "");
