import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { SETTINGS } from "../../../src/config/settings.ts";
import { OLDEST_VERSION } from "../../../src/home-assistant/session-life.ts";
import { APP_FOLDER, readApp, readAppConfig, readImageEnvironment, readYaml } from "./app-files.ts";
import { acceptsText, DEFAULTS, PROFILE_LINE, securityRating, SupervisorConfig } from "./supervisor-rules.ts";

describe("config.yaml", () => {
  it("has every key that the Supervisor requires, all valid, and none that it would drop", () => {
    const { error } = SupervisorConfig.safeParse(readYaml("config.yaml"));
    expect(error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []).to.deep.equal([]);
  });

  it("has no keys at their default", () => {
    const config = Object.entries(readConfig());
    expect(config.filter(([key, value]) => key in DEFAULTS && DEFAULTS[key] === value)).to.deep.equal([]);
  });

  it("has the folder's name as slug", () => {
    expect(readAppConfig().slug).to.equal(basename(APP_FOLDER));
  });

  it("runs on both architectures, without Docker's init, since the base image has its own", () => {
    const { arch, init } = readConfig();
    expect({ arch, init }).to.deep.equal({ arch: ["aarch64", "amd64"], init: false });
  });

  it("has the highest security rating", () => {
    const profiles = [...readApp("apparmor.txt").matchAll(PROFILE_LINE)];
    expect(securityRating(readConfig(), profiles.length === 1)).to.equal(8);
  });

  it("uses the broker if there is one, and maps the share folder read-only", () => {
    const { services, map } = readConfig();
    expect({ services, map }).to.deep.equal({ services: ["mqtt:want"], map: ["share:ro"] });
  });

  it("has a sidebar page through ingress, on the port that the service listens on", () => {
    const { ingress, ingress_port: port, panel_title: title, panel_icon: icon } = readConfig();
    expect({ ingress, port }).to.deep.equal({
      ingress: true,
      port: Number(SETTINGS.find(({ variable }) => variable === "PORT")?.default),
    });
    expect([title, icon]).not.to.include(undefined);
  });

  it("is in everybody's sidebar, as everybody may look", () => {
    expect(readConfig().panel_admin).to.equal(false);
  });

  it("is stopped for backups, so that the database is consistent", () => {
    expect(readConfig().backup).to.equal("cold");
  });

  it("requires the oldest Home Assistant version that the service supports", () => {
    expect(readConfig().homeassistant).to.equal(`${OLDEST_VERSION.year}.${OLDEST_VERSION.month}.0`);
  });

  it("has a type for each option that its default satisfies", () => {
    const { options, schema } = readAppConfig();
    expect(Object.keys(options)).to.deep.equal(Object.keys(schema));
    const refused = Object.entries(options).filter(([option, value]) => !acceptsText(schema[option] ?? "", value));
    expect(refused).to.deep.equal([]);
  });

  it("accepts only a time of day as analysis_time", () => {
    const type = readAppConfig().schema.analysis_time ?? "";
    const accepted = ["00:00", "23:59", "24:00", "3:00", "03:60", "03:00:00", ""].filter((time) =>
      acceptsText(type, time),
    );
    expect(accepted).to.deep.equal(["00:00", "23:59"]);
  });

  it("allows the service enough time to stop", () => {
    const service = Number(readApp("rootfs/etc/s6-overlay/s6-rc.d/ai-automation/timeout-kill"));
    const rest = Number(readImageEnvironment().get("S6_KILL_GRACETIME"));
    expect(service).to.be.greaterThan(10_000);
    expect(service + rest).to.be.lessThan(readAppConfig().timeout * 1_000);
  });

  it("is the only file that the Supervisor would recognise as an app", () => {
    const folders = ["src", "test", "scripts", "translations"];
    const files = folders.flatMap((folder) =>
      readdirSync(join(APP_FOLDER, folder), { recursive: true, encoding: "utf8" }),
    );
    expect(files.filter((file) => /^config\.(yaml|yml|json)$/.test(basename(file)))).to.deep.equal([]);
  });
});

const readConfig = () => SupervisorConfig.parse(readYaml("config.yaml"));
