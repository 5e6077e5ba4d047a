// SPDX-License-Identifier: Apache-2.0
declare module "sello.wasm.z?url" {
  const address: string;
  export default address;
}

declare module "flatten.wasm?url" {
  const address: string;
  export default address;
}
