import { expect } from "chai";
import { ConfigError, loadConfig, type SettingSources } from "../../../src/config/config.ts";

const load = (sources: Partial<SettingSources> = {}) =>
  loadConfig({ options: null, environment: {}, dotenv: {}, ...sources });

const faultsOf = (sources: Partial<SettingSources>): readonly string[] => {
  try {
    load(sources);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n- ").slice(1);
    throw error;
  }
  return [];
};

describe("configuration", () => {
  it("links to the panel where it is given or listens, but not on all addresses", () => {
    const linkOf = (environment: Readonly<Record<string, string>>) =>
      load({ environment: { API_TOKEN: "x".repeat(16), ...environment } }).panelUrl;
    expect(linkOf({ HOST: "192.168.1.2", PORT: "80" })).to.equal("http://192.168.1.2:80/");
    expect(linkOf({ HOST: "::1" })).to.equal("http://[::1]:8011/");
    expect([linkOf({ HOST: "0.0.0.0" }), linkOf({ HOST: "::" })]).to.deep.equal([null, null]);
    expect(linkOf({ HOST: "0.0.0.0", PANEL_URL: "http://home.lan:8011/" })).to.equal("http://home.lan:8011/");
  });

  it("has the documented defaults: loopback, port 8011, the simulated home", () => {
    expect(load()).to.deep.equal({
      port: 8011,
      host: "127.0.0.1",
      apiToken: null,
      corsOrigins: ["http://localhost:3002"],
      databasePath: "data/ai_automation.simulated.db",
      shareFolder: "/share",
      logLevel: "info",
      home: { kind: "simulated" },
      panelUrl: "http://127.0.0.1:8011/",
      supervisorAddress: null,
      serviceAccounts: [],
      analysisTime: 3 * 3_600_000,
      retentionDays: 730,
      maxNewPerWeek: 3,
      pauseWhenWrong: false,
      exclude: [],
      broker: { kind: "none" },
      brokerAuthority: null,
      notify: "persistent",
      language: { kind: "none" },
      tokensPerDay: 100_000,
      fleet: null,
    });
  });

  it("reports to a fleet with an address and a token, without names and figures unless they are allowed", () => {
    const fleet = { FLEET_URL: "https://fleet.example.com/", FLEET_TOKEN: "secret" };
    const where = { url: "https://fleet.example.com", token: "secret" };
    expect(load({ environment: fleet }).fleet).to.deep.equal({ ...where, allowsNames: false, sharesFigures: false });
    const allowed = { ...fleet, FLEET_NAMES: "true", FLEET_FIGURES: "true" };
    expect(load({ environment: allowed }).fleet).to.deep.equal({ ...where, allowsNames: true, sharesFigures: true });
    expect(faultsOf({ environment: { FLEET_URL: fleet.FLEET_URL } })).to.deep.equal([
      "FLEET_URL is set but FLEET_TOKEN is empty; set both, or neither to report to nobody",
    ]);
  });

  it("has a database of its own for the simulated home, unless a path is set", () => {
    const real = { HA_URL: "http://home.local:8123", HA_TOKEN: "token" };
    expect(load({ environment: real }).databasePath).to.equal("data/ai_automation.db");
    expect(load({ environment: { DATABASE_PATH: "mine.db" } }).databasePath).to.equal("mine.db");
    expect(load({ environment: { ...real, DATABASE_PATH: "mine.db" } }).databasePath).to.equal("mine.db");
  });

  it("prefers options.json over environment over .env over defaults", () => {
    const dotenv = { LOG_LEVEL: "debug", ANALYSIS_TIME: "01:00", PORT: "1" };
    const environment = { LOG_LEVEL: "warn", ANALYSIS_TIME: "02:00" };
    const options = JSON.stringify({ log_level: "error" });
    expect(load({ options, environment, dotenv })).to.include({
      logLevel: "error",
      analysisTime: 2 * 3_600_000,
      port: 1,
    });
  });

  it("treats an empty value as not set", () => {
    expect(load({ options: JSON.stringify({ api_token: "", log_level: null }), environment: { PORT: "" } })).to.include(
      {
        port: 8011,
        apiToken: null,
      },
    );
  });

  it("connects to the home through the Supervisor or directly", () => {
    expect(load({ environment: { SUPERVISOR_TOKEN: "s" } }).home).to.deep.equal({ kind: "supervisor", token: "s" });
    expect(load({ environment: { HA_URL: "http://ha.local:8123/", HA_TOKEN: "t" } }).home).to.deep.equal({
      kind: "direct",
      url: "http://ha.local:8123",
      token: "t",
    });
  });

  it("needs no API token under the Supervisor, whose ingress it trusts", () => {
    const environment = { SUPERVISOR_TOKEN: "s", HOST: "0.0.0.0" };
    expect(load({ environment })).to.include({ apiToken: null, supervisorAddress: "172.30.32.2" });
    expect(load({ environment, options: '{"api_token":"chosen-by-the-user"}' }).apiToken).to.equal(
      "chosen-by-the-user",
    );
  });

  it("refuses to listen on other addresses than loopback without a token", () => {
    const [fault] = faultsOf({ environment: { HOST: "0.0.0.0" } });
    expect(fault).to.match(
      /^HOST is "0.0.0.0".*API_TOKEN is empty; set API_TOKEN to 16 or more characters, or HOST to 127.0.0.1$/,
    );
    for (const HOST of ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
      expect(faultsOf({ environment: { HOST } })).to.deep.equal([]);
    expect(faultsOf({ environment: { HOST: "0.0.0.0", API_TOKEN: "x".repeat(16) } })).to.deep.equal([]);
  });

  it("reports all errors at once, each with its source, its value and what it must be", () => {
    const faults = faultsOf({
      options: JSON.stringify({ log_level: "loud" }),
      environment: { PORT: "80a", CORS_ORIGINS: "localhost" },
      dotenv: { ANALYSIS_TIME: "25:00" },
    });
    expect(faults).to.have.members([
      'option "log_level" is "loud"; it must be one of trace, debug, info, warn, error, fatal',
      'environment variable PORT is "80a"; it must be a whole number from 1 to 65535',
      'environment variable CORS_ORIGINS is "localhost"; it must be origins such as http://localhost:3002, separated by commas',
      'ANALYSIS_TIME in .env is "25:00"; it must be a time such as 03:00',
    ]);
  });

  it("never shows a secret", () => {
    const [fault] = faultsOf({ environment: { API_TOKEN: "too short" } });
    expect(fault).to.equal(
      "environment variable API_TOKEN is (not shown); it must be empty, or 16 to 256 characters without spaces",
    );
  });

  it("requires Home Assistant's address and token together", () => {
    expect(faultsOf({ environment: { HA_URL: "http://ha.local:8123" } })).to.deep.equal([
      "HA_URL is set but HA_TOKEN is empty; set both, or neither for the simulated home",
    ]);
    expect(faultsOf({ environment: { HA_TOKEN: "t" } })).to.have.length(1);
    expect(faultsOf({ environment: { HA_URL: "ha.local", HA_TOKEN: "t" } })[0]).to.contain('HA_URL is "ha.local"');
  });

  it("reports a damaged options file", () => {
    expect(faultsOf({ options: "{" })).to.deep.equal([
      "/data/options.json is not an object of text, numbers and booleans; save the app's configuration again",
    ]);
  });
});
