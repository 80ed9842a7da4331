import type { Ui } from "../ui.ts";
import type { KnownEntity, Part } from "../wire.ts";
import { stateText } from "./states.ts";

/** A condition in words: "Anna: home", "Study temperature above 23.2". Rare ones are shown by their values. */
export function conditionText(part: Part, entities: Entities, ui: Ui): string {
  const { words, fill } = ui;
  const { condition, entity_id: ids, state, above, below, after, before, ...rest } = part;
  const name = textsOf(ids)
    .map((id) => entities.get(id)?.name ?? id)
    .join(", ");
  const texts = textsOf(rest.for ?? []).map((hold) => fill(words.forAtLeast, { duration: hold }));
  switch (condition) {
    case "state":
      return [
        `${name}: ${textsOf(state)
          .map((one) => stateOf(one, textsOf(ids), entities, ui))
          .join(" / ")}`,
        ...texts,
      ].join(", ");
    case "numeric_state":
      return [
        name,
        ...textsOf(above).map((value) => fill(words.above, { value })),
        ...textsOf(below).map((value) => fill(words.below, { value })),
      ].join(" ");
    case "sun":
    case "time":
      return [
        ...textsOf(after).map((value) => fill(words.after, { value: momentText(value, ui) })),
        ...textsOf(before).map((value) => fill(words.before, { value: momentText(value, ui) })),
      ].join(", ");
    default:
      return `${String(condition)}: ${Object.values({ ids, ...rest })
        .flatMap(textsOf)
        .join(" ")}`;
  }
}

/** The home's entities by id. */
export type Entities = ReadonlyMap<string, KnownEntity>;

/** "Open" for a door that is on. */
function stateOf(state: string, ids: readonly string[], entities: Entities, ui: Ui): string {
  const [known] = ids.flatMap((id) => entities.get(id)?.states.filter((one) => one.state === state) ?? []);
  return known?.text ?? stateText(state, ui);
}

/** A time of day without seconds, sunrise or sunset. */
function momentText(value: string, { words }: Ui): string {
  const suns: Readonly<Record<string, string>> = words.suns;
  return suns[value] ?? value.replace(/^(\d\d:\d\d):00$/, "$1");
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
