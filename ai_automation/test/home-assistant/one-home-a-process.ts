/**
 * Tests that run beside each other would disturb each other in one home: each of mocha's processes gets its own of
 * HA_HOMES, the files of variables of several homes. The process that starts them has none, as they inherit its variables.
 */
const { HA_HOMES, MOCHA_WORKER_ID } = process.env;
const files = (HA_HOMES ?? "").split(":").filter((file) => file !== "");
if (MOCHA_WORKER_ID !== undefined && files.length > 0) {
  const file = files[Number(MOCHA_WORKER_ID)];
  if (file === undefined) throw new Error(`HA_HOMES has ${files.length} homes: run at most as many --jobs`);
  process.loadEnvFile(file);
}
