import { html, type TemplateResult } from "lit";
import type { Ui } from "../ui.ts";
import type { Status } from "../wire.ts";

/** The limits that those who look after the home have set, if there are any. */
export function fleetPolicyCard(policy: Status["fleet_policy"], ui: Ui): TemplateResult | "" {
  const { words, fill } = ui;
  if (policy === null) return "";
  const limits = [
    ...(policy.never_heating ? [words.fleetNeverHeating] : []),
    ...(policy.never_at_night ? [words.fleetNeverAtNight] : []),
    ...(policy.max_new_per_week === null ? [] : [fill(words.fleetMaxNew, { count: policy.max_new_per_week })]),
  ];
  if (limits.length === 0) return "";
  return html`<section class="card" aria-labelledby="fleet-policy">
    <h2 id="fleet-policy">${words.fleetPolicy}</h2>
    <ul>
      ${limits.map((limit) => html`<li>${limit}</li>`)}
    </ul>
    <p class="quiet">${words.fleetPolicyText}</p>
  </section>`;
}
