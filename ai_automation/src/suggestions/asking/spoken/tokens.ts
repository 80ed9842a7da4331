import { plainText } from "../text/match-words.ts";

/** A word, number or sign of a request, in lower case and without accents, with its place in the original text. */
export interface Token {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** "6h45" gives "6", "h", "45"; "l'entrée" gives "l", "entree"; "2,5" stays one token, and "TV:n" is "tvn". Other signs are dropped. */
export const tokensOf = (text: string): readonly Token[] =>
  [...text.normalize("NFC").matchAll(TOKEN)].map(({ 0: found, index }) => ({
    text: plainText(found)
      .replaceAll("ß", "ss")
      .replaceAll(/(?<=\p{L}):/gu, ""),
    from: index,
    to: index + found.length,
  }));

export const plainTokensOf = (text: string): readonly string[] => tokensOf(text).map((token) => token.text);

const TOKEN = /\p{L}+:\p{L}{1,2}(?!\p{L})|(?<![\p{L}\p{N}])-\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[\p{L}\p{M}]+|[%:°]/gu;
