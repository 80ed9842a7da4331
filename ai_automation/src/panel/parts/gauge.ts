import { html, type TemplateResult } from "lit";
import { faceOf, shareOf } from "../face.ts";
import type { Ui } from "../ui.ts";
import type { Replay } from "../wire.ts";

/** Of 100 along the ring. */
const DASH = 3;

/**
 * The share of right runs as a number in a ring, which is unbroken only if the number can be relied on. Decoration: the
 * sentence beside it says the same.
 */
export function gauge(replay: Pick<Replay, "tp" | "fp">, { format }: Ui): TemplateResult | "" {
  const share = shareOf(replay);
  const face = faceOf(replay);
  if (share === null || face === null) return "";
  const text = format.percent(share).replace(/\s/g, "");
  const isWhole = face === "sure" || face === "fair";
  return html`<svg class="gauge ${face}" viewBox="0 0 64 64" aria-hidden="true">
    <circle class="track" cx="32" cy="32" r="28"></circle>
    <circle
      class="share"
      cx="32"
      cy="32"
      r="28"
      pathLength="100"
      transform="rotate(-90 32 32)"
      stroke-dasharray=${isWhole ? `${share * 100} 100` : dashes(share * 100)}
    ></circle>
    <text class=${text.length > 3 ? "long" : ""} x="32" y="38" text-anchor="middle">${text}</text>
  </svg>`;
}

/** Dashes up to a length, then one long gap. */
function dashes(length: number): string {
  const count = Math.max(1, Math.floor(length / (2 * DASH)));
  return `${`${DASH} ${DASH} `.repeat(count - 1)}${DASH} 100`;
}
