// What cells mean: the code, then what must come. Nothing here knows how the kernel compiles.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cells hold templates of their own

/** An earlier cell of an entry: its code, or its code and how it fails. */
export type EarlierCell = string | { readonly code: string; readonly fails: string };

/** An entry without `error` runs without one; without `result` its last cell shows nothing. */
export interface Entry {
  /** A claim. */
  readonly title: string;
  readonly cells: readonly EarlierCell[];
  /** The text of the last cell's execute_result. */
  readonly result?: string;
  /** All that the last cell prints. */
  readonly stdout?: string;
  /** A piece of the last cell's `ename: evalue`. */
  readonly error?: string;
}

export interface Group {
  readonly heading: string;
  /** Its entries share a kernel with no other group: their names would be in the way. */
  readonly ownKernel?: true;
  readonly entries: readonly Entry[];
}

// biome-ignore format: a table
const oneTruth: Entry[] = [
  { title: "a function sees what a later cell assigns",
    cells: ["let rate = 0.1; function step() { return rate }", "rate = 0.01; step()"],
    result: "0.01" },
  { title: "a function's own changes and a later cell's are changes of one variable",
    cells: [
      "let count = 0; const increase = () => ++count",
      "increase(); count = 100; increase(); count",
    ], result: "101" },
  { title: "a callback pushes into the list that a later cell put there",
    cells: [
      "let list: number[] = []; const push = (x: number) => list.push(x)",
      "list = []; push(1); list.length",
    ], result: "1" },
  { title: "a running loop sees the flag that a later cell sets",
    cells: [
      "let halt = false, turns = 0;\nconst looping = (async () => {\n" +
        "  while (!halt && turns < 400) { turns++; " +
        "await new Promise((go) => setTimeout(go, 5)) }\n})();",
      "halt = true; await looping; turns < 400",
    ], result: "true" },
  { title: "a timer adds to what a later cell assigned",
    cells: [
      "let ticks = 0, rounds = 0; const ticked = new Promise<void>((go) => {\n" +
        "  const timer = setInterval(() => { if (ticks === 10) ticks++; " +
        "if (ticks === 11 || ++rounds > 200) { clearInterval(timer); go() } }, 5);\n});",
      "ticks = 10; await ticked; ticks",
    ], result: "11" },
  { title: "a function calls the newest definition of another",
    cells: [
      "function base() { return 1 }\nfunction user() { return base() }",
      "function base() { return 2 }",
      "user()",
    ], result: "2" },
  { title: "a function calls a helper that came after it in its cell, and then the helper's newer version",
    cells: [
      "function area(r: number) { return pi() * r }\nfunction pi() { return 3 }",
      "function pi() { return 4 }",
      "area(2)",
    ], result: "8" },
  { title: "a function makes instances of the newest class",
    cells: [
      "class Shape { sides() { return 3 } }\nfunction build() { return new Shape() }",
      "class Shape { sides() { return 4 } }",
      "build().sides()",
    ], result: "4" },
  { title: "a function that was declared before the variable was declared again sees the new one",
    cells: ["let level = 1; const readLevel = () => level", "let level = 2", "readLevel()"],
    result: "2" },
  { title: "a variable declared again with another type is seen as it is now",
    cells: [
      "let mark: unknown = 1; const readMark = () => String(mark)",
      "let mark = 'now'",
      "readMark()",
    ], result: "'now'" },
  { title: "a method sees what a later cell assigns",
    cells: [
      "let unit = 'm'; class Length { constructor(readonly n: number) {} " +
        "text() { return this.n + unit } }\nconst five = new Length(5);",
      "unit = 'km'; five.text()",
    ], result: "'5km'" },
  { title: "a getter, a setter and an object's method share the variable with later cells",
    cells: [
      "let stored = 1; const box = { get value() { return stored }, " +
        "set value(x) { stored = x }, twice() { return 2 * stored } };",
      "stored = 5; const before5 = [box.value, box.twice()]; box.value = 7; " +
        "[...before5, stored]",
    ], result: "[ 5, 10, 7 ]" },
  { title: "a default parameter is worked out at the call, with the variable as it is then",
    cells: [
      "let step0 = 5; const withDefaults = (b = step0, { c = step0 } = {} " +
        "as { c?: number }) => b + c",
      "step0 = 6; withDefaults()",
    ], result: "12" },
  { title: "a template takes the variable as it is when it is read",
    cells: [
      "let who0 = 'a'; const greet = () => `hello ${who0} ${`and ${who0}`}`",
      "who0 = 'b'; greet()",
    ], result: "'hello b and b'" },
  { title: "a computed key takes the variable as it is then",
    cells: [
      "let key0 = 'a'; const keyed = () => ({ [key0]: 1, [`${key0}2`]: 2 })",
      "key0 = 'z'; keyed()",
    ], result: "{ z: 1, z2: 2 }" },
  { title: "fields, static fields, static blocks and computed members read and write the variable",
    cells: [
      "let seen0 = 5;\nclass Parts {\n  x = seen0;\n  static y = seen0;\n" +
        "  static { seen0 = 7 }\n  m(a = seen0) { return a }\n  [`k${seen0}`]() {}\n}\n" +
        "const parts = new Parts();",
      "[parts.x, Parts.y, parts.m(), 'k5' in parts, seen0]",
    ], result: "[ 7, 5, 7, true, 7 ]" },
  { title: "a static block's change is seen by functions of an earlier cell",
    cells: [
      "let blocks = 0; const readBlocks = () => blocks",
      "class Blocking { static { blocks++ } static { blocks++ } }\nreadBlocks()",
    ], result: "2" },
  { title: "a generator that is half-way sees what a later cell assigns",
    cells: [
      "let pace = 1; function* walk() { yield pace; yield pace }\n" +
        "const walking = walk(); walking.next();",
      "pace = 2; walking.next().value",
    ], result: "2" },
  { title: "a variable changed after an await is changed for all",
    cells: [
      "let stage = 'start'; const later = (async () => { await null; stage = 'awaited' })(); " +
        "await later;",
      "stage",
    ], result: "'awaited'" },
  { title: "a cell's own later lines see what its functions changed",
    cells: ["let hits = 0; function hit() { hits++ }\nhit(); hit();\nhits"], result: "2" },
  { title: "a name declared in the cell and used by it in every position is one variable",
    cells: ["let all = 1; { all++ } if (true) all++; for (let k = 0; k < 2; k++) all++; " +
        "const see = () => all; switch (0) { default: all++ }\n" +
        "[all, see(), `${all}`, { all }.all]"], result: "[ 6, 6, '6', 6 ]" },
  { title: "a class's own name inside its body is the class itself, as JavaScript says, also when the name is declared again",
    cells: [
      "class Node0 { v = 1; static make() { return new Node0() } }\nconst oldMake = Node0.make",
      "class Node0 { v = 2; static make() { return new Node0() } }",
      "[oldMake().v, Node0.make().v]",
    ], result: "[ 1, 2 ]" },
  { title: "a function's own name inside its body is the notebook's",
    cells: [
      "function count1(n: number): string { return n > 0 ? count1(n - 1) : 'old' }\n" +
        "const keep1 = count1",
      "function count1(n: number): string { return n > 0 ? count1(n - 1) : 'new' }",
      "[keep1(0), keep1(1)]",
    ], result: "[ 'old', 'new' ]" },
  { title: "two functions of one cell share a variable that neither a later cell nor a loop can split",
    cells: [
      "let shared0 = 0; const up0 = () => { shared0++ }, down0 = () => { shared0-- }",
      "for (let k = 0; k < 5; k++) { up0(); shared0 *= 2; down0() }\nshared0",
    ], result: "31" },
  { title: "an event's listener and an interval see later assignments",
    cells: [
      "import { EventEmitter as Em0 } from 'node:events'; let factor0 = 1; " +
        "const em0 = new Em0(); const heard0: number[] = []; " +
        "em0.on('n', (n: number) => heard0.push(n * factor0))",
      "em0.emit('n', 2); factor0 = 10; em0.emit('n', 2); heard0",
    ], result: "[ 2, 20 ]" },
];

// biome-ignore format: a table
const assigning: Entry[] = [
  { title: "compound assignments change the variable of an earlier cell",
    cells: [
      "let acc = 5; const readAcc = () => acc",
      "acc += 2; acc **= 2; acc -= 9; acc /= 4; acc %= 7; acc <<= 2; acc |= 1; readAcc()",
    ], result: "13" },
  { title: "||=, ??= and &&= assign only when they should",
    cells: [
      "let maybe: string | null = null; const readMaybe = () => maybe",
      "maybe ||= 'a'; maybe ??= 'b'; maybe &&= maybe + 'c'; readMaybe()",
    ], result: "'ac'" },
  { title: "++ and -- before and behind give the values that JavaScript says",
    cells: ["let down = 20; const less = () => --down", "[less(), down--, down, ++down, down++]"],
    result: "[ 19, 19, 18, 19, 19 ]" },
  { title: "an array pattern swaps two variables of an earlier cell",
    cells: [
      "let left = 'l', right = 'r'; const pair = () => left + right",
      "[left, right] = [right, left]; pair()",
    ], result: "'rl'" },
  { title: "a swap in the variables' own cell works too, after a line without a semicolon",
    cells: ["let head = 1, tail = 2\n;[head, tail] = [tail, head]\n" +
        "const both = () => [head, tail]\nboth()"], result: "[ 2, 1 ]" },
  { title: "an object pattern assigns shorthand names",
    cells: ["let p0 = 1, q0 = 2", "({ p0, q0 } = { p0: 7, q0: 8 }); ({ p0, q0 })"],
    result: "{ p0: 7, q0: 8 }" },
  { title: "defaults in assigned patterns hold, nested ones too",
    cells: [
      "let near: any, far: any",
      "({ near = 3, x: { far = 4 } = {} } = {} as any); near + far",
    ], result: "7" },
  { title: "a declared pattern with defaults, renames, rest and computed keys declares all its names",
    cells: [
      "const part = 'e';\nconst { a: first, b: [second = 3, ...others], [part]: fifth, " +
        "...rest } = { a: 1, b: [undefined, 4, 5], e: 6, f: 7 };\n" +
        "const allParts = () => [first, second, others, fifth, rest]",
      "allParts()",
    ], result: "[ 1, 3, [ 4, 5 ], 6, { f: 7 } ]" },
  { title: "an assigned pattern with rest and members assigns each",
    cells: [
      "let one0 = 0, more: number[] = []; const target = { x: 0, y: [0] }",
      "[one0, ...more] = [1, 2, 3]; [target.x, target.y[0]] = [4, 5]; " +
        "[one0, more, target.x, target.y]",
    ], result: "[ 1, [ 2, 3 ], 4, [ 5 ] ]" },
  { title: "for-of over an earlier variable leaves its last value in it",
    cells: [
      "let last = 0; const readLast = () => last",
      "for (last of new Set([4, 5, 6])) {}\nreadLast()",
    ], result: "6" },
  { title: "for-in over an earlier variable leaves the last key in it",
    cells: ["let key = ''; const readKey = () => key", "for (key in { y: 1, z: 2 }) {}\nreadKey()"],
    result: "'z'" },
  { title: "for-of with a pattern assigns earlier variables",
    cells: [
      "let px: any, py: any; const readPoint = () => [px, py]",
      "for ({ px, py = 9 } of [{ px: 1 }] as any[]) {}\nconst point1 = readPoint();\n" +
        "for ([px, py = 8] of [[2]] as any[]) {}\n[point1, readPoint()]",
    ], result: "[ [ 1, 9 ], [ 2, 8 ] ]" },
  { title: "a for loop may count with an earlier variable",
    cells: ["let turn = 0", "for (turn = 0; turn < 3; turn++);\nturn"], result: "3" },
  { title: "the value of an assignment is the value assigned",
    cells: ["let va = 0, vb = 0", "va = vb = 5"], result: "5" },
  { title: "an assignment inside an expression, a condition and an argument assigns",
    cells: ["let ga = 0, gb = 0, gc = 0", "if ((ga = 1)) gb = Math.max((gc = 3), 2); [ga, gb, gc]"],
    result: "[ 1, 3, 3 ]" },
  { title: "delete, typeof and void of a variable's member or the variable work",
    cells: [
      "let bag: Record<string, number> = { q: 1, w: 2 }",
      "delete bag.q; delete bag['none']; [typeof bag, void bag, Object.keys(bag)]",
    ], result: "[ 'object', undefined, [ 'w' ] ]" },
  { title: "typeof a name that is nowhere is checked by TypeScript",
    cells: ["typeof nowhere0"], error: "TS2304: Cannot find name 'nowhere0'" },
  { title: "shorthand properties take the variable as it is",
    cells: [
      "let sx = 1; const snap = () => ({ sx, sy: sx, m(sx: number) { return { sx } } })",
      "sx = 3; [snap().sx, snap().sy, snap().m(9)]",
    ], result: "[ 3, 3, { sx: 9 } ]" },
  { title: "spread of earlier variables works in calls, arrays and objects",
    cells: [
      "const nums = [1, 5, 3], opts = { a: 1 }",
      "[Math.max(...nums), [...nums].length, { ...opts, b: 2 }]",
    ], result: "[ 5, 3, { a: 1, b: 2 } ]" },
  { title: "optional chains on earlier variables work",
    cells: [
      "let deepO: { b?: { c: number } } | undefined; let noFn: (() => number) | undefined",
      "[deepO?.b?.c, noFn?.(), deepO?.['b']]",
    ], result: "[ undefined, undefined, undefined ]" },
  { title: "var in blocks, loops and try belongs to the notebook",
    cells: [
      "for (var vi = 0, vn = 3; vi < vn; vi++) {}\n" +
        "try { var inTry = 't' } finally { var inFinally = 'f' }\nif (true) { var inIf = 1 }\n" +
        "const readVars = () => [vi, vn, inTry, inFinally, inIf];",
      "vi = 50; inFinally = 'F'; readVars()",
    ], result: "[ 50, 3, 't', 'F', 1 ]" },
  { title: "for (var … of …) with a pattern declares for the notebook",
    cells: ["for (var { fa, fb } of [{ fa: 1, fb: 2 }, { fa: 3, fb: 4 }]) {}", "fa + fb"],
    result: "7" },
  { title: "a var without a value keeps the value of an earlier cell, a let without one begins anew",
    cells: [
      "var keptVar: number | undefined = 4; let anew: number | undefined = 4",
      "var keptVar: number | undefined; let anew: number | undefined",
      "[keptVar, anew]",
    ], result: "[ 4, undefined ]" },
  { title: "a var is there before its line, undefined",
    cells: ["const early0 = typeof lateVar; var lateVar: number | undefined = 5; [early0, lateVar]"],
    result: "[ 'undefined', 5 ]" },
  { title: "declarations with annotations, definite assignment and several names",
    cells: [
      "let def!: number; def = 3; let obj0: { a: number } " +
        "= { a: 1 }, arr0: Array<[number, string]> = [], " +
        "fn0: (x: number) => number = (x) => x; const un0: number | undefined = undefined;",
      "[def, obj0, arr0, fn0(2), un0]",
    ], result: "[ 3, { a: 1 }, [], 2, undefined ]" },
];

