/** How often the tests that repeat themselves do so when there is time. */
process.env.KILLS = "50";
process.env.FUZZ_CASES = "100000";
