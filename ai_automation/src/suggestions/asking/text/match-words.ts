/** The words of a text that can be part of a name, lower case and without accents. */
export const wordsOf = (text: string): readonly string[] =>
  (plainText(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= MIN_LENGTH && !STOP_WORDS.has(word));

/** Whether two words are forms of the same: "lamp" and "lamps", "Licht" and "Küchenlicht". */
export function isWordOf(word: string, other: string): boolean {
  if (word === other) return true;
  const [short, long] = word.length < other.length ? [word, other] : [other, word];
  return short.length >= MIN_STEM_LENGTH && long.includes(short);
}

export const plainText = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l");

const MIN_LENGTH = 2;
const MIN_STEM_LENGTH = 4;

/** Frequent words of requests, in five languages. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  [
    "is on at to in of it an um am im so de la le el en un te op om of je er du ce au et ou si es al no ne",
    "and the turn off only not for when minutes after before later earlier every day days with",
    "und die der das den nur nicht fur wenn minuten nach vor spater fruher jeden tag tage mit ein aus",
    "het een niet alleen als minuten later eerder elke dag dagen met aan uit",
    "les des une pas que quand minutes plus tard tot tous jours avec pour dans",
    "los las una solo cuando minutos mas tarde antes todos dias con para",
  ].flatMap((line) => line.split(" ")),
);
