import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { readAutomationFiles } from "../../../src/cli/automation-files/read-automations.ts";
import { because } from "../../../src/model/reason.ts";

const automation = (alias: string, light = "light.a"): string => `
alias: ${alias}
trigger: { platform: time, at: "07:00" }
action: { service: light.turn_on, entity_id: ${light} }
`;

describe("automations of a configuration", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "config-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const read = async (path = "", recorded: readonly string[] = []) => {
    const { configs, faults } = await readAutomationFiles(join(folder, path), recorded);
    const plans = configs.map(parseAutomation);
    const texts = plans.map(({ alias, effects }) => [alias, ...effects.map(({ entityId }) => entityId)].join(" "));
    return { texts: texts.toSorted(), faults, plans };
  };

  it("have truth values where Home Assistant's YAML has them", async () => {
    await write({
      "automations.yaml": `
- alias: Lamp
  initial_state: no
  trigger: { platform: time, at: "07:00" }
  action:
    - if: "{{ speak }}"
      then: [{ service: light.turn_on, entity_id: light.a }]
    - service: light.turn_off
      entity_id: light.b
      enabled: Off
  variables: { speak: no }
`,
    });
    expect((await read()).texts).to.deep.equal(["Lamp"]);
  });

  it("are read from files, lists, packages and folders that include each other", async () => {
    await write({
      "configuration.yaml": `
homeassistant:
  packages: !include_dir_named packages
automation: !include_dir_merge_list lists
automation single: !include_dir_list singles
script: !include scripts.yaml
http: { password: !secret web }
`,
      "packages/bath.yaml": `automation:\n  - alias: bath\n    trigger: []\n    action:\n      - service: script.bath\n`,
      "lists/a.yaml": `- alias: one\n  trigger: []\n  action: [{ service: light.turn_on, entity_id: light.one }]\n`,
      "lists/deep/b.yaml": `- alias: two\n  trigger: []\n  action: [{ service: light.turn_on, entity_id: light.two }]\n`,
      "singles/c.yaml": automation("three"),
      "scripts.yaml": `bath: { sequence: [{ service: light.turn_on, entity_id: light.bath }] }`,
    });
    const { texts, faults } = await read();
    expect(texts).to.deep.equal(["bath light.bath", "one light.one", "three light.a", "two light.two"]);
    expect(faults).to.deep.equal([]);
  });

  it("take a blueprint's inputs, and the registries of the folder", async () => {
    await write({
      "configuration.yaml": "automation: !include automations.yaml",
      "automations.yaml": "- alias: lit\n  use_blueprint: { path: me/lit.yaml, input: { place: bath } }\n",
      "blueprints/automation/me/lit.yaml": `
blueprint: { name: Lit, domain: automation, input: { place: {} } }
trigger: { platform: time, at: "07:00" }
action: { service: light.turn_on, target: { area_id: !input place } }
`,
      ".storage/core.entity_registry": JSON.stringify({
        data: { entities: [{ entity_id: "light.x", id: "1", area_id: "bath" }] },
      }),
      ".storage/core.area_registry": JSON.stringify({ data: { areas: [{ id: "bath" }] } }),
    });
    expect((await read()).texts).to.deep.equal(["lit light.x"]);
  });

  it("know an area without registries by the names of recorded entities", async () => {
    await write({
      "a.yaml": "alias: x\ntriggers: []\nactions: [{ action: light.turn_on, target: { area_id: living_room } }]\n",
    });
    expect((await read("a.yaml", ["light.living_room_lamp", "light.living", "light.hall"])).texts).to.deep.equal([
      "x light.living_room_lamp",
    ]);
    expect((await read("a.yaml")).plans[0]?.unsupported).to.deep.include(
      because("target_area", { action: "light.turn_on" }),
    );
  });

  it("are read as far as possible from files with faults, loops and unknown tags", async () => {
    await write({
      "configuration.yaml": "automation: !include automations.yaml\nloop: !include configuration.yaml\nx: !unknown y\n",
      "automations.yaml": `- alias: good\n  trigger: []\n  action: [{ service: light.turn_on, entity_id: !secret lamp }]\n- 17\n- [null]\n`,
      "packages/bad.yaml": "a: [b\n",
    });
    const { texts } = await read();
    expect(texts).to.deep.equal(["good"]);
  });
});
