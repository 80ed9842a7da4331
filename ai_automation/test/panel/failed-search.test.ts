import { expect } from "chai";
import { childrenOf } from "../support/children.ts";
import { eventually } from "../support/process.ts";
import { until } from "../support/until.ts";
import { describePanel } from "./a-panel.ts";
import { faultsOf } from "./browser.ts";

describePanel("a search that failed", (panel) => {
  const { open, post, get, cards } = panel;

  /** Kills the search's own process, as Linux does when memory is short. */
  const failSearch = async (): Promise<void> => {
    const { child } = panel.service;
    await until(async () => (await childrenOf(child)).length === 0);
    await post("analysis");
    const miner = await eventually(panel.service, async () => (await childrenOf(child))[0], "a process that mines");
    process.kill(miner, "SIGKILL");
  };

  before(function () {
    if (process.platform !== "linux") this.skip();
  });

  it("is shown on the first screen as soon as it fails, above what was found before, until a search succeeds", async () => {
    const page = await open("");
    await cards().first().waitFor();
    const before = await cards().count();
    const notice = page.locator(".notice", { hasText: /^\s*The last search failed: / });
    expect(await notice.count()).to.equal(0);
    await failSearch();
    await notice.waitFor();
    const { error } = (await get("status")).analysis.last;
    expect(error.code).to.equal("too_little_memory");
    expect((await notice.innerText()).trim()).to.equal(`The last search failed: ${error.text}`);
    const [top, first] = [await notice.boundingBox(), await cards().first().boundingBox()];
    expect(top?.y).to.be.below(first?.y ?? 0);
    expect(await cards().count()).to.equal(before);
    expect(await panel.overflow()).to.be.at.most(0);
    expect(await faultsOf(page)).to.deep.equal([]);

    await page.getByRole("link", { name: "Came close" }).click();
    await notice.waitFor();
    await panel.button("Search again").click();
    await notice.waitFor({ state: "detached" });
    await until(async () => (await get("status")).analysis.last?.status === "done");
    await open("");
    await cards().first().waitFor();
    expect(await panel.page.getByText("The last search failed").count()).to.equal(0);
  });

  it("is told in the reader's language", async () => {
    await failSearch();
    const page = await open("", { locale: "de-DE" });
    const notice = page.getByText(/^\s*Die letzte Suche ist gescheitert: /);
    await notice.waitFor();
    expect(await notice.innerText()).not.to.match(/memory|history|analysis/);
  });
});
