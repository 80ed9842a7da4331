import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { expect } from "chai";
import { aService, type RunningService } from "../../support/a-service.ts";
import { ask, type Question, type Reply } from "../../support/ask.ts";

const INDEX = '<!doctype html><meta charset="utf-8"><script type="module" src="./assets/panel-K3J2H1G0.js"></script>';
const SCRIPT = "console.log('panel');".repeat(50);

describe("panel's files", () => {
  let folder: string;
  let service: RunningService;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "panel-"));
    const files: Readonly<Record<string, string | Buffer>> = {
      "panel/index.html": INDEX,
      "panel/assets/panel-K3J2H1G0.js": SCRIPT,
      "panel/assets/panel-K3J2H1G0.js.gz": gzipSync(SCRIPT),
      "panel/icon.svg": "<svg/>",
      "panel/.secret": "hidden",
      "panel/notes.txt": "no type",
      "outside.js": "outside",
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await symlink("../outside.js", join(folder, "panel", "link.js"));
    service = await aService({ apiToken: "a-token-of-some-length" }, { panelFolder: join(folder, "panel") });
  });
  after(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });
  const get = (path: string, question: Question = {}): Promise<Reply> => ask(service.url + path, question);

  it("need no token; the page at the root is revalidated each time", async () => {
    for (const path of ["/", "/index.html"]) {
      const { status, text, headers } = await get(path);
      expect([status, text]).to.deep.equal([200, INDEX]);
      expect(headers).to.include({ "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
    }
  });

  it("are cached permanently if the name contains the content's hash", async () => {
    const { headers, text } = await get("/assets/panel-K3J2H1G0.js");
    expect(headers).to.include({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect(text).to.equal(SCRIPT);
    expect((await get("/icon.svg")).headers["cache-control"]).to.equal("no-cache");
  });

  it("are compressed for clients that accept it", async () => {
    const gzipped = await get("/assets/panel-K3J2H1G0.js", { headers: { "Accept-Encoding": "gzip, br" } });
    expect(gzipped.headers).to.include({
      "content-encoding": "gzip",
      "content-type": "text/javascript; charset=utf-8",
    });
    expect(gzipped.headers.vary).to.contain("Accept-Encoding");
    expect(gunzipSync(gzipped.bytes).toString()).to.equal(SCRIPT);
    for (const accepted of ["", "br", "gzip;q=0"]) {
      const plain = await get("/assets/panel-K3J2H1G0.js", { headers: { "Accept-Encoding": accepted } });
      expect([plain.headers["content-encoding"], plain.text], accepted).to.deep.equal([undefined, SCRIPT]);
    }
    expect((await get("/", { headers: { "Accept-Encoding": "gzip" } })).text).to.equal(INDEX);
  });

  it("are not sent again if unchanged", async () => {
    for (const headers of [{}, { "Accept-Encoding": "gzip" }]) {
      const { etag = "" } = (await get("/assets/panel-K3J2H1G0.js", { headers })).headers;
      const again = await get("/assets/panel-K3J2H1G0.js", { headers: { ...headers, "If-None-Match": etag } });
      expect([again.status, again.text]).to.deep.equal([304, ""]);
    }
    expect((await get("/", { headers: { "If-None-Match": '"another"' } })).status).to.equal(200);
  });

  it("have headers without content for HEAD requests", async () => {
    const { status, headers, text } = await get("/", { method: "HEAD" });
    expect([status, headers["content-length"], text]).to.deep.equal([200, String(INDEX.length), ""]);
  });

  it("are exactly those of the folder, without hidden files and links out of it", async () => {
    for (const path of [
      "/../outside.js",
      "/..%2foutside.js",
      "/assets/..%2f..%2foutside.js",
      "/link.js",
      "/.secret",
      "/notes.txt",
      "/assets",
      "/assets/",
      "/index.html/",
      "/INDEX.html",
      "//",
      "/%00",
    ])
      expect([401, 400], path).to.include((await get(path)).status);
    expect((await get("/", { method: "POST" })).status).to.equal(401);
  });
});
