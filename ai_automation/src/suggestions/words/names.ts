/** How a home calls its things, and the language it speaks. */
export interface Names {
  /** As Home Assistant has it: "en", "nl", "pt-BR". */
  readonly language: string;
  readonly nameOf: (entityId: string) => string;
  readonly deviceClassOf: (entityId: string) => string | null;
  readonly personOf: (userId: string) => string;
}