// biome-ignore format: a table
const shadowing: Entry[] = [
  { title: "a block's let, a parameter and an arrow's parameter hide the notebook's name",
    cells: [
      "let sh = 1",
      "{ let sh = 2; sh++ } const twiceSh = (sh: number) => sh * 2; " +
        "function addSh(sh = 5) { return sh + 1 }\n[sh, twiceSh(10), addSh()]",
    ], result: "[ 1, 20, 6 ]" },
  { title: "a var in a function hides the notebook's name in all of the function",
    cells: [
      "let hv = 1",
      "function hideVar() { if (true) { var hv = 3 } return hv }\nhv = 2; [hv, hideVar()]",
    ], result: "[ 2, 3 ]" },
  { title: "a catch parameter hides it, as a pattern too, and the default in the pattern does not",
    cells: [
      "let ce = 1, cz = 5",
      "let got0: unknown; try { throw 5 } catch (ce) { got0 = ce }\n" +
        "try { throw { m: 7 } } catch ({ m, n = cz }: any) { ce = m + n }\n[got0, ce]",
    ], result: "[ 5, 12 ]" },
  { title: "a label of the same name is a label",
    cells: ["let lab = 5", "lab: for (const a of [1, 2]) { for (;;) { lab++; continue lab } }\nlab"],
    result: "7" },
  { title: "a property, a method and a class member of the same name are their own",
    cells: [
      "let pm = 5",
      "class HasPm { pm = 1; static pm = 2; get() { return this.pm } }\n" +
        "[{ pm: 1 }.pm, { pm() { return 3 } }.pm(), new HasPm().get(), HasPm.pm, pm]",
    ], result: "[ 1, 3, 1, 2, 5 ]" },
  { title: "a class expression's own name holds inside it only",
    cells: [
      "let Own = 5",
      "const Other = class Own { static self() { return Own } };\n" +
        "[Other.self() === Other, Other.name, Own]",
    ], result: "[ true, 'Own', 5 ]" },
  { title: "a named function expression's name holds inside it only",
    cells: [
      "let fact = 5",
      "const f5 = function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) };\n" +
        "[f5(4), f5.name, fact]",
    ], result: "[ 24, 'fact', 5 ]" },
  { title: "an enum's member hides it in the enum's initializers",
    cells: ["let Em = 50; let Eo = 7", "enum Ev { Em = 1, Two = Em + 1 }\n[Ev.Two, Em, Eo]"],
    result: "[ 2, 50, 7 ]" },
  { title: "a namespace's member hides it inside the namespace, exported or not",
    cells: [
      "let nv = 50, nw = 60, nx = 70",
      "namespace Ns { export const nv = 1; const nw = 2; " +
        "export const sum = () => nv + nw + nx }\nnx = 0; [Ns.sum(), nv, nw]",
    ], result: "[ 3, 50, 60 ]" },
  { title: "closures of a for-let loop keep their own counter, the notebook's stays",
    cells: [
      "let i0 = 100",
      "const gets: (() => number)[] = []; for (let i0 = 0; i0 < 3; " +
        "i0++) gets.push(() => i0);\n[gets.map((g) => g()), i0]",
    ], result: "[ [ 0, 1, 2 ], 100 ]" },
  { title: "for-of and for-in with const hide it in the loop only",
    cells: [
      "let lo = 'out'",
      "const inLoop: string[] = []; for (const lo of ['a']) inLoop.push(lo); " +
        "for (const lo in { b: 1 }) inLoop.push(lo);\n[...inLoop, lo]",
    ], result: "[ 'a', 'b', 'out' ]" },
  { title: "a let of a switch hides it in all its cases",
    cells: [
      "let sw = 'out'",
      "let inSwitch = ''; switch (1 as number) { case 0: inSwitch = typeof (() => sw); " +
        "break; case 1: let sw = 'in'; inSwitch = sw }\n[inSwitch, sw]",
    ], result: "[ 'in', 'out' ]" },
  { title: "a function in a block stays in the block",
    cells: [
      "function inBlock() { return 'out' }",
      "let fromBlock; { function inBlock() { return 'in' } fromBlock = inBlock() }\n" +
        "[fromBlock, inBlock()]",
    ], result: "[ 'in', 'out' ]" },
  { title: "a class in a block stays in the block",
    cells: [
      "class Inb { v = 'out' }",
      "let madeInside; { class Inb { v = 'in' } madeInside = new Inb().v }\n" +
        "[madeInside, new Inb().v]",
    ], result: "[ 'in', 'out' ]" },
  { title: "a parameter's default sees the parameter before it, not the notebook's variable",
    cells: ["let pa = 50", "const defaults = (pa: number, pb = pa) => pb; defaults(1)"],
    result: "1" },
  { title: "patterns as parameters hide their names, their defaults and keys see the notebook's",
    cells: [
      "let da = 50, db = 60; const dk = 'x'",
      "const taken = ({ da, z = db, [dk]: dx }: any, [db2 = da, ...more2]: number[]) => [da, " +
        "z, dx, db2, more2]; taken({ da: 1, x: 2 }, [])",
    ], result: "[ 1, 60, 2, 1, [] ]" },
  { title: "a type parameter and a type of the same name leave the value alone",
    cells: ["let Tv = 5", "function same<Tv>(x: Tv): Tv { return x }\n[same(1), Tv]"],
    result: "[ 1, 5 ]" },
  { title: "a static block's variables are its own",
    cells: [
      "let sb = 5",
      "class WithBlock { static v: number; static { let sb = 1; var sc = 2; " +
        "WithBlock.v = sb + sc } }\n[WithBlock.v, sb]",
    ], result: "[ 3, 5 ]" },
  { title: "a function's name is not hidden by its parameter elsewhere",
    cells: ["function par(par: number) { return par + 1 }", "par(par(1))"], result: "3" },
  { title: "arguments in a function are the call's",
    cells: ["function count0(..._: unknown[]) { return arguments.length }", "count0(1, 2, 3)"],
    result: "3" },
  { title: "a using in a block hides it",
    cells: [
      "let un = 'out'",
      "let inUsing; { using un = { [Symbol.dispose]() {}, v: 'in' }; inUsing = un.v }\n" +
        "[inUsing, un]",
    ], result: "[ 'in', 'out' ]" },
  { title: "a var of a function's body does not hide the name in its parameters' defaults",
    cells: [
      "let bodyVar = 1",
      "function ofDefault(a = bodyVar) { var bodyVar = 5; return [a, bodyVar] }\nofDefault()",
    ], result: "[ 1, 5 ]" },
  { title: "a function in a block of a function stays in the block",
    cells: [
      "function inInner() { return 'out' }",
      "function outer2() { { function inInner() { return 'in' } inInner() } " +
        "return inInner() }\nouter2()",
    ], result: "'out'" },
  { title: "a method of the same name is not what its body calls",
    cells: [
      "function measure() { return 'notebook' }",
      "const ruler = { measure() { return measure() } }; " +
        "class Ruler { measure() { return measure() } static measure = () => measure() }\n" +
        "[ruler.measure(), new Ruler().measure(), Ruler.measure()]",
    ], result: "[ 'notebook', 'notebook', 'notebook' ]" },
  { title: "a member of a namespace's first part hides it in the second part",
    cells: [
      "let partly = 50",
      "namespace Parted { export const partly = 1 } " +
        "namespace Parted { export const next = partly + 1 }\n[Parted.next, partly]",
    ], result: "[ 2, 50 ]" },
  { title: "a member of an enum's first part hides it in the second part",
    cells: [
      "let EnumPart = 50",
      "enum Parts2 { EnumPart = 1 } enum Parts2 { Next = EnumPart + 1 }\n" +
        "[Parts2.Next, EnumPart]",
    ], result: "[ 2, 50 ]" },
  { title: "for-of with a pattern in a function hides its names, its defaults see the notebook's",
    cells: [
      "let fo1 = 50, fo2 = 60",
      "(() => { const got: number[] = []; " +
        "for (const { fo1, z = fo2 } of [{ fo1: 1 }] as { fo1: number; " +
        "z?: number }[]) got.push(fo1, z); return [...got, fo1] })()",
    ], result: "[ 1, 60, 50 ]" },
  { title: "super in an object's method and a prototype of the notebook",
    cells: [
      "const parent0 = { hello() { return 'parent' } }",
      "const child0 = { __proto__: parent0, " +
        "hello(): string { return 'child of ' + super.hello() } };\nchild0.hello()",
    ], result: "'child of parent'" },
];

// biome-ignore format: a table
const semicolons: Entry[] = [
  { title: "a declaration without a semicolon ends before a line that begins with a word",
    cells: ["let s1 = 1\nlet [s2, s3] = [2, 3]\nlet { s4 } = { s4: 4 }\nconst sf = () => s1\nsf()\n" +
        "let s5 = 5\n;[s1, s2, s3, s4, s5]"], result: "[ 1, 2, 3, 4, 5 ]" },
  { title: "calls on lines of their own, without semicolons, stay calls",
    cells: ["let calls0 = 0\nfunction call0() { calls0++ }\ncall0()\ncalls0\ncall0()\ncalls0"],
    result: "2" },
  { title: "an expression statement before a call without a semicolon stays apart from it",
    cells: ["let ap = 1; function apart() { ap++ }", "ap\napart()\nap++\napart()\nap"],
    result: "4" },
  { title: "a line that begins with ( continues the line before, as JavaScript says",
    cells: ["const mul = (a: number) => (b: number) => a * b\nconst cont = mul\n(2)\n(3)\ncont"],
    result: "6" },
  { title: "a line that begins with [ or ` continues the line before, as JavaScript says",
    cells: ["const row0 = [7, 8]\nconst item0 = row0\n[1]\n" +
        "const tag0 = (s: TemplateStringsArray) => s[0]\nconst tagged = tag0\n`t`\nvoid 0\n" +
        ";[item0, tagged]"], result: "[ 8, 't' ]" },
  { title: "a line that begins with +, -, / or a dot continues the line before",
    cells: ["let ten = 10, four = 4, g1 = 2\nconst sum0 = ten\n+ four\nconst diff0 = ten\n- four\n" +
        "const quot0 = ten\n/ four / g1\nconst text0 = ten\n.toFixed(1)\n" +
        ";[sum0, diff0, quot0, text0]"], result: "[ 14, 6, 1.25, '10.0' ]" },
  { title: "++ on the next line belongs to what follows",
    cells: ["let pa0 = 1, pb0 = 1\npa0\n++\npb0\n;[pa0, pb0]"], result: "[ 1, 2 ]" },
  { title: "return, break and throw end at their line's end",
    cells: ["function nothing0(): unknown {\n  return\n  ;[1]\n}\nlet brk = 0\nfor (;;) {\n" +
        "  brk++\n  break\n}\n[nothing0(), brk]"], result: "[ undefined, 1 ]" },
  { title: "if, else, while and do without braces hold one call each",
    cells: [
      "let br = ''; function a0() { br += 'a' } function b0() { br += 'b' }",
      "if (br) a0(); else b0()\nif (br) a0()\nelse b0()\nwhile (br.length < 4) b0()\n" +
        "do a0(); while (br.length < 6)\nfor (const _ of [1]) b0()\nbr",
    ], result: "'babbaab'" },
  { title: "if and else without braces may assign and destructure",
    cells: ["let ia: number, ib = 0; if (true) ia = 1; else ia = 2\nif (ia > 1) [ia, ib] = [5, 5]\n" +
        "else ({ ia, ib } = { ia: 3, ib: 4 })\n;[ia, ib]"], result: "[ 3, 4 ]" },
  { title: "a function, a class and an enum need no semicolon before the next line's bracket",
    cells: ["function decl0() {}\n[1].length\nclass Decl0 {}\n;[2].length\nenum Decl1 { A }\n(3)"],
    result: "3" },
  { title: "a line comment at the end of a declaration hides nothing",
    cells: ["let c1 = 1 // one\nlet c2 = 2 /* two */ // really\nconst c3 = c1 + c2 // three\n" +
        "c3 // the sum"], result: "3" },
  { title: "comments and line breaks inside a declaration are no obstacle",
    cells: [
      "let /* a */ w1 /* b */ : /* c */ number /* d */ = /* e */ 1 /* f */, // g\n  w2\n" +
        "  // h\n  = 2;\nconst\n  { x: w3, // i\n    y: w4 } = { x: 3, y: 4 };",
      "[w1, w2, w3, w4]",
    ], result: "[ 1, 2, 3, 4 ]" },
  { title: "empty statements do nothing",
    cells: [";;; let es = 1;; for (;;) break;;\nes"], result: "1" },
  { title: "Windows' line ends, old Macs' and U+2028 are line ends",
    cells: ["let crlf = 1\r\nlet cr = 2\rlet ls = 3\u2028;[crlf, cr, ls]"], result: "[ 1, 2, 3 ]" },
  { title: "text that looks like code stays text",
    cells: ["let tl = 5; [`import x from \"y\"; tl = 6`, 'export {}; " +
        "await tl', /tl = [/*]7/.source, tl]"],
    result: `[ 'import x from "y"; tl = 6', 'export {}; await tl', 'tl = [/*]7', 5 ]` },
  { title: "a block after a line without a semicolon is a block",
    cells: ["let blk = 1\nconst blk2 = blk\n{ blk++ }\nblk\n{ let blk = 5; blk++ }\n;[blk, blk2]"],
    result: "[ 2, 1 ]" },
];

