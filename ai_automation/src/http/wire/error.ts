import type { AppError } from "../../model/errors.ts";
import { errorText } from "../../suggestions/words/error-text.ts";

/**
 * The one shape of every error.
 *
 * @openapi
 * components:
 *   schemas:
 *     ErrorCode: { type: string, enum: [bad_request, invalid_automation, unauthorized, not_admin, foreign_page, not_found, method_not_allowed, conflict, no_language_model, payload_too_large, not_replayable, not_understood, needs_confirmation, home_refused, too_many_tries, language_model_limit, internal, language_model_failed, not_ready, storage_full, storage_failed, too_little_memory] }
 *     Error:
 *       type: object
 *       properties:
 *         error:
 *           type: object
 *           properties:
 *             code: { $ref: "#/components/schemas/ErrorCode" }
 *             message: { type: string, description: "The cause and the remedy, in English", example: There is no suggestion 7. }
 *             text: { type: string, description: "The same for people, in the language that Accept-Language asks for, otherwise in English" }
 *             correlation_id: { type: string, description: Also in the X-Correlation-ID header and in the log }
 *   responses:
 *     BadRequest: { description: The request is invalid, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Unauthorized: { description: The token is missing or wrong, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Forbidden: { description: "The caller is not an administrator, or a page from another origin sent the request", content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     NotFound: { description: There is nothing with this id, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Conflict: { description: The suggestion's status does not allow this, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     NoLanguageModel: { description: "No language model is set up, or the suggestion's status does not allow this", content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     TooLarge: { description: The body is too large, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Unprocessable: { description: The request is valid but cannot be carried out, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     TooManyTries: { description: Too many wrong tokens came from this address, headers: { Retry-After: { schema: { type: integer }, description: Seconds } }, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     LanguageModelLimit: { description: The daily limit of the language model is reached, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Internal: { description: The service failed; its log has the details, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     LanguageModelFailed: { description: The language model did not return a usable answer, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Unavailable: { description: Home Assistant cannot be reached, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 *     Storage: { description: The database's disk is full or failing, content: { application/json: { schema: { $ref: "#/components/schemas/Error" } } } }
 */
export const toErrorWire = (error: AppError, correlationId: string, language: string) => ({
  error: {
    code: error.code,
    message: error.message,
    text: errorText(error, language),
    correlation_id: correlationId,
  },
});
