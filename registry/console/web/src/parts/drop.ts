// SPDX-License-Identifier: Apache-2.0
// Files by drag and drop, or by the button that does the same.
import { say, type Key } from "../words";
import { el, newId, visible } from "./element";
import { icon } from "./icons";

export function dropZone(
  key: Key,
  hint: Key,
  accept: string,
  several: boolean,
  take: (files: readonly File[]) => void,
): HTMLElement {
  const id = newId();
  const input = el("input", {
    id,
    type: "file",
    class: "unseen",
    accept,
    multiple: several,
    "aria-describedby": `${id}h`,
  });
  const names = el("p", { class: "small", role: "status" });
  const told = (files: readonly File[]): void => {
    names.textContent = visible(files.map((file) => file.name).join(", "), 300);
    take(files);
  };
  const zone = el(
    "div",
    { class: "drop" },
    icon("file"),
    input,
    el("label", { for: id, class: "button quiet" }, say(key)),
    el("p", { class: "hint", id: `${id}h` }, say(hint)),
    names,
  );
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) {
      told(files);
    }
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    const files = [...(event.dataTransfer?.files ?? [])].slice(0, several ? undefined : 1);
    if (files.length > 0) {
      told(files);
    }
  });
  return zone;
}
