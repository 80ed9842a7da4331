import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import express from "express";
import { chromium, type Page } from "playwright-core";
import { panelFiles, readPanelFiles } from "../http/panel-files.ts";
import { createRandom } from "../model/random.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../model/time.ts";

const PANEL = fileURLToPath(new URL("../../panel", import.meta.url));
const CHROMIUM = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser"];
const SUGGESTIONS = 500;
const DAYS = 730;
const TO = Date.parse("2026-06-01T00:00:00Z");
const RUNS = 5;

type Print = (line: string) => void;

/** Size of the panel, time to its first card, and its longest task with many suggestions and two years of evidence. */
export async function benchPanel(print: Print): Promise<void> {
  await printSize(print);
  const executablePath = CHROMIUM.find((path) => path !== "" && existsSync(path));
  if (executablePath === undefined) return print("no Chromium found: set CHROMIUM to measure the rest");
  const server = createServer(createFakeService()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
    const url = `http://127.0.0.1:${port}/`;
    const opened: number[] = [];
    for (let run = 0; run < RUNS; run++) opened.push(await timeToFirstCard(page, url));
    opened.sort((a, b) => a - b);
    print(`first card of ${SUGGESTIONS}          ${Math.round(opened[Math.floor(RUNS / 2)] ?? NaN)} ms (goal 500)`);
    print(`longest task, all cards      ${await longestTask(page, () => showAllCards(page))} ms (goal 50)`);
    print(`longest task, two years      ${await longestTask(page, () => showTwoYears(page, url))} ms (goal 50)`);
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

async function printSize(print: Print): Promise<void> {
  let bytes = 0;
  for (const name of await readdir(PANEL, { recursive: true }))
    if (name.endsWith(".gz")) bytes += (await stat(join(PANEL, name))).size;
  const script = (await readdir(join(PANEL, "assets"))).find((name) => /^main-.*\.js$/.test(name)) ?? "";
  const plain = (await readFile(join(PANEL, "assets", script))).length;
  print(
    `size                         ${(bytes / 1_024).toFixed(1)} KiB gzip in total (goal 60), script ${Math.round(plain / 1_024)} KiB`,
  );
}

async function timeToFirstCard(page: Page, url: string): Promise<number> {
  await page.goto("about:blank");
  const started = performance.now();
  await page.goto(`${url}#/suggestions`);
  await page.locator("article.card").first().waitFor();
  return performance.now() - started;
}

/** The browser's long tasks: those of 50 ms or more. */
async function longestTask(page: Page, work: () => Promise<void>): Promise<string> {
  await page.evaluate(`globalThis.tasks = []; new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.tasks.push(duration);
  }).observe({ type: "longtask" })`);
  await work();
  await page.waitForTimeout(SECOND);
  const tasks = await page.evaluate<number[]>("globalThis.tasks");
  return tasks.length === 0 ? "below 50" : Math.max(...tasks).toFixed(0);
}

const showAllCards = (page: Page): Promise<void> => clickWhileThere(page, "Show ");

async function showTwoYears(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/suggestions/1`);
  await page.locator("ai-evidence-picture svg").first().waitFor();
  await page.getByRole("button", { name: "All days" }).click();
  await page.getByRole("button", { name: "Earlier days" }).waitFor();
  await clickWhileThere(page, "Earlier days");
}

/** Runs in the page: locating buttons from outside walks the whole DOM and is itself a long task. */
const clickWhileThere = (page: Page, beginning: string): Promise<void> =>
  page.evaluate(`(async () => {
    const rest = () => new Promise((resolve) => setTimeout(resolve, 100));
    const find = () => [...document.querySelectorAll("main button:not([disabled])")]
      .find(({ textContent }) => textContent.trim().startsWith(${JSON.stringify(beginning)}));
    for (let button = find(); button !== undefined; button = find()) {
      button.click();
      await rest();
    }
  })()`);

const instant = (at: number): string => new Date(at).toISOString();

/** A fake service with many suggestions and two years of evidence each; deterministic. */
function createFakeService(): express.Express {
  const app = express();
  const automation = { alias: "Lamp", triggers: [{ trigger: "time", at: "19:00:00" }], conditions: [], actions: [] };
  app.use(panelFiles(readPanelFiles(PANEL)));
  app.get("/api/me", (_request, response) => void response.json({ access: "open", can_change: true, is_admin: true }));
  app.get(
    "/api/events",
    (_request, response) => void response.writeHead(200, { "Content-Type": "text/event-stream" }).write("\n"),
  );
  app.get("/api/status", (_request, response) => {
    const home = { kind: "simulated", state: "connected", message: "", name: "Home", time_zone: "Europe/Amsterdam" };
    const backfill = { state: "done", days_read: 0, changes_read: 0, seconds_left: null };
    response.json({
      home,
      history: { backfill },
      analysis: { running: null, last: null, next: null },
      suggestions: {},
      problems: [],
    });
  });
  const suggestion = (id: number) => ({
    id,
    title: `Turn on lamp ${id} at 19:00`,
    description: "",
    status: "pending",
    area: "Kitchen",
    automation,
    automation_yaml: "alias: Lamp",
    evidence: { actions: [], levels: [] },
    replay: replay(60),
    alternatives: [],
    refusal: null,
    watching_since: null,
    snoozed_until: null,
    fix: null,
  });
  const suggestions = Array.from({ length: SUGGESTIONS }, (_, index) => suggestion(index + 1));
  app.get("/api/suggestions", ({ query }, response) => {
    const { marks: _, ...counts } = replay(60);
    const brief = { ...counts, marks: [] };
    const page = suggestions.slice(0, Number(query.limit)).map((one) => ({ ...one, replay: brief }));
    response.json({ suggestions: page, total: SUGGESTIONS });
  });
  app.get("/api/suggestions/:id", (_request, response) => void response.json(suggestion(1)));
  app.get("/api/suggestions/:id/evidence", (_request, response) => {
    const { from, to, marks } = replay(DAYS);
    const actions = marks.map(({ at, entity_id }) => ({ at, entity_id, state: "on" }));
    const targets = [{ entity_id: "light.lamp", state: "on", name: "Lamp" }];
    const sun = { latitude: 52.4, longitude: 4.9 };
    response.json({ time_zone: "Europe/Amsterdam", from, to, held_out_from: from, targets, actions, sun });
  });
  app.post("/api/suggestions/:id/replay", (_request, response) => void response.json(replay(DAYS)));
  return app;
}

/** Four runs a day, one in ten wrong. */
function replay(days: number) {
  const random = createRandom(1);
  const from = TO - days * DAY;
  const marks = Array.from({ length: days * 4 }, (_, index) => {
    const at = from + Math.floor(index / 4) * DAY + (6 + 4 * (index % 4)) * HOUR + random() * 60 * MINUTE;
    const outcome = random() < 0.1 ? "fp" : "tp";
    return { at: instant(at), entity_id: "light.lamp", outcome, acted_at: null };
  });
  return {
    from: instant(from),
    to: instant(TO),
    tp: 90,
    fp: 10,
    noop: 0,
    precision: 0.9,
    saved_per_week: 9,
    false_per_week: 1,
    weeks: Array.from({ length: 9 }, () => ({ right: 25, wrong: 3 })),
    marks,
  };
}
