/**
 * Whether a condition holds. A missing entity, or text read as a number, is an error, and so is its negation. "perhaps":
 * the history cannot tell, or the condition is not understood.
 */
export type Answer = boolean | "error" | "perhaps";

export const negated = (answer: Answer): Answer => (typeof answer === "boolean" ? !answer : answer);

/** One false decides; otherwise what may be false, then an error. */
export function every<Item>(items: readonly Item[], evaluate: (item: Item) => Answer): Answer {
  let answer: Answer = true;
  for (const item of items) {
    const its = evaluate(item);
    if (its === false) return false;
    if (its === "perhaps" || (its === "error" && answer === true)) answer = its;
  }
  return answer;
}
