import { html, type TemplateResult } from "lit";
import {
  boundsOf,
  TRIGGER_KINDS,
  triggerEntityOf,
  triggerKindOf,
  triggerStateOf,
  withBound,
  withTriggerEntity,
  withTriggerKind,
  withTriggerState,
} from "../edit-trigger.ts";
import { holdOf, hoursAndMinutes, offsetOf, timeOf, withHold, withOffset, withTime } from "../edit.ts";
import type { Ui } from "../ui.ts";
import type { Automation, KnownEntity } from "../wire.ts";
import { clockInput } from "./clock-input.ts";
import type { Entities } from "./condition-text.ts";
import { numberRow, selectRow, was, type Choice } from "./edit-rows.ts";

interface Edited {
  readonly automation: Automation;
  /** As suggested. */
  readonly original: Automation;
  readonly entities: Entities;
  readonly ui: Ui;
  readonly emit: (automation: Automation) => void;
}

/** Edits the trigger: its kind, then what belongs to that. Each row shows what was there before. */
export function triggerEditor(edited: Edited): TemplateResult {
  return html`${kindRow(edited)} ${timeRows(edited)} ${thingRows(edited)} ${boundRows(edited)} ${durationRows(edited)}`;
}

function kindRow({ automation, original, entities, ui, emit }: Edited): TemplateResult {
  const { words } = ui;
  const [kind, before] = [triggerKindOf(automation), triggerKindOf(original)];
  const first = changing(entities).find(({ domain }) => domain === "binary_sensor") ?? changing(entities)[0];
  const kinds = TRIGGER_KINDS.filter((one) => one !== "state" || kind === "state" || first !== undefined);
  const choices = [...kinds, ...(before === "other" ? ["other" as const] : [])].map((value) => ({
    value,
    text: words.triggerKinds[value],
  }));
  return selectRow(
    words.trigger,
    kind,
    choices,
    was(words.triggerKinds[before], words.triggerKinds[kind], ui),
    (value) => {
      const chosen = choices.find((choice) => choice.value === value)?.value;
      if (chosen === undefined) return;
      if (chosen === before) return emit({ ...automation, triggers: original.triggers });
      emit(withTriggerKind(automation, chosen, { id: first?.entity_id ?? "", state: first?.states[0]?.state ?? "on" }));
    },
  );
}

function timeRows({ automation, original, ui, emit }: Edited): TemplateResult | "" {
  const { words } = ui;
  const time = timeOf(automation);
  if (time === null) return "";
  const before = timeOf(original);
  const slide = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement) emit(withTime(automation, Number(target.value)));
  };
  return html`<label class="row"
      >${words.time}${before === null ? "" : was(hoursAndMinutes(before), hoursAndMinutes(time), ui)}${clockInput(words.time, time, (minutes) => emit(withTime(automation, minutes)))}</label
    >
    <input
      class="slider"
      type="range"
      min="0"
      max="1439"
      step="1"
      .value=${String(time)}
      aria-label=${words.time}
      @input=${slide}
    />`;
}

/** Which thing, and for a state trigger the state that it changes to. */
function thingRows({ automation, original, entities, ui, emit }: Edited): TemplateResult | "" {
  const { words } = ui;
  const id = triggerEntityOf(automation);
  if (id === null) return "";
  const nameOf = (entityId: string): string => entities.get(entityId)?.name ?? entityId;
  const isNumeric = boundsOf(automation).length > 0;
  const candidates = isNumeric ? alike(entities, id) : changing(entities);
  const before = triggerEntityOf(original);
  const choices = choicesOf(candidates, id, nameOf(id));
  return html`${selectRow(
    words.triggerThing,
    id,
    choices,
    before === null ? "" : was(nameOf(before), nameOf(id), ui),
    (chosen) => {
      const next = withTriggerEntity(automation, chosen);
      const states = entities.get(chosen)?.states ?? [];
      const state = triggerStateOf(automation);
      const [first] = states;
      emit(
        isNumeric || first === undefined || states.some((one) => one.state === state)
          ? next
          : withTriggerState(next, first.state),
      );
    },
  )}
  ${stateRow({ automation, original, entities, ui, emit }, id)}`;
}

function stateRow({ automation, original, entities, ui, emit }: Edited, id: string): TemplateResult | "" {
  const state = triggerStateOf(automation);
  if (state === null) return "";
  const states = entities.get(id)?.states ?? [];
  const textOf = (one: string): string => states.find((known) => known.state === one)?.text ?? one;
  const all = states.some((one) => one.state === state) ? states : [{ state, text: state }, ...states];
  const choices = all.map(({ state: value, text }) => ({ value, text }));
  const before = triggerStateOf(original);
  return selectRow(
    ui.words.changesTo,
    state,
    choices,
    before === null ? "" : was(textOf(before), textOf(state), ui),
    (to) => emit(withTriggerState(automation, to)),
  );
}

function boundRows({ automation, original, ui, emit }: Edited): readonly TemplateResult[] {
  return boundsOf(automation).map(({ bound, value }) => {
    const before = boundsOf(original).find((one) => one.bound === bound)?.value;
    return numberRow({ label: ui.words.bounds[bound], value, step: "any", before, ui }, (next) =>
      emit(withBound(automation, bound, next)),
    );
  });
}

function durationRows({ automation, original, ui, emit }: Edited): TemplateResult {
  const { words } = ui;
  const [offset, hold] = [offsetOf(automation), holdOf(automation)];
  return html`${
    offset === null
      ? ""
      : numberRow(
          {
            label: words.offset,
            value: offset,
            min: -180,
            max: 180,
            step: 5,
            before: offsetOf(original) ?? undefined,
            ui,
          },
          (minutes) => emit(withOffset(automation, minutes)),
        )
  }
  ${
    hold === null
      ? ""
      : numberRow(
          { label: words.hold, value: hold, min: 0, max: 240, before: holdOf(original) ?? undefined, ui },
          (minutes) => emit(withHold(automation, minutes)),
        )
  }`;
}

/** Things with few states, by name. */
const changing = (entities: Entities): readonly KnownEntity[] =>
  byName([...entities.values()].filter(({ states, is_excluded: isExcluded }) => states.length > 0 && !isExcluded));

/** Sensors that measure the same. */
function alike(entities: Entities, id: string): readonly KnownEntity[] {
  const own = entities.get(id);
  return byName(
    [...entities.values()].filter(
      ({ domain, device_class: kind }) => domain === own?.domain && kind === own.device_class,
    ),
  );
}

const byName = (entities: readonly KnownEntity[]): readonly KnownEntity[] =>
  entities.toSorted((one, other) => one.name.localeCompare(other.name));

/** The entities by name with their room, and the current one even where the home does not have it. */
export function choicesOf(entities: readonly KnownEntity[], current: string | null, name = ""): readonly Choice[] {
  const choices = entities.map(({ entity_id: value, name: text, area }) => ({
    value,
    text: area === null ? text : `${text} (${area})`,
  }));
  const isListed = current === null || entities.some(({ entity_id: id }) => id === current);
  return isListed ? choices : [{ value: current, text: name }, ...choices];
}
