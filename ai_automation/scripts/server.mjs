// Bundles the service into dist/server, since loading 1,400 modules takes half of its start: the process and the
// files of its workers, with the code that they share. Maps are beside them, and read only with --enable-source-maps.
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(app, "src");
const target = join(app, "dist/server");

/** Native code, files that are served, drivers of databases that few import from, and drivers that Knex knows. */
const SEPARATE = ["better-sqlite3", "swagger-ui-dist", "mysql2", "pg"];
const ABSENT = ["mariadb", "mysql", "oracledb", "pg-native", "pg-query-stream", "sqlite3", "tedious"];

rmSync(target, { recursive: true, force: true });
await build({
  entryPoints: {
    main: join(source, "main.ts"),
    "compose/mining-worker": join(source, "compose/workers/mining-worker.ts"),
    "compose/import-worker": join(source, "compose/workers/import-worker.ts"),
  },
  outdir: target,
  // Paths in `compose` are relative to its files.
  chunkNames: "compose/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.14",
  external: [...SEPARATE, ...ABSENT],
  // Packages in CommonJS require modules of Node.
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
  // Names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: "none",
  logLevel: "warning",
});
copyFileSync(join(app, "dist/src/openapi.json"), join(target, "openapi.json"));

// V8 stores a file with one such character in two bytes a character; in strings, esbuild escapes them.
for (const name of readdirSync(target, { recursive: true }).filter((one) => one.endsWith(".js"))) {
  const beyond = /.{0,40}[\u0100-\uffff].{0,20}/.exec(readFileSync(join(target, name), "utf8"));
  if (beyond !== null) throw new Error(`${name} has a character beyond Latin-1; write it as \\u in: ${beyond[0]}`);
}
