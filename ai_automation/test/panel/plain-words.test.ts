import { expect } from "chai";
import type { Page } from "playwright-core";
import { aLanguageModel, type FakeModel } from "../support/a-language-model.ts";
import { describePanel } from "./a-panel.ts";
import { faultsOf } from "./browser.ts";

describePanel("plain words in the panel", (panel) => {
  let model: FakeModel;
  let page: Page;

  panel.startWith(async () => {
    model = await aLanguageModel();
    return { LLM_URL: model.url, LLM_MODEL: "small" };
  });
  after(() => model?.stop());
  beforeEach(async () => {
    page = await panel.open("");
  });

  const plans = (...changes: readonly object[]): void =>
    model.answer({ kind: "content", content: JSON.stringify({ changes, not_possible: null }) });
  const suggestions = async (): Promise<readonly { id: number; title: string; fix: unknown; automation: any }[]> =>
    (await panel.get("suggestions?status=pending")).suggestions;

  it("show a changed suggestion with its replay without asking the model, and store it only when saved", async () => {
    const clock = (await suggestions()).find(
      ({ fix, automation }) => fix === null && automation.triggers[0].trigger === "time",
    );
    await page.goto(`${panel.url}/#/suggestions/${clock?.id}`);
    await page.getByText("Change it", { exact: true }).click();
    await page.getByLabel("Change it in your own words").fill("only on weekends, and ten minutes later");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator(".proposal ins").waitFor();
    expect(await page.locator(".proposal del").innerText()).to.equal(clock?.title);
    expect(await page.locator(".proposal ins").innerText()).to.include("on weekends");
    expect(await page.locator(".proposal").innerText()).to.match(/Right|right/);
    expect(await faultsOf(page)).to.deep.equal([]);
    expect((await suggestions()).find(({ id }) => id === clock?.id)?.automation).to.deep.equal(clock?.automation);
    await page.locator(".proposal").getByRole("button", { name: "Use this" }).click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    const saved = (await suggestions()).find(({ id }) => id === clock?.id);
    expect(saved?.automation.triggers[0].weekday).to.deep.equal(["sat", "sun"]);
    expect(model.requests.filter(({ body }) => body.includes("only on weekends"))).to.deep.equal([]);
  });

  it("propose an automation, point out what differs from the text, and store it as a suggestion", async () => {
    await page.goto(`${panel.url}/#/suggestions`);
    const field = page.getByLabel("Describe an automation in your own words");
    await field.waitFor();
    const entity = (await panel.get("entities")).entities.find(({ domain }: { domain: string }) => domain === "light");
    plans({ change: "at", time: "21:45" }, { change: "act", thing: "t1", state: "on" });
    await field.fill(`let ${entity.name} shine from 21:15`);
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator(".proposal").getByText("Is this what you mean? 21:45 is not in what you wrote.").waitFor();
    expect(await page.locator(".proposal").getByRole("button", { name: "Use this" }).count()).to.equal(0);
    await page.locator(".proposal").getByRole("button", { name: "Yes, I mean this" }).click();
    await page.locator(".proposal").getByRole("button", { name: "Use this" }).click();
    await page.getByRole("heading", { name: "21:45" }).waitFor();
    expect((await suggestions()).some(({ title }) => title.includes("21:45"))).to.equal(true);
  });

  it("report an error of the language model", async () => {
    await page.goto(`${panel.url}/#/suggestions`);
    model.answer({ kind: "hang_up" });
    await page.getByLabel("Describe an automation in your own words").fill("something else");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.locator(".error").getByText("cannot be reached").waitFor();
  });

  it("can be canceled while the model thinks", async () => {
    await page.goto(`${panel.url}/#/suggestions`);
    model.answer({ kind: "silence" });
    const field = page.getByLabel("Describe an automation in your own words");
    await field.fill("something that takes long");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("Thinking").getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Thinking").waitFor({ state: "detached" });
    expect(await field.inputValue()).to.equal("something that takes long");
    expect(await field.isEnabled()).to.equal(true);
  });
});
