// Builds the panel into dist/panel: one script, one stylesheet and one script for each language,
// named by content hash, each with a .gz copy.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(app, "src/panel");
const target = join(app, "dist/panel");

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "assets"), { recursive: true });
const { outputFiles, metafile } = await build({
  entryPoints: [join(source, "main.ts"), join(source, "style.css")],
  entryNames: "[name]-[hash]",
  outdir: join(target, "assets"),
  bundle: true,
  splitting: true,
  chunkNames: "[name]-[hash]",
  minify: true,
  format: "esm",
  target: ["es2022"],
  conditions: ["production"],
  legalComments: "none",
  write: false,
  metafile: true,
});
// Loads the script's imports along with it, not after it.
const imported = Object.entries(metafile.outputs)
  .filter(([path]) => /\/main-[A-Z0-9]{8}\.js$/.test(path))
  .flatMap(([, { imports }]) => imports.filter(({ kind }) => kind === "import-statement"))
  .map(({ path }) => `<link rel="modulepreload" href="assets/${basename(path)}" />`);
let index = readFileSync(join(source, "index.html"), "utf8");
for (const { path, contents } of outputFiles) {
  const name = basename(path);
  writeFileSync(path, contents);
  writeFileSync(`${path}.gz`, gzipSync(contents, { level: 9 }));
  index = index.replace(`"${name.replace(/-[A-Z0-9]{8}\./, ".")}"`, `"assets/${name}"`);
}
index = index.replace("</head>", `${imported.join("")}</head>`);
for (const name of ["icon.svg", "manifest.webmanifest"]) copyFileSync(join(source, name), join(target, name));
writeFileSync(join(target, "index.html"), index);
writeFileSync(join(target, "index.html.gz"), gzipSync(index, { level: 9 }));
