import { setTimeout as wait } from "node:timers/promises";
import { createChangeArchive } from "../../src/archive/change-archive.ts";
import { UNKNOWN } from "../../src/model/cause.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { aPiece } from "./a-piece.ts";

/**
 * Records one piece after another endlessly and prints the number of each one stored. Run as a process that gets
 * killed. It exits when a piece is refused; with "retry" it reports that and retries, as the service does.
 */
const [path = "", refused = "end"] = process.argv.slice(2);
const database = await openDatabase(path);
await migrate(database);
const archive = createChangeArchive(database);
for (let number = 0; ;) {
  const { changes, covered } = aPiece(number);
  try {
    await archive.record({
      changes,
      covered,
      levels: [{ entityId: "light.hall", at: covered.from, levels: { brightness: number % 100 }, cause: UNKNOWN }],
    });
    process.stdout.write(`${number}\n`);
    number += 1;
  } catch (error) {
    if (refused !== "retry") throw error;
    process.stderr.write(`${String(error)}\n`);
    await wait(10);
  }
}
