import type { Pause } from "../../suggestions/finding/learning-pause.ts";
import { instant } from "./instant.ts";

export type LearningWire = ReturnType<typeof toLearningWire>;

/**
 * @openapi
 * components:
 *   schemas:
 *     Learning:
 *       type: object
 *       properties:
 *         paused_since: { type: string, format: date-time, nullable: true, description: Null while it learns }
 *         paused_until: { type: string, format: date-time, nullable: true, description: Null while it learns, or if it is paused until it is resumed }
 */
export const toLearningWire = (pause: Pause | null) => ({
  paused_since: instant(pause?.from ?? null),
  paused_until: instant(pause?.to ?? null),
});
