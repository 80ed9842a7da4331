import { expect } from "chai";
import { DAY, MINUTE, SECOND } from "../../../src/model/time.ts";
import type { UnitStretch } from "../../../src/model/unit.ts";
import { startFakeHomeAssistant, type FakeHome, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { until } from "../../support/until.ts";
import { aHome, createMemoryArchive, type MemoryArchive, type ObservedHome } from "./a-home.ts";

const SENSOR = "sensor.attic";
const celsius = { unit_of_measurement: "°C", device_class: "temperature" };
const fahrenheit = { unit_of_measurement: "°F", device_class: "temperature" };

describe("home assistant: units of sensors", () => {
  let fake: FakeHomeAssistant;
  let observed: ObservedHome;

  const start = async (home: FakeHome, archive: MemoryArchive = createMemoryArchive()): Promise<void> => {
    fake = await startFakeHomeAssistant(home);
    observed = aHome(fake, { archive });
    await observed.home.start();
  };
  const startCovered = async (...entities: NonNullable<FakeHome["entities"]>): Promise<void> => {
    const archive = createMemoryArchive();
    await archive.record({ changes: [], covered: { from: 0, to: Date.now() } });
    await start({ entities }, archive);
    await observed.reach("connected");
    await observed.backfilled();
    archive.units.length = 0;
  };
  const shown = ({ entityId, unit, from, to }: UnitStretch): string =>
    `${entityId} ${unit} ${to === null ? "from" : to - from > 0 ? "until" : "never"}`;
  const afterwards = async (entityId: string): Promise<readonly string[]> => {
    await until(() => observed.archive.units.some((one) => one.entityId === entityId), "a unit");
    return observed.archive.units.map(shown);
  };
  const change = (state: string, attributes: object, entityId = SENSOR): void =>
    fake.changeState(entityId, state, { attributes, at: Date.now() + 5 });

  afterEach(async () => {
    await observed.home.stop();
    await fake.stop();
    expect(fake.unexpected).to.deep.equal([]);
  });

  it("records the units before and after a change of the unit", async () => {
    await startCovered({ entity_id: SENSOR, state: "22", attributes: celsius });
    change("71.6", fahrenheit);
    expect(await afterwards(SENSOR)).to.deep.equal([`${SENSOR} °C until`, `${SENSOR} °F from`]);
    const [before, after] = observed.archive.units;
    expect(before?.to).to.equal(after?.from);
  });

  it("records nothing while the unit stays the same, or is missing", async () => {
    await startCovered(
      { entity_id: SENSOR, state: "22", attributes: celsius },
      { entity_id: "sensor.hall", state: "22", attributes: celsius },
    );
    change("22.5", celsius);
    change("unavailable", { unit_of_measurement: null });
    change("71.6", fahrenheit, "sensor.hall");
    expect(await afterwards("sensor.hall")).to.deep.equal(["sensor.hall °C until", "sensor.hall °F from"]);
  });

  it("does not take another spelling of the micro sign for another unit", async () => {
    await startCovered(
      { entity_id: SENSOR, state: "5", attributes: { unit_of_measurement: "\u00b5g/m³" } },
      { entity_id: "sensor.hall", state: "22", attributes: celsius },
    );
    change("6", { unit_of_measurement: "\u03bcg/m³" });
    change("71.6", fahrenheit, "sensor.hall");
    expect(await afterwards("sensor.hall")).to.deep.equal(["sensor.hall °C until", "sensor.hall °F from"]);
  });

  it("distinguishes differences of temperatures from temperatures", async () => {
    await startCovered({
      entity_id: SENSOR,
      state: "2",
      attributes: { ...celsius, device_class: "temperature_delta" },
    });
    change("3.6", { ...fahrenheit, device_class: "temperature_delta" });
    expect(await afterwards(SENSOR)).to.deep.equal([`${SENSOR} Δ°C until`, `${SENSOR} Δ°F from`]);
  });

  it("records the current units when it connects", async () => {
    await start({
      entities: [
        { entity_id: SENSOR, state: "22", attributes: celsius },
        { entity_id: "light.hall", state: "on" },
      ],
    });
    await observed.backfilled();
    expect(observed.archive.units.map(shown)).to.deep.equal([`${SENSOR} °C from`]);
  });

  it("reads from the history when a unit changed, with all attributes on that day and the first day only", async () => {
    const now = Math.floor(Date.now() / SECOND) * SECOND;
    const changed = now - 1.5 * DAY;
    const rows = (attributesAt: (at: number) => object) =>
      Array.from({ length: 48 * 3 }, (_, index) => now - 3 * DAY + index * 30 * MINUTE).map((at) => ({
        s: String(at % 97),
        lu: at / SECOND,
        a: { ...attributesAt(at) },
      }));
    await start({
      entities: [
        { entity_id: SENSOR, state: "70", attributes: fahrenheit },
        { entity_id: "sensor.hall", state: "22", attributes: celsius },
      ],
      history: { [SENSOR]: rows((at) => (at < changed ? celsius : fahrenheit)), "sensor.hall": rows(() => celsius) },
    });
    await observed.backfilled();
    const unitAt = (entityId: string, at: number): string | undefined =>
      observed.archive.units.findLast((one) => one.entityId === entityId && one.from <= at && at < (one.to ?? Infinity))
        ?.unit;
    expect(unitAt(SENSOR, changed - 1)).to.equal("°C");
    expect(unitAt(SENSOR, changed)).to.equal("°F");
    expect(unitAt(SENSOR, now - 2.9 * DAY)).to.equal("°C");
    expect(
      new Set(observed.archive.units.filter((one) => one.entityId === "sensor.hall").map(({ unit }) => unit)),
    ).to.deep.equal(new Set(["°C"]));
    const detailed = fake.of("history/history_during_period").filter(({ no_attributes, start_time, end_time }) => {
      const span = Date.parse(String(end_time)) - Date.parse(String(start_time));
      return no_attributes === false && span > 2 * MINUTE;
    });
    expect(detailed.map(({ entity_ids }) => entity_ids)).to.deep.equal([[SENSOR], [SENSOR, "sensor.hall"]]);
  });
});
