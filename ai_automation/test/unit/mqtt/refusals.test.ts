import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { aBroker, type Broker } from "../../support/a-broker.ts";
import { aService, type RunningService } from "../../support/a-service.ts";
import { until } from "../../support/until.ts";

describe("a broker that asks who is there", () => {
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

    it("lets the service in", async () => {
      await connect(withLogin(url, "home:right"));
      await until(isConnected);
      expect(await problems()).to.deep.equal([]);
    });

    it("is a problem with a remedy where the password is wrong, and none once it is right", async () => {
      const running = await connect(withLogin(url, "home:wrong"));
      expect(await problem()).to.deep.include({
        code: "mqtt_login_refused",
        message: `The MQTT broker at ${url} refuses the user "home": correct the name and password in mqtt_url, or restart the broker's app where mqtt_url is empty.`,
      });
      expect((await running.call("GET", "/health")).status).to.equal(200);
      await broker?.letIn("home", "wrong");
      await broker?.stop();
      await broker?.start();
      await until(isConnected);
      expect(await problems()).to.deep.equal([]);
    });

    it("says how to name oneself where nobody did", async () => {
      await connect(url);
      expect((await problem())?.message).to.contain(
        "lets nobody in without a name: set mqtt_url to mqtt://user:password@",
      );
    });

    it("keeps the password out of the log and the status", async () => {
      await connect(withLogin(url, "home:hidden-word"));
      await problem();
      expect(JSON.stringify([service?.logs(), await problems()])).not.to.contain("hidden-word");
    });
  });

  describe("by certificate", () => {
    it("is refused where nobody vouches for it, with the remedy", async () => {
      const { url } = await open("IP:127.0.0.1");
      await connect(url);
      const { code, message } = (await problem()) ?? { code: "", message: "" };
      expect(code).to.equal("mqtt_not_trusted");
      expect(message)
        .to.contain("not from an authority known here")
        .and.to.contain("set mqtt_ca to the name of the file");
      expect(isConnected()).to.equal(false);
    });

    it("is trusted by the certificate of its authority", async () => {
      const { url, authority } = await open("IP:127.0.0.1");
      await connect(url, authority);
      await until(isConnected);
      expect(await problems()).to.deep.equal([]);
    });

    it("is refused where it is for another name", async () => {
      const { url, authority } = await open("DNS:elsewhere.local");
      await connect(url, authority);
      expect((await problem())?.message).to.contain("its certificate is for another name; use that name in mqtt_url");
    });

    it("is trusted as soon as the file of its authority is there", async () => {
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
