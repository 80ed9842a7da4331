// Takes the README's pictures of a panel on the simulated home: node scripts/pictures.mjs http://127.0.0.1:8011
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs");
const [, , address] = process.argv;
if (address === undefined) throw new Error("Pass the address of the panel.");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({ viewport: { width: 900, height: 640 }, colorScheme: "light", locale: "en" });

await page.goto(address);
await page.locator("article.suggestion").first().waitFor();
await page.screenshot({ path: join(docs, "panel-suggestions.png") });

await page.setViewportSize({ width: 900, height: 860 });
await page.goto(`${address}/#/suggestions?sort=sure`);
await page.getByRole("link", { name: /Bedroom light at/ }).click();
const spot = await page.locator(".spot[data-kind=right]").nth(2).boundingBox();
if (spot === null) throw new Error("The evidence has no mark to tap.");
await page.mouse.click(spot.x + spot.width / 2, spot.y + spot.height / 2);
await page.locator("ai-moment").waitFor();
await page.evaluate("scrollTo(0, 0)");
await page.screenshot({ path: join(docs, "panel-evidence.png") });
await browser.close();
