/** Extracts the JSON object from an answer that may have code fences, reasoning or prose around it; undefined if there is none. */
export function jsonIn(answer: unknown): unknown {
  if (typeof answer !== "string") return answer;
  const text = answer.replace(/<think>[\s\S]*?<\/think>/g, "");
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (from < 0 || to < from) return undefined;
  try {
    return JSON.parse(text.slice(from, to + 1));
  } catch {
    return undefined;
  }
}
