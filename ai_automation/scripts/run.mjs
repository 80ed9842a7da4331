// Runs an npm script of the app: installs and builds what is missing (messages go to stderr), then starts the program.
// Plain JavaScript on purpose: this file has to run before anything is installed, on Node 20 too.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const workbench = dirname(app);
const isWorkbench = existsSync(join(workbench, "package.json"));

const binaries = [join(app, "node_modules/.bin"), ...(isWorkbench ? [join(workbench, "node_modules/.bin")] : [])];
const env = { ...process.env, PATH: [...binaries, process.env.PATH].join(delimiter), NODE_NO_WARNINGS: "1" };

/** Tasks with path arguments run in the caller's directory; all others in the app's folder. */
const onPaths = new Set(["mine", "replay", "evaluate", "summarize", "bench", "import", "export"]);

/** The app's npm scripts: commands joined by &&, without quoting. The last command gets the task's arguments. */
const { scripts } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"));

const [name, ...rest] = process.argv.slice(2);
if (scripts[name] === undefined) fail(`unknown task "${name}": one of ${Object.keys(scripts).join(", ")}`);
if (isWorkbench) install(workbench, "the workbench (Node 24)");
install(app, "the app's packages");
build();
if (name !== "build") await run(commandsOf(name), rest[0] === "--" ? rest.slice(1) : rest);

/** Runs `npm ci` if node_modules does not match the lock file. */
function install(folder, what) {
  const lock = readFileSync(join(folder, "package-lock.json"));
  const stamp = join(folder, "node_modules/.installed");
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say(`Installing ${what} …`);
  step(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  writeFileSync(stamp, wanted);
}

/** Builds if a source file was added, removed, or changed since the last build. */
function build() {
  const stamp = join(app, "dist/.built");
  const inputs = ["package.json", "package-lock.json", "tsconfig.json", "src", "test"].map((path) => join(app, path));
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const sources = inputs.flatMap((path) => filesOf(path));
  const listing = createHash("sha256").update(sources.join("\n")).digest("hex");
  const isFresh = built > 0 && readFileSync(stamp, "utf8") === listing;
  if (isFresh && sources.every((path) => statSync(path).mtimeMs <= built)) return;
  say("Building …");
  if (!isFresh) rmSync(join(app, "dist"), { recursive: true, force: true });
  for (const command of commandsOf("build")) step(command, app);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, listing);
}

function commandsOf(task) {
  return scripts[task].split(" && ").map((command) => command.split(" "));
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Runs a preparation step. Its output goes to stderr, because stdout belongs to the program. */
function step([command, ...args], cwd) {
  const done = spawnSync(command, args, { cwd, env, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (done.status !== 0) fail(`"${command} ${args.join(" ")}" failed${done.error ? `: ${done.error.message}` : ""}`);
}

async function run(commands, args) {
  for (const [index, [command, ...fixed]] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const code = await runProgram(command, isLast ? [...fixed, ...args] : fixed);
    if (code !== 0) process.exit(code);
  }
}

/** Runs the program in this terminal, forwards signals, and resolves to its exit code. */
function runProgram(command, args) {
  return new Promise((resolve) => {
    const cwd = onPaths.has(name) ? (process.env.INIT_CWD ?? process.cwd()) : app;
    const here = args.map((arg) => (arg.startsWith("dist/") ? join(app, arg) : arg));
    const child = spawn(command, here, { cwd, env, stdio: "inherit" });
    const pass = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
    child.on("error", (error) => fail(`cannot run ${command}: ${error.message}`));
    child.on("close", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
