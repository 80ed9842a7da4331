import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "chai";
import { APP_FOLDER } from "./app-files.ts";
import { importCycles, LAYERS, layerViolations, type Source } from "./layers.ts";

const SOURCES = sourcesBelow(join(APP_FOLDER, "src"));

describe("layers of the source", () => {
  it("import only layers to their right", () => {
    expect(SOURCES.length).to.be.above(300);
    expect(layerViolations(SOURCES)).to.deep.equal([]);
  });

  it("have no import cycles between files or subfolders", () => {
    expect(importCycles(SOURCES)).to.deep.equal([]);
  });

  it("are all listed", () => {
    const rooms = new Set(SOURCES.map(({ path }) => path.split("/")[0]!.replace(/\.ts$/, "")));
    expect([...rooms].sort()).to.deep.equal(Object.keys(LAYERS).sort());
  });
});

describe("CONTRIBUTING", () => {
  it("has the same table of layers", () => {
    const contributing = readFileSync(join(APP_FOLDER, "../.github/CONTRIBUTING.md"), "utf8");
    const adapters = LAYERS.compose ?? [];
    const rows = [...(contributing.split("| may import")[1] ?? "").matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\|$/gm)]
      .slice(1)
      .map(([, rooms = "", right = ""]) => [rooms.replace(" (the adapters)", "").split(", "), right] as const);
    const table = rows
      .slice(0, rows.findIndex(([rooms]) => rooms.includes("panel")) + 1)
      .flatMap(([rooms, right]) =>
        rooms.map(
          (room) =>
            [
              room,
              right === "nothing" || room === "panel" ? [] : right === "every adapter" ? adapters : right.split(", "),
            ] as const,
        ),
      );
    expect(Object.fromEntries(table)).to.deep.equal(LAYERS);
  });
});

/** Each has one violation, to prove that the check can fail. */
const PLANTED: readonly (readonly [path: string, text: string])[] = [
  ...upward(),
  ["http/routes/planted.ts", 'import { openDatabase } from "../../store/connection.ts";\n'],
  ["mqtt/planted.ts", 'import type { Session } from "../home-assistant/session.ts";\n'],
  ["archive/planted.ts", 'import type { Jobs } from "../jobs/jobs.ts";\n'],
  ["demo/planted.ts", 'import { evaluate } from "../evaluation/evaluate.ts";\n'],
  [
    "suggestions/finding/planted.ts",
    'import {\n  createRunReader,\n  type A,\n} from "../../archive/automation-runs.ts";\n',
  ],
  ["suggestions/planted.ts", 'export { openDatabase } from "../store/connection.ts";\n'],
  ["habits/planted.ts", 'const store = await import("../store/connection.ts");\n'],
  ["habits/kinds/planted.ts", 'type Store = import("../../store/connection.ts").Store;\n'],
  ["model/planted.ts", 'import type { Wilson } from "../statistics/wilson.ts";\n'],
  ["statistics/planted.ts", 'import type { Level } from "../model/level.ts";\n'],
  ["panel/planted.ts", 'import { toJobWire } from "../http/wire/job.ts";\n'],
  ["panel/planted.ts", 'import type { Job } from "../model/job.ts";\n'],
  ["http/planted.ts", 'import type { Knex } from "knex";\n'],
  ["suggestions/planted.ts", 'import type { Request } from "express";\n'],
  ["history/planted.ts", 'import { readFileSync } from "node:fs";\n'],
  ["history/planted.ts", 'import "node:fs/promises";\n'],
  ["replay/planted.ts", "const now = Date.now();\n"],
  ["habits/planted.ts", "const today = new Date();\n"],
  ["statistics/planted.ts", "const draw = Math.random();\n"],
  ["utils/planted.ts", 'import { DAY } from "../model/time.ts";\n'],
];

describe("the layer check", () => {
  for (const [path, text] of PLANTED) {
    it(`reports ${path}: ${text.trim().replaceAll(/\s+/g, " ")}`, () => {
      expect(layerViolations([{ path, text }])).to.have.length(1);
    });
  }

  it("accepts imports to the right", () => {
    const right = [
      'import { DAY } from "../model/time.ts";',
      'import type { Plan } from "../automation/plan.ts";',
      'import { z } from "zod";',
    ];
    expect(layerViolations([{ path: "habits/planted.ts", text: right.join("\n") }])).to.deep.equal([]);
  });

  it("reports a cycle of files, type imports included", () => {
    const sources = [
      { path: "habits/a.ts", text: 'import { b } from "./b.ts";' },
      { path: "habits/b.ts", text: 'import type { C } from "./c.ts";' },
      { path: "habits/c.ts", text: 'import { a } from "./a.ts";' },
    ];
    expect(importCycles(sources)).to.deep.equal(["habits/a.ts -> habits/b.ts -> habits/c.ts -> habits/a.ts"]);
  });

  it("reports a cycle of subfolders", () => {
    const sources = [
      { path: "suggestions/finding/a.ts", text: 'import { b } from "../deciding/b.ts";' },
      { path: "suggestions/deciding/c.ts", text: 'import { d } from "../finding/d.ts";' },
    ];
    expect(importCycles(sources)).to.deep.equal(["suggestions/finding -> suggestions/deciding -> suggestions/finding"]);
  });
});

/** For each folder, an import of each folder to its left. */
function upward(): readonly (readonly [string, string])[] {
  const chain = ["model", "history", "automation", "replay", "habits", "suggestions", "store", "compose", "cli"];
  return chain.flatMap((room, index) =>
    chain.slice(index + 1).map((left) => [`${room}/planted.ts`, `import { a } from "../${left}/a.ts";\n`] as const),
  );
}

function sourcesBelow(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).replaceAll("\\", "/"), text: readFileSync(path, "utf8") }));
}
