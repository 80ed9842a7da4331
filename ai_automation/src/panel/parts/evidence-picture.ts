import { html, svg, type TemplateResult } from "lit";
import { PanelElement } from "../element.ts";
import { daysOf, rowsOf, type DayRow, type Spot } from "../picture.ts";
import "./moment.ts";
import type { Ui } from "../ui.ts";
import type { Evidence, Mark } from "../wire.ts";

const ROW = 16;
/** Above the first row, for the hours. */
const HEAD = 18;
/** How far from a mark a tap may be, in pixels. */
const REACH = 22;
/** On phones the picture is drawn narrower instead of being scaled down, so that its text stays readable. */
const SIZES = { wide: { left: 102, width: 694 }, narrow: { left: 102, width: 252 } } as const;
const PHONE = matchMedia("(max-width: 599px)");
const HOURS = [0, 6, 12, 18, 24];
/** Days drawn at once. Without pages, two years would be more than 10,000 pixels high. */
const DAYS_PER_PAGE = 60;

/** A chart of manual actions and of what the automation would have done: days as rows, the local time of day across. */
export class EvidencePicture extends PanelElement {
  static override properties = {
    evidence: { attribute: false },
    marks: { attribute: false },
    from: { attribute: false },
    to: { attribute: false },
    ui: { attribute: false },
    line: { attribute: false },
    triggers: { attribute: false },
    page: { state: true },
    isTable: { state: true },
    picked: { state: true },
  };
  declare evidence: Evidence;
  declare marks: readonly Mark[];
  declare from: string;
  declare to: string;
  declare ui: Ui;
  /** The minute of the day at which a time trigger fires; null for other triggers. */
  declare line: number | null;
  /** The entities of the triggers. */
  declare triggers: readonly string[];
  /** 0 is the page with the newest days. */
  declare page: number;
  declare isTable: boolean;
  declare picked: Spot | null;

  override connectedCallback(): void {
    super.connectedCallback();
    PHONE.addEventListener("change", this.#redraw);
  }

  override disconnectedCallback(): void {
    PHONE.removeEventListener("change", this.#redraw);
    super.disconnectedCallback();
  }

  constructor() {
    super();
    this.page = 0;
    this.isTable = false;
    this.picked = null;
    this.line = null;
    this.triggers = [];
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("from") || changed.has("to")) this.page = 0;
    if (changed.has("evidence") || changed.has("marks")) this.picked = null;
  }

  override render(): TemplateResult {
    const { from, to, page } = this;
    const { words, fill, format } = this.ui;
    const { left, width } = sizes();
    const { targets, daylight } = this.evidence;
    const actions = this.evidence.actions.filter(({ entity_id: entityId, state }) =>
      targets.some((target) => target.entity_id === entityId && target.state === state),
    );
    const all = daysOf({ from, to }, format);
    const days = all.slice(page * DAYS_PER_PAGE, (page + 1) * DAYS_PER_PAGE);
    const rows = rowsOf(days, { actions, marks: this.marks, from, to, daylight }, format);
    const height = rows.length * ROW + HEAD;
    return html`
      <div class="picture">
        <svg
          viewBox="0 0 ${left + width + 8} ${height}"
          role="img"
          @click=${(event: MouseEvent) => this.#pick(event, rows)}
          aria-label=${fill(words.pictureLabel, { count: all.length })}
        >
          ${HOURS.map((hour) => svg`<text class="hour" x=${x(hour * 60)} y="11" text-anchor="middle">${hour}</text>`)}
          ${rows.map((row, index) => this.#row(row, HEAD + index * ROW))}
          ${this.line === null ? "" : svg`<line class="trigger" x1=${x(this.line)} x2=${x(this.line)} y1="16" y2=${height}></line>`}
        </svg>
        <div class="picked" aria-live="polite">
          ${
            this.picked === null
              ? html`<p class="quiet">${words.tapADot}</p>`
              : html`<ai-moment
                  .ui=${this.ui}
                  .spot=${this.picked}
                  .evidence=${this.evidence}
                  .marks=${this.marks}
                  .triggers=${this.triggers}
                ></ai-moment>`
          }
        </div>
        <ul class="legend">
          ${(["manual", "right", "wrong", "idle"] as const).map(
            (kind) =>
              html`<li>
                <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">${spotShape(kind, 0, 0)}</svg
                >${this.#labelOf(kind)}
              </li>`,
          )}
        </ul>
        ${all.length > DAYS_PER_PAGE ? this.#pages(all.length) : ""}
        <details
          @toggle=${({ currentTarget }: Event) => {
            if (currentTarget instanceof HTMLDetailsElement) this.isTable = currentTarget.open;
          }}
        >
          <summary>${words.asTable}</summary>
          ${this.isTable ? this.#table(rows) : ""}
        </details>
      </div>
    `;
  }

  #pages(days: number): TemplateResult {
    const { page } = this;
    const { words } = this.ui;
    return html`<div class="buttons" role="group">
      <button ?disabled=${(page + 1) * DAYS_PER_PAGE >= days} @click=${() => (this.page += 1)}>
        ${words.earlierDays}
      </button>
      <button ?disabled=${page === 0} @click=${() => (this.page -= 1)}>${words.laterDays}</button>
    </div>`;
  }

  #row({ day, spots, light }: DayRow, y: number): TemplateResult {
    const { left, width } = sizes();
    const isHeldOut = day >= this.ui.format.dayOf(this.evidence.held_out_from);
    return svg`
      <rect class="night" x=${left} y=${y} width=${width} height=${ROW - 1}></rect>
      ${light === null || light[1] <= light[0] ? "" : svg`<rect class="daylight" x=${x(light[0])} y=${y} width=${x(light[1]) - x(light[0])} height=${ROW - 1}></rect>`}
      <text class=${isHeldOut ? "day held-out" : "day"} x="0" y=${y + ROW - 4}>${this.ui.format.calendarDay(day)}</text>
      ${spots.map((spot) => svg`<g class=${isSame(spot, this.picked) ? "spot chosen" : "spot"} data-at=${spot.at} data-kind=${spot.kind}>${spotShape(spot.kind, x(spot.minute), y + ROW / 2)}</g>`)}
    `;
  }