// biome-ignore format: a table
const names: Entry[] = [
  { title: "exports, module and require may be declared",
    cells: [
      "const module = 'm'; let exports = 'e'; function require() { return module }",
      "exports += '!'; exports + require()",
    ], result: "'e!m'" },
  { title: "$ and _ are names like any other",
    cells: [
      "let $ = 2, _ = 3, $$ = 4; const dollar = ($: number) => $ + _",
      "$ += 8; [dollar(1), $, $$]",
    ], result: "[ 4, 10, 4 ]" },
  { title: "names that a compiler may have made up are free",
    cells: [
      "let tsLastExpr = 1, __result = 2, $result = 3, $import = 4, $meta = 5, __type_a = 6, " +
        "__filename = 7, scope = 8, result = 9",
      "[tsLastExpr, __result, $result, $import, $meta, __type_a, __filename, scope, result]",
    ], result: "[\n  1, 2, 3, 4, 5,\n  6, 7, 8, 9\n]" },
  { title: "__esModule and default-like names are free",
    cells: [
      "const __esModule = true, async = 1, of = 2, get = 3, set = 4, type = 5, from = 6, " +
        "as = 7, using = 8, accessor = 9",
      "[__esModule, async + of + get + set + type + from + as + using + accessor]",
    ], result: "[ true, 45 ]" },
  { title: "contextual keywords as names assign and call",
    cells: [
      "let declare = 1, namespace = 2, abstract = 3; function of2() { return declare }\n" +
        "declare\nnamespace\nabstract = 5",
      "declare = 4\nof2() + abstract",
    ], result: "9" },
  { title: "a variable named __proto__ holds its value",
    cells: [
      "let __proto__: unknown = 5; const readProto = () => __proto__",
      "__proto__ = { a: 1 }; readProto()",
    ], result: "{ a: 1 }" },
  { title: "names of Object.prototype are not there until declared",
    cells: [
      "var constructor: any, hasOwnProperty: any; let toString = 'ts', valueOf = 1",
      "[constructor, hasOwnProperty, toString, valueOf]",
    ], result: "[ undefined, undefined, 'ts', 1 ]" },
  { title: "name, event, status, length, top, self and parent are names like any other",
    cells: [
      "const name = 'n', event = 'e', status = 1, length = 2, top = 3, parent = 4; let self = 5",
      "self++; [name, event, status, length, top, parent, self]",
    ], result: "[\n  'n', 'e', 1, 2,\n  3,   4,   6\n]" },
  { title: "letters of all scripts and escapes make names",
    cells: [
      "const π = 3, größe = 2, 数 = 1, ñandú = 4; let \\u0061bc = 5, 𝒳 = 6",
      "abc += π; [π + größe + 数 + ñandú, abc, 𝒳, { 数 }]",
    ], result: "[ 10, 8, 6, { '数': 1 } ]" },
  { title: "a reader's Promise, Symbol, Array or Object is used by the reader's code only",
    cells: [
      "class Promise { v = 1 } const Symbol = (s: string) => s; " +
        "function Array() { return 'array' }",
      "[new Promise().v, Symbol('s'), Array()]",
    ], result: "[ 1, 's', 'array' ]" },
  { title: "a reader's Object does not break what the kernel does",
    cells: [
      "const Object = { keys: () => 'mine' }",
      "class After { a = 1; static b = 2 } enum AfterE { A } " +
        "const { a: afterA, ...afterRest } = { a: 1, b: 2 };\n" +
        "[Object.keys(), new After().a, AfterE.A, afterRest.b]",
    ], result: "[ 'mine', 1, 0, 2 ]" },
  { title: "globals may be shadowed by a declaration: fetch, process, console, globalThis' others",
    cells: [
      "const fetch = (u: string) => 'got ' + u; let process = 'p'; class URL { own = true }; " +
        "const Buffer = 1",
      "[fetch('x'), process, new URL().own, Buffer]",
    ], result: "[ 'got x', 'p', true, 1 ]" },
  { title: "a reader's console is used",
    cells: [
      "const shown: unknown[] = []; const console = { log(...a: unknown[]) { " +
        "shown.push(...a) } }",
      "console.log(1); shown",
    ], result: "[ 1 ]" },
  { title: "a variable that holds NaN's name or eval's is refused",
    cells: ["const eval = 1"], error: "TS1215" },
  { title: "await and yield are no names", cells: ["let await = 1"], error: "TS1262" },
  { title: "globalThis holds what is put there, not the notebook's variables",
    cells: [
      "let notGlobal = 1; (globalThis as any).putThere = 2",
      "[typeof (globalThis as any).notGlobal, (globalThis as any).putThere]",
    ], result: "[ 'undefined', 2 ]" },
  { title: "a declaration hides a global, and the global stays as it was",
    cells: [
      "const structuredClone = () => 'mine'",
      "[structuredClone(), typeof globalThis.structuredClone({})]",
    ], result: "[ 'mine', 'object' ]" },
  { title: "contextual keywords as shorthand properties and members",
    cells: [
      "const get = 1, set = 2, async = 3, of = 4, type = 5",
      "class Words { static static = 1; get = get; async() { return async } }\n" +
        "[{ get, set, async, of, type }, new Words().get, new Words().async(), Words.static]",
    ], result: "[ { get: 1, set: 2, async: 3, of: 4, type: 5 }, 1, 3, 1 ]" },
];

// biome-ignore format: a table
const redeclaring: Entry[] = [
  { title: "twice in one cell is an error for let",
    cells: ["let tw = 1; let tw = 2"],
    error: "TS2451: Cannot redeclare block-scoped variable 'tw'" },
  { title: "twice in one cell is an error for a class and a let",
    cells: ["class Tc {} let Tc = 1"], error: "TS2300: Duplicate identifier 'Tc'" },
  { title: "var twice in one cell is one variable",
    cells: ["var tv = 1; var tv = tv + 1; tv"], result: "2" },
  { title: "a const declared again takes its new value for all who read it",
    cells: ["const kc = 1; const readKc = () => kc", "const kc = 2", "readKc()"], result: "2" },
  { title: "a const is not assigned by a later cell",
    cells: [
      "const fixed = 1",
      { code: "fixed = 2", fails: "TS2588: Cannot assign to 'fixed' because it is a constant" },
      "fixed",
    ], result: "1" },
  { title: "a function and a class are not assigned by a later cell",
    cells: ["function fixedF() {} class FixedC {}", "fixedF = () => {}"],
    error: "Cannot assign to 'fixedF' because it is" },
  { title: "a class declared again makes no instances of the old one",
    cells: [
      "class Re { a = 1 } const oldRe = new Re()",
      "class Re { b = 2 }",
      "[(oldRe as object) instanceof Re, new Re()]",
    ], result: "[ false, Re { b: 2 } ]" },
  { title: "an enum declared again is replaced, not merged",
    cells: ["enum Rx { A }", "enum Rx { B }", "Object.keys(Rx)"], result: "[ '0', 'B' ]" },
  { title: "a namespace declared again is replaced, not merged",
    cells: [
      "namespace Rn { export const a = 1 }",
      "namespace Rn { export const b = 2 }",
      "Object.keys(Rn)",
    ], result: "[ 'b' ]" },
  { title: "an interface declared again is replaced, not merged",
    cells: [
      "interface Ri { x: number }",
      "interface Ri { y: number }",
      "const ri: Ri = { y: 3 }; ri.y",
    ], result: "3" },
  { title: "a type declared again is the new one",
    cells: ["type Rt = string", "type Rt = number", "const rt: Rt = 'a'"],
    error: "TS2322: Type 'string' is not assignable to type 'number'" },
  { title: "an imported name may be declared, and a declared one imported",
    cells: [
      "import { join as rj } from 'node:path'",
      "const rj = 5",
      "const was = rj; rj",
      "import { sep as rj } from 'node:path'",
      "[was, rj]",
    ], result: "[ 5, '/' ]" },
  { title: "a variable may take its own earlier value when it is declared again",
    cells: ["let own0 = 1", "let before0 = own0", "let own0 = before0 + 1; own0"], result: "2" },
  { title: "a declaration that uses its own earlier value is an error: it is the new one that is named",
    cells: ["let selfish = 1", "let selfish = selfish + 1"], error: "TS2448" },
  { title: "a function declared again may be called by the old one's callers with its new parameters",
    cells: [
      "function grow(a: number) { return a }\nconst useGrow = () => grow(1)",
      "function grow(a: number, b = 10) { return a + b }",
      "[useGrow(), grow(1, 2)]",
    ], result: "[ 11, 3 ]" },
  { title: "the same cell run again is no error",
    cells: [
      "let again = 1; const againC = 2; " +
        "function againF() { return again } class AgainK {} enum AgainE { A } " +
        "interface AgainI { a: 1 }",
      "let again = 1; const againC = 2; " +
        "function againF() { return again } class AgainK {} enum AgainE { A } " +
        "interface AgainI { a: 1 }",
      "again + againC + againF() + AgainE.A",
    ], result: "4" },
];

// biome-ignore format: a table
const hoisting: Entry[] = [
  { title: "a function is called before its line",
    cells: ["const ho = hoisted(); function hoisted() { return 4 }\nho"], result: "4" },
  { title: "a function after a throw is there in the next cell",
    cells: [
      { code: "throw new Error('first'); function afterThrow() { return 5 }",
        fails: "Error: first" },
      "afterThrow()",
    ], result: "5" },
  { title: "functions of a cell call each other in any order",
    cells: ["function even(n: number): boolean { return n === 0 || odd(n - 1) }\n" +
        "const ev6 = even(6)\nfunction odd(n: number): boolean { return n !== 0 && even(n - 1) " +
        "}\n[ev6, odd(4)]"], result: "[ true, false ]" },
  { title: "of two functions of one name in a cell TypeScript speaks",
    cells: ["function dup() { return 1 } function dup() { return 2 }"],
    error: "TS2393: Duplicate function implementation" },
  { title: "a let before its line is an error",
    cells: ["tooEarly; let tooEarly = 1"],
    error: "TS2448: Block-scoped variable 'tooEarly' used before its declaration" },
  { title: "a class and an enum before their line are errors",
    cells: [
      { code: "new TooEarly(); class TooEarly {}",
        fails: "TS2449: Class 'TooEarly' used before its declaration" },
      "TooE.A; enum TooE { A }",
    ], error: "TS2450: Enum 'TooE' used before its declaration" },
  { title: "a function may use a let that comes later, once that is reached",
    cells: ["function usesLate() { return late0 }\nlet late0 = 3\nusesLate()"], result: "3" },
  { title: "a hoisted function replaces an earlier cell's at once",
    cells: [
      "function swapF() { return 'old' }",
      "const at1 = swapF(); function swapF() { return 'new' }\nat1",
    ], result: "'new'" },
  { title: "a variable that holds a function and a function of that name follow the cells' order",
    cells: [
      "var vf: () => string = () => 'variable'",
      "function vf() { return 'function' }",
      "const nowF = vf()",
      "let vf = () => 'let'",
      "[nowF, vf()]",
    ], result: "[ 'function', 'let' ]" },
  { title: "an async function and a generator are hoisted",
    cells: ["const hg = [...hoistedG()], ha = await hoistedA(); " +
        "function* hoistedG() { yield 1 } async function hoistedA() { return 2 }\n[hg, ha]"],
    result: "[ [ 1 ], 2 ]" },
];

