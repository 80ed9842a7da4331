import { expect } from "chai";
import { describePanel } from "./a-panel.ts";
import { startPrefixProxy } from "./prefix-proxy.ts";

const PREFIX = "/api/hassio_ingress/token";

/** Home Assistant's page of an app: it frames the app, and tells it which place below its own address is open. */
const hostPage = (path: string): string => `<!doctype html><html lang="en"><title>Home Assistant</title>
  <iframe src="${PREFIX}/" style="width:390px;height:800px"></iframe>
  <script>
    addEventListener("message", ({ data, source }) => {
      if (data.type !== "home-assistant/subscribe-properties") return;
      const route = { prefix: "/app/local_ai_automation", path: ${JSON.stringify(path)} };
      source.postMessage({ type: "home-assistant/properties", narrow: true, route }, "*");
    });
  </script>`;

describePanel("links to the panel", (panel) => {
  const created = async (): Promise<any> =>
    (await panel.get("automations")).automations.find((one: any) => one.is_ours);

  it("open the card of a created automation on a port of its own", async () => {
    const { id, alias } = await created();
    await panel.open(`#/active/${id}`);
    await panel.page.waitForFunction(`document.activeElement.textContent === ${JSON.stringify(alias)}`);
    expect(panel.complaints).to.deep.equal([]);
  });

  it("open it within Home Assistant, from the address of the app's page", async () => {
    const { id, alias } = await created();
    const proxy = await startPrefixProxy(panel.service.url, PREFIX);
    const host = `${new URL(proxy.url).origin}/app/local_ai_automation/active/${id}`;
    await panel.open("#/help");
    await panel.page.route(host, (route) =>
      route.fulfill({ contentType: "text/html", body: hostPage(`/active/${id}`) }),
    );
    await panel.page.goto(host);
    const frame = panel.page.frameLocator("iframe");
    await frame.locator(`article[data-automation="${id}"] h2 a:focus`).waitFor();
    expect(await frame.locator("h2 a:focus").innerText()).to.equal(alias);
    await proxy.stop();
  });

  it("say what has to be saved before an edit can be tried", async () => {
    const [first] = (await panel.get("suggestions?status=pending")).suggestions.filter(
      ({ automation }: any) => automation.triggers[0].trigger === "time",
    );
    await panel.open(`#/suggestions/${first.id}`);
    await panel.button("Try it now").waitFor();
    await panel.page.getByText("Change it", { exact: true }).click();
    await panel.page.getByRole("textbox", { name: "Time" }).fill("05:00");
    await panel.page.getByRole("textbox", { name: "Time" }).press("Tab");
    await panel.page.getByText("Save your changes to try them out.").waitFor();
    expect(await panel.button("Try it now").count()).to.equal(0);
    await panel.button("Discard changes").click();
    await panel.button("Try it now").waitFor();
  });
});
