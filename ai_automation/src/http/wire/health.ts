/** The service's name in answers and in every log line. */
export const SERVICE = "ai-automation-service";

/**
 * @openapi
 * components:
 *   schemas:
 *     Health:
 *       type: object
 *       properties:
 *         status: { type: string, enum: [healthy] }
 *         service: { type: string, enum: [ai-automation-service] }
 *         version: { type: string, example: 1.0.0 }
 */
export const toHealthWire = (version: string) => ({ status: "healthy", service: SERVICE, version });
