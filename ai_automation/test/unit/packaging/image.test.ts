import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { APP_FOLDER, readApp, readImageEnvironment } from "./app-files.ts";

const SERVICE = "rootfs/etc/s6-overlay/s6-rc.d/ai-automation";

describe("image", () => {
  it("has a health check on /health: interval 30 s, timeout 10 s, three retries", () => {
    const check = /^HEALTHCHECK (.*)\\\n\s*(.*)$/m.exec(readApp("Dockerfile"));
    expect(check?.[1]).to.include("--interval=30s --timeout=10s --retries=3");
    expect(check?.[2]).to.include("http://127.0.0.1:${PORT:-8011}/health");
  });

  it("listens on all addresses and stores its database in the backed-up folder", () => {
    const environment = readImageEnvironment();
    expect(environment.get("HOST")).to.equal("0.0.0.0");
    expect(environment.get("DATABASE_PATH")).to.equal("/data/ai_automation.db");
  });

  it("has scripts that s6 can execute", () => {
    for (const script of ["run", "finish"]) {
      expect(statSync(join(APP_FOLDER, SERVICE, script)).mode & 0o111).to.equal(0o111);
    }
  });

  it("passes the container's environment to the service", () => {
    expect(readApp(`${SERVICE}/run`)).to.match(/^#!\/command\/with-contenv sh\n/);
  });

  it("names Home Assistant's base image itself, since the Supervisor no longer does", () => {
    expect(readApp("Dockerfile")).to.match(/^ARG BUILD_FROM=ghcr\.io\/home-assistant\/base:\d+\.\d+\n/);
  });

  it("has nothing of the fleet: neither its code nor its packages", () => {
    const stages = readApp("Dockerfile").split(/^FROM /m);
    const stageOf = (name: string): string => stages.find((stage) => stage.includes(` AS ${name}\n`)) ?? "";
    const image = stages.at(-1) ?? "";
    const copied = [...image.matchAll(/^COPY --from=(.+) \S+$/gm)].map(([, what]) => what);
    expect(copied).to.deep.equal(["packages /app/node_modules", "build /app/dist/server", "build /app/dist/panel"]);
    expect(stageOf("packages")).to.include("npm ci").and.include("--omit=dev --omit=optional");
    const { optionalDependencies } = JSON.parse(readApp("package.json"));
    expect(Object.keys(optionalDependencies)).to.deep.equal(["pg-boss"]);
  });

  it("has SQLite prebuilt for both architectures, so it needs no compiler", () => {
    const built = readdirSync(join(APP_FOLDER, "node_modules/better-sqlite3/prebuilds"));
    expect(built).to.include.members(["linuxmusl-x64.node", "linuxmusl-arm64.node"]);
  });

  it("copies exactly the files that .dockerignore allows", () => {
    const copied = [...readApp("Dockerfile").matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = ""]) =>
      paths.split(" "),
    );
    const allowed = [...readApp(".dockerignore").matchAll(/^!(.+)$/gm)].map(([, path]) => path);
    expect(allowed).to.have.members([...new Set(copied)]);
  });
});
