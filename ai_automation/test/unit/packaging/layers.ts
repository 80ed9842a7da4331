import { dirname, join, normalize } from "node:path/posix";

const ADAPTERS = [
  "archive",
  "config",
  "demo",
  "home-assistant",
  "http",
  "imports",
  "jobs",
  "language",
  "mining",
  "mqtt",
  "notifications",
  "privacy",
  "reporting",
  "store",
] as const;

/** The layers directly to the right of each folder of `src`. A folder may import these and everything further right. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  main: ["compose"],
  fleet: ["cli"],
  cli: ["evaluation", "compose"],
  evaluation: ["demo", "suggestions"],
  compose: ADAPTERS,
  ...Object.fromEntries(ADAPTERS.map((adapter) => [adapter, ["suggestions"]])),
  suggestions: ["habits"],
  habits: ["replay"],
  replay: ["automation"],
  automation: ["history"],
  history: ["model", "statistics"],
  model: [],
  statistics: [],
  panel: [],
};

/** Folders without input or output: data, time and randomness are passed as arguments. */
const PURE: ReadonlySet<string> = new Set(["model", "statistics", "history", "automation", "replay", "habits"]);
const PURE_MAY_IMPORT: ReadonlySet<string> = new Set(["node:async_hooks", "node:crypto", "node:util", "yaml", "zod"]);

/** Packages that only these folders may import. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  "better-sqlite3": ["archive", "store", "demo", "home-assistant"],
  express: ["http", "cli", "fleet"],
  "home-assistant-js-websocket": ["home-assistant"],
  knex: ["archive", "store", "home-assistant", "compose", "fleet"],
  lit: ["panel"],
  mqtt: ["mqtt"],
  "pg-boss": ["fleet"],
  pino: ["compose", "http", "fleet"],
  "pino-http": ["http"],
};

/** A source file, with its path relative to `src`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

/** Every import that violates the table, as "path imports target: reason". */
export function layerViolations(sources: readonly Source[]): readonly string[] {
  return sources.flatMap(({ path, text }) => [
    ...importsOf({ path, text }).flatMap((one) => violationOf(one) ?? []),
    ...impuritiesOf({ path, text }),
  ]);
}

/** Import cycles between files, and between the subfolders of one folder, as "a -> b -> a". */
export function importCycles(sources: readonly Source[]): readonly string[] {
  const edges = sources.flatMap((source) =>
    importsOf(source)
      .filter(({ specifier }) => specifier.startsWith("."))
      .map(({ from, specifier }) => ({ from, to: targetOf(from, specifier) })),
  );
  const folders = edges
    .map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) }))
    .filter(({ from, to }) => from !== to && from.includes("/") && to.includes("/") && roomOf(from) === roomOf(to));
  return [...cyclesOf(edges), ...cyclesOf(folders)];
}

function violationOf({ from, specifier, isTypeOnly }: Import): string | undefined {
  const room = roomOf(from);
  if (!specifier.startsWith(".")) return packageViolation(from, room, specifier);
  const target = targetOf(from, specifier);
  const other = roomOf(target);
  const report = (reason: string): string => `${from} imports ${target}: ${reason}`;
  if (LAYERS[room] === undefined || LAYERS[other] === undefined) return report("the table does not list its folder");
  if (room === other) return undefined;
  if (room === "panel")
    return isTypeOnly && target.startsWith("http/wire/")
      ? undefined
      : report("the panel may only import types of http/wire");
  return rightOf(room).has(other) ? undefined : report(`${other} is not to the right of ${room}`);
}

function packageViolation(from: string, room: string, specifier: string): string | undefined {
  const name = specifier.split("/")[0]!;
  if (PURE.has(room) && !PURE_MAY_IMPORT.has(name))
    return `${from} imports ${specifier}: ${room} has no input or output`;
  if (OWNERS[name]?.includes(room) === false)
    return `${from} imports ${specifier}: only ${OWNERS[name].join(", ")} may import it`;
  return undefined;
}

const IMPURE = [
  [/\bDate\.now\(\)|\bnew Date\(\)/, "reads the clock"],
  [/\bMath\.random\(/, "uses randomness without a seed"],
] as const;

const impuritiesOf = ({ path, text }: Source): readonly string[] =>
  PURE.has(roomOf(path)) ? IMPURE.flatMap(([pattern, fault]) => (pattern.test(text) ? [`${path} ${fault}`] : [])) : [];

function rightOf(room: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    for (const next of LAYERS[name] ?? []) {
      if (!found.has(next)) add(next);
      found.add(next);
    }
  };
  add(room);
  return found;
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?[^"';]*?from\s*"([^"]+)"|^\s*import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

function importsOf({ path, text }: Source): readonly Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, from, bare, called]) => ({
    from: path,
    specifier: from ?? bare ?? called ?? "",
    isTypeOnly: type !== undefined,
  }));
}

const targetOf = (from: string, specifier: string): string => normalize(join(dirname(from), specifier));

const folderOf = (path: string): string => dirname(path);

/** The top-level folder below `src`, or the name of a file directly in it. */
const roomOf = (path: string): string => path.split("/")[0]!.replace(/\.ts$/, "");

function cyclesOf(edges: readonly { readonly from: string; readonly to: string }[]): readonly string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const start = trail.indexOf(node);
    if (start >= 0) found.add([...trail.slice(start), node].join(" -> "));
    if (start >= 0 || done.has(node)) return;
    for (const other of next.get(node) ?? []) visit(other, [...trail, node]);
    done.add(node);
  };
  for (const node of next.keys()) visit(node, []);
  return [...found];
}
