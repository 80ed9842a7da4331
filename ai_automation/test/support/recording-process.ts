import { createChangeArchive } from "../../src/archive/change-archive.ts";
import { UNKNOWN } from "../../src/model/cause.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { aPiece } from "./a-piece.ts";

/**
 * Records one piece after another endlessly and prints the number of each one stored. Run as a process that gets
 * killed.
 */
const [path = ""] = process.argv.slice(2);
const database = await openDatabase(path);
await migrate(database);
const archive = createChangeArchive(database);
for (let number = 0; ; number++) {
  const { changes, covered } = aPiece(number);
  await archive.record({
    changes,
    covered,
    levels: [{ entityId: "light.hall", at: covered.from, levels: { brightness: number % 100 }, cause: UNKNOWN }],
  });
  process.stdout.write(`${number}\n`);
}
