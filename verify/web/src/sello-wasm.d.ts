// SPDX-License-Identifier: Apache-2.0
declare module "sello.wasm.z?url" {
  const address: string;
  export default address;
}

declare module "*.css?url" {
  const address: string;
  export default address;
}

/* The texts of a catalog that an answer needs, and the others (vite.config.ts). */
declare module "*.json?first" {
  const texts: Record<string, string>;
  export default texts;
}

declare module "*.json?later" {
  const texts: Record<string, string>;
  export default texts;
}

/* Those of what few have. */
declare module "*.json?rare" {
  const texts: Record<string, string>;
  export default texts;
}

declare module "statement.wasm.z?url" {
  const address: string;
  export default address;
}

declare module "flatten.wasm?url" {
  const address: string;
  export default address;
}
