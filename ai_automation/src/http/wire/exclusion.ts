import type { ListedExclusion } from "../../model/privacy.ts";

export type ExclusionWire = ReturnType<typeof toExclusionWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Exclusion:
 *       type: object
 *       properties:
 *         kind: { type: string, enum: [entity, area, domain, person] }
 *         id: { type: string, description: "An entity id, an area id, a domain, or the user id of a person" }
 *         name: { type: string }
 *         from: { type: string, enum: [panel, options], description: Where it was set }
 *     ExclusionList:
 *       type: object
 *       properties:
 *         exclusions: { type: array, items: { $ref: "#/components/schemas/Exclusion" } }
 */
export const toExclusionsWire = (list: readonly ListedExclusion[]) => ({ exclusions: list.map(toExclusionWire) });

const toExclusionWire = ({ kind, id, name, from }: ListedExclusion) => ({ kind, id, name, from });
