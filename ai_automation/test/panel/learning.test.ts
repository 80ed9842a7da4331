import { expect } from "chai";
import { describePanel } from "./a-panel.ts";
import { faultsOf } from "./browser.ts";

describePanel("pausing learning in the panel", (panel) => {
  const { open, button, focused } = panel;

  it("pauses it for days, says so on the list, and resumes it, by keyboard", async () => {
    await open("#/history");
    await button("Pause learning …").focus();
    await panel.page.keyboard.press("Enter");
    await panel.page.getByText("nothing is learned from what happens meanwhile").waitFor();
    expect(await faultsOf(panel.page)).to.deep.equal([]);
    await panel.page.getByLabel("For how long").selectOption("7 days");
    await button("Pause learning").press("Enter");
    await panel.page.getByText(/^Learning is paused until /).waitFor();
    await panel.page.waitForFunction('document.activeElement.textContent.trim() === "Resume learning"');
    const { learning } = await panel.get("status");
    expect(Date.parse(learning.paused_until) - Date.parse(learning.paused_since)).to.equal(7 * 86_400_000);
    await open("");
    await panel.page
      .locator(".notice")
      .getByText(/^Learning is paused until /)
      .waitFor();
    await panel.page.getByRole("link", { name: "Resume learning" }).click();
    await button("Resume learning").press("Enter");
    await panel.page.getByText("It learns from what people do").waitFor();
    await button("Pause learning …").waitFor();
    expect(await focused()).to.equal("Pause learning …");
    expect((await panel.get("status")).learning.paused_since).to.equal(null);
    expect(panel.complaints).to.deep.equal([]);
  });

  it("lists the days left out with the reason, in the reader's language", async () => {
    await open("#/history", { locale: "es" }, async (page) => {
      await page.route("**/api/analysis/latest", async (route) => {
        const response = await route.fetch();
        const analysis = await response.json();
        const days = { away: ["2026-11-03"], crowded: [], paused: ["2026-11-10", "2026-11-11", "2026-11-12"] };
        await route.fulfill({ response, json: { ...analysis, unusual_days: days } });
      });
    });
    await panel.page.getByRole("heading", { name: "Días excluidos" }).waitFor();
    await panel.page.getByText("El aprendizaje estaba en pausa: mar, 10 nov – jue, 12 nov").waitFor();
    await panel.page.getByText("No había nadie en casa: mar, 3 nov").waitFor();
    expect(await faultsOf(panel.page)).to.deep.equal([]);
  });
});
