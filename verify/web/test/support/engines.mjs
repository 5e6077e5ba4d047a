// SPDX-License-Identifier: Apache-2.0

// The same call to the WebAssembly module and to the native engine, and both answers in hex.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const { SELLO_ENGINE, SELLO_TEST_WASM, SELLO_NATIVE_ENGINE } = process.env;

/** From the built engine: file "crypto.js" or "engine.js". */
export const built = (file) => import(`${SELLO_ENGINE}/${file}`);

/** The module with the adapters exported too. */
export const moduleBytes = () => readFileSync(SELLO_TEST_WASM);

export const hexOf = (bytes) => Buffer.from(bytes).toString("hex") || "-";
export const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex === "-" ? "" : hex, "hex"));

/** The native engine: `ask(words)` resolves to its line. */
export class Native {
  #waiting = [];

  constructor() {
    this.process = spawn(SELLO_NATIVE_ENGINE, { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.process.stdout }).on("line", (line) => {
      this.#waiting.shift().resolve(line);
    });
    this.process.on("exit", (code, signal) => {
      this.#waiting.forEach(({ reject }) => reject(new Error(`native engine: ${code ?? signal}`)));
    });
  }

  ask(...words) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.process.stdin.write(`${words.join(" ")}\n`);
    });
  }

  end() {
    this.process.stdin.end();
  }
}

/** The WebAssembly module, called as the native engine is. */
export class Wasm {
  static async load(hostFunctions) {
    let exports;
    await (await built("names.js")).loadLooks(); // as loadEngine does
    const imports = { env: hostFunctions(() => exports.memory) };
    ({ exports } = (await WebAssembly.instantiate(moduleBytes(), imports)).instance);
    return new Wasm(exports);
  }

  constructor(exports) {
    this.exports = exports;
  }

  #put(bytes) {
    const at = this.exports.web_take(bytes.length) >>> 0;
    if (at === 0) {
      throw new Error("no memory");
    }
    new Uint8Array(this.exports.memory.buffer, at, bytes.length).set(bytes);
    return at;
  }

  #slice(hex) {
    return hex === "-" ? [0, 0] : [this.#put(bytesOf(hex)), hex.length / 2];
  }

  // A struct sello_bytes, by its address.
  #bytes(hex) {
    return this.#put(new Uint8Array(Uint32Array.from(this.#slice(hex)).buffer));
  }

  #read(at, length) {
    return hexOf(new Uint8Array(this.exports.memory.buffer, at >>> 0, length));
  }

  #answer(cause) {
    return cause === 0
      ? this.#read(this.exports.web_answer(), this.exports.web_answer_len())
      : `!${cause}`;
  }

  #call(name, a = "-", b = "-", c = "-", d = "-") {
    const e = this.exports;
    switch (name) {
      case "add":
        return this.#answer(e.web_trust_add(...this.#slice(a), ...this.#slice(b)));
      case "inspect":
        return this.#answer(e.web_trust_inspect(...this.#slice(a)));
      case "join":
        return this.#answer(e.web_trust_may_join(...this.#slice(a)));
      case "follow":
        return this.#answer(
          e.web_trust_may_follow(
            ...this.#slice(a), ...this.#slice(b), ...this.#slice(c), ...this.#slice(d),
          ),
        );
      case "notice":
        return this.#answer(e.web_notice(...this.#slice(a), ...this.#slice(b), ...this.#slice(c)));
      case "text": {
        const language = this.#put(Buffer.from(`${b}\0`));
        return this.#answer(e.web_verify_text(...this.#slice(c), Number(a), language));
      }
      case "serial": {
        const language = this.#put(Buffer.from(`${b}\0`));
        return this.#answer(e.web_verify_serial(Number(d), ...this.#slice(c), Number(a), language));
      }
      case "check": {
        const [sig] = this.#slice(a);
        const [key] = this.#slice(b);
        return String(e.sello_ed25519_check(sig, key, this.#bytes(c)));
      }
      case "key":
        return String(e.sello_ed25519_key_ok(this.#slice(a)[0]));
      case "inflate": {
        const out = this.#put(new Uint8Array(Number(b)));
        return e.sello_inflate(this.#bytes(a), out, Number(b)) ? this.#read(out, Number(b)) : "!18";
      }
    }
    throw new Error(`no such call: ${name}`);
  }

  ask(...words) {
    if (words[0] === "clear") {
      this.exports.web_clear();
      return "-";
    }
    const mark = this.exports.web_mark();
    const answer = this.#call(...words);
    if (words[0] !== "add" || answer.startsWith("!")) {
      this.exports.web_release(mark);
    }
    return answer;
  }
}

/** Both, to be asked the same; `both` fails where they differ. */
export async function engines() {
  const { hostFunctions } = await built("crypto.js");
  const wasm = await Wasm.load(hostFunctions);
  const native = new Native();
  return {
    wasm,
    native,
    /** The answer of both, or an Error that shows the two and what was asked. */
    async both(name, ...words) {
      const [mine, theirs] = [wasm.ask(...words), await native.ask(...words)];
      if (mine !== theirs) {
        const asked = words.map((word) => String(word).slice(0, 200)).join(" ");
        throw new Error(`${name}: WebAssembly ${mine}, native ${theirs}\n${asked}`);
      }
      return mine;
    },
  };
}
