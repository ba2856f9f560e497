#!/usr/bin/env bash
# Puts a markdown report on a pull request: updates the comment that an earlier run left there, or makes one.
# It is found by its first line, a hidden marker with project and stack.
#
# comment-github.sh FILE
# Environment: GH_TOKEN, GITHUB_REPOSITORY, PR_NUMBER; COMMENT_AUTHOR when the token is not the one of GitHub Actions.
set -euo pipefail

report="$1"
if [ ! -s "$report" ]; then
  echo "There is no report to comment: $report"
  exit 0
fi

MARKER="$(head -n 1 "$report")"
COMMENT_AUTHOR="${COMMENT_AUTHOR:-github-actions[bot]}"
export MARKER COMMENT_AUTHOR

comments="$(gh api --paginate --slurp "repos/$GITHUB_REPOSITORY/issues/$PR_NUMBER/comments?per_page=100")"
id="$(printf '%s' "$comments" | node -e '
  const { MARKER, COMMENT_AUTHOR } = process.env;
  const comments = JSON.parse(require("node:fs").readFileSync(0, "utf8")).flat();
  const isOurs = ({ body, user }) => user?.login === COMMENT_AUTHOR && body.split(/\r?\n/, 1)[0] === MARKER;
  console.log(comments.find(isOurs)?.id ?? "");
')"

if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$report"
else
  gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PR_NUMBER/comments" --field "body=@$report"
fi
