#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# script/release in a clone of its own, and the version that the tools tell.

bats_require_minimum_version 1.5.0

setup() {
  source=$BATS_TEST_DIRNAME/../..
  git -C "$source" rev-parse --git-dir >/dev/null 2>&1 || skip "this is no clone"
  version=$(sed -n 's/^project(sello VERSION \([0-9.]*\) .*/\1/p' "$source/CMakeLists.txt")
  export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.org
  export GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.org
}

# A clone whose CHANGELOG.md has the version's section, with the script as it is here.
make_clone() {
  git clone -q --no-tags "file://$(cd "$source" && pwd)" clone --depth 1
  cd clone || return 1
  cp "$source/script/release" script/release
  cp "$source/CMakeLists.txt" .
  printf '# Changelog\n\n## [Unreleased]\n\n## [%s] - 2026-01-31\n\n### Added\n\n- All of it.\n\n## [0.0.1] - 2025-01-31\n\n- Old.\n' \
    "$version" >CHANGELOG.md
  git add -A
  git commit -q -m "a release"
}

@test "the tools tell the version that CMake has" {
  for program in "$SELLO" "$SELLO_VERIFY"; do
    run -0 "$program" --version
    [[ " ${lines[0]} " == *" $version "* ]] || { echo "$output"; return 1; }
  done
}

@test "a dry run makes the archive, the same twice, and no tag" {
  cd "$BATS_TEST_TMPDIR"
  make_clone
  run -0 script/release --dry-run --no-test
  (cd build/release-archive && sha256sum -c "sello-$version.tar.gz.sha256")
  cp "build/release-archive/sello-$version.tar.gz" ../first.tar.gz
  touch README.md
  sleep 1
  run -0 script/release --dry-run --no-test
  cmp ../first.tar.gz "build/release-archive/sello-$version.tar.gz"
  tar -tzf ../first.tar.gz | sed "s|^sello-$version/||" | grep -v '/$' | grep . | sort >../packed
  git ls-files | sort >../tracked
  cmp ../tracked ../packed
  [ -z "$(git tag)" ]
}

@test "a release is tagged once, with what the changelog says of it" {
  cd "$BATS_TEST_TMPDIR"
  make_clone
  run -0 script/release --no-test
  [ "$(git tag)" = "v$version" ]
  message=$(git tag --list --format='%(contents)' "v$version")
  [[ $message == *"### Added"*"- All of it."* ]]
  [[ $message != *Old* ]]
  run -1 script/release --no-test
  [[ $output == *"is there already"* ]]
}

@test "no release of what is not committed, of a version without its section, or after a failed test" {
  cd "$BATS_TEST_TMPDIR"
  make_clone
  touch new
  run -1 script/release --dry-run --no-test
  [[ $output == *"not committed"* ]]
  rm new
  printf '#!/bin/sh\nexit 1\n' >script/test
  git commit -q -a -m "tests that fail"
  run -1 script/release
  [ ! -e build/release-archive ]
  [ -z "$(git tag)" ]
  sed -i "s/^## \[$version\].*/## [9.9.9] - 2026-01-31/" CHANGELOG.md
  git commit -q -a -m "another section"
  run -1 script/release --dry-run --no-test
  [[ $output == *"CHANGELOG.md has no section ## [$version]"* ]]
}
