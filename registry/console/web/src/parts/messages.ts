// SPDX-License-Identifier: Apache-2.0
// The tool's messages without what is for a terminal alone: which command to type next. The window has a
// button for that.
const COMMAND = /\bsello(?:-verify)? [a-záéíóúñ-]+/;
const PRACTICE = /^(?:This is a practice registry|Es un registro de práctica)/;
const SENTENCES = /(?<=[.!?])\s+(?=[\p{Lu}¿¡])/u;

function withoutCommands(message: string): string {
  const kept = message.split(SENTENCES).filter((sentence) => !COMMAND.test(sentence));
  return kept.length > 0 ? kept.join(" ") : message.replace(/:?\s*\bsello(?:-verify)? .*$/s, ".");
}

export function forWindow(messages: readonly string[] = []): string[] {
  return messages
    .filter((message) => !PRACTICE.test(message))
    .map((message) => withoutCommands(message.replace(/^(?:warning|atención): /, "")).trim())
    .filter((message) => message !== "");
}
