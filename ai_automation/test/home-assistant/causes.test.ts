import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createChangeArchive } from "../../src/archive/change-archive.ts";
import { createRandom } from "../../src/model/random.ts";
import { SECOND } from "../../src/model/time.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { connected, eventually, json, startIn, type ServiceProcess } from "../support/process.ts";
import { rehearse } from "./causes/acting.ts";
import { animate, PROPS, setProps, topicOf } from "./causes/props.ts";
import { restartHome } from "./causes/restart.ts";
import { openStage, SERVICE_ACCOUNT } from "./causes/stage.ts";
import {
  confusionTable,
  judge,
  mistakes,
  rightShare,
  type Action,
  type Judged,
  type Recorded,
} from "./causes/truth.ts";
import { realHome } from "./real-home.ts";
import { recordedCauses } from "./recorder.ts";

const home = realHome();

describe("causes on a real Home Assistant", () => {
  let folder = "";
  let actions: readonly Action[] = [];
  let from = 0;
  const started: ServiceProcess[] = [];
  /** When Home Assistant was down. */
  const away = { from: 0, to: 0 };

  before(async function () {
    if (home === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "causes-"));
    let stage = await openStage(home);
    const { areaId } = await setProps(home, stage);
    const delays = createRandom(2);
    const delayOf = (entityId: string): number =>
      (entityId.includes("polled") ? 11 + 15 * delays() : 6 + 3 * delays()) * SECOND;
    await animate(stage, delayOf);
    from = Date.now();
    const service = await begin("live.db", from);
    await connected(service);
    const play = rehearse(() => stage, areaId, createRandom(1));
    actions = play.actions;
    await play.perform();
    away.from = Date.now();
    await restartHome(home, stage.owner, async () => {
      for (const entityId of PROPS.scenic)
        await stage.mqtt.publishAsync(`${topicOf(entityId)}/state`, "on", { retain: true });
    });
    stage = await stage.reopen();
    for (const entityId of PROPS.plain) await stage.isBack(entityId);
    await connected(service);
    away.to = Date.now();
    await play.performAgain();
    await stage.close();
  });
  after(async () => {
    for (const { child } of started) child.kill("SIGKILL");
    if (folder !== "") await rm(folder, { recursive: true });
  });

  const recorded = (name: string): readonly Recorded[] => recordedCauses(join(folder, name), "%.causes%", from);
  /** Whether the file has everything; before, the service is asked, so that it stores what it holds. */
  const isComplete = async (service: ServiceProcess, name: string): Promise<true | undefined> => {
    await json(`${service.url}/api/status`);
    const last = actions.at(-1);
    const seen = recorded(name);
    return actions.every(
      ({ entityId, at, state }) =>
        at < away.to || seen.some((one) => one.entityId === entityId && one.state === state && one.at >= at - SECOND),
    ) && last !== undefined
      ? true
      : undefined;
  };

  it("are correct for 99 of 100 live changes", async function () {
    if (home === undefined) return this.skip();
    const service = started[0]!;
    await eventually(service, () => isComplete(service, "live.db"));
    const judged = judge(actions, recorded("live.db"), home);
    report(confusionTable("Causes of live changes", judged), mistakes(judged));
    expect(judged.filter(({ action }) => action.actor !== "nobody")).to.have.length.of.at.least(1_000);
    expect(rightShare(judged)).to.be.at.least(0.99);
  });

  it("are unknown for states that a restart writes again", async () => {
    const replayed = await eventually(started[0]!, async () => {
      const seen = recorded("live.db").filter(({ at }) => at > away.from && at < away.to);
      return seen.length >= 50 ? seen : undefined;
    });
    expect([...new Set(replayed.map(({ cause }) => cause.kind))]).to.deep.equal(["unknown"]);
  });

  it("are correct for 98 of 100 changes that are read from the logbook", async function () {
    if (home === undefined) return this.skip();
    const service = await begin("read.db", from);
    await eventually(service, () => isComplete(service, "read.db"));
    const judged = judge(actions, recorded("read.db"), home);
    report(confusionTable("Causes read from the logbook", judged), mistakes(knowable(judged)));
    expect(rightShare(knowable(judged))).to.be.at.least(0.98);
  });

  /** Starts the service with an archive that is covered up to an instant. */
  async function begin(name: string, since: number): Promise<ServiceProcess> {
    if (home === undefined) throw new Error("there is no Home Assistant");
    const path = join(folder, name);
    const database = await openDatabase(path);
    await migrate(database);
    await createChangeArchive(database).record({ changes: [], covered: { from: 0, to: since } });
    await database.destroy();
    const service = await startIn(folder, {
      DATABASE_PATH: path,
      HA_URL: home.url,
      HA_TOKEN: home.token,
      SERVICE_ACCOUNTS: SERVICE_ACCOUNT,
    });
    started.push(service);
    return service;
  }
});

const report = (...parts: readonly string[]): void => void process.stdout.write(`${parts.join("\n")}\n`);

/** The logbook shows HomeKit's events only if HomeKit is set up, which it is not here: they look like the app's. */
const knowable = (judged: readonly Judged[]): readonly Judged[] =>
  judged.filter(({ action }) => action.actor !== "HomeKit");
