import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { spawnChild } from "./children.ts";

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the app in its own process. */
export function runCli(
  name: "mine" | "replay" | "evaluate" | "summarize" | "bench" | "import" | "export",
  args: readonly string[],
  input?: Buffer | Readable,
  environment: Readonly<Record<string, string>> = {},
  onStart?: (child: ChildProcess) => void,
): Promise<CliResult> {
  const compiled = fileURLToPath(new URL(`../../src/cli/${name}.js`, import.meta.url));
  const program = existsSync(compiled) ? compiled : compiled.replace(/\.js$/, ".ts");
  return new Promise((resolve, reject) => {
    const child = spawnChild(process.execPath, [program, ...args], {
      stdio: "pipe",
      env: { ...process.env, ...environment },
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    if (input instanceof Readable && child.stdin !== null) input.pipe(child.stdin);
    else child.stdin?.end(input);
    onStart?.(child);
  });
}
