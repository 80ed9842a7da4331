/** Runs a part of the benchmark in this process, because loading all of its parts takes seconds, and returns its output. */
export async function printed(
  bench: (args: readonly string[], print: (line: string) => void) => void | Promise<void>,
  args: readonly string[],
): Promise<string> {
  let output = "";
  await bench(args, (line) => (output += `${line}\n`));
  return output;
}
