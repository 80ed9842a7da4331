import { html, type TemplateResult } from "lit";
import * as edit from "../edit.ts";
import { runsOf } from "../face.ts";
import type { Ui } from "../ui.ts";
import type { Automation, Evidence, Replay, Suggestion } from "../wire.ts";
import { gauge } from "./gauge.ts";
import { effectOf } from "./often.ts";
import { doerText } from "./states.ts";
import { verdict } from "./suggestion-card.ts";

/** The result of a replay: one number, what it means, and how it was tested. */
export function summary(
  { evidence: { learned } }: Suggestion,
  shown: { readonly automation: Automation; readonly replay: Replay; readonly isWhole: boolean },
  evidence: Evidence | null,
  ui: Ui,
): TemplateResult {
  const { words, fill } = ui;
  const { replay, automation, isWhole } = shown;
  const covered = coverage(replay, automation, evidence);
  const who = evidence === null ? "" : doersOf(evidence, ui);
  return html`<div class="summary">
    ${gauge(replay, ui)}
    <div>
      ${isWhole ? html`<p>${fill(words.rightOnAllDays, { right: replay.tp, of: runsOf(replay) })}</p>` : verdict({ replay }, ui)}
      <p>${effectOf(replay, automation, ui)}</p>
      ${covered === null ? "" : html`<p>${fill(words.coverage, covered)}</p>`}
      ${who === "" ? "" : html`<p>${fill(words.whoDidIt, { who })}</p>`}
      ${isWhole || learned.days === 0 ? "" : html`<p class="quiet">${fill(words.howTested, { count: replay.judged_days })}</p>`}
    </div>
  </div>`;
}

/** "Anna 40, on the device 12": who did it by hand on all days, most often first. */
function doersOf({ actions, targets }: Evidence, { words, format }: Ui): string {
  const own = actions.filter(({ entity_id: id, state }) =>
    targets.some((target) => target.entity_id === id && target.state === state),
  );
  const counts = Map.groupBy(own, ({ cause }) => doerText(cause, words));
  return [...counts]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([name, { length }]) => `${name} ${format.number(length)}`)
    .join(", ");
}

/** How many of the manual actions it would have spared; null if they are of other things, or of unknown number. */
function coverage(
  { from, to, saved }: Replay,
  automation: Automation,
  evidence: Evidence | null,
): { readonly count: number; readonly of: number } | null {
  if (evidence === null) return null;
  const isTarget = ({ entity_id: id, state }: { readonly entity_id: string; readonly state: string }): boolean =>
    evidence.targets.some((target) => target.entity_id === id && target.state === state);
  const targets = edit.targetsOf(automation);
  if (!evidence.targets.every(({ entity_id: id }) => targets.includes(id))) return null;
  const of = evidence.actions.filter((one) => one.at >= from && one.at < to && isTarget(one)).length;
  return of === 0 || saved > of ? null : { count: saved, of };
}
