import { expect } from "chai";
import { describePanel } from "./a-panel.ts";
import { faultsOf } from "./browser.ts";

interface Listed {
  readonly id: number;
  readonly automation: any;
}

describePanel("trying out a suggestion", (panel) => {
  const { open, button, focused } = panel;
  const pending = async (): Promise<readonly Listed[]> => (await panel.get("suggestions?status=pending")).suggestions;
  const plain = async (): Promise<Listed | undefined> =>
    (await pending()).find(({ automation }) => String(automation.actions[0].action).startsWith("light.turn_"));

  it("says what will happen, does it once, and takes it back, by keyboard", async () => {
    const suggestion = await plain();
    const { choices } = await panel.get(`suggestions/${suggestion?.id}/trial`);
    await open(`#/suggestions/${suggestion?.id}`);
    await button("Try it now").focus();
    await panel.page.keyboard.press("Enter");
    await panel.page.getByText("This happens once, right now, in your home:").waitFor();
    await panel.page.getByText("nothing real is switched").waitFor();
    await panel.page.waitForFunction(
      `document.activeElement.textContent.trim() === ${JSON.stringify(choices[0].text)}`,
    );
    expect(await faultsOf(panel.page)).to.deep.equal([]);
    await panel.page.keyboard.press("Enter");
    await panel.page.getByText(`Done: ${choices[0].text}.`).waitFor();
    await panel.page.getByText(/^Before: /).waitFor();
    await panel.page.waitForFunction('document.activeElement.textContent.trim() === "Back to how it was"');
    expect(await faultsOf(panel.page)).to.deep.equal([]);
    await panel.page.keyboard.press("Enter");
    await panel.page.getByText("It is back to how it was.").waitFor();
    await button("Try it now").waitFor();
    expect(await focused()).to.equal("Try it now");
    expect(panel.complaints).to.deep.equal([]);
  });

  it("does nothing if it is canceled", async () => {
    const suggestion = await plain();
    const runs: string[] = [];
    await open(`#/suggestions/${suggestion?.id}`);
    panel.page.on("request", (request) => {
      if (request.method() === "POST" && request.url().endsWith("/trial")) runs.push(request.url());
    });
    await button("Try it now").click();
    await panel.page.getByRole("group", { name: "Try it now" }).getByRole("button", { name: "Cancel" }).click();
    await button("Try it now").waitFor();
    expect(runs).to.deep.equal([]);
  });

  it("lets people choose a part of a pair", async () => {
    const created: readonly Listed[] = (await panel.get("suggestions?status=deployed")).suggestions;
    const pair = created.find(({ automation }) => automation.actions[0].choose !== undefined);
    const { choices } = await panel.get(`suggestions/${pair?.id}/trial`);
    await open(`#/suggestions/${pair?.id}`);
    await button("Try it now").click();
    await panel.page.getByText("Choose what happens once").waitFor();
    await button(choices[1].text).click();
    await panel.page.getByText(`Done: ${choices[1].text}.`).waitFor();
  });

  it("gives the reason where it cannot be tried, in the reader's language", async () => {
    const suggestion = await plain();
    await open(`#/suggestions/${suggestion?.id}`, { locale: "de" }, async (page) => {
      const obstacle = { kind: "unavailable", names: ["Gartenlicht"] };
      await page.route("**/trial", (route) => route.fulfill({ json: { choices: [], obstacle, is_simulated: false } }));
    });
    await button("Jetzt ausprobieren").click();
    await panel.page.getByText("Das geht gerade nicht: Gartenlicht ist nicht verfügbar.").waitFor();
    expect(await faultsOf(panel.page)).to.deep.equal([]);
  });
});
