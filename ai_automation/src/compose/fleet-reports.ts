import type { Home } from "../model/home.ts";
import type { Reporter } from "../reporting/reporter.ts";
import type { Common } from "./common.ts";
import type { Data } from "./open-data.ts";
import type { Interfaces } from "./open-interfaces.ts";
import type { SuggestionParts } from "./suggestion-parts.ts";

/** Reports to the fleet, if one is configured; only then its modules are loaded. */
export async function openFleetReports(
  parts: Common & Data & SuggestionParts & { readonly home: Home; readonly interfaces: Pick<Interfaces, "channels"> },
): Promise<Reporter | undefined> {
  const { config, environment, snapshot, home, interfaces, keyValues, stored, store, decisions, analyses, log } = parts;
  const { fleet } = config;
  if (fleet === null) return undefined;
  const { createReporter } = await import("../reporting/reporter.ts");
  const { readReport } = await import("../reporting/build-report.ts");
  const { postReport } = await import("../reporting/post-report.ts");
  const sources = {
    ...fleet,
    version: environment.version,
    connection: () => home.connection(),
    snapshot,
    problems: () => interfaces.channels.problems(),
    summary: () => stored.summary(),
    store,
    analyses,
    automations: decisions.automations,
  };
  const reporter = createReporter({
    read: () => readReport(sources),
    post: (report, signal) => postReport(fleet, report, signal),
    keyValues,
    analyse: () => {
      if (snapshot() !== undefined) parts.analysis.start();
    },
    random: Math.random,
    monotonic: environment.monotonic,
    log,
  });
  parts.events.on("homeConnectionChanged", "report to the fleet", () => reporter.changed());
  parts.events.on("suggestionStepped", "report to the fleet", () => reporter.changed());
  parts.events.on("jobChanged", "report to the fleet", ({ status }) => {
    if (status !== "running") reporter.changed();
  });
  return reporter;
}
