/** Home Assistant renders notification messages as Markdown; names of the home must not be interpreted. */
export const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>]/g, (character) => `\\${character}`);
