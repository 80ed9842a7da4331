/** Names to small integers and back, in order of first use. */
export interface Dictionary {
  readonly names: readonly string[];
  code(name: string): number;
  find(name: string): number | undefined;
}

export function createDictionary(): Dictionary {
  const names: string[] = [];
  const codes = new Map<string, number>();
  return {
    names,
    code: (name) => {
      let code = codes.get(name);
      if (code === undefined) {
        code = names.length;
        names.push(name);
        codes.set(name, code);
      }
      return code;
    },
    find: (name) => codes.get(name),
  };
}
