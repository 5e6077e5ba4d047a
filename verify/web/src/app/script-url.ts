// SPDX-License-Identifier: Apache-2.0
// The only two scripts that the page starts by address are its own workers. The page's policy
// (require-trusted-types-for in index.html) refuses any other.

interface Policy {
  createScriptURL(url: string): string;
}

interface Factory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): Policy;
}

const OURS = /^(sw\.js|scanner\/[\w.-]+\.js)$/;

function check(url: string): string {
  const base = new URL("./", document.baseURI).href;
  const whole = new URL(url, base).href;
  if (!whole.startsWith(base) || !OURS.test(whole.slice(base.length))) {
    throw new TypeError("not a script of this page");
  }
  return whole;
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;
const policy: Policy = factory?.createPolicy("sello", { createScriptURL: check }) ?? {
  createScriptURL: check,
};

export function scriptUrl(url: string): string {
  return policy.createScriptURL(url);
}