// biome-ignore format: a table
const calling: Entry[] = [
  { title: "a function called by its name has no this, in its cell and in later ones",
    cells: [
      "function whose(this: any, ..._: unknown[]) { return this }\nconst inOwn = whose();",
      "[inOwn, whose(), (whose)(), whose!(), whose?.(), whose`a`, " +
        "(whose as any)()].map(String).join()",
    ], result: "'undefined,undefined,undefined,undefined,undefined,undefined,undefined'" },
  { title: "a function called inside a call, a template, an array and a default has no this",
    cells: [
      "function whose2(this: any) { return typeof this }",
      "const viaDefault = (a = whose2()) => a; " +
        "[[whose2()][0], `${whose2()}`, String(whose2()), viaDefault(), { a: whose2() }.a]",
    ], result: "[ 'undefined', 'undefined', 'undefined', 'undefined', 'undefined' ]" },
  { title: "a method keeps its this, and a function put on an object gets it",
    cells: [
      "function getN(this: { n: number }) { return this.n }\n" +
        "const holder = { n: 5, getN, own() { return this.n } };",
      "[holder.getN(), holder.own(), getN.call({ n: 6 }), getN.bind({ n: 7 })()]",
    ], result: "[ 5, 5, 6, 7 ]" },
  { title: "this at the top of a cell is undefined, in an arrow too",
    cells: ["const topThis = (() => this)(); [typeof this, topThis]"],
    result: "[ 'undefined', undefined ]" },
  { title: "new works with a class of an earlier cell, with and without parentheses, and by a function's result",
    cells: [
      "class Made { constructor(readonly n = 1) {} } function pick() { return Made } " +
        "const space = { Made }",
      "[new Made(2).n, (new Made).n, new (pick())(3).n, new space.Made(4).n, " +
        "new (class extends Made {})(5).n]",
    ], result: "[ 2, 1, 3, 4, 5 ]" },
  { title: "new.target is known",
    cells: [
      "function Ctor(this: any) { return { target: new.target === Ctor } }",
      "new (Ctor as any)()",
    ], result: "{ target: true }" },
  { title: "an imported function is called without this",
    cells: [
      "import { inspect as see0 } from 'node:util'",
      "[see0(1), see0?.(2), (see0)(3), [1].map((x) => see0(x))]",
    ], result: "[ '1', '2', '3', [ '1' ] ]" },
  { title: "async calls, awaits and yields of notebook functions",
    cells: [
      "async function soon<T>(x: T) { return x }\nfunction* two() { yield* [1, 2] }",
      "[await soon(1), ...two(), (await Promise.all([soon(2), soon(3)])).length, " +
        "await (await soon(soon))(4)]",
    ], result: "[ 1, 1, 2, 2, 4 ]" },
  { title: "a generic call with type arguments",
    cells: [
      "function wrap<T>(x: T) { return [x] } const wrapA = <T,>(x: T) => ({ x })",
      "[wrap<number>(1), wrapA<string>('a'), wrap<Map<string, number[]>>(new Map())]",
    ], result: "[ [ 1 ], { x: 'a' }, [ Map(0) {} ] ]" },
  { title: "an instantiation expression keeps the function",
    cells: ["function same1<T>(x: T) { return x }", "const same2 = same1<number>; same2(5)"],
    result: "5" },
  { title: "assertion forms around a callee and a target",
    cells: [
      "let anyF: unknown = (a: number) => a + 1; let asT = 1",
      "(asT as any) = 3; (<any>asT) = (asT as number) + 1; asT!; " +
        "[(anyF as (a: number) => number)(1), (<any>anyF)(2), asT satisfies number]",
    ], result: "[ 2, 3, 4 ]" },
];

// biome-ignore format: a table
const namesOfFunctions: Entry[] = [
  { title: "functions and classes that are given to a const have its name",
    cells: ["const na = () => 1, nb = function () {}, nc = class {}, " +
        "nd = (() => 1) as () => number, ne = async () => {}, nf = function* () {};\n" +
        "[na, nb, nc, nd, ne, nf].map((f) => f.name)"],
    result: "[ 'na', 'nb', 'nc', 'nd', 'ne', 'nf' ]" },
  { title: "and keep it in later cells",
    cells: [
      "const laterName = () => 1; let laterClass = class {};",
      "[laterName.name, laterClass.name, String(laterClass).startsWith('class')]",
    ], result: "[ 'laterName', 'laterClass', true ]" },
  { title: "assigned ones have the variable's name",
    cells: [
      "let as1: any, as2: any, as3: any = 1, as4: any",
      "as1 = () => 1; as2 ??= class {}; as3 &&= function () {}; as4 ||= () => {}; " +
        "[as1.name, as2.name, as3.name, as4.name]",
    ], result: "[ 'as1', 'as2', 'as3', 'as4' ]" },
  { title: "defaults in patterns give the name",
    cells: ["const { dn = () => 1, o: { en = class {} } = {} as any } = {} " +
        "as any, [fn1 = () => {}] = [] as any[]; let gn: any, hn: any; " +
        "({ gn = () => 1, h: hn = () => 2 } = {} as any);\n" +
        "[dn.name, en.name, fn1.name, gn.name, hn.name]"],
    result: "[ 'dn', 'en', 'fn1', 'gn', 'hn' ]" },
  { title: "declared functions and classes have theirs",
    cells: [
      "function fnn() {} class Cnn {} async function ann() {} enum Enn { A }",
      "[fnn.name, Cnn.name, ann.name, Enn.A]",
    ], result: "[ 'fnn', 'Cnn', 'ann', 0 ]" },
  { title: "a function that has a name keeps it",
    cells: ["const outer1 = function inner1() {}, Outer2 = class Inner2 {}; " +
        "const alias1 = outer1;\n[outer1.name, Outer2.name, alias1.name]"],
    result: "[ 'inner1', 'Inner2', 'inner1' ]" },
  { title: "an error's stack names the function",
    cells: [
      "const thrower0 = () => { throw new Error('x') }",
      "let line0 = ''; try { thrower0() } " +
        "catch (e) { line0 = (e as Error).stack!.split('\\n')[1]! }\nline0.includes('thrower0')",
    ], result: "true" },
  { title: "a class made by a notebook function shows its name in results",
    cells: ["class Point0 { constructor(readonly x: number) {} }", "new Point0(1)"],
    result: "Point0 { x: 1 }" },
];

// biome-ignore format: a table
const loopsAndAwait: Entry[] = [
  { title: "generators yield, return and delegate",
    cells: [
      "function* gen0(): Generator<number, string, number> { const got = yield 1; " +
        "yield* [got, 3]; return 'end' }\nconst g0 = gen0();",
      "[g0.next(), g0.next(2), g0.next(), g0.next()].map((r) => r.value)",
    ], result: "[ 1, 2, 3, 'end' ]" },
  { title: "a notebook variable may be a generator's state",
    cells: [
      "let from0 = 1; function* ids() { for (;;) yield from0++ }\nconst id = ids();",
      "id.next(); from0 = 10; [id.next().value, from0]",
    ], result: "[ 10, 11 ]" },
  { title: "async generators and for await at the top",
    cells: [
      "async function* slow0() { for (const k of [1, 2, 3]) { await null; yield k } }",
      "let total0 = 0; for await (const k of slow0()) total0 += k;\ntotal0",
    ], result: "6" },
  { title: "for await assigns an earlier variable",
    cells: [
      "let got1 = 0; const readGot1 = () => got1",
      "for await (got1 of [Promise.resolve(4), 5]) {}\nreadGot1()",
    ], result: "5" },
  { title: "labelled loops break and continue",
    cells: ["let path0 = ''\nouter0: for (let a = 0; a < 3; a++) {\n" +
        "  for (let b = 0; b < 3; b++) {\n    if (b === 1) continue outer0\n" +
        "    if (a === 2) break outer0\n    path0 += `${a}${b} `\n  }\n}\n" +
        "block0: { path0 += 'in'; break block0; }\npath0"], result: "'00 10 in'" },
  { title: "await before a parenthesis, a bracket, a template, a sign",
    cells: ["[await (Promise.resolve(1)), await [2], await `3`, await -4, await +'5', " +
        "await /6/.source]"], result: "[ 1, [ 2 ], '3', -4, 5, '6' ]" },
  { title: "await ( alone in the cell", cells: ["await (Promise.resolve(5))"], result: "5" },
  { title: "await [ alone in the cell", cells: ["await [5]"], result: "[ 5 ]" },
  { title: "await ` alone in the cell", cells: ["await `5`"], result: "'5'" },
  { title: "await - alone in the cell", cells: ["await -5"], result: "-5" },
  { title: "await of an async arrow that is called at once",
    cells: ["await (async () => { await null; return 5 })()"], result: "5" },
  { title: "a member of an awaited value in parentheses",
    cells: ["(await (await Promise.resolve({ json: async () => [7] })).json())[0]"], result: "7" },
  { title: "await in conditions, loops, switches, defaults, templates and throws",
    cells: ["const one1 = Promise.resolve(1); let log1 = ''\nif (await one1) log1 += 'if '\n" +
        "while (await one1) { log1 += 'while '; break }\n" +
        "for (let k = await one1; k < (await one1) + 1; k += await one1) log1 += 'for '\n" +
        "switch (await one1) { case await one1: log1 += 'case ' }\n" +
        "const { z1 = await one1, [`k${await one1}`]: z2 = 2 } = {} as any\n" +
        "try { throw await one1 } catch (e) { log1 += `${e} ${await one1}` }\n[log1, z1, z2]"],
    result: "[ 'if while for case 1 1', 1, 2 ]" },
  { title: "await in a class heritage, a computed member, a static key and a decorator's neighbourhood",
    cells: ["class Aw extends (await Promise.resolve(class { base = 1 })) { [await 'k']() { return " +
        "2 } }\n[new Aw(), (new Aw() as any).k()]"], result: "[ Aw { base: 1 }, 2 ]" },
  { title: "await in declarations of every kind",
    cells: [
      "const ca = await 1, [cb] = await [2], { cc } = await { cc: 3 }; let cd = await 4; " +
        "var ce2 = await 5;",
      "[ca, cb, cc, cd, ce2]",
    ], result: "[ 1, 2, 3, 4, 5 ]" },
  { title: "await in an arrow that is not async is an error",
    cells: ["const noAsync = () => await 1"], error: "TS1308" },
  { title: "a name that ends in await awaits nothing",
    cells: ["const myawait = 1, o_ = { await: 2 }; [myawait, o_.await]"], result: "[ 1, 2 ]" },
  { title: "a promise as the result is shown, not awaited",
    cells: ["Promise.resolve(5)"], result: "Promise { 5 }" },
  { title: "an awaited rejection is the cell's error",
    cells: ["await Promise.reject(new RangeError('refused'))"], error: "RangeError: refused" },
  { title: "sparse, awaited and thenable values",
    cells: ["[await { then(f: (v: number) => void) { f(8) } " +
        "}, await undefined, await Promise.allSettled([1])]"],
    result: "[ 8, undefined, [ { status: 'fulfilled', value: 1 } ] ]" },
  { title: "cells run in order although the first awaits",
    cells: [
      "let order0 = ''; await new Promise((go) => setTimeout(go, 20)); order0 += 'a'",
      "order0 += 'b'",
    ], result: "'ab'" },
  { title: "names in braces at a cell's end are an object",
    cells: ["let ob1 = 1, ob2 = 2", "ob1++\n{ ob1, ob2 }"], result: "{ ob1: 2, ob2: 2 }" },
  { title: "one property in braces at a cell's end is an object",
    cells: ["{ loss: [1, 2] }"], result: "{ loss: [ 1, 2 ] }" },
  { title: "a block at a cell's end that does something is a block",
    cells: ["let ob3 = 1; { ob3++; }", "{ ob3 = 7 }", "ob3"], result: "7" },
  { title: "clearing no timer is no error",
    cells: ["clearTimeout(null as any); clearInterval(undefined); clearImmediate(null as any); " +
        "clearTimeout(5 as any)"] },
  { title: "fetch works in its first cell",
    cells: ["import { createServer as cs0 } from 'node:http'; " +
        "import type { AddressInfo as Ai0 } from 'node:net'\n" +
        `const server0 = cs0((_, r) => r.end('{"a":1}')); ` +
        "await new Promise<void>((go) => server0.listen(0, '127.0.0.1', go))\n" +
        "const answer0 = await (await fetch(`http://127.0.0.1:${(server0.address() as " +
        "Ai0).port}`)).json(); server0.closeAllConnections(); server0.close()\nanswer0"],
    result: "{ a: 1 }" },
  { title: "do-while, comma and nested loops without braces assign the notebook's variables",
    cells: [
      "let dw = 0, dx = 0",
      "do dw++\nwhile (dw < 3)\nfor (let a = 0; a < 2; a++) for (let b = 0; b < 2; " +
        "b++) dx++, dw += 10\n;[dw, dx]",
    ], result: "[ 43, 4 ]" },
];

