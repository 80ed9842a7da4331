import { expect } from "chai";
import type { HomeQuery, ListedHome } from "../../../src/fleet/homes/list-homes.ts";
import { homesPage, loginPage } from "../../../src/fleet/page/homes-page.ts";
import { PAGE_WORDS } from "../../../src/fleet/page/words.ts";

const QUERY: HomeQuery = { search: "", sort: "attention", descending: false, only: "all", limit: 50, offset: 0 };

const aListedHome = (parts: Partial<ListedHome> = {}): ListedHome => ({
  home_id: "11111111-1111-4111-8111-111111111111",
  name: "Flat 7",
  state: "connected",
  version: "1.0.0",
  problems: [],
  waiting: 2,
  last_analysis: new Date(Date.UTC(2026, 0, 1)),
  history_days: 30,
  last_seen: new Date(Date.UTC(2026, 0, 2, 3, 4)),
  attention: null,
  ...parts,
});

describe("the page of a fleet", () => {
  it("shows a home with its state, what waits and why it needs attention", () => {
    const page = homesPage({ homes: [aListedHome({ attention: "silent" })], total: 1 }, QUERY, "en");
    for (const text of ["does not report", "Flat 7", "connected", ">2<", "30 days", "Jan 2, 2026"])
      expect(page).to.include(text);
  });

  it("escapes names and searches", () => {
    const search = `"><script>alert(1)</script>`;
    const home = aListedHome({ name: "<img src=x onerror=alert(1)>" });
    const page = homesPage({ homes: [home], total: 1 }, { ...QUERY, search }, "en");
    expect(page).not.to.match(/<script|<img/);
    expect(page).to.include("&#60;img src=x");
  });

  it("has a link to the next page as long as there is one", () => {
    const homes = Array.from({ length: 50 }, () => aListedHome());
    expect(homesPage({ homes, total: 51 }, QUERY, "en"))
      .to.include("offset=50")
      .and.include("1–50 of 51");
    expect(homesPage({ homes, total: 50 }, QUERY, "en")).not.to.include("offset=50");
    expect(homesPage({ homes: [aListedHome()], total: 51 }, { ...QUERY, offset: 50 }, "en")).to.include("51–51 of 51");
  });

  it("says by which column it is sorted, and sorts the other way on a second press", () => {
    const page = homesPage({ homes: [aListedHome()], total: 1 }, { ...QUERY, sort: "name", search: "Flat" }, "en");
    expect(page).to.match(
      /<th scope="col" class="text"\s+aria-sort="ascending"\s*>\s*<a href="fleet\?search=Flat&#38;only=all&#38;sort=name&#38;order=desc/,
    );
  });

  for (const language of ["en", "de", "fr", "es", "nl"] as const) {
    it(`is in ${language}`, () => {
      const words = PAGE_WORDS[language];
      const page = homesPage({ homes: [aListedHome({ last_seen: null, state: "new" })], total: 1 }, QUERY, language);
      expect(page).to.include(`<html lang="${language}">`).and.include(words.columns.waiting).and.include(words.never);
      expect(loginPage(language, true)).to.include(words.wrongToken);
    });
  }
});
