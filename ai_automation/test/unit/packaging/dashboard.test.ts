import { expect } from "chai";
import { parse } from "yaml";
import { z } from "zod";
import { discoveryPayload } from "../../../src/mqtt/discovery.ts";
import { commandTopic } from "../../../src/mqtt/topics.ts";
import { readApp } from "./app-files.ts";

const payload = z.object({
  components: z.record(
    z.string(),
    z.object({ default_entity_id: z.string(), enabled_by_default: z.boolean().default(true) }),
  ),
});

describe("the dashboard in DOCS.md", () => {
  const [, text = ""] = /^### Dashboard\n[^]*?```yaml\n([^]*?)```/m.exec(readApp("DOCS.md")) ?? [];
  const published = Object.values(payload.parse(discoveryPayload("1.0.0", "de")).components);

  it("is a card that names only entities that are published and enabled", () => {
    expect(parse(text)).to.include({ type: "vertical-stack" });
    const named = [...text.matchAll(/\b[a-z]+\.ai_automation_\w+/g)].map(([entityId]) => entityId);
    expect(new Set(named)).to.have.property("size", 4);
    const enabled = published.filter((one) => one.enabled_by_default).map((one) => one.default_entity_id);
    expect(enabled).to.include.members(named);
  });

  it("sends a command that is understood", () => {
    const topics = [...text.matchAll(/topic: (\S+)/g)].map(([, topic]) => topic);
    expect(topics).to.deep.equal([commandTopic("create_best")]);
  });
});
