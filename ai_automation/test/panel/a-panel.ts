import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { analysed, json, startIn, type ServiceProcess } from "../support/process.ts";
import { chromiumPath, openBrowser, openPage } from "./browser.ts";

const CHROMIUM = chromiumPath();

type PageOptions = Parameters<Browser["newPage"]>[0];

/** A service on the simulated home, analyzed, and a browser. One page is open at a time. */
export interface PanelUnderTest {
  /** Environment variables of the service, and how it is ready, by default once analyzed; call it before the first test. */
  readonly startWith: (settings: Settings, ready?: Ready) => void;
  readonly url: string;
  readonly page: Page;
  readonly service: ServiceProcess;
  readonly browser: Browser;
  /** Errors that the page logged since it was opened; tests that provoke one may take it out. */
  readonly complaints: string[];
  /** Opens a page at a hash, in place of the last one; `prepare` runs before that. */
  readonly open: (hash: string, options?: PageOptions, prepare?: (page: Page) => Promise<void>) => Promise<Page>;
  readonly cards: () => Locator;
  readonly button: (name: string) => Locator;
  /** The name of the element that has the focus. */
  readonly focused: () => Promise<string>;
  /** Just after a decision, clicks are ignored, because they may be the second half of a double tap. */
  readonly afterDoubleTap: () => Promise<void>;
  readonly overflow: () => Promise<number>;
  /** Calls the API. */
  readonly get: (path: string) => Promise<any>;
  readonly post: (path: string, body?: object) => Promise<any>;
}

type Settings = () => Promise<Readonly<Record<string, string>>>;
type Ready = (service: ServiceProcess) => Promise<unknown>;

/** Tests of the panel in a browser, skipped without Chromium. */
export function describePanel(title: string, tests: (panel: PanelUnderTest) => void): void {
  const hint = CHROMIUM === undefined ? " (no Chromium on this machine; set CHROMIUM)" : "";
  describe(`${title}${hint}`, () => {
    let folder = "";
    let service: ServiceProcess;
    let browser: Browser;
    let page: Page | undefined;
    let settings: Settings = async () => ({});
    let isReady: Ready = analysed;
    const complaints: string[] = [];

    before(async function () {
      if (CHROMIUM === undefined) return this.skip();
      folder = await mkdtemp(join(tmpdir(), "panel-"));
      service = await startIn(folder, {
        ...(await settings()),
      });
      browser = await openBrowser(CHROMIUM);
      await isReady(service);
    });
    after(async () => {
      if (CHROMIUM === undefined) return;
      await browser.close();
      service.child.kill("SIGTERM");
      await service.ended;
      await rm(folder, { recursive: true });
    });
    afterEach(async () => {
      await page?.close();
      page = undefined;
    });

    const current = (): Page => {
      if (page === undefined) throw new Error("No page was opened.");
      return page;
    };
    tests({
      startWith: (given, ready = analysed) => {
        settings = given;
        isReady = ready;
      },
      get url() {
        return service.url;
      },
      get page() {
        return current();
      },
      get service() {
        return service;
      },
      get browser() {
        return browser;
      },
      complaints,
      open: async (hash, options = {}, prepare = async () => undefined) => {
        await page?.close();
        page = await openPage(browser, options);
        complaints.length = 0;
        page.on("console", (message) => {
          // The 404 before the first analysis is expected, but browsers log it as an error.
          const isExpected = message.location().url.endsWith("/api/analysis/latest");
          if (message.type() === "error" && !isExpected) complaints.push(message.text());
        });
        page.on("pageerror", (error) => complaints.push(error.message));
        await prepare(page);
        await page.goto(`${service.url}/${hash}`);
        await page.waitForLoadState("networkidle").catch(() => undefined);
        return page;
      },
      cards: () => current().locator("article.suggestion"),
      button: (name) => current().getByRole("button", { name, exact: true }),
      focused: () =>
        current().evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()",
        ),
      afterDoubleTap: () => current().waitForTimeout(800),
      overflow: () => current().evaluate<number>("document.documentElement.scrollWidth - innerWidth"),
      get: (path) => json(`${service.url}/api/${path}`),
      post: (path, body = {}) =>
        json(`${service.url}/api/${path}`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
        }),
    });
  });
}
