// SPDX-License-Identifier: Apache-2.0
// A static server on this machine, as dumb as any host: files, their types, ETag and 304. What it was
// asked is kept, so that tests can look for what should never be asked.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
  ".sello": "application/octet-stream",
};

/** The file of a site at a path below its folder; sites are {"/v/": {folder, files: {name: bytes}}}. */
async function find(sites, path) {
  const prefix = Object.keys(sites).find((p) => path.startsWith(p));
  if (prefix === undefined) {
    return undefined;
  }
  const { folder, files = {} } = sites[prefix];
  const name = normalize(path.slice(prefix.length) || "index.html");
  if (name in files) {
    return { name, bytes: files[name] };
  }
  const bytes = name.startsWith("..")
    ? undefined
    : await readFile(join(folder, name)).catch(() => undefined);
  return bytes && { name, bytes };
}

const packed = new Map(); // by tag: each file is compressed once

function reply(request, response, found) {
  const tag = `"${createHash("sha256").update(found.bytes).digest("hex").slice(0, 16)}"`;
  const head = {
    "content-type": types[extname(found.name)] ?? "application/octet-stream",
    etag: tag,
    "cache-control": "no-cache",
  };
  if (request.headers["if-none-match"] === tag) {
    response.writeHead(304, head).end();
    return { bytes: 0, plain: 0 };
  }
  const body = packed.get(tag) ?? gzipSync(found.bytes, { level: 9 });
  packed.set(tag, body);
  response
    .writeHead(200, { ...head, "content-encoding": "gzip", "content-length": body.length })
    .end(body);
  return { bytes: body.length, plain: found.bytes.length };
}

/**
 * Serves until closed. `requests` are what was asked: url, headers and the bytes that the body took.
 * `state.down`: nobody is there; `state.instead(url, response)`: answers itself where it returns true.
 */
export async function serve(sites) {
  const requests = [];
  const state = { down: false, instead: () => false };
  const server = createServer(async (request, response) => {
    if (state.down) {
      request.socket.destroy();
      return;
    }
    const url = decodeURI(request.url.split("?")[0]);
    if (state.instead(url, response)) {
      return;
    }
    const found = await find(sites, url);
    const seen = {
      url: request.url,
      method: request.method,
      headers: JSON.stringify(request.rawHeaders),
      bytes: 0,
      plain: 0,
    };
    requests.push(seen);
    if (found === undefined) {
      response.writeHead(404).end();
    } else {
      Object.assign(seen, reply(request, response, found));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const close = () =>
    new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));
  return { base, requests, state, sites, close };
}