  #table(rows: readonly DayRow[]): TemplateResult {
    const { words, format } = this.ui;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${words.date}</th>
          <th scope="col">${words.timeOfDay}</th>
          <th scope="col">${words.outcome}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.flatMap(({ spots }) =>
          spots.map(
            (spot) =>
              html`<tr>
                <td>${format.day(spot.at)}</td>
                <td><button class="plain" @click=${() => (this.picked = spot)}>${format.time(spot.at)}</button></td>
                <td>${this.#labelOf(spot.kind)}</td>
              </tr>`,
          ),
        )}
      </tbody>
    </table>`;
  }

  #labelOf(kind: Spot["kind"]): string {
    const { words } = this.ui;
    return { manual: words.manual, right: words.runRight, wrong: words.runWrong, idle: words.runIdle }[kind];
  }

  readonly #redraw = (): void => this.requestUpdate();

  /** Picks the mark nearest to the finger, which is much wider than a mark. */
  #pick(event: MouseEvent, rows: readonly DayRow[]): void {
    const drawing = event.currentTarget;
    if (!(drawing instanceof SVGSVGElement)) return;
    const { left, top, width } = drawing.getBoundingClientRect();
    const scale = drawing.viewBox.baseVal.width / width;
    const tapped = { x: (event.clientX - left) * scale, y: (event.clientY - top) * scale };
    const distances = rows.flatMap(({ spots }, index) =>
      spots.map((spot) => ({
        spot,
        distance: Math.hypot(x(spot.minute) - tapped.x, HEAD + (index + 0.5) * ROW - tapped.y),
      })),
    );
    const [nearest] = distances.toSorted((one, other) => one.distance - other.distance);
    if (nearest !== undefined && nearest.distance <= REACH * scale) this.picked = nearest.spot;
  }
}

const isSame = (one: Spot, other: Spot | null): boolean => one.at === other?.at && one.kind === other.kind;

const sizes = (): (typeof SIZES)[keyof typeof SIZES] => (PHONE.matches ? SIZES.narrow : SIZES.wide);

const x = (minute: number): number => sizes().left + (minute / 1_440) * sizes().width;

/** Kinds differ in shape, not only in colour: dot, ring, cross, bar. */
function spotShape(kind: Spot["kind"], cx: number, cy: number): TemplateResult {
  switch (kind) {
    case "manual":
      return svg`<circle class="manual" cx=${cx} cy=${cy} r="2.6"></circle>`;
    case "right":
      return svg`<circle class="ring" cx=${cx} cy=${cy} r="5.2"></circle>`;
    case "wrong":
      return svg`<path class="cross" d=${`M${cx - 4} ${cy - 4}l8 8m0 -8l-8 8`}></path>`;
    case "idle":
      return svg`<path class="idle" d=${`M${cx - 3} ${cy}h6`}></path>`;
  }
}

customElements.define("ai-evidence-picture", EvidencePicture);
