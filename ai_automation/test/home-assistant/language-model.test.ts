import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { aLanguageModel, type FakeModel } from "../support/a-language-model.ts";
import { connected, json, startIn, type ServiceProcess } from "../support/process.ts";
import { realHome, rest, type RealHome } from "./real-home.ts";

const home = realHome();

/** Only a model understands this: our own parser, which is asked first, knows none of these verbs. */
const unheardOf = "it would be lovely if the kitchen light greeted us around 21:45";

describe("plain words through Home Assistant's AI Task", () => {
  let folder = "";
  const services: ServiceProcess[] = [];
  let model: FakeModel;
  let entryId = "";

  before(async function () {
    if (home === undefined) return this.skip();
    model = await aLanguageModel();
    model.answer({ kind: "content", content: "{}" });
    entryId = await setUpOllama(home, new URL(model.url).origin);
    folder = await mkdtemp(join(tmpdir(), "real-"));
  });
  after(async () => {
    if (home === undefined) return;
    for (const { child } of services) child.kill("SIGKILL");
    if (entryId !== "") await rest(home, "DELETE", `config/config_entries/entry/${entryId}`);
    await model.stop();
    await rm(folder, { recursive: true });
  });

  const start = async (entity: string): Promise<ServiceProcess> => {
    if (home === undefined) throw new Error("there is no home");
    const running = await startIn(folder, {
      DATABASE_PATH: join(folder, `${entity}.db`),
      HA_URL: home.url,
      HA_TOKEN: home.token,
      LLM_ENTITY: entity,
    });
    services.push(running);
    await connected(running);
    return running;
  };
  const ask = (running: ServiceProcess, text: string): Promise<any> =>
    json(`${running.url}/api/suggestions/ask`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text }),
    });

  it("become an automation that Home Assistant accepts", async () => {
    if (home === undefined) return;
    const running = await start("ai_task.small_words");
    model.answer({
      kind: "reply",
      to: (request) => {
        const [, thing] =
          /\{\\+"thing\\+":\\+"(t\d+)\\+",\\+"kind\\+":\\+"light\\+",\\+"name\\+":\\+"Kitchen/.exec(request) ?? [];
        const changes = [
          { change: "at", time: "21:45" },
          { change: "act", thing, state: "on" },
        ];
        return `Here you are:\n${JSON.stringify({ changes, not_possible: null })}`;
      },
    });
    const proposal = await ask(running, unheardOf);
    expect(proposal.automation?.triggers, JSON.stringify(proposal)).to.deep.equal([
      { trigger: "time", at: "21:45:00" },
    ]);
    expect(proposal.automation.actions[0].action).to.equal("light.turn_on");
    const chat = model.requests.find(({ path }) => path === "/api/chat");
    const messages = JSON.stringify(JSON.parse(chat?.body ?? "{}").messages);
    expect(messages).to.include(unheardOf);
    for (const secret of ["Anna", "Ben", home.token, home.annaId, "light.kitchen", "latitude"])
      expect(messages.includes(secret), secret).to.equal(false);
    const kept = await json(`${running.url}/api/suggestions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ automation: proposal.automation }),
    });
    const created = await json(`${running.url}/api/suggestions/${kept.id}/approve`, { method: "POST" });
    expect(created.status).to.equal("deployed");
    const config = await rest(home, "GET", `config/automation/config/${created.ha_automation_id}`);
    expect(config.triggers).to.deep.equal([{ trigger: "time", at: "21:45:00" }]);
    await json(`${running.url}/api/suggestions/${kept.id}/undo`, { method: "POST" });
    running.child.kill("SIGTERM");
    await running.ended;
  });

  it("are answered with Home Assistant's reason if it has no preferred entity or none at all", async () => {
    if (home === undefined) return;
    for (const entity of ["preferred", "ai_task.not_there"]) {
      const running = await start(entity);
      const { error } = await ask(running, unheardOf);
      expect(error.code).to.equal("language_model_failed");
      expect(error.message).to.match(/entity|not_there/);
      running.child.kill("SIGTERM");
      await running.ended;
    }
  });
});

/** Creates an AI Task entity of the Ollama integration that uses the fake model; returns its config entry. */
async function setUpOllama(home: RealHome, url: string): Promise<string> {
  const flow = await rest(home, "POST", "config/config_entries/flow", { handler: "ollama" });
  const { result } = await rest(home, "POST", `config/config_entries/flow/${flow.flow_id}`, { url });
  const task = await rest(home, "POST", "config/config_entries/subentries/flow", {
    handler: [result.entry_id, "ai_task_data"],
  });
  await rest(home, "POST", `config/config_entries/subentries/flow/${task.flow_id}`, {
    name: "Small words",
    model: "small:latest",
    num_ctx: 8192,
    max_history: 20,
    keep_alive: -1,
    think: false,
  });
  return result.entry_id;
}
