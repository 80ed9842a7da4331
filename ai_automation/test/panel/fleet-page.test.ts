import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import {
  startFleet,
  startFleetPostgres,
  type CallingTenant,
  type FleetPostgres,
  type RunningFleet,
} from "../support/a-fleet.ts";
import { aReport } from "../support/a-report.ts";
import { chromiumPath, faultsOf, openBrowser } from "./browser.ts";

const CHROMIUM = chromiumPath();

describe("the page of a fleet in a browser", () => {
  let postgres: FleetPostgres | undefined;
  let fleet: RunningFleet;
  let tenant: CallingTenant;
  let browser: Browser;
  let page: Page;

  before(async function () {
    postgres = CHROMIUM === undefined ? undefined : await startFleetPostgres();
    if (CHROMIUM === undefined || postgres === undefined) {
      process.stderr.write("    skipped: Chromium or PostgreSQL is not installed\n");
      return this.skip();
    }
    fleet = await startFleet(postgres.appUrl);
    tenant = await fleet.tenant("Manager");
    for (const [name, refused] of [
      ["Mill Lane 1", 0],
      ["Mill Lane 2", 1],
      ["Linden Street 3", 0],
    ] as const) {
      const { body } = await tenant.call("POST", "/fleet/homes", { name });
      await tenant.call("POST", "/fleet/report", aReport({ status: { refused } }), body.token);
    }
    browser = await openBrowser(CHROMIUM);
    page = await browser.newPage({ locale: "en", viewport: { width: 390, height: 844 } });
  });
  after(async () => {
    await browser?.close();
    await fleet?.stop();
    await postgres?.stop();
  });

  const names = (): Promise<string[]> => page.locator("tbody th").allInnerTexts();

  it("opens with the tenant's token, and not with another", async () => {
    await page.goto(`${fleet.url}/fleet`);
    await page.fill("[name=token]", "nonsense");
    await page.press("[name=token]", "Enter");
    await page.getByRole("alert").waitFor();
    await page.fill("[name=token]", tenant.token);
    await page.press("[name=token]", "Enter");
    await page.locator("table").waitFor();
    expect(await names()).to.deep.equal(["Mill Lane 2", "Linden Street 3", "Mill Lane 1"]);
    expect(await faultsOf(page)).to.deep.equal([]);
  });

  it("searches, and keeps the search while it sorts", async () => {
    await page.fill("[name=search]", "mill");
    await page.press("[name=search]", "Enter");
    await page.waitForURL(/search=mill/);
    expect(await names()).to.deep.equal(["Mill Lane 2", "Mill Lane 1"]);
    await page.getByRole("link", { name: "Home", exact: true }).click();
    await page.waitForURL(/sort=name/);
    expect(await names()).to.deep.equal(["Mill Lane 1", "Mill Lane 2"]);
  });

  it("fits on a phone", async () => {
    expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).to.equal(0);
  });

  it("closes with a button", async () => {
    await page.getByRole("button", { name: "Log out" }).click();
    await page.locator("[name=token]").waitFor();
    await page.goto(`${fleet.url}/fleet`);
    expect(await page.locator("table").count()).to.equal(0);
  });
});
