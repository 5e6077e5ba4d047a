// SPDX-License-Identifier: Apache-2.0
// A look that follows what is typed: one at a time, and after it only the newest.
export function latest(work: () => Promise<void>, pause = 300): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await work();
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      void run();
    }
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), pause);
  };
}
