import { certaintyOf, contextOf, type Cause, type Context } from "../model/cause.ts";

/** A cause as stored: a small number and up to two names, the actor and the user behind it. */
export interface CodedCause {
  readonly code: number;
  readonly actor: string | null;
  readonly user: string | null;
}

/** Codes must never change: they are stored in users' databases. */
const CODES = {
  unknown: 0,
  personByApp: 1,
  personByVoice: 2,
  personByHomekit: 3,
  physical: 4,
  automation: 5,
  script: 6,
  scene: 7,
  echoOfPerson: 8,
  echoOfAutomation: 9,
  withheld: 10,
  personByTrial: 11,
} as const;

/** Uncertainty in tenths is added in multiples of this, so that codes of certain causes, which are most, take one byte. */
const DOUBT = 32;
/** Added for changes that follow an action on another entity. */
const FOLLOWS = 512;

/** Greater than every code. */
export const CODES_END = 2 * FOLLOWS;

/** All codes, including those of uncertain causes and of followers. */
export const CAUSE_CODES: readonly number[] = Object.values(CODES).flatMap((code) =>
  Array.from({ length: 10 }, (_, tenths) => code + DOUBT * tenths).flatMap((one) => [one, one + FOLLOWS]),
);

/** Whether a change with this code follows an action on another entity. */
export const followsOfCode = (code: number): boolean => code >= FOLLOWS;

const PERSONS: ReadonlySet<number> = new Set([
  CODES.personByApp,
  CODES.personByVoice,
  CODES.personByHomekit,
  CODES.personByTrial,
]);

/** Whether the actor of a code is a user. */
export const isPersonCode = (code: number): boolean => PERSONS.has(code % DOUBT);

/** A cause as the integer of its column, with the doubt about it in tenths. */
export function encodeCause(cause: Cause): CodedCause {
  const coded = encodeOrigin(cause);
  const tenths = Math.min(9, Math.round((1 - certaintyOf(cause)) * 10));
  return { ...coded, code: coded.code + DOUBT * tenths + (cause.follows ? FOLLOWS : 0) };
}

function encodeOrigin(cause: Cause): CodedCause {
  switch (cause.kind) {
    case "unknown":
      return plain(CODES.unknown);
    case "person":
      return { code: PERSON_CODES[cause.via], actor: cause.userId, user: null };
    case "physical":
      return plain(CODES.physical);
    case "automation":
      return { code: CODES.automation, actor: cause.entityId, user: null };
    case "script":
      return { code: CODES.script, actor: cause.entityId, user: cause.userId };
    case "scene":
      return { code: CODES.scene, actor: cause.entityId, user: cause.userId };
    case "withheld":
      return plain(CODES.withheld);
    case "echo":
      return plain(cause.of === "person" ? CODES.echoOfPerson : CODES.echoOfAutomation);
  }
}

/** Codes of newer versions become "unknown". */
export function decodeCause({ code, ...names }: CodedCause): Cause {
  const origin = decodeOrigin({ code: code % DOUBT, ...names });
  const cause = followsOfCode(code) ? { ...origin, follows: true as const } : origin;
  const tenths = Math.floor((code % FOLLOWS) / DOUBT);
  return tenths === 0 ? cause : { ...cause, certainty: (10 - tenths) / 10 };
}

function decodeOrigin({ code, actor, user }: CodedCause): Cause {
  switch (code) {
    case CODES.personByApp:
      return { kind: "person", userId: actor, via: "app" };
    case CODES.personByVoice:
      return { kind: "person", userId: actor, via: "voice" };
    case CODES.personByHomekit:
      return { kind: "person", userId: actor, via: "homekit" };
    case CODES.personByTrial:
      return { kind: "person", userId: actor, via: "trial" };
    case CODES.physical:
      return { kind: "physical" };
    case CODES.automation:
      return { kind: "automation", entityId: actor };
    case CODES.script:
      return { kind: "script", entityId: actor, userId: user };
    case CODES.scene:
      return { kind: "scene", entityId: actor, userId: user };
    case CODES.echoOfPerson:
      return { kind: "echo", of: "person" };
    case CODES.echoOfAutomation:
      return { kind: "echo", of: "automation" };
    case CODES.withheld:
      return { kind: "withheld" };
    default:
      return { kind: "unknown" };
  }
}

/** The context that the evaluation counts a code as. For scenes it depends on who is behind it, and whether it is named. */
export const contextOfCode = (code: number, has: { readonly actor: boolean; readonly user: boolean }): Context =>
  contextOf(decodeCause({ code, actor: has.actor ? "named" : null, user: has.user ? "somebody" : null }));

const PERSON_CODES = {
  app: CODES.personByApp,
  voice: CODES.personByVoice,
  homekit: CODES.personByHomekit,
  trial: CODES.personByTrial,
} as const;

const plain = (code: number): CodedCause => ({ code, actor: null, user: null });
