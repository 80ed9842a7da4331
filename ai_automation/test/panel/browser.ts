import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { SHIFT_CLOCK } from "../support/process.ts";

const PLACES = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of Chromium; undefined if it is not installed. */
export const chromiumPath = (): string | undefined => PLACES.find((path) => path !== "" && existsSync(path));

export const openBrowser = (path: string): Promise<Browser> =>
  chromium.launch({ executablePath: path, args: ["--no-sandbox"] });

/** A page with the clock of the service on the simulated home, as the panel compares instants of both. */
export async function openPage(browser: Browser, options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, ...options });
  page.setDefaultTimeout(120_000);
  await page.addInitScript(SHIFT_CLOCK);
  return page;
}

/** The part of axe-core that is used within the page. */
interface Axe {
  run(): Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  }>;
}

/** The violations that axe-core finds in a page, as "rule: element". */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const page = globalThis as unknown as { readonly axe: Axe };
    const { violations } = await page.axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
}
