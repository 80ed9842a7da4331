import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { RequestHandler } from "express";

interface PanelFile {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: Buffer | null;
  readonly etag: string;
  readonly caching: string;
}

/** The panel's files by address, such as "/" and "/assets/panel-5GK2.js". */
export type PanelFiles = ReadonlyMap<string, PanelFile>;

const INDEX = "index.html";
const GZIPPED = ".gz";
/** esbuild's naming: a dash and eight characters of the content hash. */
const HASHED = /-[A-Z0-9]{8}\.\w+$/i;

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** Reads the built panel with the `.gz` beside each file. Empty if it has not been built. */
export function readPanelFiles(folder: string): PanelFiles {
  if (!existsSync(join(folder, INDEX))) return new Map();
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
  const files = paths.map((path): [string, PanelFile] => [
    `/${relative(folder, path).split(sep).join("/")}`,
    readPanelFile(path),
  ]);
  const byAddress = new Map(files);
  const index = byAddress.get(`/${INDEX}`);
  if (index !== undefined) byAddress.set("/", index);
  return byAddress;
}

function readPanelFile(path: string): PanelFile {
  const body = readFileSync(path);
  return {
    type: TYPES[extname(path)] ?? "application/octet-stream",
    body,
    gzipped: existsSync(path + GZIPPED) ? readFileSync(path + GZIPPED) : null,
    etag: createHash("sha256").update(body).digest("base64url").slice(0, 22),
    caching: HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
  };
}

/** Serves exactly these files; without any, the root redirects to the API documentation. */
export function panelFiles(files: PanelFiles): RequestHandler {
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next();
    if (request.path === "/" && files.size === 0) return response.redirect("docs/");
    const file = files.get(request.path);
    if (file === undefined) return next();
    const { type, body, gzipped, etag, caching } = file;
    response.set({ "Content-Type": type, "Cache-Control": caching });
    if (gzipped === null) return response.set("ETag", `"${etag}"`).send(body);
    response.vary("Accept-Encoding");
    if (request.acceptsEncodings("gzip", "identity") !== "gzip") return response.set("ETag", `"${etag}"`).send(body);
    response.set({ "Content-Encoding": "gzip", ETag: `"${etag}-gzip"` }).send(gzipped);
  };
}
