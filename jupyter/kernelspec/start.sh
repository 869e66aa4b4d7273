#!/bin/sh
# Starts an installed kernel on the Node that it was installed with or, if that is gone, on another new enough one.
# usage: start.sh NODE LAUNCHER KERNEL CONNECTION_FILE
node=$1
shift
[ -x "$node" ] && exec "$node" "$@"

is_new_enough() {
  [ -x "$1" ] && "$1" -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 12) ? 0 : 1)'
}
for other in "$(command -v node)" "${NVM_DIR:-$HOME/.nvm}"/versions/node/*/bin/node \
  /usr/local/bin/node /opt/homebrew/bin/node /usr/bin/node; do
  is_new_enough "$other" && exec "$other" "$@"
done
echo "The TypeScript kernel was installed with $node, which is gone, and there is no other Node >= 20.12: install one, then run \`npm run install-kernel\` in $(dirname "$(dirname "$2")")." >&2
exit 1
