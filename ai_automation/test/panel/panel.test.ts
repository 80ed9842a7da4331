import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { createFormat } from "../../src/panel/format.ts";
import { LANGUAGES } from "../../src/panel/words/words.ts";
import { freePort, healthy, json, startIn } from "../support/process.ts";
import { until } from "../support/until.ts";
import { describePanel } from "./a-panel.ts";
import { chromiumPath, faultsOf, openBrowser, openPage } from "./browser.ts";
import { startPrefixProxy } from "./prefix-proxy.ts";

/** Added to the ids of suggestions that fill a long list. */
const MANY = 1_000;
/** Suggestions of the simulated family that are automations already. */
const CREATED_BEFORE: ReadonlySet<number> = new Set([1, 2]);

const DAY = 86_400_000;

/** The part of an SVG text that is used within the page. */
interface SvgText {
  textContent: string;
  getComputedTextLength(): number;
}

const SCREENS = ["#/suggestions", "#/suggestions/3", "#/active", "#/history", "#/help"];
describePanel("the panel in a browser", (panel) => {
  const { button, afterDoubleTap } = panel;
  let page: Page;

  const open = async (...given: Parameters<typeof panel.open>): Promise<Page> => {
    page = await panel.open(...given);
    return page;
  };
  afterEach(() => {
    expect(panel.complaints).to.deep.equal([]);
  });

  const cards = () => page.locator("article.card");

  /** The sentence that says how often it was right in the test. */
  const testedAs = (): Promise<string> => page.locator(".numbers p", { hasText: "in the test" }).first().innerText();

  it("shows the best suggestions first, creates one in one click, and undoes it", async () => {
    await open("");
    await cards().first().waitFor();
    expect(await cards().count()).to.equal(7);
    const title = await cards().first().locator("h2").innerText();
    await cards().first().getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText(`Created: ${title}`).waitFor();
    const { automations } = await json(`${panel.url}/api/automations`);
    expect(automations.filter((one: { is_ours: boolean }) => one.is_ours)).to.have.length(3);
    const undo = cards().first().getByRole("button", { name: "Undo", exact: true });
    expect(await cards().first().locator("h2").innerText()).to.equal(title);
    expect(await page.evaluate<string>("document.activeElement.textContent.trim()")).to.equal("Undo");
    await afterDoubleTap();
    await undo.click();
    await cards().first().getByRole("button", { name: "Create", exact: true }).waitFor();
    const after = await json(`${panel.url}/api/automations`);
    expect(after.automations.filter((one: { is_ours: boolean }) => one.is_ours)).to.have.length(2);
  });

  it("creates one automation for a double tap", async () => {
    await open("");
    await cards().first().waitFor();
    const { x = 0, y = 0 } = (await cards().first().getByRole("button", { name: "Create" }).boundingBox()) ?? {};
    for (const _ of [1, 2]) {
      await page.mouse.click(x + 20, y + 20);
      await page.waitForTimeout(250);
    }
    await cards().first().getByText("Created", { exact: true }).waitFor();
    const { automations } = await json(`${panel.url}/api/automations`);
    const ours = automations.filter((one: any) => one.is_ours && !CREATED_BEFORE.has(one.suggestion_id));
    expect(ours).to.have.length(1);
    await json(`${panel.url}/api/suggestions/${ours[0].suggestion_id}/undo`, { method: "POST" });
  });

  for (const [list, decide, restored] of [
    ["Later", ["Not now"], "unsnooze"],
    ["Never", ["Never", "Not in this room"], "restore"],
  ] as const)
    it(`keeps a decided card in its place, then lists it under "${list}", from where it is restored`, async () => {
      await open("");
      await cards().first().waitFor();
      const title = await cards().first().locator("h2").innerText();
      for (const name of decide) await cards().first().getByRole("button", { name, exact: true }).click();
      const restore = () => cards().first().getByRole("button", { name: "Restore", exact: true });
      await restore().waitFor();
      expect(await cards().first().locator("h2").innerText()).to.equal(title);
      await page.getByRole("link", { name: `${list} 1`, exact: true }).click();
      // The card of the list before stays until the new one is shown.
      await until(
        async () => isDeepStrictEqual(await cards().locator("h2").allInnerTexts(), [title]),
        `the list ${list}`,
      );
      if (list === "Never") await cards().getByText("Not in this room").waitFor();
      const isDone = page.waitForResponse((response) => response.url().endsWith(`/${restored}`));
      await restore().click();
      expect((await isDone).ok()).to.equal(true);
      await page.getByRole("link", { name: /^Open/ }).click();
      await cards().filter({ hasText: title }).waitFor();
    });

  it("decides on a suggestion's page, whose decisions stay in view on a phone", async () => {
    await open("#/suggestions/4");
    await page.locator("ai-evidence-picture svg").first().waitFor();
    for (const name of ["Create", "Watch first", "Not now", "Never"]) {
      const box = await button(name).boundingBox();
      expect([name, (box?.y ?? Infinity) + (box?.height ?? 0) <= 844]).to.deep.equal([name, true]);
    }
    await button("Not now").click();
    await page.locator(".badge", { hasText: "Put off until" }).waitFor();
    await afterDoubleTap();
    await button("Restore").click();
    await button("Create").waitFor();
  });

  it("has room for the days beside the evidence picture in every language", async () => {
    await open("#/suggestions/4");
    const label = page.locator("ai-evidence-picture text.day").first();
    await label.waitFor();
    const room = Number(await page.locator("ai-evidence-picture rect.night").first().getAttribute("x"));
    for (const language of LANGUAGES) {
      const format = createFormat(language, "UTC");
      const year = Array.from({ length: 365 }, (_, index) =>
        format.calendarDay(new Date(index * DAY).toISOString().slice(0, 10)),
      );
      const widths = await label.evaluate((text, days) => {
        const drawn = text as unknown as SvgText;
        return days.map((day) => {
          drawn.textContent = day;
          return drawn.getComputedTextLength();
        });
      }, year);
      expect([language, Math.max(...widths) < room - 5]).to.deep.equal([language, true]);
    }
  });

  it("replays every edit, and stores it when saved", async () => {
    const { suggestions } = await json(`${panel.url}/api/suggestions?status=pending`);
    const clock = suggestions.find((one: any) => one.fix === null && one.automation.triggers[0].trigger === "time");
    await open(`#/suggestions/${clock.id}`);
    const before = await testedAs();
    await page.locator("ai-evidence-picture .ring").first().waitFor();
    await page.getByText("Change it", { exact: true }).click();
    await page.getByRole("textbox", { name: "Time" }).fill("12:34");
    await page.getByRole("textbox", { name: "Time" }).blur();
    await page.locator(".numbers", { hasNotText: before }).waitFor();
    await button("Discard changes").click();
    await page.locator(".numbers", { hasText: before }).waitFor();
    await button("All days").click();
    await page.locator(".numbers", { hasText: "times on all days" }).waitFor();
    await button("Days of the test").click();
    await page.locator(".numbers", { hasText: before }).waitFor();
    await page.locator("label.chip", { hasText: "Sun" }).click();
    await button("Save changes").click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const { automation } = await json(`${panel.url}/api/suggestions/${clock.id}`);
    expect(JSON.stringify(automation)).to.match(/"fri","sat"\]/);
  });

  it("keeps an unsaved edit when the page is left, and shows before and after", async () => {
    const { suggestions } = await json(`${panel.url}/api/suggestions?status=pending`);
    const clock = suggestions.find((one: any) => one.fix === null && one.automation.triggers[0].trigger === "time");
    await open(`#/suggestions/${clock.id}`);
    await page.locator("ai-evidence-picture .ring").first().waitFor();
    await page.getByText("Change it", { exact: true }).click();
    await page.getByRole("textbox", { name: "Time" }).fill("12:34");
    await page.getByRole("textbox", { name: "Time" }).blur();
    await page.locator(".footer", { hasText: / → 0 of / }).waitFor();
    await page.getByRole("link", { name: "Active" }).click();
    await page.waitForFunction("document.title === 'Active – AI Automation'");
    await page.goBack();
    await page.locator(".footer", { hasText: "not saved" }).waitFor();
    expect(await page.getByRole("textbox", { name: "Time" }).inputValue()).to.equal("12:34");
    expect(await page.title()).to.equal(`${clock.title} – AI Automation`);
    await button("Discard changes").click();
    await button("Create").waitFor();
  });

  it("comes back to the same place in a list, with all that was shown", async () => {
    await open("", {}, async (fresh) => {
      await fresh.route(/\/api\/suggestions\?/, async (route) => {
        const response = await route.fetch();
        const { suggestions } = await response.json();
        const more = suggestions.map((one: { id: number }) => ({ ...one, id: MANY + one.id }));
        await route.fulfill({ response, json: { suggestions: [...suggestions, ...more], total: 2 * more.length } });
      });
      await fresh.route(/\/api\/suggestions\/\d{4}/, (route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/\/suggestions\/1000?0?/, "/suggestions/"),
        }),
      );
    });
    await cards().first().waitFor();
    await page.getByRole("button", { name: /^Show \d+ more$/ }).click();
    await cards().nth(9).waitFor();
    await cards().nth(9).locator("h2 a").hover();
    const before = await page.evaluate<number>("scrollY");
    expect(before).to.be.greaterThan(0);
    const href = await cards().nth(9).locator("h2 a").getAttribute("href");
    await cards().nth(9).locator("h2 a").click();
    await page.locator("ai-evidence-picture svg").first().waitFor();
    await page.locator("h1:focus").waitFor();
    await page.goBack();
    await cards().nth(9).waitFor();
    await page.locator(`h2 a[href="${href}"]:focus`).waitFor();
    for (let tries = 0; tries < 50 && Math.abs((await page.evaluate<number>("scrollY")) - before) > 2; tries++)
      await page.waitForTimeout(100);
    expect(await page.evaluate<number>("scrollY")).to.be.closeTo(before, 2);
  });

  for (const isSecure of [true, false])
    it(`copies a text for sharing ${isSecure ? "with" : "without"} TLS`, async () => {
      const permissions = ["clipboard-read", "clipboard-write"];
      await open("#/suggestions/3", { permissions }, async (opened) => {
        await opened.addInitScript(`Object.defineProperty(window, "isSecureContext", { value: ${isSecure} })`);
      });
      await page.getByText("YAML", { exact: true }).click();
      await button("Copy share text").click();
      await page.getByText("Copied").waitFor();
      expect(await page.evaluate("navigator.clipboard.readText()")).to.contain("Suggested by AI Automation");
    });

  it("shows a created automation, pauses and deletes it", async () => {
    await json(`${panel.url}/api/suggestions/3/approve`, { method: "POST" });
    await open("#/active");
    const card = page.locator("article[data-id='3']");
    await card.getByRole("button", { name: "Pause", exact: true }).click();
    await card.getByRole("button", { name: "Resume", exact: true }).click();
    await page.getByText(/^Resumed: /).waitFor();
    await card.getByRole("button", { name: "Delete the automation", exact: true }).click();
    await card.waitFor({ state: "detached" });
  });

  it("shows what starts an automation that is understood in part, how often it ran and was corrected, and why", async () => {
    const [first] = (await panel.get("automations")).automations;
    const theirs = {
      ...first,
      entity_id: "automation.night",
      id: "night",
      suggestion_id: null,
      is_ours: false,
      alias: "Night light",
      runs: { ...first.runs, total: 40, last_7_days: 9 },
      corrections: { total: 4, last_7_days: 1, last: null },
      understood: "in_part",
      is_on: true,
      is_idle: false,
      needs_attention: null,
      missing_entities: [],
      not_understood: [{ code: "target_template", values: {}, text: "light.turn_on with a template as target" }],
      started_by: [
        { trigger: "state", entity_id: "binary_sensor.landing", name: "Landing motion", runs: 30 },
        { trigger: "mqtt", entity_id: null, name: null, runs: 10 },
      ],
      usual_hours: { from: "22:10", to: "06:30" },
    };
    await open("#/active", {}, async (opened) => {
      await opened.route("**/api/automations", (route) => route.fulfill({ json: { automations: [first, theirs] } }));
    });
    const row = page.getByRole("row", { name: /Night light/ });
    await row.getByText("understood in part: light.turn_on with a template as target").waitFor();
    await row.getByText("Started by Landing motion, an MQTT message").waitFor();
    await row.getByText("usually between 22:10 and 06:30").waitFor();
    expect(await row.locator("td.number").allInnerTexts()).to.deep.equal(["9", "4"]);
  });

  it("shows why Home Assistant refused a watched suggestion", async () => {
    const watched = await json(`${panel.url}/api/suggestions/4/watch`, { method: "POST" });
    await open("#/active", {}, async (opened) => {
      const refused = { ...watched, refusal: "Home Assistant does not accept the trigger" };
      await opened.route("**/api/suggestions/*/approve", (route) => route.fulfill({ json: refused }));
    });
    const card = page.getByRole("article", { name: watched.title, exact: true });
    await card.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText("Home Assistant does not accept the trigger").waitFor();
    expect(await page.getByText(/^Created: /).count()).to.equal(0);
    await card.getByRole("button", { name: "Stop watching", exact: true }).click();
    await page.getByText(/^No longer watching: /).waitFor();
  });

  it("shows the recorded history, and excludes an entity", async () => {
    await open("#/history", { viewport: { width: 1_280, height: 900 } });
    await page.getByText(/changes of \d+ entities/).waitFor();
    await page.getByLabel("Search for a device").fill("study fan");
    await page.getByRole("button", { name: /Study fan/ }).click();
    await page.getByText("Why nothing is suggested").waitFor();
    const { changes } = (await panel.get("entities")).entities.find((one: any) => one.entity_id === "fan.study");
    await button("Exclude").click();
    const question = `“Study fan” will be excluded. This deletes ${changes.toLocaleString("en")} stored changes`;
    await page.getByText(question).waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await button("Exclude and delete").click();
    await page.getByText("Entity: Study fan").waitFor();
    const { exclusions } = await json(`${panel.url}/api/exclusions`);
    expect(exclusions.map(({ id }: { id: string }) => id)).to.deep.equal(["fan.study"]);
    const add = async (kind: string, name: string): Promise<void> => {
      await page.locator("select[name=kind]").selectOption(kind);
      await page.getByLabel("Name or ID").fill(name);
      await button("Add").click();
    };
    expect(await page.locator("#excludable option[value='Hall light']").count()).to.equal(1);
    await add("area", "study");
    await button("Cancel").click();
    expect((await panel.get("exclusions")).exclusions).to.have.length(1);
    await add("area", "study");
    await button("Exclude and delete").click();
    await page.getByText("Area: Study").waitFor();
    const refused = page.waitForResponse((response) => response.url().endsWith("/preview"));
    await add("entity", "studdy fan");
    expect((await refused).status()).to.equal(404);
    await page.getByText('there is no entity "studdy fan"').waitFor();
    panel.complaints.splice(0, panel.complaints.length, ...panel.complaints.filter((text) => !text.includes("404")));
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [320, 1_280]) {
      it(`is accessible on every screen, ${colorScheme}, ${width} px wide, without horizontal scrolling`, async () => {
        await open("", { colorScheme, viewport: { width, height: 900 } });
        for (const hash of SCREENS) {
          await page.goto(`${panel.url}/${hash}`);
          await page.locator("main > :not(.quiet)").first().waitFor();
          await page.getByText("Loading …").waitFor({ state: "detached" });
          expect([hash, await faultsOf(page)]).to.deep.equal([hash, []]);
          const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
          expect([hash, overflow]).to.deep.equal([hash, Math.min(0, overflow)]);
        }
      });
    }
  }

  it("works below an unknown prefix, including live events", async () => {
    const proxy = await startPrefixProxy(panel.url, "/api/hassio_ingress/abc123");
    try {
      await open("#/help");
      await page.goto(`${proxy.url}#/suggestions`);
      await cards().first().waitFor();
      const title = await cards().first().locator("h2").innerText();
      const { suggestions } = await json(`${panel.url}/api/suggestions?status=pending`);
      await json(`${panel.url}/api/suggestions/${suggestions[0].id}/snooze`, { method: "POST" });
      await cards().filter({ hasText: title }).waitFor({ state: "detached" });
      await json(`${panel.url}/api/suggestions/${suggestions[0].id}/unsnooze`, { method: "POST" });
      await cards().filter({ hasText: title }).waitFor();
    } finally {
      await page.goto("about:blank");
      await proxy.stop();
    }
  });

  it("supports back and forward, and deep links", async () => {
    await open("#/history");
    await page.getByText(/changes of \d+ entities/).waitFor();
    await page.getByRole("link", { name: "Help" }).click();
    await page.getByText("What stays at home").waitFor();
    await page.goBack();
    await page.getByText(/changes of \d+ entities/).waitFor();
    await page.goto(`${panel.url}/#/suggestions/4`);
    await page.reload();
    await page.locator("ai-evidence-picture svg").first().waitFor();
  });

  it("shows everything to users without permission to change it, and gives the reason", async () => {
    const why = "Only administrators of Home Assistant may change anything here.";
    const me = { access: "ingress", name: "Ben", is_admin: false, can_change: false, why_not: why };
    await open("", {}, async (fresh) => {
      await fresh.route("**/api/me", (route) => route.fulfill({ json: me }));
    });
    for (const hash of ["#/suggestions", "#/suggestions/3", "#/active", "#/history"]) {
      await page.goto(`${panel.url}/${hash}`);
      await page.getByText(why).waitFor();
    }
    await page.goto(`${panel.url}/#/suggestions`);
    await cards().first().waitFor();
    expect(await button("Create").first().isDisabled()).to.equal(true);
  });

  it("says how long a new home has to wait, and shows near misses", async () => {
    const analysis = {
      obstacle: { kind: "too_little_history", text: "too little", has: 9.4, needs: 21 },
      near_misses: [
        { title: "Turn on lamp at 19:00", reason: { code: "days", text: "needs 2 more days" }, prospect: null },
        {
          title: "Turn on fan at 7:00",
          reason: { code: "times", text: "seen 6 times" },
          learned: { tp: 4, fp: 0 },
          held_out: { tp: 2, fp: 0 },
          prospect: { more: 2, likely_at: "2030-01-01T00:00:00.000Z" },
          watching_since: null,
        },
      ],
      self_acting: [{ id: "1", title: "Turn off lamp", text: "already happens by itself", entity_id: "light.lamp" }],
    };
    await open("", {}, async (fresh) => {
      await fresh.route("**/api/suggestions?*", (route) => route.fulfill({ json: { suggestions: [], total: 0 } }));
      await fresh.route("**/api/analysis/latest", (route) => route.fulfill({ json: analysis }));
      await fresh.route("**/api/status", async (route) => {
        const response = await route.fetch();
        const status = await response.json();
        await route.fulfill({ response, json: { ...status, suggestions: { ...status.suggestions, deployed: 0 } } });
      });
    });
    await page.getByText("Not enough history yet").waitFor();
    await page.getByText(/9 of 21 days so far/).waitFor();
    await page.getByText("needs 2 more days").waitFor();
    await page.getByText(/right 6 of 6 times so far; 2 more needed/).waitFor();
    await page.getByText("already happens by itself", { exact: true }).waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
  });

  it("lets people say that something that looks like a machine was them, and take it back", async () => {
    let contradicted = false;
    const said: string[] = [];
    await open("#/history", {}, async (fresh) => {
      await fresh.route("**/api/analysis/latest", (route) =>
        route.fulfill({
          json: {
            obstacle: null,
            near_misses: [],
            self_acting: [
              {
                id: "18b329d8f05ab7d6",
                title: "Turn off lamp",
                text: "already happens by itself, at 22:00 sharp",
                entity_id: "light.lamp",
                contradicted,
              },
            ],
          },
        }),
      );
      await fresh.route("**/api/analysis/self-acting/**", (route) => {
        const { pathname } = new URL(route.request().url());
        said.push(`${route.request().method()} ${pathname}`);
        contradicted = pathname.endsWith("/contradict");
        return route.fulfill({ json: {} });
      });
    });
    await page.getByRole("heading", { name: "Already happens by itself" }).waitFor();
    await page.getByText("at 22:00 sharp").waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await button("No, this was me").click();
    await page.getByText("the next search learns from it").waitFor();
    await button("It does happen by itself").click();
    await button("No, this was me").waitFor();
    const path = "/api/analysis/self-acting/18b329d8f05ab7d6";
    expect(said).to.deep.equal([`POST ${path}/contradict`, `POST ${path}/confirm`]);
  });

  it("shows the effect of a condition at once", async () => {
    const { suggestions } = await json(`${panel.url}/api/suggestions?status=pending`);
    // At 17:00 it is dark on the later days only.
    const heating = suggestions.find(({ title }: { title: string }) => title.startsWith("Set Living room heating"));
    await open(`#/suggestions/${heating.id}`);
    const right = async (): Promise<number> => Number(/right (\d+)/i.exec(await testedAs())?.[1]);
    const before = await right();
    await page.getByText("Change it", { exact: true }).click();
    const dark = page.getByLabel("Only when it is dark");
    await dark.click();
    await page.getByRole("button", { name: "Save changes" }).waitFor();
    await page.locator(".numbers", { hasNotText: `right ${before} ` }).waitFor();
    await dark.click();
    await page.locator(".numbers", { hasText: `right ${before} ` }).waitFor();
  });

  it("can be used with only the keyboard", async () => {
    await open("");
    await cards().first().waitFor();
    for (let press = 0; press < 30; press++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate<string>("document.activeElement.textContent.trim()")) === "Watch first") break;
    }
    await page.keyboard.press("Enter");
    await page.getByText(/^Watching: /).waitFor();
  });
});

const CHROMIUM = chromiumPath();

describe("the panel without Home Assistant", () => {
  it("shows that Home Assistant cannot be reached, with the remedy", async function () {
    if (CHROMIUM === undefined) return this.skip();
    const folder = await mkdtemp(join(tmpdir(), "panel-"));
    const service = await startIn(folder, {
      HA_URL: `http://127.0.0.1:${await freePort()}`,
      HA_TOKEN: "of-nobody",
    });
    const browser = await openBrowser(CHROMIUM);
    try {
      await healthy(service);
      const page = await openPage(browser);
      await page.goto(service.url);
      await page.getByRole("heading", { name: "Home Assistant cannot be reached" }).waitFor();
      await page.getByText(/check that it is running and that the address is correct/).waitFor();
      expect(await faultsOf(page)).to.deep.equal([]);
    } finally {
      await browser.close();
      service.child.kill("SIGTERM");
      await service.ended;
      await rm(folder, { recursive: true });
    }
  });
});
