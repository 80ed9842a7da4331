import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { z } from "zod";
import { createRandom } from "../../../src/model/random.ts";
import { hasEnded } from "../../support/children.ts";
import { analysed, connected, eventually, json, startIn, type ServiceProcess } from "../../support/process.ts";

const KILLS = Number(process.env.KILLS ?? 5);
const LONGEST = 400;

const suggestion = z.object({ status: z.enum(["deployed", "pending", "rejected"]) });

/** The status in the response to a decision, by suggestion id. */
type Promised = Map<number, "deployed" | "pending" | "rejected">;

describe(`a service that is killed ${KILLS} times during analyses and decisions`, () => {
  let folder = "";
  let service: ServiceProcess;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "kill-"));
  });
  after(async () => {
    service.child.kill("SIGKILL");
    await service.ended;
    await rm(folder, { recursive: true });
  });

  const start = async (): Promise<void> => {
    service = await startIn(folder);
    await connected(service);
  };
  const decide = async (id: number, step: string, body: object, promised: Promised): Promise<void> => {
    const answer = await fetch(`${service.url}/api/suggestions/${id}/${step}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => undefined);
    if (answer === undefined) return void promised.delete(id);
    if (!answer.ok) return;
    const confirmed = suggestion.safeParse(await answer.json().catch(() => undefined));
    if (confirmed.success) promised.set(id, confirmed.data.status);
    else promised.delete(id);
  };
  /** Makes decisions, two at a time, until the service is gone. Requests without a response are undetermined. */
  const decideUntilKilled = async (random: () => number, promised: Promised): Promise<void> => {
    while (!hasEnded(service.child)) {
      const id = 1 + Math.floor(random() * 8);
      const before = promised.get(id);
      promised.delete(id);
      if (before === "deployed") await decide(id, "undo", {}, promised);
      else if (before === "rejected") await decide(id, "restore", {}, promised);
      else if (random() < 0.3) await decide(id, "reject", { reason: "other" }, promised);
      else await decide(id, "approve", {}, promised);
    }
  };

  it("keeps confirmed decisions, and the home has each automation once", async () => {
    const random = createRandom(11);
    const promised: Promised = new Map();
    await start();
    await analysed(service);
    for (let kill = 0; kill < KILLS; kill++) {
      await fetch(`${service.url}/api/analysis`, { method: "POST" });
      const deciding = decideUntilKilled(random, promised);
      await wait(LONGEST * random());
      service.child.kill("SIGKILL");
      await Promise.all([deciding, service.ended]);
      await start();
      const all = await eventually(service, async () => {
        const { suggestions } = await json(`${service.url}/api/suggestions?limit=500`);
        return suggestions.some(({ status }: { status: string }) => status === "approved") ? undefined : suggestions;
      });
      const statuses = new Map(all.map((one: { id: number; status: string }) => [one.id, one.status]));
      for (const [id, status] of promised) expect([kill, id, statuses.get(id)]).to.deep.equal([kill, id, status]);
      const deployed = all.flatMap((one: { ha_automation_id: string | null }) => one.ha_automation_id ?? []);
      await eventually(service, async () => {
        const home: { automations: { id: string; to: number | null }[] } = JSON.parse(
          await readFile(join(folder, "ai.db.simulated_home.json"), "utf8"),
        );
        const there = home.automations.filter(({ to }) => to === null).map(({ id }) => id);
        return there.toSorted().join() === deployed.toSorted().join() ? true : undefined;
      });
    }
  });
});