// biome-ignore format: a table
const newSyntax: Entry[] = [
  { title: "using in a block disposes at its end, in reverse",
    cells: [
      "let gone = ''; const res = (n: string) => ({ n, [Symbol.dispose]() { gone += n } })",
      "{ using ra = res('a'), rb = res('b'); gone += ra.n + rb.n + '|' }\ngone",
    ], result: "'ab|ba'" },
  { title: "using at the top disposes at the cell's end, and its name stays",
    cells: [
      "const log2: string[] = []; using r2 = { v: 1, " +
        "[Symbol.dispose]() { log2.push('gone') } }; log2.push('in')",
      "[r2.v, log2]",
    ], result: "[ 1, [ 'in', 'gone' ] ]" },
  { title: "await using waits for the disposal",
    cells: ["const log3: string[] = []; { await using r3 = { async [Symbol.asyncDispose]() { await " +
        "null; log3.push('gone') } }; log3.push(typeof r3) }\nlog3"],
    result: "[ 'object', 'gone' ]" },
  { title: "await using at the top",
    cells: [
      "const log4: string[] = []; await using r4 = { async [Symbol.asyncDispose]() { await " +
        "null; log4.push('gone') } }; log4.push('in')",
      "log4",
    ], result: "[ 'in', 'gone' ]" },
  { title: "using in a function and in a loop",
    cells: [
      "let open0 = 0, most = 0; const opened = () => { open0++; " +
        "return { [Symbol.dispose]() { open0-- } } }\n" +
        "function useIt() { using r = opened(); most = Math.max(most, open0); return r }",
      "for (using r of [opened(), opened()]) useIt();\n[open0, most]",
    ], result: "[ 0, 3 ]" },
  { title: "a disposal that throws is the cell's error",
    cells: ["{ using bad = { [Symbol.dispose]() { throw new Error('disposing') } }; void bad }"],
    error: "Error: disposing" },
  { title: "standard decorators of methods, fields, accessors and classes run in order",
    cells: [
      "const log5: string[] = []; function dec(n: string) { return (_v: unknown, " +
        "c: DecoratorContext) => { log5.push(`${n} ${c.kind} ${String(c.name)}`) } }\n" +
        "@dec('c') class Dec5 { @dec('m') m() {} @dec('f') f = 1; @dec('a') accessor a = 2; " +
        "@dec('s') static s = 3 }",
      "[new Dec5().a, log5.join(', ')]",
    ], result: "[ 2, 'm method m, a accessor a, s field s, f field f, c class Dec5' ]" },
  { title: "a method's decorator of an earlier cell replaces the method, with its type",
    cells: [
      "function twice<T>(method: (this: T) => number, " +
        "_context: ClassMethodDecoratorContext<T, " +
        "(this: T) => number>) { return function (this: T) { return 2 * method.call(this) } }",
      "class Six { n = 6; @twice get6() { return this.n } }\nnew Six().get6()",
    ], result: "12" },
  { title: "a decorator's factory is called without this",
    cells: [
      "function factory(this: any) { const t = typeof this; " +
        "return (_v: unknown, _c: ClassMethodDecoratorContext) => { factoryThis = t } } " +
        "let factoryThis = ''",
      "class Fac { @factory() m() {} }\nfactoryThis",
    ], result: "'undefined'" },
  { title: "accessor fields have a getter and a setter",
    cells: [
      "class Acc { accessor x = 1; static accessor y = 2 }",
      "const acc0 = new Acc(); acc0.x++; Acc.y++; [acc0.x, Acc.y, Object.keys(acc0)]",
    ], result: "[ 2, 3, [] ]" },
  { title: "satisfies, const type parameters and tuples with some names",
    cells: [
      "const sat = { a: 1 } satisfies Record<string, number>; " +
        "function tup<const T>(x: T) { return x } type Mixed = [a: string, number]; " +
        "const mx: Mixed = ['m', 1];",
      "const t12: readonly [1, 2] = tup([1, 2]); [sat.a, t12, mx]",
    ], result: "[ 1, [ 1, 2 ], [ 'm', 1 ] ]" },
  { title: "numeric separators, big integers, ** and optional catch",
    cells: ["let big0 = 10n ** 20n; let sep0 = 1_000; try { throw 1 } catch { sep0++ }\n" +
        "[big0, sep0, 2 ** -1]"], result: "[ 100000000000000000000n, 1001, 0.5 ]" },
  { title: "regular expressions with v, d and named groups",
    cells: ["[/[\\p{L}--[a-z]]/v.test('A'), /(?<y>\\d+)/d.exec('a12')!.groups!.y]"],
    result: "[ true, '12' ]" },
  { title: "private names, static private methods and `in`",
    cells: [
      "class Priv { #n = 1; static #made = 0; static make() { Priv.#made++; " +
        "return new Priv() } static count() { return Priv.#made } " +
        "static is(o: object) { return #n in o } plus(o: Priv) { return this.#n + o.#n } }",
      "[Priv.make().plus(Priv.make()), Priv.count(), Priv.is({}), Priv.is(new Priv())]",
    ], result: "[ 2, 2, false, true ]" },
  { title: "getters and setters of unrelated types",
    cells: [
      "class Un { #v = 0; get v(): number { return this.#v } " +
        "set v(x: string) { this.#v = x.length } }",
      "const un1 = new Un(); un1.v = 'abc'; un1.v",
    ], result: "3" },
  { title: "a function that returns undefined by its type",
    cells: ["function und(): undefined {}\nund() === undefined"], result: "true" },
  { title: "NoInfer, Awaited and other newer utility types",
    cells: [
      "function pick2<C extends string>(all: C[], one: NoInfer<C>) { return all.indexOf(one) }",
      "const aw2: Awaited<Promise<number>> = 1; pick2(['a', 'b'], 'b') + aw2",
    ], result: "2" },
  { title: "NoInfer refuses what it should",
    cells: [
      "function pick3<C extends string>(all: C[], one: NoInfer<C>) { return all.indexOf(one) }",
      "pick3(['a', 'b'], 'c')",
    ], error: "TS2345" },
  { title: "logical assignment, private methods and class fields with arrow functions",
    cells: [
      "class Fld { n = 1; inc = () => { this.n ||= 5; this.n += 1; return this.#twice() }; " +
        "#twice() { return this.n * 2 } }",
      "const { inc } = new Fld(); [inc(), inc()]",
    ], result: "[ 4, 6 ]" },
  { title: "JSX is an error where the project asks for none",
    cells: ["const jsx = <div>hello</div>"], error: "CompileError" },
  { title: "a class decorator's class takes the place of the class",
    cells: [
      "function extended(C: any, _c: ClassDecoratorContext): any { return class extends C { " +
        "extra = 2 } }",
      "@extended class Rep0 { own = 1 }\nconst rep0 = new Rep0() as any",
      "[rep0.extra, (new Rep0() as any).extra, new Rep0().own]",
    ], result: "[ 2, 2, 1 ]" },
  { title: "decorators stand before or after export",
    cells: [
      "let marks = ''; function mark(n: string) { return (_v: unknown, " +
        "_c: ClassDecoratorContext) => { marks += n } }",
      "@mark('a') export class Ma0 {}\nexport @mark('b') class Mb0 {}",
      "[marks, Ma0.name, Mb0.name]",
    ], result: "[ 'ab', 'Ma0', 'Mb0' ]" },
  { title: "a decorator reads the notebook's variables when it runs, its function when it is called",
    cells: [
      "let plus0 = 1; const add0 = (m: (n: number) => number, " +
        "_c: ClassMethodDecoratorContext) => (n: number) => m(n) + plus0",
      "class Add0 { @add0 m(n: number) { return n } }\nplus0 = 10; new Add0().m(1)",
    ], result: "11" },
];

// biome-ignore format: a table
const exporting: Entry[] = [
  { title: "export before a declaration changes nothing",
    cells: [
      "export const xa = 1; export let xb = 2, xc = 3; export var xv = 4; " +
        "export function xf() { return xa }\n" +
        "export class Xk {} export enum Xe { A } export namespace Xn { export const n = 5 }\n" +
        "export interface Xi { a: 1 } export type Xt = string; " +
        "export async function xg() {} export abstract class Xl {} export const enum Xo { A = 6 }",
      "xb++; const xi: Xi = { a: 1 }; const xt: Xt = 't'; " +
        "[xa, xb, xc, xv, xf(), typeof Xk, Xe.A, Xn.n, xi.a, xt, Xo.A].join()",
    ], result: "'1,3,3,4,1,function,0,5,1,t,6'" },
  { title: "export of a pattern declares its names",
    cells: ["export const { x: xp, ...xr } = { x: 1, y: 2 }, [xq] = [3]", "[xp, xr, xq]"],
    result: "[ 1, { y: 2 }, 3 ]" },
  { title: "export lists change nothing, with as and type too",
    cells: [
      "const el = 1; type Et = string; export { el, el as elsewhere, type Et }; " +
        "export type { Et as Eu }",
      "const et: Et = 'a'; [el, et]",
    ], result: "[ 1, 'a' ]" },
  { title: "a name that an export list only makes is not there",
    cells: ["const ea = 1; export { ea as eb }", "eb"], error: "TS2304: Cannot find name 'eb'" },
  { title: "export default keeps the name of a function and of a class",
    cells: [
      "export default function xdf() { return 1 }",
      "export default class Xdk { v = 2 }",
      "[xdf(), new Xdk().v]",
    ], result: "[ 1, 2 ]" },
  { title: "export default without a name runs",
    cells: [
      "export default function () { return 1 }\nexport const beside = 2",
      "export default () => 3",
      "beside",
    ], result: "2" },
  { title: "export default runs its expression",
    cells: ["let ran = 0; export default ran++;\nran"], result: "1" },
  { title: "export default of an object is one, also before other lines",
    cells: ["export default { a: 1, b: 2 }\n'behind'"], result: "'behind'" },
  { title: "export default of a class without a name may be abstract, and decorated",
    cells: [
      "const seen0: unknown[] = []; function see0(_: unknown, { kind }: ClassDecoratorContext) " +
        "{ seen0.push(kind) }\n@see0 export default class { a = 1 }",
      "export default abstract class {}\nseen0",
    ], result: "[ 'class' ]" },
  { title: "export from a module runs and declares nothing",
    cells: [
      "export { sep as xsep } from 'node:path'; export * from 'node:util'; " +
        "export * as xns from 'node:os'; export type { Stats } from 'node:fs'",
      "xsep",
    ], error: "TS2304: Cannot find name 'xsep'" },
  { title: "export = is refused, as in a module",
    cells: ["const ee = 1; export = ee"], error: "CompileError" },
  { title: "export {} alone is an empty cell", cells: ["export {}"] },
  { title: "declare global types a global for later cells",
    cells: [
      "declare global { var made0: number }\nglobalThis.made0 = 4;",
      "made0 += 1; globalThis.made0",
    ], result: "5" },
  { title: "declare global may extend an interface",
    cells: [
      "declare global { interface Array<T> { second0(): T | undefined } }\n" +
        "Array.prototype.second0 = function () { return this[1] };",
      "[7, 8].second0()",
    ], result: "8" },
  { title: "declare module extends a module's types for later cells",
    cells: [
      "declare module 'node:fs' { interface Extra0 { v: number } }",
      "import type { Extra0 } from 'node:fs'\nconst ex0: Extra0 = { v: 5 }; ex0.v",
    ], result: "5" },
  { title: "declare const, function, class, enum and namespace make nothing at run time",
    cells: [
      "declare const ghost0: number; declare function ghost1(): void; " +
        "declare class Ghost2 { a: number } declare namespace Ghost3 { const b: number }",
      "[typeof ghost0, typeof ghost1, typeof Ghost2, typeof Ghost3]",
    ], result: "[ 'undefined', 'undefined', 'undefined', 'undefined' ]" },
  { title: "a declare gives a type to a global that was made elsewhere",
    cells: [
      "(globalThis as any).ghost7 = 7; declare const ghost7: number;\nconst ghost8 = ghost7 + 1",
      "[ghost7, ghost8]",
    ], result: "[ 7, 8 ]" },
  { title: "what is only declared is not there when it is used",
    cells: ["declare const ghost9: number", "ghost9 + 1"],
    error: "ReferenceError: ghost9 is not defined" },
  { title: "a declare beside real declarations leaves them alone",
    cells: ["declare let ghost4: number; let real0 = 1; declare function ghost5(): void\nreal0"],
    result: "1" },
];

