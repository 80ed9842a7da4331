import { html, type TemplateResult } from "lit";
import { call } from "../api.ts";
import type { Ui } from "../ui.ts";
import type { Status } from "../wire.ts";
import { timeLeft } from "./time-left.ts";

/** Progress below which the time left cannot be estimated. */
const ENOUGH_PROGRESS = 0.15;

/** The work in progress with what is left of it, or that Home Assistant is unreachable. */
export function activity({ home, history, analysis }: Status, ui: Ui): TemplateResult | "" {
  const { words } = ui;
  if (home.state === "other_home") return notice(words.otherHome, html`<p>${words.otherHomeText}</p>`);
  if (home.state !== "connected" && home.state !== "connecting")
    return notice(words.unreachable, html`<p>${home.message}</p>`);
  if (history.backfill.state === "running") return reading(history.backfill, ui);
  return analysis.running === null ? "" : searching(analysis.running, ui);
}

export const isBusy = ({ analysis, history }: Status): boolean =>
  analysis.running !== null || history.backfill.state === "running";

const notice = (heading: string, content: TemplateResult): TemplateResult =>
  html`<section class="notice" role="status">
    <h2>${heading}</h2>
    ${content}
  </section>`;

function reading(backfill: Status["history"]["backfill"], ui: Ui): TemplateResult {
  const { words, fill } = ui;
  const facts = [
    fill(words.readingDays, { count: backfill.days_read, changes: backfill.changes_read }),
    ...(backfill.seconds_left === null ? [] : [timeLeft(backfill.seconds_left, ui)]),
  ];
  return notice(
    words.reading,
    html`<progress aria-label=${words.reading}></progress>
      <p>${facts.join(", ")}</p>`,
  );
}

function searching(
  { id, progress, step, started_at: startedAt }: NonNullable<Status["analysis"]["running"]>,
  ui: Ui,
): TemplateResult {
  const { words, format, me } = ui;
  const steps: Readonly<Record<string, string>> = words.steps;
  const cancel = (): void => void call("DELETE", `api/jobs/${id}`).catch(ui.showError);
  const seconds = secondsLeft(progress, startedAt === null ? Date.now() : Date.parse(startedAt));
  const facts = [
    `${format.percent(progress)} ${steps[step ?? ""] ?? step ?? ""}`,
    ...(seconds === null ? [] : [timeLeft(seconds, ui)]),
  ];
  return notice(
    words.searching,
    html`<progress max="1" value=${progress} aria-label=${words.searching}></progress>
      <p>${facts.join(", ")}</p>
      <button ?disabled=${!me.can_change} @click=${cancel}>${words.cancel}</button>`,
  );
}

/** Null if too little is done to tell, or if the clocks of the browser and the service disagree. */
function secondsLeft(progress: number, startedAt: number): number | null {
  const elapsed = (Date.now() - startedAt) / 1_000;
  if (progress < ENOUGH_PROGRESS || progress >= 1 || elapsed <= 0) return null;
  return (elapsed / progress) * (1 - progress);
}
