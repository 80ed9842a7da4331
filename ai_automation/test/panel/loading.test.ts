import { expect } from "chai";
import { describePanel } from "./a-panel.ts";

/** Counts the formatters that the page creates, as `created` of the window. */
const COUNT_FORMATTERS = `{
  window.created = {};
  for (const name of ["PluralRules", "DateTimeFormat", "NumberFormat"])
    Intl[name] = new Proxy(Intl[name], {
      construct: (target, given) => {
        const key = name + JSON.stringify(given);
        window.created[key] = (window.created[key] ?? 0) + 1;
        return new target(...given);
      },
    });
}`;

describePanel("loading the panel", (panel) => {
  it("asks for the first suggestions without waiting for the status, and once", async () => {
    const asked: string[] = [];
    await panel.open("", {}, async (page) => {
      page.on("request", (request) => asked.push(request.url()));
      const list = page.waitForRequest(/\/api\/suggestions/);
      await page.route("**/api/status", async (route) => {
        await list;
        await route.continue();
      });
    });
    await panel.cards().first().waitFor();
    expect(asked.filter((url) => url.endsWith("status=pending&snoozed=false&brief=true&limit=20"))).to.have.lengthOf(1);
  });

  it("asks again for the list that it returns to", async () => {
    const page = await panel.open("");
    await panel.cards().first().waitFor();
    await page.goto(`${panel.url}/#/help`);
    const again = page.waitForRequest(/snoozed=false&brief=true&limit=20$/);
    await page.goto(`${panel.url}/#/suggestions`);
    await again;
  });

  it("creates formatters once, which take a phone longer than all else that it draws", async () => {
    const page = await panel.open("", {}, async (opened) => void (await opened.addInitScript(COUNT_FORMATTERS)));
    await panel.cards().first().waitFor();
    await page.goto(`${panel.url}/#/history`);
    await page.locator("ai-history h2").first().waitFor();
    const created = await page.evaluate<Record<string, number>>("window.created");
    expect(Object.keys(created)).not.to.be.empty;
    // Numbers in texts and numbers by themselves have one each.
    expect(Math.max(...Object.values(created))).to.be.at.most(2);
  });
});
