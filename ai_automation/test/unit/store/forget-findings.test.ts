import { expect } from "chai";
import { createFindingsForgetter } from "../../../src/store/forget-findings.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import { aDraft } from "../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

describe("findings about deleted entities", () => {
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

  it("are not deleted if their ids only start or end like the deleted one", async () => {
    expect(await left("light.pan", "light.pantry_2", "binary_sensor.pantry", "sensor.pantry_door")).to.equal(1);
  });

  it("are deleted with a target entity and with a trigger entity", async () => {
    expect(await left("light.pantry")).to.equal(0);
    await createSuggestionStore(home.database).offer(aDraft());
    expect(await left("binary_sensor.pantry_door")).to.equal(0);
    expect(await home.database("patterns")).to.deep.equal([]);
  });

  it("are deleted with a whole domain of thousands of entities", async () => {
    const sensors = Array.from({ length: 40_000 }, (_, index) => `sensor.reading_${index}`);
    expect(await left(...sensors)).to.equal(1);
    expect(await left(...sensors, "light.pantry")).to.equal(0);
  });
});