// biome-ignore format: a table
const enumsAndClasses: Entry[] = [
  { title: "enums count, compute, name backwards and use each other",
    cells: [
      "enum Color { Red, Green = Red + 5, Blue = Color.Green + 1, Text = 'text' }\n" +
        "enum Mask { A = 1 << 0, B = 1 << 1, Both = A | B, Len = 'abc'.length }",
      "[Color.Red, Color[5], Color.Blue, Color.Text, Mask.Both, Mask.Len, Mask[3]]",
    ], result: "[ 0, 'Green', 6, 'text', 3, 3, 'Len' ]" },
  { title: "an enum's initializer may use a variable and an enum of earlier cells",
    cells: [
      "const base0 = 10; enum Before0 { A = 3 }",
      "enum After0 { A = Before0.A + 1, B = base0 as number }",
      "[After0.A, After0.B]",
    ], result: "[ 4, 10 ]" },
  { title: "const enums work in their cell and later, as values in expressions and as types",
    cells: [
      "const enum Sizes { Small = 7, Large = Small * 2, Name = 'n' }\nconst sm = Sizes.Small",
      "const lg: Sizes = Sizes.Large; [sm, lg, Sizes.Name, Sizes['Small']]",
    ], result: "[ 7, 14, 'n', 7 ]" },
  { title: "an enum is checked in later cells",
    cells: ["enum Checked { A }", "Checked.B"],
    error: "TS2339: Property 'B' does not exist on type 'typeof Checked'" },
  { title: "enum members that are strings are types",
    cells: [
      "enum Mood { Good = 'good', Bad = 'bad' }",
      "function moodOf(m: Mood.Good | Mood.Bad) { switch (m) { case Mood.Good: return 1; " +
        "case Mood.Bad: return 2 } }\nmoodOf(Mood.Bad)",
    ], result: "2" },
  { title: "namespaces hold values, functions, types, classes, enums and namespaces",
    cells: [
      "namespace Deep { export const v = 1; " +
        "export function f() { return v + hidden } const hidden = 1; export type T = string; " +
        "export class K { n = v } export enum E { A = 4 } " +
        "export namespace In { export const w = 3; export interface I { a: number } } }\n" +
        "namespace Dot.Ted { export const c = 4 }",
      "const dt: Deep.T = 't', di: Deep.In.I = { a: 5 }; " +
        "[Deep.f(), Deep.In.w, new Deep.K().n, Deep.E.A, dt, di.a, Dot.Ted.c].join()",
    ], result: "'2,3,1,4,t,5,4'" },
  { title: "a namespace's exported let is one variable for all",
    cells: [
      "namespace Live { export let n = 0; export function inc() { n++ } }",
      "Live.inc(); Live.n += 10; Live.inc(); Live.n",
    ], result: "12" },
  { title: "namespaces, enums and interfaces merge inside one cell",
    cells: [
      "namespace Mg { export const a = 1 } namespace Mg { export const b = a + 1 } " +
        "enum Me { A = 1 } enum Me { B = 2 } interface Mi { a: number } " +
        "interface Mi { b: number }",
      "const mi: Mi = { a: 1, b: 2 }; [Mg.a, Mg.b, Me.A, Me.B, mi]",
    ], result: "[ 1, 2, 1, 2, { a: 1, b: 2 } ]" },
  { title: "a function, a class and an enum merge with a namespace in one cell",
    cells: [
      "function fm() { return 1 } namespace fm { export const extra = 2 } " +
        "class Cm { own = 3 } namespace Cm { export const more = 4; " +
        "export interface I { z: 1 } } enum Om { A } " +
        "namespace Om { export function text(o: Om) { return Om[o] } }",
      "const cm: Cm.I = { z: 1 }; [fm(), fm.extra, new Cm().own, Cm.more, Om.text(Om.A), cm.z]",
    ], result: "[ 1, 2, 3, 4, 'A', 1 ]" },
  { title: "a class and an interface of one name merge in one cell",
    cells: [
      "interface Both0 { added?: number } class Both0 { own = 1 }",
      "const bo = new Both0(); bo.added = 2; bo",
    ], result: "Both0 { own: 1, added: 2 }" },
  { title: "a namespace with types only is a name for types",
    cells: [
      "namespace OnlyT { export type X = 1; export interface Y { x: X } }",
      "let ot: OnlyT.Y = { x: 1 }; ot.x",
    ], result: "1" },
  { title: "an alias of a namespace's member is a value and a type",
    cells: [
      "namespace Al { export class K { v = 1 } export const n = 2 }\n" +
        "import Ak = Al.K; import an = Al.n;",
      "const ak: Ak = new Ak(); [ak.v, an]",
    ], result: "[ 1, 2 ]" },
  { title: "a namespace uses variables of the notebook, as they are now",
    cells: [
      "let nsv = 1; namespace Uses { export const read = () => nsv; export const first = nsv }",
      "nsv = 2; [Uses.read(), Uses.first]",
    ], result: "[ 2, 1 ]" },
  { title: "an abstract class is extended by a later cell, and not made",
    cells: [
      "abstract class Figure0 { constructor(protected n: number) {} abstract area(): number; " +
        "twice() { return 2 * this.area() } }",
      "class Square0 extends Figure0 { override area() { return this.n ** 2 } }",
      "new Square0(3).twice()",
    ], result: "18" },
  { title: "an abstract class cannot be made in a later cell",
    cells: ["abstract class Abs0 {}", "new Abs0()"],
    error: "TS2511: Cannot create an instance of an abstract class" },
  { title: "parameter properties, overrides, super and statics across cells",
    cells: [
      "class Par0 { static made = 0; constructor(public a: number, " +
        "private readonly b = 2) { Par0.made++ } sum() { return this.a + this.b } " +
        "static of(n: number) { return new this(n) } }",
      "class Chi0 extends Par0 { override sum() { return super.sum() * 10 } " +
        "static override of(n: number) { return super.of(n + 1) } }",
      "[new Chi0(1).sum(), Chi0.of(1).sum(), Par0.made, Chi0.made]",
    ], result: "[ 30, 40, 2, 2 ]" },
  { title: "a static counter is changed from later cells",
    cells: [
      "class Stat0 { static n = 1; static inc() { return ++Stat0.n } }",
      "Stat0.n += 10; Stat0.inc(); Stat0.n",
    ], result: "12" },
  { title: "classes are made by functions, mixed in and extended",
    cells: [
      "type New0 = new (...a: any[]) => object; " +
        "function mixed<B extends New0>(B: B) { return class extends B { private tag = 1; " +
        "get tagged() { return this.tag } } }\nclass Plain0 { p = 2 }",
      "class Mixed0 extends mixed(Plain0) { q = 3 }\n" +
        "const mx0 = new Mixed0(); [mx0.tagged, mx0.p, mx0.q]",
    ], result: "[ 1, 2, 3 ]" },
  { title: "instanceof, Symbol.iterator, toString and JSON of a class hold in later cells",
    cells: [
      "class Ran0 { *[Symbol.iterator]() { yield* [1, 2] } toString() { return 'ran' } " +
        "toJSON() { return 'json' } static [Symbol.hasInstance](x: unknown) { return x === 5 } }",
      "[...new Ran0(), `${new Ran0()}`, JSON.stringify(new Ran0()), " +
        "(5 as unknown) instanceof Ran0]",
    ], result: `[ 1, 2, 'ran', '"json"', true ]` },
  { title: "an alias of a member of an earlier cell's namespace",
    cells: [
      "namespace Far0 { export class K { v = 1 } export namespace In { export const w = 2; " +
        "export type T = string } }",
      "import Fk = Far0.K; import Fin = Far0.In; const ft: Fin.T = 't'; " +
        "const fk: Fk = new Fk(); [fk.v, Fin.w, ft]",
    ], result: "[ 1, 2, 't' ]" },
  { title: "a class extends a generic class and implements an interface of earlier cells",
    cells: [
      "interface Named0 { name(): string } " +
        "class Base0<T> { constructor(protected readonly value: T) {} " +
        "get(): T { return this.value } }",
      "class Derived0<T extends object> extends Base0<T> implements Named0 { name() { return " +
        "typeof this.value } static of<U extends object>(u: U) { return new Derived0<U>(u) } }",
      "const derived0: Named0 & Base0<{ a: number }> = Derived0.of({ a: 1 }); " +
        "[derived0.name(), derived0.get().a]",
    ], result: "[ 'object', 1 ]" },
  { title: "fields with and without values are there as TypeScript says, declared ones are not",
    cells: [
      "class Fields0 { declare a: number; b!: number; c?: number; readonly d = 1; " +
        "static readonly e = 2; protected f = 3; ['g'] = 4 }",
      "[Object.keys(new Fields0()).join(), Fields0.e]",
    ], result: "[ 'b,c,d,f,g', 2 ]" },
  { title: "index signatures, optional methods, overloaded methods and constructors leave no trace",
    cells: [
      "class Over0 { [key: string]: unknown; constructor(a: string); constructor(a: number); " +
        "constructor(readonly a: any) {} m(x: string): string; m(x: number): number; " +
        "m(x: any) { return x } opt?(): void }",
      "const over0 = new Over0(1); [over0.m('a'), over0.m(2), Object.keys(over0).join()]",
    ], result: "[ 'a', 2, 'a' ]" },
];

// biome-ignore format: a table
const types: Entry[] = [
  { title: "an interface, a type and a generic type are used by later cells",
    cells: [
      "interface P1 { x: number } type Pair1<A, B = A> = [A, B]; type Tree1 = { l?: Tree1; " +
        "v: number }",
      "const p1: P1 = { x: 3 }, pr1: Pair1<string> = ['a', 'b'], tr1: Tree1 = { v: 1, " +
        "l: { v: 2 } }; [p1.x, pr1, tr1.l?.v]",
    ], result: "[ 3, [ 'a', 'b' ], 2 ]" },
  { title: "a later cell's misuse of an earlier type is an error",
    cells: [
      "type Gen1<T> = { v: T }; function mk1<T>(v: T): Gen1<T> { return { v } }",
      { code: "const g1: Gen1<number> = mk1('a')", fails: "TS2322" },
      "const g2: Gen1<string> = mk1('a'); g2.v",
    ], result: "'a'" },
  { title: "conditional, mapped, template and inferred types hold",
    cells: [
      "type El<T> = T extends readonly (infer U)[] ? U : never; " +
        "type Opt<T> = { [K in keyof T]?: T[K] }; " +
        "type Ev<K extends string> = `on${Capitalize<K>}`; const list1 = [1, 'a'] as const;",
      "const el1: El<typeof list1> = 'a', op1: Opt<{ a: number }> = {}, " +
        "ev1: Ev<'click'> = 'onClick'; [el1, op1, ev1]",
    ], result: "[ 'a', {}, 'onClick' ]" },
  { title: "overloads hold in later cells",
    cells: [
      "function over(a: string): string; function over(a: number): number; " +
        "function over(a: any) { return a }",
      { code: "over(true)", fails: "TS2769: No overload matches this call" },
      "const o1: string = over('a'), o2: number = over(1); o1 + o2",
    ], result: "'a1'" },
  { title: "a class's private members stay private, and one type",
    cells: [
      "class Pr1<T> { private s = 1; constructor(readonly v: T) {} " +
        "eq(o: Pr1<T>) { return o.s === this.s } }",
      { code: "new Pr1(1).s",
        fails: "TS2341: Property 's' is private and only accessible within class 'Pr1<T>'" },
      "const pr2: Pr1<number> = new Pr1(2); pr2.eq(new Pr1(3))",
    ], result: "true" },
  { title: "a class expression and a function's local types need no names",
    cells: [
      "const Kx = class { private x = 1; get() { return this.x } }; " +
        "function local1() { enum L { P = 8 } interface I { e: L } " +
        "class K implements I { e = L.P } return new K() }",
      "[new Kx().get(), local1().e as number]",
    ], result: "[ 1, 8 ]" },
  { title: "a unique symbol is a key in later cells",
    cells: [
      "const key1: unique symbol = Symbol('k'); " +
        "interface Keyed1 { [key1]: number } const sy1 = Symbol('s'); const ob1 = { [sy1]: 4 }",
      "const kd1: Keyed1 = { [key1]: 1 }; [kd1[key1], ob1[sy1]]",
    ], result: "[ 1, 4 ]" },
  { title: "as const stays constant",
    cells: [
      "const roles = ['admin', 'user'] as const; type Role = (typeof roles)[number]",
      { code: "const r1: Role = 'guest'",
        fails: `TS2322: Type '"guest"' is not assignable to type '"admin" | "user"'` },
      "const r2: Role = roles[1]; r2",
    ], result: "'user'" },
  { title: "literal types of const and wider types of let go on",
    cells: [
      "const lit1 = 'a'; let wide1 = 'a'",
      { code: "const onlyA: 'a' = wide1", fails: "TS2322" },
      "const onlyA1: 'a' = lit1; onlyA1",
    ], result: "'a'" },
  { title: "assertion functions and type guards narrow in later cells",
    cells: [
      "function isText(x: unknown): x is string { return typeof x === 'string' } " +
        "function mustBe(x: unknown): asserts x is string { if (!isText(x)) throw new " +
        "TypeError('no text') } let unk1: unknown = 'abc'; " +
        "const mustC: (x: unknown) => asserts x = (x) => { if (!x) throw 1 }",
      "mustBe(unk1); const len1 = unk1.length; mustC(len1 > 2); " +
        "isText(unk1) ? unk1.toUpperCase() : 0",
    ], result: "'ABC'" },
  { title: "a union is not narrowed for later cells by what was assigned",
    cells: [
      "let un1: number | string = 1",
      "if (typeof un1 === 'number') un1 = 'x' + un1.toFixed(1)\n" +
        "un1 = un1 as string; un1.toUpperCase()",
    ], result: "'X1.0'" },
  { title: "a list that is empty at first is a list of anything",
    cells: [
      "let any1 = []; any1.push(1); const any2: number[] = []",
      "any2.push(5); [any1.length, any2]",
    ], result: "[ 1, [ 5 ] ]" },
  { title: "types are strict: null, implicit any, unknown in catch, this",
    cells: [
      { code: "let n1: number = null",
        fails: "TS2322: Type 'null' is not assignable to type 'number'" },
      { code: "const ia1 = (a) => a", fails: "TS7006: Parameter 'a' implicitly has an 'any' type" },
      { code: "try { throw 1 } catch (e) { e.message }",
        fails: "TS18046: 'e' is of type 'unknown'" },
      { code: "[1].find((x) => x > 1).toFixed()", fails: "TS2532: Object is possibly 'undefined'" },
      "class Np { x: number }",
    ], error: "TS2564: Property 'x' has no initializer" },
  { title: "as strict as this project: exact optional properties, override, fallthrough",
    cells: [
      { code: "const eo: { a?: number } = { a: undefined }", fails: "TS2375" },
      { code: "class Ov1 { m() {} } class Ov2 extends Ov1 { m() {} }", fails: "TS4114" },
      "const ft = (n: number) => { switch (n) { case 1: n++; case 2: n-- } return n }",
    ], error: "TS7029" },
  { title: "what is not used is no error",
    cells: ["import { sep as unusedSep } from 'node:path'; let unused1 = 1; " +
        "function unused2(a: number, b: number) { const c = 1; return a } type Unused3 = 1; " +
        "class Unused4 { #u = 1 }"] },
  { title: "types need no `type` to be imported or exported",
    cells: [
      "import { Stats as St1, existsSync as ex1 } from 'node:fs'; type Ex1 = string; " +
        "export { Ex1 }",
      "let st1: St1 | undefined; [st1, ex1('/')]",
    ], result: "[ undefined, true ]" },
  { title: "a value and a type of one name, declared in one cell, are both there later",
    cells: [
      "type Id1 = string & { id?: true }; const Id1 = (s: string): Id1 => s as Id1; " +
        "interface Fn1 { a: number } function Fn1(): Fn1 { return { a: 1 } }",
      "const id1: Id1 = Id1('x'), fo1: Fn1 = Fn1(); [id1, fo1]",
    ], result: "[ 'x', { a: 1 } ]" },
  { title: "a function keeps the types of its time",
    cells: [
      "let tm1 = 1; const getTm1 = () => tm1",
      "let tm1 = 's'",
      "const tn1: number = getTm1(); typeof tn1",
    ], result: "'string'" },
  { title: "a declaration with another type is the new type",
    cells: [
      "let ty1 = [1]",
      "let ty1 = new Map([[1, 2]])",
      { code: "ty1.push(1)", fails: "TS2339" },
      "ty1.size",
    ], result: "1" },
  { title: "an interface that becomes a const, and a let that becomes a class",
    cells: [
      "interface Kd1 { a: 1 } let kd2 = 1",
      "const Kd1 = 5; class kd2 { v = 6 }",
      "[Kd1, new kd2().v]",
    ], result: "[ 5, 6 ]" },
  { title: "a value that becomes a type is a value no more",
    cells: [
      "let Vt1 = 1",
      "interface Vt1 { a: number }",
      { code: "const vt1: Vt1 = { a: 'x' }", fails: "TS2322" },
      "Vt1 + 1",
    ], error: "TS2693: 'Vt1' only refers to a type, but is being used as a value here" },
  { title: "a type is not a value",
    cells: ["interface NoV { a: 1 }", "new NoV()"], error: "TS2693" },
  { title: "imported types are used by later cells",
    cells: [
      "import type { Stats as S2 } from 'node:fs'; " +
        "import { type Dirent as D2, statSync as stat2 } from 'node:fs'; " +
        "import type * as Os2 from 'node:os'",
      "const s2: S2 = stat2('/'); let d2: D2 | undefined, c2: Os2.CpuInfo | undefined; " +
        "[s2.isDirectory(), d2, c2]",
    ], result: "[ true, undefined, undefined ]" },
  { title: "a type of an import() and typeof import() hold",
    cells: [
      "type Ps1 = typeof import('node:path'); type St3 = import('node:fs').Stats; " +
        "let st3: St3 | undefined; const pj1: Ps1['join'] = (...a) => a.join('/')",
      "pj1('a', 'b')",
    ], result: "'a/b'" },
  { title: "values of Node's modules keep types that have no name",
    cells: [
      "const fs3 = await import('node:fs'); const http3 = await import('node:http'); " +
        "const util3 = await import('node:util')",
      "const big3 = fs3.statSync('/', { bigint: true }); " +
        "[typeof big3.size, http3.METHODS.includes('GET'), util3.format('%d', 1)]",
    ], result: "[ 'bigint', true, '1' ]" },
  { title: "inference through generics of earlier cells",
    cells: [
      "function map1<T, U>(xs: readonly T[], f: (x: T, " +
        "k: number) => U): U[] { return xs.map(f) }\n" +
        "class Stack1<T> { #all: T[] = []; push(x: T) { this.#all.push(x); " +
        "return this } pop() { return this.#all.pop() } }",
      { code: "new Stack1<number>().push('a')", fails: "TS2345" },
      "map1([1, 2], (x) => new Stack1<string>().push(`${x}`).pop()?.length)",
    ], result: "[ 1, 1 ]" },
  { title: "WebAssembly has types",
    cells: [
      "const wasm = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])); " +
        "const inst = await WebAssembly.instantiate(wasm, {});",
      "[wasm instanceof WebAssembly.Module, WebAssembly.validate(new Uint8Array(1)), " +
        "Object.keys(inst.exports)]",
    ], result: "[ true, false, [] ]" },
  { title: "Node's globals have types and are there",
    cells: ["const ab = new AbortController(), url = new URL('http://a/b'), " +
        "enc = new TextEncoder(); [ab.signal.aborted, url.pathname, enc.encode('a').length, " +
        "typeof fetch, typeof performance.now(), typeof setImmediate, typeof crypto.randomUUID()]"],
    result: "[ false, '/b', 1, 'function', 'number', 'function', 'string' ]" },
  { title: "the browser's document is not there",
    cells: ["document.title"], error: "there is no document" },
  { title: "@ts-expect-error, @ts-ignore and @ts-nocheck do what they say",
    cells: [
      "// @ts-expect-error: on purpose\nlet ex1: number = 'a'\n// @ts-ignore\n" +
        "const ig1: number = ex1.nothing",
      { code: "// @ts-expect-error\nconst fine1 = 1",
        fails: "TS2578: Unused '@ts-expect-error' directive" },
      "// @ts-nocheck\nconst nc1: number = 'b'; [ex1, nc1]",
    ], result: "[ 'a', 'b' ]" },
];

