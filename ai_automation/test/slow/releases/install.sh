#!/usr/bin/env bash
# Installs releases of Home Assistant from PyPI, each into a virtual environment of its own, for releases.test.ts:
#   install.sh FOLDER [VERSION ...]; RECORDER_RELEASES=FOLDER npm run test:slow -- --grep releases
# Needs the Python of each release on the PATH or in pyenv, or for 2026 a root folder with it (PYTHON_ROOT). About a
# minute a release, ten for 2024.2.5.
set -euo pipefail
folder=${1:?the folder to install into}
shift
mkdir -p "$folder"

# release, Python, the recorder's SQLAlchemy and other requirements (manifest.json), packages that were newer than it
releases='
2021.6.6 3.8 sqlalchemy==1.4.13 jinja2<3.1 markupsafe<2.1
2021.8.8 3.8 sqlalchemy==1.4.17 jinja2<3.1 markupsafe<2.1
2021.10.7 3.8 sqlalchemy==1.4.23 jinja2<3.1 markupsafe<2.1
2022.4.7 3.9 sqlalchemy==1.4.32 fnvhash==0.1.0 lru-dict==1.1.7
2022.12.9 3.9 sqlalchemy==1.4.44 fnvhash==0.1.0
2023.3.6 3.10 sqlalchemy==2.0.6 fnvhash==0.1.0
2023.6.3 3.10 sqlalchemy==2.0.15 fnv-hash-fast==0.3.1 psutil-home-assistant==0.0.1
2024.2.5 3.11 sqlalchemy==2.0.25 fnv-hash-fast==0.5.0 psutil-home-assistant==0.0.1
2024.6.4 3.12 sqlalchemy==2.0.30 fnv-hash-fast==0.5.0 psutil-home-assistant==0.0.1 josepy<2
2025.2.5 3.13 sqlalchemy==2.0.37 fnv-hash-fast==1.2.2 psutil-home-assistant==0.0.1 josepy<2
2026.11.0 3.14
'

main() {
  local version python packages
  while read -r version python packages; do
    if [ -z "$version" ] || { [ $# -gt 0 ] && [[ " $* " != *" $version "* ]]; }; then continue; fi
    if [ -x "$folder/$version/bin/python" ]; then continue; fi
    if [ -n "${PYTHON_ROOT:-}" ] && [ "$python" = 3.14 ]; then from_root "$version"; else from_pypi "$version" "$python" "$packages"; fi
  done <<< "$releases"
}

from_pypi() {
  local version=$1 interpreter
  interpreter=$(interpreter_of "$2") || { echo "skipped: $version needs Python $2" >&2; return 0; }
  "$interpreter" -m venv "$folder/$version"
  # shellcheck disable=SC2086
  "$folder/$version/bin/pip" install -q --no-input "homeassistant==$version" PyMySQL psycopg2-binary $3 ||
    { rm -rf "${folder:?}/$version"; echo "skipped: $version cannot be installed" >&2; }
}

interpreter_of() {
  # A shim of pyenv may be on the PATH for a version that is not selected.
  if "python$1" -c '' 2> /dev/null; then command -v "python$1"; return; fi
  compgen -G "$HOME/.pyenv/versions/$1.*/bin/python" | head -n 1 | grep .
}

# Runs the Python of another root folder, in which the release is installed, with the loader of that folder.
from_root() {
  local bin=$folder/$1/bin
  mkdir -p "$bin"
  cat > "$bin/python" <<RUN
#!/bin/bash
exec env PYTHONHOME=$PYTHON_ROOT/usr PYTHONPATH=$folder/$1/site:$(echo "$PYTHON_ROOT"/srv/*/lib/python3.14/site-packages) \\
  $PYTHON_ROOT/lib64/ld-linux-x86-64.so.2 --library-path $PYTHON_ROOT/usr/lib/x86_64-linux-gnu \\
  $PYTHON_ROOT/usr/bin/python3.14 "\$@"
RUN
  chmod +x "$bin/python"
  "$bin/python" -m pip install -q --no-input --target "$folder/$1/site" PyMySQL psycopg2-binary
}

main "$@"
