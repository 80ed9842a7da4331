import { html, type TemplateResult } from "lit";
import { get } from "../api.ts";
import { PanelElement } from "../element.ts";
import type { Spot } from "../picture.ts";
import type { Ui } from "../ui.ts";
import type { Evidence, Mark, Timeline } from "../wire.ts";
import { causeText } from "./states.ts";

/** Milliseconds before a mark in which its triggers may have changed. */
const BEFORE = 15 * 60_000;
/** Milliseconds after it: what happens at the same moment is often stored a little later. */
const AFTER = 1_000;
const MOST = 4;

interface Earlier {
  readonly at: string;
  readonly text: string;
}

/** One mark of the evidence picture: when it was, who did it and how, and what happened just before. */
export class Moment extends PanelElement {
  static override properties = {
    ui: { attribute: false },
    spot: { attribute: false },
    evidence: { attribute: false },
    marks: { attribute: false },
    triggers: { attribute: false },
    earlier: { state: true },
  };
  declare ui: Ui;
  declare spot: Spot;
  declare evidence: Evidence;
  declare marks: readonly Mark[];
  /** The entities of the triggers, whose changes just before are shown. */
  declare triggers: readonly string[];
  declare earlier: readonly Earlier[];

  constructor() {
    super();
    this.earlier = [];
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("spot")) void this.#load();
  }

  override render(): TemplateResult {
    const { format, words } = this.ui;
    return html`<p>
        <strong>${format.day(this.spot.at)}, <span class="clock">${format.exactTime(this.spot.at)}</span></strong>
      </p>
      <p>${this.spot.kind === "manual" ? this.#action() : this.#run()}</p>
      ${
        this.earlier.length === 0
          ? ""
          : html`<p class="quiet">${words.justBefore}</p>
              <ul>
                ${this.earlier.map(({ at, text }) => html`<li><span class="clock">${format.exactTime(at)}</span> ${text}</li>`)}
              </ul>`
      }`;
  }

  /** "Pantry light: on, Anna, in the app". */
  #action(): string {
    const { words } = this.ui;
    const found = this.evidence.actions.find(({ at }) => at === this.spot.at);
    if (found === undefined) return words.manual;
    const name = this.evidence.targets.find(({ entity_id: id }) => id === found.entity_id)?.name ?? found.entity_id;
    return `${name}: ${found.state_text}, ${causeText(found.cause, this.ui)}`;
  }

  #run(): string {
    const { words, fill, format } = this.ui;
    const actedAt = this.marks.find(({ at }) => at === this.spot.at)?.acted_at ?? null;
    switch (this.spot.kind) {
      case "right":
        return actedAt === null ? words.runRight : fill(words.momentRight, { time: format.exactTime(actedAt) });
      case "wrong":
        return words.momentWrong;
      case "idle":
      case "manual":
        return words.runIdle;
    }
  }

  async #load(): Promise<void> {
    const { spot } = this;
    this.earlier = [];
    const at = Date.parse(spot.at);
    const span = new URLSearchParams({
      from: new Date(at - BEFORE).toISOString(),
      to: new Date(at + AFTER).toISOString(),
    });
    try {
      const timelines = await Promise.all(
        this.triggers.map((id) => get<Timeline>(`api/entities/${id}/timeline?${String(span)}`)),
      );
      if (spot === this.spot) this.earlier = timelines.flatMap((one) => this.#changesOf(one)).slice(-MOST);
    } catch {
      // Without the history of a trigger the moment is still shown.
    }
  }

  #changesOf({ name, changes }: Timeline): readonly Earlier[] {
    return changes.flatMap(({ at, state_text: text }) => (text === null ? [] : [{ at, text: `${name}: ${text}` }]));
  }
}

customElements.define("ai-moment", Moment);