// biome-ignore format: a table
const importing: Entry[] = [
  { title: "all forms of import give their values",
    cells: [
      "import fs1, { existsSync as exi, type Stats as Sti } from 'node:fs'; " +
        "import * as path1 from 'node:path'; import os1 from 'node:os'; import 'node:util'; " +
        "import { default as url1 } from 'node:url'; import { 'sep' as sep1 } from 'node:path'",
      "[typeof fs1.readFileSync, exi('/'), path1.join('a', 'b'), typeof os1.cpus, " +
        "typeof url1.parse, sep1]",
    ], result: "[ 'function', true, 'a/b', 'function', 'function', '/' ]" },
  { title: "an import is there before its line",
    cells: ["const joined = pj('a', 'b'); import { join as pj } from 'node:path'\njoined"],
    result: "'a/b'" },
  { title: "an import in a later line of the cell is found by its functions",
    cells: ["const useSep = () => sepI; import { sep as sepI } from 'node:path'", "useSep()"],
    result: "'/'" },
  { title: "an imported name is shadowed like any other",
    cells: [
      "import { sep as si } from 'node:path'",
      "const inner0 = ((si: number) => si + 1)(1); { const si = 5; void si }\n" +
        "[inner0, si, { si }]",
    ], result: "[ 2, '/', { si: '/' } ]" },
  { title: "an imported name is not assigned",
    cells: ["import { sep as sa } from 'node:path'; sa = 'x'"],
    error: "TS2632: Cannot assign to 'sa' because it is an import" },
  { title: "an import of a built-in without node: works",
    cells: ["import { basename as bn } from 'path'; bn('/a/b')"], result: "'b'" },
  { title: "import() gives the module, with a literal and with a variable",
    cells: ["const which1: string = 'node:path'; " +
        "const viaV = await import(which1), viaL = await import('node:path'); " +
        "[viaV.sep, viaL.sep, viaV.default === viaL.default, (await import(`${which1}`)).sep]"],
    result: "[ '/', '/', true, '/' ]" },
  { title: "import() in a function, a callback and a later cell",
    cells: [
      "const load1 = (m: string) => import(m); " +
        "async function load2() { const { sep } = await import('node:path'); return sep }",
      "[(await load1('node:path')).sep, await load2(), " +
        "...(await Promise.all(['node:os'].map((m) => import(m)))).map((m) => typeof m.cpus)]",
    ], result: "[ '/', '/', 'function' ]" },
  { title: "import() of what is not there can be caught",
    cells: ["let caught1 = ''; try { await import('no-such-package-0' as string) } " +
        "catch (e) { caught1 = (e as NodeJS.ErrnoException).code! }\ncaught1"],
    result: "'ERR_MODULE_NOT_FOUND'" },
  { title: "import x = require() gives the module",
    cells: ["import util1 = require('node:util')", "util1.format('%s', 1)"], result: "'1'" },
  { title: "require gives the module",
    cells: ["const path2 = require('node:path') as typeof import('node:path'); " +
        "const { EOL } = require('os'); [path2.sep, EOL, typeof require.resolve]"],
    result: "[ '/', '\\n', 'function' ]" },
  { title: "import type leaves nothing at run time",
    cells: [
      "import type { Stats as Sn } from 'node:fs'; import type Ev0 from 'node:events'",
      "new Ev0()",
    ],
    error: "TS1361: 'Ev0' cannot be used as a value because it was imported using 'import type'" },
  { title: "an import that is used by a later cell only is there",
    cells: ["import { posix as px1 } from 'node:path'", "px1.sep"], result: "'/'" },
  { title: "a package is imported by its name",
    cells: [
      "import { version as ev0 } from 'esbuild'; import * as esb0 from 'esbuild'",
      "const fromPackage: string = ev0; [typeof fromPackage, esb0.version === ev0]",
    ], result: "[ 'string', true ]" },
  { title: "an import that fails leaves the kernel as it was",
    cells: [
      "let safe0 = 1",
      { code: "import { x } from 'no-such-package-1'; safe0 = 2",
        fails: "Cannot find module 'no-such-package-1'" },
      { code: "import { nothing } from 'node:path'", fails: "has no exported member 'nothing'" },
      "safe0",
    ], result: "1" },
  { title: "import inside a block or a function is an error",
    cells: [
      { code: "{ import { sep } from 'node:path' }", fails: "TS1232" },
      "function f() { export const a = 1 }",
    ], error: "TS1184" },
  { title: "import.meta tells where the notebook is",
    cells: ["[typeof import.meta.url, import.meta.url.startsWith('file:///'), " +
        "typeof import.meta.dirname, import.meta.resolve('node:fs')]"],
    result: "[ 'string', true, 'string', 'node:fs' ]" },
  { title: "import.meta is usable in functions and later",
    cells: ["const where1 = () => import.meta.url", "where1() === import.meta.url"],
    result: "true" },
];

// biome-ignore format: a table
const results: Entry[] = [
  { title: "an arrow function has no name of the kernel's",
    cells: ["(x: number) => x"], result: "[Function (anonymous)]" },
  { title: "nor have an async arrow, a function and a class in parentheses",
    cells: ["[async () => 1, (function () {}), (class {}), function* () {}]"],
    result: "[\n  [AsyncFunction (anonymous)],\n  [Function (anonymous)],\n  [class (anonymous)],\n  [GeneratorFunction (anonymous)]\n]" },
  { title: "an async arrow alone",
    cells: ["async () => 1"], result: "[AsyncFunction (anonymous)]" },
  { title: "a function in parentheses keeps its name, and makes no variable",
    cells: ["(function onlyHere() {})"], result: "[Function: onlyHere]" },
  { title: "a class in parentheses",
    cells: ["(class OnlyHere { static v = 1 })"], result: "[class OnlyHere] { v: 1 }" },
  { title: "an object in parentheses",
    cells: ["({ a: 1, b: { c: [2] } })"], result: "{ a: 1, b: { c: [ 2 ] } }" },
  { title: "an array, after a line without a semicolon",
    cells: ["let ra1 = 1;\n[ra1]"], result: "[ 1 ]" },
  { title: "a trailing semicolon hides nothing", cells: ["7;"], result: "7" },
  { title: "nor does a comment behind it", cells: ["7 // seven\n/* the end */"], result: "7" },
  { title: "nor do a comment in front and blank lines",
    cells: ["\n\n// first\n/* then */ 7\n\n"], result: "7" },
  { title: "undefined and void show nothing", cells: ["undefined"] },
  { title: "a function that returns nothing shows nothing",
    cells: ["function quiet() {}\nquiet()"] },
  { title: "null shows", cells: ["null"], result: "null" },
  { title: "a string shows with quotes, a template too",
    cells: ["`it's ${1 + 1}`"], result: `"it's 2"` },
  { title: "a lone string is a result, not a directive",
    cells: ["'use strict'"], result: "'use strict'" },
  { title: "a directive in front of code changes nothing",
    cells: ["'use strict'; 'use client';\nconst dir1 = 1;\ndir1"], result: "1" },
  { title: "declarations show nothing",
    cells: ["const shown1 = 1; let shown2 = 2; function shown3() {} class Shown4 {} enum Shown5 { A }"] },
  { title: "an interface or a type as the last line shows nothing",
    cells: ["5\ntype Last1 = string"] },
  { title: "loops, conditions and blocks show nothing",
    cells: ["let lp1 = 0; for (const _ of [1]) lp1++; if (lp1) { lp1 } else lp1"] },
  { title: "an assignment shows its value, as does ++",
    cells: ["let av1 = 1", "av1 += 4"], result: "5" },
  { title: "a destructuring assignment shows its right side",
    cells: ["let dv1 = 1", "[dv1] = [2, 3]"], result: "[ 2, 3 ]" },
  { title: "a conditional, a logical and a comma-free chain of expressions",
    cells: ["let cd1 = 0; cd1 ? 'yes' : cd1 || 'no'"], result: "'no'" },
  { title: "an expression over several lines",
    cells: ["[1, 2, 3]\n  .map((x) => x * 2)\n  // a comment between\n  .filter((x) => x > 2)\n" +
        "  .join()"], result: "'4,6'" },
  { title: "a call that is made at once", cells: ["(function () { return 3 })()"], result: "3" },
  { title: "a regular expression, a negative number, a bigint, a symbol",
    cells: ["[/a\\/b/g, -0, 10n, Symbol('s')]"], result: "[ /a\\/b/g, -0, 10n, Symbol(s) ]" },
  { title: "an assertion's and a satisfies' value",
    cells: ["({ a: 1 } as const satisfies { a: number }) as { a: number }"], result: "{ a: 1 }" },
  { title: "new, delete, typeof and template tags as last expressions",
    cells: ["const od1: { a?: number } = { a: 1 }; delete od1.a"], result: "true" },
  { title: "a result beside prints",
    cells: ["console.log('printed'); 5"], stdout: "printed\n", result: "5" },
  { title: "a printed line is no result", cells: ["console.log('only')"], stdout: "only\n" },
  { title: "the last expression of an awaiting cell",
    cells: ["const aw5 = await Promise.resolve(2); aw5 * 2"], result: "4" },
  { title: "an expression that throws is an error at run time",
    cells: ["(null as any).x"], error: "TypeError: Cannot read properties of null (reading 'x')" },
  { title: "a result of an earlier line is not shown", cells: ["5; const hid1 = 6"] },
  { title: "functions show their names and classes what they extend",
    cells: ["function shownF() {} class ShownA {} class ShownB extends ShownA {}\n" +
        "[shownF, ShownA, ShownB]"],
    result: "[ [Function: shownF], [class ShownA], [class ShownB extends ShownA] ]" },
  { title: "a value whose rich form is a promise is shown when it has come",
    cells: ["({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/plain': 'shown' }) }) as object"],
    result: "shown" },
  { title: "an object with a spread, behind a declaration",
    cells: ["const sp1 = { a: 1 }; ({ ...sp1, b: 2 })"], result: "{ a: 1, b: 2 }" },
];

