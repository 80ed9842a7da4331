import module from "node:module";
import v8 from "node:v8";

/** better-sqlite3 crashes the process on older versions, so the version is checked before anything else is loaded. */
const OLDEST_NODE = [22, 14] as const;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `AI Automation needs Node ${OLDEST_NODE.join(".")} or newer, and this is ${process.versions.node}. ` +
      "Start it with npm start from the repository's root, which brings the right one.\n",
  );
  process.exit(1);
}

// The files of the service are about people's lives: other users of the machine cannot read them.
process.umask(0o077);

// Halves the memory when idle, at the cost of more frequent garbage collection.
v8.setFlagsFromString("--optimize-for-size");
// Later starts skip compilation, which takes a third of the time until the service responds.
module.enableCompileCache();

// A signal may arrive while modules are still loading; nothing is open yet then.
let stop: (exitCode: number) => void = (exitCode) => process.exit(exitCode);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(0));
const { runService } = await import("./compose/run-service.ts");
await runService(process.env, (closeAndExit) => {
  stop = closeAndExit;
});
