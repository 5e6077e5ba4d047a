// SPDX-License-Identifier: Apache-2.0
// What is drawn anew under somebody's hand.

/**
 * News wait while something is pressed: what is drawn anew, or moved, between its going down and its coming up
 * is not clicked. But not for ever.
 */
export function unpressed(draw: () => void, tries = 100): void {
  if (tries > 0 && document.querySelector(":active") !== null) {
    setTimeout(unpressed, 50, draw, tries - 1);
  } else {
    draw();
  }
}

/** Who had the keyboard at something that was drawn anew, or was typing there, has it at the new one. */
export function refocus(before: Element | null): void {
  if (!(before instanceof HTMLElement) || before.isConnected) {
    return;
  }
  const now = [...document.querySelectorAll<HTMLElement>(before.tagName)].find(
    (e) => e.id === before.id && e.textContent === before.textContent,
  );
  if (before instanceof HTMLInputElement && now instanceof HTMLInputElement && before.id !== "") {
    now.value = before.value;
    now.dispatchEvent(new Event("input"));
  }
  now?.focus({ preventScroll: true });
}
