import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { createChangeArchive } from "../../src/archive/change-archive.ts";
import { readFrame } from "../../src/archive/read-frame.ts";
import { readSource } from "../../src/compose/history-sources.ts";
import { importHistory } from "../../src/imports/import-history.ts";
import { createClock } from "../../src/model/clock.ts";
import { SECOND } from "../../src/model/time.ts";
import { createImportMarks } from "../../src/store/import-marks.ts";
import { answered, until } from "../support/until.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { logIn, type Socket } from "./causes/socket.ts";
import { hardware, rest } from "./real-home.ts";
import { recordedStates } from "./recorder.ts";

const SENSOR = "sensor.living_room_temperature";

describe("a sensor whose unit changes in a real Home Assistant", () => {
  const at = aServiceAtHome();
  let socket: Socket;
  let from = 0;

  beforeEach(async () => {
    socket = await logIn(at.home.url, at.home.token);
    await measure("20");
    await sleep(SECOND);
    from = Date.now();
  });
  afterEach(async () => {
    await measureIn(null);
    socket.close();
  });

  const stateNow = async (): Promise<string> => {
    const { state, attributes } = await rest(at.home, "GET", `states/${SENSOR}`);
    return `${Number(state)} ${attributes.unit_of_measurement}`;
  };
  /** Waits until the state is another one. */
  const changed = async (change: () => Promise<unknown>): Promise<void> => {
    const before = await stateNow();
    await change();
    await until(async () => (await stateNow()) !== before, "another state");
    await sleep(50);
  };
  const measure = (celsius: string): Promise<unknown> => hardware(at.home, SENSOR, celsius);
  /** Sets the unit in the entity's settings; null for the sensor's own. */
  const measureIn = (unit: string | null): Promise<unknown> =>
    socket.ask({
      type: "config/entity_registry/update",
      entity_id: SENSOR,
      options_domain: "sensor",
      options: unit === null ? null : { unit_of_measurement: unit },
    });
  const measureInTwoUnits = async (): Promise<void> => {
    await changed(() => measure("21.5"));
    await changed(() => measureIn("°F"));
    await changed(() => measure("22.5"));
  };
  const recorded = (count: number): Promise<readonly string[]> =>
    answered(() => {
      const states = recordedStates(at.home.databasePath, SENSOR, { from, to: Infinity }).map(({ state }) => state);
      return states.length < count ? undefined : states;
    });
  /** The values that the miner reads. */
  const valuesIn = (databasePath: string): readonly (number | undefined)[] => {
    const frame = readFrame(databasePath, { clock: createClock("UTC"), location: null, from });
    const entity = frame.entities.find(SENSOR) ?? expect.fail("nothing was recorded");
    return [...frame.codes.subarray(frame.start[entity], frame.start[entity + 1])].map((code) => frame.numbers[code]);
  };
  const read = async (): Promise<void> => {
    await at.start();
    await at.eventually(async () => ((await at.ask("status")).history.backfill.state === "done" ? true : undefined));
  };

  it("is read in its present unit from the history, and follows a change back while the service runs", async () => {
    await measureInTwoUnits();
    expect(await recorded(3)).to.deep.equal(["21.5", "70.7", "72.5"]);
    await read();
    await at.stop();
    expect(valuesIn(at.databasePath)).to.deep.equal([70.7, 72.5]);
    await at.start();
    await at.eventually(async () => ((await at.ask("status")).home.state === "connected" ? true : undefined));
    await changed(() => measureIn(null));
    await changed(() => measure("23"));
    await at.stop();
    expect(valuesIn(at.databasePath)).to.deep.equal([21.5, 22.5, 23]);
  });

  it("is read in its present unit from the recorder's database", async () => {
    await measureInTwoUnits();
    await recorded(3);
    const folder = await mkdtemp(join(tmpdir(), "units-"));
    const source = at.home.databasePath;
    await at.inDatabase(async (database) => {
      const options = {
        zone: null,
        userKindOf: () => "person" as const,
        after: null,
        now: Date.now() + SECOND,
        workFolder: folder,
        rowsAPiece: 1_000,
      };
      await importHistory(readSource(source, options), {
        source,
        archive: createChangeArchive(database),
        marks: createImportMarks(database),
        onProgress: () => undefined,
      });
    });
    await rm(folder, { recursive: true });
    expect(valuesIn(at.databasePath)).to.deep.equal([70.7, 72.5]);
  });
});
