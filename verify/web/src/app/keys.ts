// SPDX-License-Identifier: Apache-2.0
// What a USB scanner types. It sends the keys of one keyboard layout, and the computer reads them by
// another: `https://host/v/#0118…` may arrive as `httpsÑ--host-v-·0118…`, or, where digits need the
// shift key (France), as `httpsM!!host!v!3à&&_…`. Only the digits matter; the last long run of them
// is the label's code.

/** One key as the browser tells it. */
export interface Stroke {
  key: string; // what the computer's layout makes of it
  code: string; // where the key is: "Digit1"
  shift: boolean;
}

/** The least digits that can be a label: one chunk of the format. */
const LEAST = 17;

const isDigit = (text: string): boolean => /^[0-9]$/.test(text);
const digitOfCode = (code: string): string | undefined => /^Digit([0-9])$/.exec(code)?.[1];

/** Digits by the place of the key, where the layout makes something else of most of them. */
function byPlace(stroke: Stroke): string {
  const digit = digitOfCode(stroke.code);
  return digit !== undefined && !stroke.shift ? digit : " ";
}

/** Has the scanner another layout than the computer, one that has digits on the shift key? */
function otherLayout(strokes: readonly Stroke[]): boolean {
  const misread = strokes.filter((s) => digitOfCode(s.code) && !s.shift && !isDigit(s.key)).length;
  return misread > strokes.filter((s) => isDigit(s.key)).length;
}

/** The text of the keys that were typed. Keys like Shift, with a name instead of a character, are not in it. */
export function textOfStrokes(strokes: readonly Stroke[]): string {
  const typed = strokes.filter((s) => [...s.key].length === 1 || s.key === "Dead");
  const text = otherLayout(typed)
    ? typed.map(byPlace)
    : typed.map((s) => (s.key === "Dead" ? " " : s.key));
  return labelOf(text.join(""));
}

/**
 * A label's text as it is where it has its #. Else a keyboard made something else of that, and of who knows
 * what before: the only long run of digits, if there is one.
 */
export function labelOf(text: string): string {
  const runs = text.match(/[0-9]+/g)?.filter((run) => run.length >= LEAST) ?? [];
  const marked = /#|%(25)*23/.test(text);
  return !marked && runs.length === 1 ? (runs[0] ?? "") : text;
}
