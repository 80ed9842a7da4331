import { expect } from "chai";
import { createFindingsForgetter } from "../../../src/store/forget-findings.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { aDraft } from "../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

describe("findings of what is forgotten", () => {
  let home: TemporaryDatabase;
  beforeEach(async () => {
    home = await temporaryDatabase();
    await createSuggestionStore(home.database).offer(aDraft());
  });
  afterEach(() => home.remove());

  const left = async (...entityIds: readonly string[]): Promise<number> => {
    await createFindingsForgetter(home.database)(entityIds);
    return (await home.database("suggestions")).length;
  };

  it("stay where an id only begins or ends like theirs", async () => {
    expect(await left("light.pan", "light.pantry_2", "binary_sensor.pantry", "sensor.pantry_door")).to.equal(1);
  });

  it("leave with the entity that is acted on, and with the one that starts it", async () => {
    expect(await left("light.pantry")).to.equal(0);
    await createSuggestionStore(home.database).offer(aDraft());
    expect(await left("binary_sensor.pantry_door")).to.equal(0);
    expect(await home.database("patterns")).to.deep.equal([]);
  });

  it("leave with a whole domain of thousands", async () => {
    const sensors = Array.from({ length: 40_000 }, (_, index) => `sensor.reading_${index}`);
    expect(await left(...sensors)).to.equal(1);
    expect(await left(...sensors, "light.pantry")).to.equal(0);
  });
});
