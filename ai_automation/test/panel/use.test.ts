import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { json } from "../support/process.ts";
import { describePanel } from "./a-panel.ts";
import { faultsOf } from "./browser.ts";

/** Suggestions of the simulated family that are automations already. */
const CREATED_BEFORE: ReadonlySet<number> = new Set([1, 2]);
const LANGUAGES = ["en", "de", "fr", "es", "nl", "it", "pl", "pt-BR", "sv", "cs"];
const WIDE = { viewport: { width: 1_280, height: 900 } };

describePanel("using the panel", (panel) => {
  const { cards, button, focused, afterDoubleTap, overflow } = panel;
  let page: Page;

  const open = async (...given: Parameters<typeof panel.open>): Promise<void> => {
    page = await panel.open(...given);
  };
  const ours = async (): Promise<readonly { suggestion_id: number }[]> =>
    (await json(`${panel.url}/api/automations`)).automations.filter(
      (one: any) => one.is_ours && !CREATED_BEFORE.has(one.suggestion_id),
    );
  const pending = async (): Promise<
    readonly { id: number; title: string; area: string | null; automation: any; fix: unknown }[]
  > => (await json(`${panel.url}/api/suggestions?status=pending&limit=500`)).suggestions;
  const post = (path: string, body: object = {}): Promise<unknown> => panel.post(`suggestions/${path}`, body);

  it("shows a room, an order and a search, and keeps them in the address", async () => {
    await open("");
    const inRoom = (await pending()).filter(({ area }) => area === "Living room").map(({ title }) => title);
    expect(inRoom).to.have.length(2);
    await page.getByRole("button", { name: "Living room 2", exact: true }).click();
    await page.getByRole("heading", { name: "Living room", exact: true }).waitFor();
    expect(await cards().locator("h2").allInnerTexts()).to.deep.equal(inRoom);
    expect(page.url()).to.match(/room=Living(\+|%20)room/);
    await page.reload();
    await page.getByRole("heading", { name: "Living room", exact: true }).waitFor();
    expect(await cards().count()).to.equal(2);
    await page.getByRole("searchbox", { name: "Search" }).fill("heating");
    await cards().nth(1).waitFor({ state: "detached" });
    expect(await cards().locator("h2").allInnerTexts()).to.deep.equal(inRoom.filter((title) => /heating/i.test(title)));
    await page.goto(`${panel.url}/#/suggestions?sort=room`);
    await page.getByRole("heading", { name: "Bathroom", exact: true }).waitFor();
    expect(await page.getByRole("combobox", { name: "Order" }).inputValue()).to.equal("room");
  });

  it("creates both suggestions of a room after naming them, and undoes both", async () => {
    const inRoom = (await pending()).filter(({ area }) => area === "Living room");
    await Promise.all(inRoom.map(({ id }) => post(`${id}/unwatch`).catch(() => undefined)));
    await open("#/suggestions?room=Living%20room");
    await button("Create both").click();
    const asking = page.locator(".asking");
    const titles = inRoom.map(({ title }) => title);
    expect(await asking.locator("li").allInnerTexts()).to.deep.equal(titles);
    expect(await focused()).to.equal("Create both");
    expect(await ours()).to.deep.equal([]);
    await asking.getByRole("button", { name: "Create both" }).click();
    await page.getByText("2 automations created").waitFor();
    expect(await ours()).to.have.length(2);
    expect(await cards().getByText("Created", { exact: true }).count()).to.equal(2);
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await button("Create both").waitFor();
    expect(await ours()).to.deep.equal([]);
  });

  it("looks different and advises differently for a suggestion that is less sure", async () => {
    await open("");
    await cards().first().waitFor();
    const sure = cards().filter({ has: page.locator(".gauge.sure") });
    await sure.first().getByText("Nearly always right").waitFor();
    expect(await sure.first().locator(".primary").innerText()).to.equal("Create");
    const doubtful = cards().filter({ has: page.locator(".gauge.unsure, .gauge.few") });
    await doubtful.first().waitFor();
    expect(await doubtful.first().innerText()).to.match(/Sometimes wrong|Tested only a few times/);
    expect(await doubtful.first().locator(".primary").innerText()).to.equal("Watch first");
  });

  it("has all decisions in one row on a phone, in every language, however long their names are", async () => {
    const fixed = (await pending()).find(({ fix }) => fix !== null);
    await post(`${fixed?.id}/watch`);
    for (const locale of LANGUAGES) {
      await open("", { locale });
      const card = cards().filter({ has: page.locator(`#title-${fixed?.id}`) });
      await card.waitFor();
      await expectOneRow(cards().first(), locale);
      await expectOneRow(card, locale);
      await page.goto(`${panel.url}/#/suggestions/${fixed?.id}`);
      await page.locator(".footer").waitFor();
      await expectOneRow(page.locator(".footer"), locale);
    }
    await post(`${fixed?.id}/unwatch`);
  });

  it("shows the moment of a mark that is tapped beside it: what would have run, who did it, and what was before", async () => {
    const door = (await pending()).find(
      ({ automation }) => automation.triggers[0].entity_id === "binary_sensor.garden_door",
    );
    await open(`#/suggestions/${door?.id}`, { hasTouch: true });
    const tap = async (kind: string): Promise<void> => {
      const spot = page.locator(`.spot[data-kind=${kind}]`).first();
      await spot.evaluate((mark: any) => mark.scrollIntoView({ block: "center" }));
      const box = await spot.boundingBox();
      await page.touchscreen.tap((box?.x ?? 0) + (box?.width ?? 0) + 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    };
    await page.getByText("Tap a mark to see that moment.").waitFor();
    await tap("wrong");
    await page.locator("ai-moment").getByText("It would have run here, but nobody did this.").waitFor();
    await page.locator("ai-moment li", { hasText: "Garden door: " }).first().waitFor();
    await page.getByText("Show as a table").click();
    await page.locator("tr", { hasText: "Done manually" }).first().getByRole("button").click();
    await page
      .locator("ai-moment")
      .getByText(/Terrace lights: (on|off), /)
      .waitFor();
    expect(await page.locator(".summary").innerText()).to.match(
      /It would have done \d+ of the \d+ times you did this yourself/,
    );
    expect(await faultsOf(page)).to.deep.equal([]);
  });

  it("keeps the focus near after every decision", async () => {
    await open("");
    for (const [name, next] of [
      ["Watch first", "Stop watching"],
      ["Stop watching", "Watch first"],
      ["Not now", "Restore"],
      ["Restore", "Create"],
      ["Never", "It is wrong"],
      ["It is wrong", "Restore"],
      ["Restore", "Create"],
      ["Create", "Undo"],
    ] as const) {
      await cards().first().getByRole("button", { name, exact: true }).click();
      await page.locator(":focus", { hasText: next }).waitFor();
      await afterDoubleTap();
    }
    const [created] = await ours();
    await page.goto(`${panel.url}/#/active`);
    const card = page.locator(`article[data-id="${created?.suggestion_id}"]`);
    await card.getByRole("button", { name: "Pause", exact: true }).click();
    await page.locator(":focus", { hasText: "Resume" }).waitFor();
    await card.getByRole("button", { name: "Delete the automation", exact: true }).click();
    await card.waitFor({ state: "detached" });
    await page.locator("ai-active :focus").waitFor();
  });

  it("leads from the start to a created automation and back with only the keyboard", async () => {
    await open("");
    await cards().first().waitFor();
    for (let press = 0; press < 40 && (await focused()) !== "Create"; press++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".undo:focus").waitFor();
    expect(await ours()).to.have.length(1);
    await afterDoubleTap();
    await page.keyboard.press("Enter");
    await page.locator(".create:focus").waitFor();
    expect(await ours()).to.deep.equal([]);
  });

  it("shows the list and the evidence side by side where there is room, and keeps decided cards in their place", async () => {
    await open("", WIDE);
    await cards().first().waitFor();
    const title = await cards().first().locator("h2").innerText();
    await page.locator(".pane h1", { hasText: title }).waitFor();
    const other = await cards().nth(3).locator("h2").innerText();
    await cards().nth(3).locator("h2 a").click();
    await page.locator(".pane h1", { hasText: other }).waitFor();
    await page.locator(".pane h1:focus").waitFor();
    await page.locator(".pane").getByRole("button", { name: "Not now" }).click();
    await cards()
      .nth(3)
      .getByText(/Put off until/)
      .waitFor();
    expect(await cards().nth(3).locator("h2").innerText()).to.equal(other);
    await afterDoubleTap();
    await cards().nth(3).getByRole("button", { name: "Restore" }).click();
    await page.locator(".pane").getByRole("button", { name: "Create" }).waitFor();
  });

  it("counts the open suggestions beside their name on every screen", async () => {
    const [first, ...others] = await pending();
    const badge = (count: number) =>
      page.locator("header").getByRole("link", { name: `Suggestions ${count}`, exact: true });
    await open("#/help");
    await badge(others.length + 1).waitFor();
    await page.goto(`${panel.url}/#/suggestions`);
    await post(`${first?.id}/snooze`);
    await badge(others.length).waitFor();
    await post(`${first?.id}/unsnooze`);
    await badge(others.length + 1).waitFor();
  });

  it("speaks one of its languages as a whole, and English to everybody else", async () => {
    for (const [locale, language, suggestions] of [
      ["de-AT", "de-AT", "Vorschläge"],
      ["fi-FI", "en", "Suggestions"],
    ] as const) {
      await open("", { locale });
      await page.locator("header").getByRole("link", { name: suggestions }).waitFor();
      await cards().first().waitFor();
      expect(await page.locator("html").getAttribute("lang")).to.equal(language);
      const clock = await page.evaluate<string>(`new Date(0).toLocaleTimeString("en-US")`);
      expect(clock).to.match(/[AP]M/);
      if (locale === "de-AT") await page.close();
    }
  });

  it("has one notation of a clock, with 24 hours", async () => {
    await open("#/history", { locale: "en-US" });
    await page.locator("td.clock").first().waitFor();
    expect(await page.locator("main").innerText()).not.to.match(/\d [AP]M/);
    expect(await page.locator("td.clock").first().innerText()).to.match(/^\d\d:\d\d$/);
    expect(await button("Next day").isDisabled()).to.equal(true);
    await button("Previous day").click();
    await page.waitForURL(/day=\d{4}-\d\d-\d\d/);
    await page.locator("button[aria-label='Next day']:not([disabled])").waitFor();
  });

  it("lists what is operated, and finds the rest by searching", async () => {
    await open("#/history");
    await page.locator(".entity").first().waitFor();
    expect((await page.locator(".entity").allInnerTexts()).filter((text) => !/[1-9]/.test(text))).to.deep.equal([]);
    await page.getByLabel("Search for a device").fill("pantry door");
    await page.locator(".entity", { hasText: "Pantry door" }).waitFor();
  });

  it("stays usable with text of twice the size", async () => {
    await open("");
    for (const hash of ["#/suggestions", "#/suggestions/3", "#/active", "#/history"]) {
      await page.goto(`${panel.url}/${hash}`);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      await page.locator("main :is(article, section)").first().waitFor();
      const size = await page.evaluate<number>(
        "parseFloat(getComputedStyle(document.querySelector('main h2')).fontSize)",
      );
      expect([hash, size]).to.deep.equal([hash, 32]);
      expect([hash, await overflow()]).to.deep.equal([hash, 0]);
    }
  });

  it("moves nothing for those who asked for less motion", async () => {
    for (const [reducedMotion, duration] of [
      ["no-preference", "0.12s"],
      ["reduce", "0s"],
    ] as const) {
      await open("", { reducedMotion });
      await cards().first().locator(".create").waitFor();
      const found = await page.evaluate<string>(
        "getComputedStyle(document.querySelector('.create')).transitionDuration",
      );
      expect(found).to.equal(duration);
      if (reducedMotion === "no-preference") await page.close();
    }
  });

  it("can be installed on its own", async () => {
    await open("#/help");
    const href = await page.locator("link[rel=manifest]").getAttribute("href");
    const answer = await page.request.get(`${panel.url}/${href}`);
    expect(answer.headers()["content-type"]).to.match(/^application\/manifest\+json/);
    const { name, start_url: start, display, icons } = await answer.json();
    expect([name, start, display]).to.deep.equal(["AI Automation", "./", "standalone"]);
    expect((await page.request.get(`${panel.url}/${icons[0].src}`)).ok()).to.equal(true);
  });

  it("says that everything is decided if everything was rejected, and where it is", async () => {
    const all = await pending();
    await Promise.all(all.map(({ id }) => post(`${id}/reject`, { reason: "other" })));
    await open("");
    await page.getByText("You have decided on everything").waitFor();
    await page.getByText("What you rejected is under “Never”").waitFor();
    expect(await page.getByText("Nothing to suggest").count()).to.equal(0);
    await page.getByRole("link", { name: `Never ${all.length}` }).click();
    await cards().first().getByRole("button", { name: "Restore" }).click();
    await page.getByText(/^Suggested again: /).waitFor();
    await Promise.all(all.map(({ id }) => post(`${id}/restore`).catch(() => undefined)));
  });
});

/** Expects the four decisions within an element to be beside each other, and large enough for a finger. */
async function expectOneRow(within: Locator, locale: string): Promise<void> {
  const boxes = await Promise.all((await within.locator(".buttons button").all()).map((one) => one.boundingBox()));
  expect([locale, boxes.length, new Set(boxes.map((box) => box?.y)).size]).to.deep.equal([locale, 4, 1]);
  for (const box of boxes) expect(Math.min(box?.width ?? 0, box?.height ?? 0)).to.be.at.least(40);
  expect(Math.max(...boxes.map((box) => (box?.x ?? 0) + (box?.width ?? 0)))).to.be.at.most(390);
}
