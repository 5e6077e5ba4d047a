// SPDX-License-Identifier: Apache-2.0
// The readers in their own thread, so that the camera's picture stays smooth.
import { type Flatten, openFlatten } from "./flatten";
import { greyOf, type Handed } from "./pixels";
import { nothing, type Sight } from "./sight";
import { type Grey, openZxing, type Zxing } from "./zxing";

/** "start" is answered when the reader is there. With patience, of so many milliseconds, the frame is
    looked at closely. */
export type Question = "start" | { frame: Handed; patience: number };

export type Reply = { sight: Sight } | { failed: string };

interface Port {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(message: Reply): void;
}
const port = globalThis as unknown as Port;

const zxing = openZxing();
let flatten: Promise<Flatten | null> | undefined;

function lookClosely(zxing: Zxing, flatten: Flatten, frame: Grey, patience: number): Sight {
  const texts = new Set<string>();
  const seen = flatten(frame, patience, (modules) => {
    const found = zxing.readModules(modules);
    found.forEach((text) => texts.add(text));
    return found.length > 0;
  });
  return { texts: [...texts], unread: seen && texts.size === 0 };
}

async function look(frame: Grey, patience: number): Promise<Sight> {
  const reader = await zxing;
  const texts = reader.readPhotograph(frame);
  if (patience === 0) {
    return { texts, unread: false };
  }
  flatten ??= openFlatten().catch(() => null); // without it we read as before
  const module = await flatten;
  const sight = module === null ? nothing : lookClosely(reader, module, frame, patience);
  return { texts: [...new Set([...texts, ...sight.texts])], unread: sight.unread };
}

async function answer(question: Question): Promise<Sight> {
  if (question === "start") {
    await zxing;
    return nothing;
  }
  return look(greyOf(question.frame, question.patience > 0), question.patience);
}

port.onmessage = async (event) => {
  try {
    port.postMessage({ sight: await answer(event.data) });
  } catch (error) {
    port.postMessage({ failed: String(error) });
  }
};
