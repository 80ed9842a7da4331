import { expect } from "chai";
import { isManifestHeader, parseManifest } from "../../../../src/cli/homes/manifest.ts";
import { UsageError } from "../../../../src/cli/options.ts";

const NOTHING = { zone: null, location: null };
const BERLIN = { latitude: 52.5, longitude: 13.4, elevation: 34 };

describe("a manifest", () => {
  it("gives each recording its zone, place, machines and automations, in any order of columns", () => {
    const text =
      "zone,file,longitude,latitude,elevation,machines,automations\n" +
      "Europe/Berlin,a/home.csv.gz,13.4,52.5,34,a/machines.csv,a/automations.yaml\n" +
      "UTC,b.db,,,,,\n";
    expect(parseManifest(text, "m.csv", NOTHING).entries).to.deep.equal([
      {
        file: "a/home.csv.gz",
        zone: "Europe/Berlin",
        location: BERLIN,
        machines: "a/machines.csv",
        automations: "a/automations.yaml",
      },
      { file: "b.db", zone: "UTC", location: null, machines: null, automations: null },
    ]);
  });

  it("falls back to what is given for all, line by line", () => {
    const { entries } = parseManifest("file,zone\na.csv,\nb.csv,Asia/Tokyo\n", "m.csv", {
      zone: "Europe/Berlin",
      location: BERLIN,
    });
    expect(entries.map(({ zone, location }) => [zone, location])).to.deep.equal([
      ["Europe/Berlin", BERLIN],
      ["Asia/Tokyo", BERLIN],
    ]);
  });

  it("may come from a spreadsheet: byte order mark, quotes, empty lines, line ends of Windows, capital letters", () => {
    const text = '\uFEFFFile,Zone\r\n"flat 3, left.csv",UTC\r\n\r\n';
    expect(parseManifest(text, "m.csv", NOTHING).entries.map(({ file }) => file)).to.deep.equal(["flat 3, left.csv"]);
  });

  it("reports columns that it does not use", () => {
    expect(parseManifest("file,zone,latitud\na.csv,UTC,1\n", "m.csv", NOTHING).unused).to.deep.equal(["latitud"]);
  });

  it("is told from a recording by its header", () => {
    expect(["file,zone", "\uFEFFFile", "zone;file", '"zone","file"'].map(isManifestHeader)).to.deep.equal(
      Array(4).fill(true),
    );
    expect(["timestamp,entity_id,state,context", "", "profile,zone"].map(isManifestHeader)).to.deep.equal(
      Array(3).fill(false),
    );
  });

  for (const [fault, text, message] of [
    [
      "a missing zone",
      "file\na.csv\n",
      "m.csv, line 2: it has no time zone: fill in the column zone, or give --time-zone for all",
    ],
    [
      "an unknown zone",
      "file,zone\na.csv,CEST\n",
      'm.csv, line 2: "CEST" is not an IANA time zone such as Europe/Amsterdam',
    ],
    [
      "half a place",
      "file,zone,latitude,longitude\na.csv,UTC,52,\n",
      'm.csv, line 2: the longitude is "": it must be degrees between -180 and 180',
    ],
    [
      "an impossible latitude",
      "file,zone,latitude,longitude\na.csv,UTC,91,4\n",
      'm.csv, line 2: the latitude is "91": it must be degrees between -90 and 90',
    ],
    [
      "a decimal comma",
      'file,zone,latitude,longitude\na.csv,UTC,"52,3",4\n',
      'm.csv, line 2: the latitude is "52,3": it must be degrees between -90 and 90',
    ],
    [
      "an elevation alone",
      "file,zone,elevation\na.csv,UTC,3\n",
      "m.csv, line 2: it has an elevation only: fill in the columns latitude and longitude",
    ],
    [
      "a line without a file",
      "file,zone\n,UTC\n",
      "m.csv, line 2: it names no file: fill in the column file, or delete the line",
    ],
    [
      "a comma outside quotes",
      "file,zone\nflat 3, left.csv,UTC\n",
      "m.csv, line 2: 3 values, but 2 columns: write a value with commas in quotes",
    ],
    ["too few values", "file,zone\na.csv\n", "m.csv, line 2: 1 values, but 2 columns"],
    [
      "a recording listed twice",
      "file,zone\na.csv,UTC\nb.csv,UTC\na.csv,UTC\n",
      'm.csv, line 4: "a.csv" is on line 2 already: delete one of them',
    ],
    ["semicolons", "file;zone\na.csv;UTC\n", 'm.csv, line 1: there is no column "file": save it as CSV with commas'],
    [
      "a column that is there twice",
      "file,zone,zone\na.csv,UTC,UTC\n",
      'm.csv, line 1: the column "zone" is there twice: delete one',
    ],
    ["a huge line", `file,zone\n"${"a".repeat(9_000_000)}`, "m.csv, line 2: it has more than 65536 characters"],
    ["a huge header", `file,"${"a".repeat(9_000_000)}`, "m.csv, line 1: it has more than 65536 characters"],
    ["no lines", "file,zone\n", "m.csv: it contains only the header: add a line for each recording"],
  ] as const)
    it(`refuses ${fault}`, () => {
      expect(() => parseManifest(text, "m.csv", NOTHING)).to.throw(UsageError, message);
    });

  it("names the faults of all lines at once, the first ten of them", () => {
    const lines = Array.from({ length: 12 }, (_, index) => `${index}.csv,Mars\n`).join("");
    const parse = () => parseManifest(`file,zone\n${lines}`, "m.csv", NOTHING);
    expect(parse).to.throw(UsageError, /^m\.csv, line 2: [^\n]*\n(m\.csv, line \d+: [^\n]*\n){9}and 2 more$/);
  });
});