// biome-ignore format: a table
const strictMode: Entry[] = [
  { title: "a write to a frozen object throws",
    cells: ["const frozen1 = Object.freeze({ a: 1 }) as { a: number }; frozen1.a = 2"],
    error: "TypeError: Cannot assign to read only property 'a' of object" },
  { title: "a write to a getter throws",
    cells: ["const onlyGet = { get a() { return 1 } } as { a: number }; onlyGet.a = 2"],
    error: "TypeError: Cannot set property a of #<Object> which has only a getter" },
  { title: "a new property on a sealed object throws",
    cells: ["const sealed1 = Object.preventExtensions({}) as { a: number }; sealed1.a = 1"],
    error: "TypeError: Cannot add property a, object is not extensible" },
  { title: "a function called plainly has no this",
    cells: ["(function (this: any) { return typeof this })()"], result: "'undefined'" },
  { title: "a function called on a number gets the number",
    cells: ["(function (this: any) { return typeof this }).call(5)"], result: "'number'" },
  { title: "an unknown name is not made by assigning it, in eval neither",
    cells: [
      { code: "undeclared1 = 1", fails: "TS2304: Cannot find name 'undeclared1'" },
      "eval('undeclared2 = 1')",
    ], error: "ReferenceError: undeclared2 is not defined" },
  { title: "octal numbers, with and delete of a name are refused",
    cells: [
      { code: "const oct1 = 010", fails: "TS1121" },
      { code: "with ({ a: 1 }) {}", fails: "TS1101" },
      "let del1 = 1; delete del1",
    ], error: "TS1102" },
  { title: "a parameter twice is refused",
    cells: ["function twiceP(a: number, a: number) {}"],
    error: "TS2300: Duplicate identifier 'a'" },
  { title: "arguments does not follow its parameter",
    cells: ["function unlinked(a: number) { a = 5; return arguments[0] }\nunlinked(1)"],
    result: "1" },
  { title: "arguments at the top is nothing",
    cells: ["arguments"], error: "TS2304: Cannot find name 'arguments'" },
  { title: "return at the top is an error",
    cells: ["return 5"],
    error: "TS1108: A 'return' statement can only be used within a function body" },
  { title: "reserved words are no names",
    cells: [
      { code: "let interface = 1", fails: "TS1214" },
      { code: "let package = 1", fails: "TS1214" },
      "let class = 1",
    ], error: "CompileError" },
];

// biome-ignore format: a table
const afterAnError: Entry[] = [
  { title: "what was reached is kept with its value and type, what was not is not there",
    cells: [
      { code: "let re1 = 'kept'; throw new Error('mid'); let re2 = 1", fails: "Error: mid" },
      { code: "re2", fails: "TS2304: Cannot find name 're2'" },
      "re1.toUpperCase()",
    ], result: "'KEPT'" },
  { title: "what was not reached keeps its earlier value and type",
    cells: [
      "let ol1 = 'old'",
      { code: "throw new Error('x'); let ol1 = 5", fails: "Error: x" },
      "ol1.toUpperCase()",
    ], result: "'OLD'" },
  { title: "what was reached has its new value and type",
    cells: [
      "let nw1 = 'old'",
      { code: "let nw1 = 5; throw new Error('x')", fails: "Error: x" },
      "nw1.toFixed(1)",
    ], result: "'5.0'" },
  { title: "an assignment before the error is kept",
    cells: [
      "let as9 = 1; const readAs9 = () => as9",
      { code: "as9 = 2; throw new Error('x')", fails: "Error: x" },
      "[as9, readAs9()]",
    ], result: "[ 2, 2 ]" },
  { title: "a compile error runs nothing of its cell",
    cells: [
      "let ce1 = 1",
      { code: "ce1 = 2; console.log('ran'); let ce2: number = 'a'", fails: "TS2322" },
      { code: "let ce1 = 'new'; let (", fails: "CompileError" },
      "ce1.toFixed()",
    ], result: "'1'" },
  { title: "imports of a failed cell are kept",
    cells: [
      { code: "import { sep as ke1 } from 'node:path'; throw new Error('x')", fails: "Error: x" },
      "ke1",
    ], result: "'/'" },
  { title: "types of a failed cell are kept",
    cells: [
      { code: "interface Ke1 { a: number } throw new Error('x'); type Ke2 = string",
        fails: "Error: x" },
      "const ke3: Ke1 = { a: 1 }; const ke4: Ke2 = 'a'; [ke3, ke4]",
    ], result: "[ { a: 1 }, 'a' ]" },
  { title: "functions, classes and enums before the error are kept, classes after it are not",
    cells: [
      { code: "function kf1() { return new Kc1().v } class Kc1 { v = 1 } enum Ken { A } " +
          "throw new Error('x'); class Kc2 {}",
        fails: "Error: x" },
      { code: "Kc2", fails: "TS2304: Cannot find name 'Kc2'" },
      "[kf1(), Ken.A]",
    ], result: "[ 1, 0 ]" },
  { title: "after an awaited rejection what came before is kept",
    cells: [
      { code: "let wa1 = 1; await null; let wa2 = 2; await Promise.reject(new Error('no')); " +
          "let wa3 = 3",
        fails: "Error: no" },
      { code: "wa3", fails: "TS2304: Cannot find name 'wa3'" },
      "[wa1, wa2]",
    ], result: "[ 1, 2 ]" },
  { title: "a pattern that throws declares nothing that it did not reach",
    cells: [{ code: "const [pt1, pt2] = null as any as number[]", fails: "TypeError" }, "pt1"],
    error: "TS2304: Cannot find name 'pt1'" },
  { title: "a loop that throws keeps its var and what it changed",
    cells: [
      "let lp2 = 0",
      { code: "for (var lv2 = 0; ; lv2++) { lp2++; if (lv2 === 3) throw new Error('three') }",
        fails: "Error: three" },
      "[lp2, lv2]",
    ], result: "[ 4, 3 ]" },
  { title: "an error caught in the cell is no error",
    cells: ["let ct1 = ''; try { (undefined as any).x; " +
        "ct1 = 'no' } catch (e) { ct1 = (e as Error).name }\nct1"], result: "'TypeError'" },
  { title: "a function of a failed cell sees what later cells assign",
    cells: [
      { code: "let fa1 = 1; const readFa1 = () => fa1; throw new Error('x')", fails: "Error: x" },
      "fa1 = 2; readFa1()",
    ], result: "2" },
  { title: "a syntax error leaves all as it was",
    cells: [
      "let sy2 = 1; interface Sy3 { a: number }",
      { code: "let sy2 = 5; interface Sy3 { b: string", fails: "CompileError" },
      "const sy4: Sy3 = { a: sy2 }; sy4.a",
    ], result: "1" },
  { title: "what is thrown need not be an error",
    cells: [
      { code: "throw 5", fails: "5" },
      { code: "throw undefined", fails: "undefined" },
      { code: "throw null", fails: "null" },
      "throw 'text'",
    ], error: "text" },
  { title: "a disposal and a finally run although the cell fails",
    cells: [
      "const fin1: string[] = []",
      { code: "try { using r = { [Symbol.dispose]() { fin1.push('disposed') } }; " +
          "throw new Error('x') } finally { fin1.push('finally') }",
        fails: "Error: x" },
      "fin1",
    ], result: "[ 'disposed', 'finally' ]" },
];

// biome-ignore format: a table
const littleCells: Entry[] = [
  { title: "an empty cell shows nothing", cells: [""] },
  { title: "spaces and line ends only", cells: ["  \n\t\n"] },
  { title: "comments only", cells: ["// only\n/* this */"] },
  { title: "a comment that does not end its line", cells: ["/** doc */"] },
  { title: "a semicolon only", cells: [";"] },
  { title: "a byte-order mark is nothing", cells: ["\ufeff5"], result: "5" },
  { title: "a byte-order mark moves no name",
    cells: ["\ufefflet bom=5;bom;", "\ufeff-bom"], result: "-5" },
  { title: "types only",
    cells: ["type Only1 = string; interface Only2 {} declare const only3: number"] },
  { title: "export {} and an import for its effect only", cells: ["import 'node:fs'"] },
  { title: "a cell of one name", cells: ["let single1 = 5", "single1"], result: "5" },
  { title: "a very long line", cells: [`const longLine = [${"1,".repeat(20_000)}]; longLine.length`], result: "20000" },
  { title: "many declarations", cells: [Array.from({ length: 500 }, (_, k) => `const many${k} = ${k};`).join("\n"), "many0 + many499"], result: "499" },
];

/** Deep code: a result or an error, and then the next cell must run. */
export const deepCells: {
  readonly title: string;
  readonly code: string;
  readonly result: string;
}[] = [
  {
    title: "3,000 brackets",
    code: `${"[".repeat(3000)}1${"]".repeat(3000)}`,
    result: "[\n  [ [ [ [Array] ] ] ]\n]",
  },
  { title: "3,000 parentheses", code: `${"(".repeat(3000)}1${")".repeat(3000)}`, result: "1" },
  { title: "5,000 terms", code: `1${"+1".repeat(4999)}`, result: "5000" },
  {
    title: "3,000 else-ifs",
    code: `let elseIf = 0, at = 2999;\n${Array.from({ length: 3000 }, (_, k) => `if (at === ${k}) elseIf = ${k};`).join(" else ")}\nelseIf`,
    result: "2999",
  },
  { title: "3,000 chained calls", code: `[1]${".map((x) => x)".repeat(3000)}[0]`, result: "1" },
  {
    title: "3,000 nested blocks",
    code: `let inBlocks = 0;\n${"{".repeat(3000)}inBlocks++${"}".repeat(3000)}\ninBlocks`,
    result: "1",
  },
  {
    title: "1,000 nested functions",
    code: `${"(() => ".repeat(1000)}5${")()".repeat(1000)}`,
    result: "5",
  },
  {
    title: "3,000 nested conditionals",
    code: `const one: number = 1; ${Array.from({ length: 3000 }, (_, k) => `one === ${k + 2} ? ${k} : `).join("")}7`,
    result: "7",
  },
];

export const groups: Group[] = [
  { heading: "one truth for each variable", entries: oneTruth },
  { heading: "assigning and declaring", entries: assigning },
  { heading: "shadowing", entries: shadowing },
  { heading: "semicolons, comments and line ends", entries: semicolons },
  { heading: "names", entries: names, ownKernel: true },
  { heading: "declaring again", entries: redeclaring },
  { heading: "hoisting", entries: hoisting },
  { heading: "calling", entries: calling },
  { heading: "names of functions and classes", entries: namesOfFunctions },
  { heading: "generators, loops and await", entries: loopsAndAwait },
  { heading: "new syntax", entries: newSyntax },
  { heading: "export and declare", entries: exporting },
  { heading: "enums, namespaces and classes", entries: enumsAndClasses },
  { heading: "types over cells", entries: types },
  { heading: "imports", entries: importing },
  { heading: "results", entries: results },
  { heading: "strict mode", entries: strictMode },
  { heading: "after an error", entries: afterAnError },
  { heading: "little cells", entries: littleCells },
];

/** A way to give a name a meaning, and to see which meaning it has. */
export const kinds: {
  readonly kind: string;
  readonly declare: (name: string) => string;
  readonly use: (name: string) => string;
  readonly shows: string;
}[] = [
  { kind: "let", declare: (n) => `let ${n} = "let"`, use: (n) => n, shows: "'let'" },
  { kind: "const", declare: (n) => `const ${n} = "const"`, use: (n) => n, shows: "'const'" },
  { kind: "var", declare: (n) => `var ${n} = "var"`, use: (n) => n, shows: "'var'" },
  {
    kind: "function",
    declare: (n) => `function ${n}() { return "function" }`,
    use: (n) => `${n}()`,
    shows: "'function'",
  },
  {
    kind: "class",
    declare: (n) => `class ${n} { v = "class" }`,
    use: (n) => `new ${n}().v`,
    shows: "'class'",
  },
  {
    kind: "enum",
    declare: (n) => `enum ${n} { A = "enum" }`,
    use: (n) => `${n}.A`,
    shows: "'enum'",
  },
  {
    kind: "const enum",
    declare: (n) => `const enum ${n} { A = "const enum" }`,
    use: (n) => `${n}.A`,
    shows: "'const enum'",
  },
  {
    kind: "namespace",
    declare: (n) => `namespace ${n} { export const v = "namespace" }`,
    use: (n) => `${n}.v`,
    shows: "'namespace'",
  },
  {
    kind: "import",
    declare: (n) => `import { sep as ${n} } from "node:path"`,
    use: (n) => n,
    shows: "'/'",
  },
  {
    kind: "interface",
    declare: (n) => `interface ${n} { v: "interface" }`,
    use: (n) => `const user: ${n} = { v: "interface" }; user.v`,
    shows: "'interface'",
  },
  {
    kind: "type",
    declare: (n) => `type ${n} = "type"`,
    use: (n) => `const user: ${n} = "type"; user`,
    shows: "'type'",
  },
];

/** Names that came with some version of Node: what type-checks must be there, and the other way round. */
export const newNames: readonly string[] = [
  "[].toSorted",
  "[].findLast",
  "[].with",
  "Atomics.waitAsync",
  "''.isWellFormed",
  "/a/v.unicodeSets",
  "new ArrayBuffer(1).transfer",
  "Object.groupBy",
  "Map.groupBy",
  "Promise.withResolvers",
  "Array.fromAsync",
  "new Set().union",
  "[].values().map",
  "Promise.try",
  "RegExp.escape",
  "Error.isError",
  "Float16Array",
  "Math.f16round",
  "Uint8Array.fromBase64",
  "Intl.DurationFormat",
  "SuppressedError",
  "DisposableStack",
  "Symbol.dispose",
];
