import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { failDisk } from "../../support/failing-disk.ts";
import { analysed, connected, eventually, json, startIn, type ServiceProcess } from "../../support/process.ts";

/** Skipped where the container lacks the privilege to mount. */
function mounted(place: string, ...options: readonly string[]): boolean {
  try {
    execFileSync("mount", [...options, place], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("a disk", () => {
  let folder = "";
  let place = "";
  let service: ServiceProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "disk-"));
    place = join(folder, "data");
    await mkdir(place);
  });
  afterEach(async () => {
    service?.child.kill("SIGKILL");
    await service?.ended;
    service = undefined;
    try {
      execFileSync("umount", [place], { stdio: "ignore" });
    } catch {
      // It was never mounted.
    }
    await rm(folder, { recursive: true });
  });

  const start = async (): Promise<ServiceProcess> => {
    service = await startIn(folder, { DATABASE_PATH: join(place, "ai.db") });
    return service;
  };
  const status = ({ url }: ServiceProcess) => json(`${url}/api/status`);
  const post = async (
    running: ServiceProcess,
    path: string,
    body: object = {},
  ): Promise<{ readonly status: number; readonly body: any }> => {
    const answer = await fetch(`${running.url}/api/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };

  it("that is full fails decisions and analyses with the remedy, until there is space again", async function () {
    if (!mounted(place, "-t", "tmpfs", "-o", "size=64m", "tmpfs")) return this.skip();
    const running = await start();
    await analysed(running);
    const ballast = join(place, "ballast");
    const fill = writeFile(ballast, Buffer.alloc(64 * 1_024 * 1_024)).catch(() => undefined);
    await fill;
    const long = "x".repeat(2_000);
    let refused: Awaited<ReturnType<typeof post>> | undefined;
    for (let id = 3; id <= 8 && (refused === undefined || refused.status === 200); id++)
      refused = await post(running, `suggestions/${id}/reject`, { reason: "other", text: long });
    expect([refused?.status, refused?.body.error.code]).to.deep.equal([507, "storage_full"]);
    expect(refused?.body.error.message).to.match(/free some space/);
    expect((await json(`${running.url}/health`)).status).to.equal("healthy");
    await post(running, "analysis");
    await eventually(running, async () => ((await status(running)).analysis.running === null ? true : undefined));
    await rm(ballast);
    expect((await post(running, "suggestions/9/reject", { reason: "other" })).status).to.equal(200);
    await post(running, "analysis");
    await analysed(running);
    running.child.kill("SIGTERM");
    expect(await running.ended).to.equal(0);
    const again = await start();
    await connected(again);
    const { suggestions } = await json(`${again.url}/api/suggestions?status=rejected`);
    expect(suggestions.map(({ id }: { id: number }) => id)).to.include(9);
    expect((await status(again)).problems).to.deep.equal([]);
  });

  it("that cannot be flushed fails a decision with the remedy, until it can", async function () {
    const running = await start();
    await analysed(running);
    const mend = await failDisk(running.child.pid, ["fsync", "fdatasync"]);
    if (mend === undefined) return this.skip();
    const refused = await post(running, "suggestions/3/approve");
    expect([refused.status, refused.body.error.code]).to.deep.equal([507, "storage_failed"]);
    expect(refused.body.error.message).to.match(/check it/);
    expect((await json(`${running.url}/health`)).status).to.equal("healthy");
    await mend();
    const taken = await post(running, "suggestions/3/approve");
    expect([taken.status, taken.body.status]).to.deep.equal([200, "deployed"]);
    running.child.kill("SIGKILL");
    await running.ended;
    const again = await start();
    const { status: kept } = await eventually(again, () => json(`${again.url}/api/suggestions/3`));
    expect(kept).to.equal("deployed");
  });

  it("that is read-only is reported with the remedy and a non-zero exit code", async function () {
    if (!mounted(place, "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs")) return this.skip();
    const running = await start();
    expect(await running.ended).to.equal(1);
    expect(running.output.stdout).to.match(
      /cannot be used: it cannot be opened: check that the folder exists and is writable/,
    );
  });
});
