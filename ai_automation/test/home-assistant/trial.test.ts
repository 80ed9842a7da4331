import { expect } from "chai";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { followed } from "./followed.ts";
import { hardware, rest, stateOf } from "./real-home.ts";

describe("trying out a suggestion on a real Home Assistant", () => {
  const at = aServiceAtHome();

  it("switches a real light once, brings it back, and counts neither as a person's action", async () => {
    const { home, act, eventually } = at;
    const before = Date.now();
    await at.live(followed("binary_sensor.kitchen_motion", "light.kitchen", before), before);
    await hardware(home, "light.kitchen", "off");
    await at.start();
    const [offered] = await eventually(async () => {
      const { suggestions } = await at.ask("suggestions");
      return suggestions.length > 0 ? suggestions : undefined;
    });
    const preview = await at.ask(`suggestions/${offered.id}/trial`);
    expect(preview).to.include({ obstacle: null, is_simulated: false });
    expect(preview.choices).to.have.length(1);

    const { before: states, can_take_back: canTakeBack } = await act(offered.id, "trial");
    expect(states.map((one: any) => [one.entity_id, one.state])).to.deep.equal([["light.kitchen", "off"]]);
    expect(canTakeBack).to.equal(true);
    await eventually(async () => ((await stateOf(home, "light.kitchen")) === "on" ? true : undefined));
    await act(offered.id, "trial/undo");
    await eventually(async () => ((await stateOf(home, "light.kitchen")) === "off" ? true : undefined));

    const changes = await eventually(async () => {
      const span = `from=${new Date(before).toISOString()}&to=${new Date(Date.now() + 1_000).toISOString()}`;
      const timeline = await at.ask(`entities/light.kitchen/timeline?${span}`);
      const tried = timeline.changes.filter((one: any) => one.cause?.via === "trial");
      return tried.length === 2 ? tried : undefined;
    });
    expect(changes.map((one: any) => one.state)).to.deep.equal(["on", "off"]);

    // The service uses the owner's token: what the owner does is still a person's action.
    await rest(home, "POST", "services/light/turn_on", { entity_id: "light.kitchen" });
    await eventually(async () => {
      const span = `from=${new Date(before).toISOString()}&to=${new Date(Date.now() + 1_000).toISOString()}`;
      const timeline = await at.ask(`entities/light.kitchen/timeline?${span}`);
      const last = timeline.changes.at(-1);
      return last?.state === "on" && last.cause.via === "app" ? true : undefined;
    });
    await at.stop();
  });
});
