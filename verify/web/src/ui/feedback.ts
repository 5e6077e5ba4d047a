// SPDX-License-Identifier: Apache-2.0
// A buzz and, where it was asked for, a sound: for those who do not look at the screen.
import { toneOf, type Tone } from "../app/answer";
import { settings } from "../app/settings";

const BUZZ: Record<Tone, number[]> = {
  good: [60],
  look: [60, 80, 60],
  unknown: [60, 80, 60],
  bad: [300, 100, 300],
};

/** Frequencies in hertz, one after the other. */
const NOTES: Record<Tone, number[]> = {
  good: [880, 1320],
  look: [660, 660],
  unknown: [660, 550],
  bad: [330, 220, 220],
};

let audio: AudioContext | undefined;

function play(notes: readonly number[]): void {
  audio ??= new AudioContext();
  const context = audio;
  notes.forEach((frequency, i) => {
    const start = context.currentTime + i * 0.14;
    const oscillator = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context, { gain: 0.2 });
    gain.gain.setTargetAtTime(0, start + 0.09, 0.02);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.18);
  });
}

export function feedback(verdict: string): void {
  const tone = toneOf(verdict);
  if (settings.vibrate && navigator.userActivation?.hasBeenActive !== false) {
    navigator.vibrate?.(BUZZ[tone]);
  }
  if (settings.sound) {
    play(NOTES[tone]);
  }
}
