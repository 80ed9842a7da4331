/** The state that a service asks for, as far as on, off, open and closed go; undefined where it asks for none of them. */
export function wantedState(service: string): string | undefined {
  return WANTED[service];
}

const WANTED: Readonly<Record<string, string>> = {
  turn_on: "on",
  turn_off: "off",
  open_cover: "open",
  close_cover: "closed",
  lock: "locked",
  unlock: "unlocked",
};

const OPPOSITES: readonly (readonly [string, string])[] = [
  ["on", "off"],
  ["open", "closed"],
  ["locked", "unlocked"],
];

/** Whether a state is the opposite of all that was asked for. */
export function contradicts(state: string, wanted: ReadonlySet<string>): boolean {
  if (wanted.size === 0 || wanted.has(state)) return false;
  return OPPOSITES.some(([one, other]) => (state === one && wanted.has(other)) || (state === other && wanted.has(one)));
}
