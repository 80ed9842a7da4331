import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { createPanelPage } from "../../../src/home-assistant/panel-page.ts";
import { addressOfUrl, askSupervisor } from "../../../src/mqtt/broker-address.ts";

describe("address of the MQTT broker", () => {
  it("is parsed from a URL, with its credentials separated and decoded", () => {
    expect(addressOfUrl("mqtts://me:p%40ss@broker.local:8883")).to.deep.equal({
      url: "mqtts://broker.local:8883",
      username: "me",
      password: "p@ss",
    });
    expect(addressOfUrl("mqtt://broker.local")).to.deep.equal({ url: "mqtt://broker.local" });
  });
});

describe("answer of the Supervisor", () => {
  let server: Server | undefined;
  const asked: string[] = [];

  afterEach(() => {
    server?.close();
    asked.length = 0;
  });

  async function supervisor(status: number, body: object): Promise<string> {
    server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  it("has the broker that an app provides", async () => {
    const data = { host: "core-mosquitto", port: 1883, ssl: false, username: "addons", password: "secret" };
    const url = await supervisor(200, { result: "ok", data });
    expect(await askSupervisor("token", url)).to.deep.equal({
      url: "mqtt://core-mosquitto:1883",
      username: "addons",
      password: "secret",
    });
    expect(asked).to.deep.equal(["/services/mqtt Bearer token"]);
  });

  it("has no broker while no app provides one", async () => {
    const url = await supervisor(400, { result: "error", message: "Service not enabled" });
    expect(await askSupervisor("token", url)).to.equal(undefined);
  });

  it("is an error if it cannot be read", async () => {
    const right = { host: "core-mosquitto", port: 1883 };
    for (const data of [null, "x", {}, { ...right, host: 7 }, { ...right, port: "?" }, { ...right, ssl: "yes" }]) {
      const url = await supervisor(200, { result: "ok", data });
      const outcome = await askSupervisor("token", url).then(
        () => "answered",
        (error: unknown) => String(error),
      );
      expect(outcome).to.match(/does not match the expected format/);
      expect(await createPanelPage("token", url)()).to.equal(null);
      server?.close();
    }
    const url = await supervisor(200, { result: "ok", data: { ...right, username: null, addon: ["x"] }, more: 7 });
    expect(await askSupervisor("token", url)).to.deep.equal({ url: "mqtt://core-mosquitto:1883" });
  });

  it("has the panel's path", async () => {
    const url = await supervisor(200, { result: "ok", data: { slug: "a0b1c2d3_ai_automation" } });
    expect(await createPanelPage("token", url)()).to.equal("/app/a0b1c2d3_ai_automation");
  });
});
