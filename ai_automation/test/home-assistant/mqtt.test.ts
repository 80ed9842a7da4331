import { expect } from "chai";
import { until } from "../support/until.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { followed } from "./followed.ts";
import { rest, stateOf } from "./real-home.ts";

describe("the service as an MQTT device of a real Home Assistant", () => {
  const at = aServiceAtHome();

  it("has entities with values, executes commands, and is unavailable after a kill", async () => {
    const { home, eventually } = at;
    const before = Date.now();
    await at.live(followed("binary_sensor.kitchen_motion", "light.kitchen", before), before);
    await at.start({ MQTT_URL: home.mqttUrl });
    const becomes = (entityId: string, isSo: (state: string | undefined) => boolean): Promise<true> =>
      eventually(async () => (isSo(await stateOf(home, entityId)) ? true : undefined));
    const call = (domain: string, name: string, entityId: string): Promise<unknown> =>
      rest(home, "POST", `services/${domain}/${name}`, { entity_id: entityId });

    const lastAnalysis = async (): Promise<string | undefined> => (await at.ask("status")).analysis.last?.id;
    const analysed = await eventually(lastAnalysis);
    await becomes("sensor.ai_automation_suggestions", (state) => Number(state) >= 1);
    await becomes("sensor.ai_automation_service", (state) => state === "connected");
    await becomes("sensor.ai_automation_history_days", (state) => Number(state) >= 39);
    await becomes("sensor.ai_automation_last_analysis", (state) => !Number.isNaN(Date.parse(state ?? "")));
    const { attributes } = await rest(home, "GET", "states/sensor.ai_automation_suggestions");
    expect(attributes.best.title).to.be.a("string");
    const happened = await rest(home, "GET", "states/event.ai_automation_event");
    expect(happened.attributes.event_type).to.equal("new_suggestion");

    await becomes("sensor.ai_automation_spared_this_week", (state) => state === "0");
    const week = await rest(home, "GET", "states/sensor.ai_automation_spared_this_week");
    expect(week.attributes).to.include({ runs: 0, corrected: 0 });

    await call("switch", "turn_on", "switch.ai_automation_pause_learning");
    await becomes("switch.ai_automation_pause_learning", (state) => state === "on");
    await call("switch", "turn_off", "switch.ai_automation_pause_learning");
    await becomes("switch.ai_automation_pause_learning", (state) => state === "off");

    await call("button", "press", "button.ai_automation_analyse");
    await eventually(async () => ((await lastAnalysis()) === analysed ? undefined : true));
    const registered = await stateOf(home, "button.ai_automation_create_best");
    expect(registered).to.equal(undefined);

    const waiting = Number(await stateOf(home, "sensor.ai_automation_suggestions"));
    await call("button", "press", "button.ai_automation_later_best");
    await becomes("sensor.ai_automation_suggestions", (state) => Number(state) === waiting - 1);

    await at.kill();
    await until(async () => (await stateOf(home, "sensor.ai_automation_service")) === "unavailable");
  });
});
