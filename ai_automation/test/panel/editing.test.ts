import { expect } from "chai";
import { pairOf } from "../../src/automation/pair.ts";
import { describePanel } from "./a-panel.ts";
import { faultsOf } from "./browser.ts";

interface Listed {
  readonly id: number;
  readonly title: string;
  readonly fix: unknown;
  readonly automation: any;
}

describePanel("editing a suggestion in the panel", (panel) => {
  const { open, button } = panel;
  const pending = async (): Promise<readonly Listed[]> => (await panel.get("suggestions?status=pending")).suggestions;
  const simple = async (): Promise<Listed> => {
    const [first] = (await pending()).filter(
      ({ fix, automation }) =>
        fix === null && automation.triggers[0].trigger === "time" && automation.actions[0].action.startsWith("light."),
    );
    return first!;
  };
  const saved = async (id: number): Promise<any> => (await panel.get(`suggestions/${id}`)).automation;
  const startEditing = async (id: number): Promise<void> => {
    await open(`#/suggestions/${id}`);
    await panel.page.getByText("Change it", { exact: true }).click();
    await panel.page.getByLabel("Also control").waitFor();
  };
  const store = async (): Promise<void> => {
    await button("Save changes").click();
    await panel.page.getByText("Saved", { exact: true }).waitFor();
  };

  it("adds a thing by its name, and removes another, with what was there before", async () => {
    const { id, automation } = await simple();
    const [target] = automation.actions[0].target.entity_id;
    const { entities } = await panel.get("entities");
    const other = entities.find(
      (one: any) => one.domain === target.split(".")[0] && one.entity_id !== target && one.name !== "",
    );
    await startEditing(id);
    await panel.page.getByLabel("Also control").selectOption(other.entity_id);
    await panel.page.locator(".item", { hasText: other.name }).getByText("new", { exact: true }).waitFor();
    await panel.page
      .locator(".item")
      .filter({ has: button("Remove") })
      .first()
      .getByRole("button")
      .click();
    await panel.page.locator(".item", { hasText: "Removed" }).locator("del").waitFor();
    expect(await faultsOf(panel.page)).to.deep.equal([]);
    await store();
    expect((await saved(id)).actions[0].target.entity_id).to.deep.equal([other.entity_id]);
  });

  it("changes the trigger to something that changes, by name and state in words", async () => {
    const { id } = await simple();
    await startEditing(id);
    await panel.page.getByLabel("Trigger", { exact: true }).selectOption("When something changes");
    await panel.page.getByText("before: At a time of day").waitFor();
    await panel.page.getByLabel("Of what").selectOption("Garden door (Living room)");
    await panel.page.getByLabel("Changes to").selectOption("closed");
    await panel.page.getByLabel("Minimum duration in minutes").fill("3");
    await panel.page.getByLabel("Minimum duration in minutes").press("Tab");
    expect(await faultsOf(panel.page)).to.deep.equal([]);
    await store();
    const [trigger] = (await saved(id)).triggers;
    expect(trigger).to.include({
      trigger: "state",
      entity_id: "binary_sensor.garden_door",
      to: "off",
      for: "00:03:00",
    });
  });

  it("edits a level in one half of a pair", async () => {
    const trigger = (to: string) => ({ trigger: "state", entity_id: "binary_sensor.garden_door", to });
    const act = (action: string, data?: object) => [
      { action, target: { entity_id: ["light.garden"] }, ...(data === undefined ? {} : { data }) },
    ];
    const half = (to: string, actions: any) => ({ alias: "x", triggers: [trigger(to)], conditions: [], actions });
    const on = half("on", act("light.turn_on", { brightness_pct: 40 }));
    const off = half("off", act("light.turn_off"));
    const automation = pairOf([on, off], { alias: "Garden light with the door", description: "" });
    const { id } = await panel.post("suggestions", { automation });
    await open(`#/suggestions/${id}`);
    await panel.page.getByText("Change it", { exact: true }).click();
    const first = panel.page.getByRole("region", { name: "First part" });
    await first.getByLabel("Brightness (%)").fill("70");
    await first.getByLabel("Brightness (%)").press("Tab");
    await first.getByText("before: 40").waitFor();
    const second = panel.page.getByRole("region", { name: "Second part" });
    await second.getByLabel("Minimum duration in minutes").fill("5");
    await second.getByLabel("Minimum duration in minutes").press("Tab");
    await second.getByText("before: 0").waitFor();
    expect(await faultsOf(panel.page)).to.deep.equal([]);
    await store();
    const { choose } = (await saved(id)).actions[0];
    expect(choose[0].sequence[0].data).to.deep.equal({ brightness_pct: 70 });
    expect((await saved(id)).triggers[1]).to.include({ for: "00:05:00" });
  });

  it("names states by their device class in the reader's language", async () => {
    await open("#/history?entity=binary_sensor.garden_door", { locale: "de" });
    const { entities } = await panel.get("entities");
    const door = entities.find((one: any) => one.entity_id === "binary_sensor.garden_door");
    expect(door.states.map(({ text }: { text: string }) => text)).to.deep.equal(["open", "closed"]);
    await panel.page.locator("table").waitFor();
    const cells = await panel.page.locator("tr", { hasText: "Garden door" }).locator("td:nth-child(3)").allInnerTexts();
    for (const cell of cells) expect(["offen", "geschlossen"]).to.include(cell);
  });
});
