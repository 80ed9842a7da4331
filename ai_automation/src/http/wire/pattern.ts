import type { Pattern } from "../../model/suggestion.ts";

/**
 * @openapi
 * components:
 *   schemas:
 *     Pattern:
 *       type: object
 *       properties:
 *         id: { type: integer }
 *         pattern_type: { type: string, enum: [time_of_day, co_occurrence, anomaly] }
 *         device_id: { type: string, description: The entity that is acted on }
 *         metadata: { type: object, nullable: true }
 *         confidence: { type: number }
 *         occurrences: { type: integer }
 *         created_at: { type: string, format: date-time }
 */
export const patternWire = (pattern: Pattern) => ({
  id: pattern.id,
  pattern_type: pattern.patternType,
  device_id: pattern.deviceId,
  metadata: pattern.metadata,
  confidence: pattern.confidence,
  occurrences: pattern.occurrences,
  created_at: pattern.createdAt,
});
