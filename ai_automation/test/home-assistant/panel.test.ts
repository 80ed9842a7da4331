import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { chromiumPath, openBrowser } from "../panel/browser.ts";
import { eventually, healthy, json, startIn, type ServiceProcess } from "../support/process.ts";
import { realHome, rest } from "./real-home.ts";

const home = realHome();
const CHROMIUM = chromiumPath();
const PATIENCE = 120_000;

describe("the panel on a real Home Assistant", () => {
  let folder = "";
  let service: ServiceProcess;
  let browser: Browser;
  let page: Page;

  before(async function () {
    if (home === undefined || CHROMIUM === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "real-panel-"));
    browser = await openBrowser(CHROMIUM);
    service = await startIn(folder, { HA_URL: home.url, HA_TOKEN: home.token });
    page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    page.setDefaultTimeout(PATIENCE);
  });
  after(async () => {
    if (folder === "") return;
    await browser.close();
    service.child.kill("SIGTERM");
    await service.ended;
    await rm(folder, { recursive: true });
  });

  it("shows the progress of the first import and analysis, and their results without a reload", async () => {
    await healthy(service);
    await page.goto(service.url);
    await page.getByText("Reading your history").waitFor();
    // How much Home Assistant keeps beyond its default of ten days is not known, and so neither is the time that is left.
    await page.getByText(/[1-9]\d* days? read, [1-9][\d,]* changes(, about \d+ (seconds|minutes) left)?$/).waitFor();
    await page.getByText("Looking for habits in your history").waitFor();
    await page.locator("article.card").first().waitFor();
  });

  it("creates an automation in Home Assistant, and removes it again", async () => {
    if (home === undefined) throw new Error("there is no Home Assistant");
    const title = await page.locator("article.card h2").first().innerText();
    await page.getByRole("button", { name: "Create", exact: true }).first().click();
    await page.getByText(`Created: ${title}`).waitFor();
    const [created] = (await json(`${service.url}/api/suggestions?status=deployed`)).suggestions;
    const config = await rest(home, "GET", `config/automation/config/${created.ha_automation_id}`);
    expect(config).to.include({ alias: created.automation.alias });
    expect(config.triggers).to.deep.equal(created.automation.triggers);
    const [, link = ""] = /\]\((.*)\)/.exec(config.description) ?? [];
    const opened = await browser.newPage();
    await opened.goto(link);
    await opened.locator(`article[data-automation="${created.ha_automation_id}"] h2 a:focus`).waitFor();
    await opened.close();
    // Clicks right after a decision are the rest of a double tap.
    await page.waitForTimeout(1_000);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    const path = `config/automation/config/${created.ha_automation_id}`;
    await eventually(service, async () => ((await rest(home, "GET", path)).message ? true : undefined));
    expect(await rest(home, "GET", path)).to.deep.equal({ message: "Resource not found" });
    await page.locator("article.card").filter({ hasText: title }).waitFor();
  });

  it("lets Home Assistant validate edited YAML, and shows what it rejects", async () => {
    // Just after a decision, clicks are ignored, because they may be the second half of a double tap.
    await page.waitForTimeout(800);
    await page.locator("article.card h2 a").first().click();
    await page.getByText("YAML", { exact: true }).click();
    const yaml = page.getByRole("textbox", { name: "YAML" });
    const before = await yaml.inputValue();
    await yaml.fill(before.replace(/action: \w+\.\w+/, "action: light.no_such_thing\n    data: {transition: soon}"));
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.locator(".toast .error").waitFor();
    await yaml.fill(before.replace(/^alias: .*$/m, "alias: Named by hand"));
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("heading", { name: "Named by hand", level: 1 }).waitFor();
  });
});
