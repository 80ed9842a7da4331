import { isPerson } from "../../model/domains.ts";
import type { HomeSnapshot } from "../../model/home.ts";

/** Replaces people's names in what is sent out, and restores them in what comes back. */
export interface HiddenNames {
  readonly hide: (text: string) => string;
  readonly reveal: (text: string) => string;
}

/** Covers all users and person entities of the home. */
export const hiddenNamesIn = ({ persons, entities }: Pick<HomeSnapshot, "persons" | "entities">): HiddenNames =>
  hideNames([
    ...new Set([
      ...persons.map(({ name }) => name),
      ...[...entities.values()].filter(({ entityId }) => isPerson(entityId)).map(({ name }) => name),
    ]),
  ]);

/** Each person becomes P1, P2 and so on, matched by full name and by each part of it. */
function hideNames(names: readonly string[]): HiddenNames {
  const people = names.map((name, index) => ({ name, alias: `P${index + 1}`, forms: formsOf(name) }));
  return {
    hide: (text) =>
      people.reduce(
        (hidden, { alias, forms }) => forms.reduce((line, form) => line.replaceAll(wholeWord(form), alias), hidden),
        text,
      ),
    reveal: (text) =>
      people.reduce((revealed, { name, alias }) => revealed.replaceAll(wholeWord(alias), () => name), text),
  };
}

/** Longest first; single letters are too ambiguous to replace. */
const formsOf = (name: string): readonly string[] =>
  [...new Set([name, ...name.split(/\s+/)])].filter((form) => form.length > 1).sort((a, b) => b.length - a.length);

const wholeWord = (text: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
