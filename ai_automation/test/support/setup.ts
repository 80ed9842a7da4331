// Tests run in a zone that no test home uses, to detect code that reads the machine's wall clock.
process.env.TZ = "Pacific/Apia";
