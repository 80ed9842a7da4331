import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { createBusyArchive } from "../../../src/cli/busy-archive.ts";
import { SECOND } from "../../../src/model/time.ts";
import { killChild, spawnChild } from "../../support/children.ts";
import { createMemoryCgroup } from "../../support/memory-cgroup.ts";
import { freePort } from "../../support/process.ts";
import { until } from "../../support/until.ts";

const SERVICE = fileURLToPath(new URL("../../../src/cli/busy-service.js", import.meta.url));
/** The days that are stored by default. */
const DAYS = 730;
const LIMIT = 512 * 1_048_576;

describe("the first analysis of two busy years", () => {
  it("is done by a service in 512 MB, of the whole history", async function () {
    const cgroup = createMemoryCgroup(LIMIT);
    if (cgroup === undefined) {
      process.stdout.write("      skipped: no control group for memory can be created\n");
      return this.skip();
    }
    this.timeout(2_700_000);
    const folder = await mkdtemp(join(tmpdir(), "busy-"));
    const path = join(folder, "ai_automation.db");
    const { changes } = await createBusyArchive(path, DAYS);
    const port = String(await freePort());
    // The shell joins the group, and then becomes the service.
    const child = spawnChild("sh", ["-c", 'echo $$ > "$0" && exec "$@"', cgroup.procs, process.execPath, SERVICE], {
      stdio: "ignore",
      env: { PATH: process.env.PATH ?? "", DATABASE_PATH: path, PORT: port, RETENTION_DAYS: "0" },
    });
    const ask = async (resource: string, options: RequestInit = {}): Promise<any> =>
      (await fetch(`http://127.0.0.1:${port}/${resource}`, options)).json();
    try {
      await until(() => ask("health").then(Boolean, () => false));
      const { id } = await ask("api/analysis", { method: "POST" });
      while ((await ask(`api/jobs/${id}`)).status === "running") await wait(SECOND);
      expect(await ask(`api/jobs/${id}`)).to.deep.include({ status: "done", error: null });
      expect(cgroup.kills()).to.equal(0);
      expect((await ask("api/analysis/latest")).changes / changes).to.be.within(0.9, 1);
    } finally {
      await killChild(child);
      await cgroup.remove();
      await rm(folder, { recursive: true });
    }
  });
});
