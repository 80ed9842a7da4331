/** The numbers of a document's `## N. Title` headings. */
export const sectionNumbers = (document: string): ReadonlySet<string> =>
  new Set([...document.matchAll(/^## (\d+)\. /gm)].map(([, number = ""]) => number));

/**
 * The citations of evaluation.md in a source text that do not name an existing section, such as `evaluation.md, section
 * 9`. A citation may name two sections, and a numbered item of a section as `7.3`.
 */
export function wrongCitations(text: string, sections: ReadonlySet<string>): readonly string[] {
  const joined = text.replaceAll(/\s*\n\s*\*?\s*/g, " ");
  return [...joined.matchAll(CITATION)]
    .filter(([, ...numbers]) => numbers[0] === undefined || !numbers.every((number) => isSection(number, sections)))
    .map(([citation]) => citation);
}

const CITATION = /evaluation\.md(?:(?:'s|,)? (?:sections? )?(\d+)(?:\.\d+)?(?: and (\d+))?)?/g;

const isSection = (number: string | undefined, sections: ReadonlySet<string>): boolean =>
  number === undefined || sections.has(number);
