/**
 * Tests that run beside each other would disturb each other in one home: each of mocha's processes gets its own of
 * HA_HOMES, the files of variables of several homes. What is set in the environment is kept.
 */
const files = (process.env.HA_HOMES ?? "").split(":").filter((file) => file !== "");
const home = files[Number(process.env.MOCHA_WORKER_ID ?? 0)];
if (home !== undefined) process.loadEnvFile(home);
