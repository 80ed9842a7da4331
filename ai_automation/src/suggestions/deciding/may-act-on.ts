import type { Entity } from "../../model/home.ts";
import { domainOf } from "../../model/state-change.ts";

const ENTRANCES: ReadonlySet<string> = new Set(["garage", "gate", "door"]);

/** What lets people in. */
export const isEntrance = ({ entityId, deviceClass }: Entity): boolean =>
  domainOf(entityId) === "cover" && ENTRANCES.has(deviceClass ?? "");

/** What lets people in is never moved unasked. */
export const mayActOn = (entity: Entity | undefined): boolean => entity !== undefined && !isEntrance(entity);
