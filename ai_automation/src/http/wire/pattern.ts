import type { Pattern } from "../../model/suggestion.ts";

/**
 * @openapi
 * components:
 *   schemas:
 *     PatternType: { type: string, enum: [time_of_day, co_occurrence, anomaly] }
 *     Pattern:
 *       type: object
 *       properties:
 *         id: { type: integer }
 *         pattern_type: { $ref: "#/components/schemas/PatternType" }
 *         device_id: { type: string, description: The target entity }
 *         metadata: { type: object, nullable: true }
 *         confidence: { type: number }
 *         occurrences: { type: integer }
 *         created_at: { type: string, format: date-time }
 */
export const toPatternWire = (pattern: Pattern) => ({
  id: pattern.id,
  pattern_type: pattern.patternType,
  device_id: pattern.deviceId,
  metadata: pattern.metadata,
  confidence: pattern.confidence,
  occurrences: pattern.occurrences,
  created_at: pattern.createdAt,
});
