import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { aBroker, type Broker } from "../../support/a-broker.ts";
import { aService, type RunningService } from "../../support/a-service.ts";
import { until } from "../../support/until.ts";

describe("an MQTT broker that requires authentication", () => {
  let broker: Broker | undefined;
  let service: RunningService | undefined;
  let folder = "";

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "authority-"));
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    await broker?.destroy();
    await rm(folder, { recursive: true });
  });

  const open = async (certifiedFor?: string): Promise<Broker> => {
    broker = await aBroker(certifiedFor);
    return broker ?? expect.fail("no broker");
  };
  const connect = async (url: string, brokerAuthority: string | null = null): Promise<RunningService> => {
    service = await aService({ broker: { kind: "url", url }, brokerAuthority });
    return service;
  };
  const withLogin = (url: string, login: string): string => url.replace("://", `://${login}@`);
  const isConnected = (): boolean => service?.logs().some(({ msg }) => msg === "mqtt connected") === true;
  const problems = async (): Promise<readonly { readonly code: string; readonly message: string }[]> =>
    (await service?.call("GET", "/api/status"))?.body.problems;
  const problem = async () => {
    await until(async () => (await problems()).length > 0);
    return (await problems())[0];
  };

  before(async function () {
    const found = await aBroker();
    if (found === undefined) return this.skip();
    await found.destroy();
  });

  describe("by name and password", () => {
    let url = "";
    beforeEach(async () => {
      const asking = await open();
      await asking.letIn("home", "right");
      await asking.stop();
      await asking.start();
      url = asking.url;
    });

    it("accepts the service", async () => {
      await connect(withLogin(url, "home:right"));
      await until(isConnected);
      expect(await problems()).to.deep.equal([]);
    });

    it("is a problem with a remedy while the password is wrong", async () => {
      const running = await connect(withLogin(url, "home:wrong"));
      expect(await problem()).to.deep.include({
        code: "mqtt_login_refused",
        message: `The MQTT broker at ${url} rejected the login of user "home": correct the user name and password in mqtt_url or, if mqtt_url is empty, restart the broker's app.`,
      });
      expect((await running.call("GET", "/health")).status).to.equal(200);
      await broker?.letIn("home", "wrong");
      await broker?.stop();
      await broker?.start();
      await until(isConnected);
      expect(await problems()).to.deep.equal([]);
    });

    it("is a problem that names the remedy without a login", async () => {
      await connect(url);
      expect((await problem())?.message).to.contain("requires a login: set mqtt_url to mqtt://user:password@");
    });

    it("keeps the password out of the log and the status", async () => {
      await connect(withLogin(url, "home:hidden-word"));
      await problem();
      expect(JSON.stringify([service?.logs(), await problems()])).not.to.contain("hidden-word");
    });
  });

  describe("by certificate", () => {
    it("is refused with the remedy if it is not signed by a trusted authority", async () => {
      const { url } = await open("IP:127.0.0.1");
      await connect(url);
      const { code, message } = (await problem()) ?? { code: "", message: "" };
      expect(code).to.equal("mqtt_not_trusted");
      expect(message)
        .to.contain("not signed by a trusted authority")
        .and.to.contain("set mqtt_ca to the name of the file");
      expect(isConnected()).to.equal(false);
    });

    it("is trusted with its authority's certificate", async () => {
      const { url, authority } = await open("IP:127.0.0.1");
      await connect(url, authority);
      await until(isConnected);
      expect(await problems()).to.deep.equal([]);
    });

    it("is refused if it is for another host name", async () => {
      const { url, authority } = await open("DNS:elsewhere.local");
      await connect(url, authority);
      expect((await problem())?.message).to.contain(
        "its certificate is for another host name. Use that host name in mqtt_url",
      );
    });

    it("is trusted as soon as its authority's file exists", async () => {
      const { url, authority = "" } = await open("IP:127.0.0.1");
      const file = join(folder, "mqtt-ca.pem");
      await writeFile(file, "no certificate");
      await connect(url, file);
      expect(await problem()).to.include({ code: "mqtt_ca_unreadable" });
      await copyFile(authority, file);
      await until(isConnected);
      expect(await problems()).to.deep.equal([]);
    });
  });
});
