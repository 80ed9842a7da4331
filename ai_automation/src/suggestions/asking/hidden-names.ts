import type { HomeSnapshot } from "../../model/home.ts";
import { isPerson } from "../../model/domains.ts";

/** Hides the names of people in what leaves the house, and puts them back in what comes in. */
export interface HiddenNames {
  readonly hide: (text: string) => string;
  readonly show: (text: string) => string;
}

/** Everybody whom the home knows, as a user or as a person. */
export const hiddenNamesIn = ({ persons, entities }: Pick<HomeSnapshot, "persons" | "entities">): HiddenNames =>
  hideNames([
    ...new Set([
      ...persons.map(({ name }) => name),
      ...[...entities.values()].filter(({ entityId }) => isPerson(entityId)).map(({ name }) => name),
    ]),
  ]);

/** Each person is told as P1, P2 and so on, by full name and by each part of it. */
function hideNames(names: readonly string[]): HiddenNames {
  const people = names.map((name, index) => ({ name, alias: `P${index + 1}`, forms: formsOf(name) }));
  return {
    hide: (text) =>
      people.reduce(
        (hidden, { alias, forms }) => forms.reduce((line, form) => line.replaceAll(asWord(form), alias), hidden),
        text,
      ),
    show: (text) => people.reduce((shown, { name, alias }) => shown.replaceAll(asWord(alias), () => name), text),
  };
}

/** The longest first; single letters are no names. */
const formsOf = (name: string): readonly string[] =>
  [...new Set([name, ...name.split(/\s+/)])].filter((form) => form.length > 1).sort((a, b) => b.length - a.length);

const asWord = (text: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
