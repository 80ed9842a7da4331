import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { OLDEST_VERSION } from "../../../src/home-assistant/session-life.ts";
import { SETTINGS } from "../../../src/config/settings.ts";
import { APP_FOLDER, readApp, readAppConfig, readImageEnvironment, readYaml } from "./app-files.ts";
import { acceptsText, DEFAULTS, PROFILE_LINE, securityRating, SupervisorConfig } from "./supervisor-rules.ts";

describe("config.yaml", () => {
  it("has every key the Supervisor requires, in its form, and none it would drop", () => {
    const { error } = SupervisorConfig.safeParse(readYaml("config.yaml"));
    expect(error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []).to.deep.equal([]);
  });

  it("has no key at its default value", () => {
    const config = Object.entries(readConfig());
    expect(config.filter(([key, value]) => key in DEFAULTS && DEFAULTS[key] === value)).to.deep.equal([]);
  });

  it("has the slug of its folder", () => {
    expect(readAppConfig().slug).to.equal(basename(APP_FOLDER));
  });

  it("runs on both processors, without Docker's init, as the base image brings its own", () => {
    const { arch, init } = readConfig();
    expect({ arch, init }).to.deep.equal({ arch: ["aarch64", "amd64"], init: false });
  });

  it("has the highest security rating there is", () => {
    const profiles = [...readApp("apparmor.txt").matchAll(PROFILE_LINE)];
    expect(securityRating(readConfig(), profiles.length === 1)).to.equal(8);
  });

  it("asks for the broker if there is one, and sees the shared folder only to read it", () => {
    const { services, map } = readConfig();
    expect({ services, map }).to.deep.equal({ services: ["mqtt:want"], map: ["share:ro"] });
  });

  it("has its page in the sidebar, behind Home Assistant's own login, on the port that the image serves", () => {
    const { ingress, ingress_port: port, panel_title: title, panel_icon: icon } = readConfig();
    expect({ ingress, port }).to.deep.equal({
      ingress: true,
      port: Number(SETTINGS.find(({ variable }) => variable === "PORT")?.default),
    });
    expect([title, icon]).not.to.include(undefined);
  });

  it("is stopped for a backup, so that no half-written database is copied", () => {
    expect(readConfig().backup).to.equal("cold");
  });

  it("asks for the oldest Home Assistant that the service speaks with", () => {
    expect(readConfig().homeassistant).to.equal(`${OLDEST_VERSION.year}.${OLDEST_VERSION.month}.0`);
  });

  it("has a type for each option, which its default satisfies", () => {
    const { options, schema } = readAppConfig();
    expect(Object.keys(options)).to.deep.equal(Object.keys(schema));
    const refused = Object.entries(options).filter(([option, value]) => !acceptsText(schema[option] ?? "", value));
    expect(refused).to.deep.equal([]);
  });

  it("takes as analysis_time a time of day and nothing else", () => {
    const type = readAppConfig().schema.analysis_time ?? "";
    const taken = ["00:00", "23:59", "24:00", "3:00", "03:60", "03:00:00", ""].filter((time) =>
      acceptsText(type, time),
    );
    expect(taken).to.deep.equal(["00:00", "23:59"]);
  });

  it("grants the time that the service may take to stop", () => {
    const service = Number(readApp("rootfs/etc/s6-overlay/s6-rc.d/ai-automation/timeout-kill"));
    const rest = Number(readImageEnvironment().get("S6_KILL_GRACETIME"));
    expect(service).to.be.greaterThan(10_000);
    expect(service + rest).to.be.lessThan(readAppConfig().timeout * 1_000);
  });

  it("is the only file that the Supervisor would take for an app", () => {
    const folders = ["src", "test", "scripts", "translations"];
    const files = folders.flatMap((folder) =>
      readdirSync(join(APP_FOLDER, folder), { recursive: true, encoding: "utf8" }),
    );
    expect(files.filter((file) => /^config\.(yaml|yml|json)$/.test(basename(file)))).to.deep.equal([]);
  });
});

const readConfig = () => SupervisorConfig.parse(readYaml("config.yaml"));
