#!/usr/bin/env bash
# Puts a markdown report on a merge request: updates the note that an earlier run left there, or makes one.
# It is found by its first line, a hidden marker with project and stack.
#
# note-gitlab.sh FILE
# Environment: GITLAB_TOKEN (scope api), CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID.
set -euo pipefail

report="$1"
if [ ! -s "$report" ]; then
  echo "There is no report to note: $report"
  exit 0
fi

MARKER="$(head -n 1 "$report")"
export MARKER
notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"

# The token goes in by standard input: arguments can be seen by every process of the machine.
call() {
  printf 'header = "PRIVATE-TOKEN: %s"\n' "$GITLAB_TOKEN" | curl --config - --fail-with-body --silent --show-error "$@"
}

id=""
page=1
while [ -z "$id" ]; do
  found="$(call "$notes?per_page=100&page=$page")"
  if [ "$found" = "[]" ]; then break; fi
  # A note of somebody else with this marker is refused by GitLab when it is updated: the token may change its own only.
  id="$(printf '%s' "$found" | node -e '
    const notes = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const isOurs = ({ body, system }) => !system && body.split(/\r?\n/, 1)[0] === process.env.MARKER;
    console.log(notes.find(isOurs)?.id ?? "");
  ')"
  page=$((page + 1))
done

if [ -n "$id" ]; then
  call --output /dev/null --request PUT --data-urlencode "body@$report" "$notes/$id"
else
  call --output /dev/null --request POST --data-urlencode "body@$report" "$notes"
fi
