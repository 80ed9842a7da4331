/** Expected changes, in short: things have entity ids. */

export const shift = (minutes: number) => ({ change: "shift", minutes });
export const at = (time: string) => ({ change: "at", time });
export const days = (text: string) => ({ change: "days", days: text.split(" ") });
export const workdays = days("mon tue wed thu fri");
export const weekend = days("sat sun");
export const hours = (after: string, before: string) => ({ change: "hours", after, before });
export const dark = { change: "light", only: "dark" };
export const day = { change: "light", only: "day" };
export const hold = (minutes: number) => ({ change: "for", minutes });
export const act = (thing: string, state: string) => ({ change: "act", thing, state });
export const level = (kind: string, value: number, thing: string | null = null) => ({
  change: "level",
  thing,
  kind,
  value,
});
export const dim = (value: number, thing: string | null = null) => ({
  change: "level",
  thing,
  kind: "brightness",
  value,
});
export const onlyIf = (thing: string, state: string) => ({ change: "only_if", thing, state });
export const household = (state: string) => ({ change: "only_if_household", state });
export const sun = (event: string, minutes: number) => ({ change: "sun", event, minutes });
export const drop = (what: string) => ({ change: "drop", what });
export const when = (thing: string, state: string, minutes = 0) => ({ change: "when", thing, state, minutes });
export const whenNumber = (thing: string, above: number | null, below: number | null) => ({
  change: "when_number",
  thing,
  above,
  below,
  minutes: 0,
});
export const lastLeaves = { change: "when_household", event: "last_leaves" };
export const somebodyComes = { change: "when_household", event: "somebody_comes" };
export const spare = (thing: string) => ({ change: "spare", thing });
export const tell = { change: "tell" };
export const lightsOff = ["light.hall", "light.kitchen", "light.bedroom", "light.desk"].map((id) => act(id, "off"));
