import { whyNot, type Caller } from "../access/caller.ts";

export type CallerWire = ReturnType<typeof toCallerWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Caller:
 *       type: object
 *       properties:
 *         access: { type: string, enum: [ingress, token, home_assistant, open] }
 *         name: { type: string, nullable: true }
 *         is_admin: { type: boolean }
 *         can_change: { type: boolean }
 *         why_not: { type: string, nullable: true, description: Why the caller may not change anything; null when they may }
 *         api_token: { type: string, nullable: true, description: "The token that the service generated for the direct port; only administrators inside Home Assistant see it" }
 */
export const toCallerWire = (caller: Caller, apiToken: string | null) => {
  const reason = whyNot(caller);
  return {
    access: caller.access,
    name: caller.name,
    is_admin: caller.rights === "admin",
    can_change: reason === null,
    why_not: reason,
    api_token: apiToken,
  };
};
