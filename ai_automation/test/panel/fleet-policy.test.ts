import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { FLEET_POLICY } from "../../src/reporting/fleet-policy.ts";
import { openDatabase } from "../../src/store/connection.ts";
import { createKeyValueStore } from "../../src/store/key-value-store.ts";
import { aService, type RunningService } from "../support/a-service.ts";
import { chromiumPath, faultsOf, openBrowser } from "./browser.ts";

const CHROMIUM = chromiumPath();
const FLEET = { url: "http://127.0.0.1:9", token: "unused", allowsNames: false, sharesFigures: false };
const PANEL = fileURLToPath(new URL("../../panel", import.meta.url));

describe(`the panel of a home in a fleet${CHROMIUM === undefined ? " (no Chromium on this machine; set CHROMIUM)" : ""}`, () => {
  let service: RunningService;
  let browser: Browser;

  before(async function () {
    if (CHROMIUM === undefined) return this.skip();
    service = await aService({ fleet: FLEET }, { panelFolder: PANEL });
    browser = await openBrowser(CHROMIUM);
  });
  after(async () => {
    await browser?.close();
    await service?.stop();
  });

  const showHistory = async (language: string) => {
    const page = await browser.newPage({ locale: language, viewport: { width: 390, height: 844 } });
    await page.goto(`${service.url}/#/history`);
    await page.locator("#exclusions").waitFor();
    return page;
  };

  it("shows no policy as long as there is none", async () => {
    const page = await showHistory("en");
    expect(await page.locator("#fleet-policy").count()).to.equal(0);
    await page.close();
  });

  it("shows the manager's limits, and that the household's decisions win", async () => {
    const database = await openDatabase(service.databasePath);
    const policy = { never_heating: true, never_at_night: false, max_new_per_week: 2 };
    await createKeyValueStore(database).set(FLEET_POLICY, policy);
    await database.destroy();
    expect((await service.call("GET", "/api/status")).body.fleet_policy).to.deep.equal(policy);

    const page = await showHistory("en");
    const card = page.locator("section[aria-labelledby=fleet-policy]");
    expect(await card.locator("li").allInnerTexts()).to.deep.equal([
      "No suggestions that change heating",
      "At most 2 new suggestions a week",
    ]);
    expect(await card.innerText()).to.include("Your decisions always win");
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.close();
    const german = await showHistory("de");
    expect(await german.locator("section[aria-labelledby=fleet-policy]").innerText()).to.include("Heizung");
    await german.close();
  });
});
