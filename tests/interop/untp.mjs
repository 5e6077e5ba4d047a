// SPDX-License-Identifier: Apache-2.0
// What `sello export untp FOLDER` wrote, by other people's readers: jose for the signatures, jsonld in
// safe mode for the terms, @digitalbazaar's reader for the status. SELLO_UNTP names UN/CEFACT's own
// artefacts of UNTP 0.7.0 (packages/untp-utils/artefacts of uncefact/tests-untp), which npm does not
// have: with it ajv holds the credentials to the schemas, and their terms are looked up too.
//
//     node untp.mjs [--count] FOLDER... [--not FOLDER...]
//
// prints a line for each credential, "out/credentials/C1 holds", or how many there were in all. Ends with 1
// where one of the first is refused, or one of the last is not.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { contexts } from '@digitalbazaar/credentials-context';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import jsonld from 'jsonld';

const require = createRequire(import.meta.url);
const words = process.argv.slice(2);
const count = words[0] === '--count' ? words.splice(0, 1).length > 0 : false;
const not = words.indexOf('--not');
const folders = not < 0 ? words : words.slice(0, not);
const bad = not < 0 ? [] : words.slice(not + 1);
const artefacts = process.env.SELLO_UNTP ?? '';
const UNTP = 'https://vocabulary.uncefact.org/untp/0.7.0/context/';

// jsonld copies a term's own context anew for each node that it opens, most of its time with one of UNTP's size,
// and writes to none of the copies.
const util = require('./node_modules/jsonld/lib/util.js');
const { clone } = util;
util.clone = (value) => {
  if (!value?.['@context']) return clone(value);
  const { '@context': own, ...rest } = value;
  return { ...clone(rest), '@context': own };
};

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

// ---- what can be read without a network ----

if (!artefacts) console.error('SELLO_UNTP names no folder: schemas and terms of UNTP are not looked at.');
const known = new Map(contexts);
// As published: the sums are those of UN/CEFACT's own manifest (untp-utils/artefacts/manifest.json), over the JSON
// without spaces.
const SUMS = {
  'context/untp/0.7.0/untp.json': '922764eee09c13717a8002095568c7e064fde4e8d93a98dcf00759ee039b829d',
  'schema/untp/0.7.0/dcc.json': 'e7c7f05c20579c486c2e0ade9815a962b0b77b426aec4be29be67a992e607a6c',
  'schema/untp/0.7.0/dpp.json': 'a295cc4204e391a8f8428e90730a2abfaa779e4c9a1f12e76860346cfeb39d6a',
  'schema/untp/0.7.0/linkset.json': '735e4e9f1432613a7f4fbf6f915776628ad4b6ccc53e4977a50db3cc224fcec2',
};
const published = (name) => {
  const content = json(join(artefacts, name));
  const sum = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  assert.equal(sum, SUMS[name], `${name} is not the one that UN/CEFACT published`);
  return content;
};
if (artefacts) known.set(UNTP, published('context/untp/0.7.0/untp.json'));
const documents = new Map(); // of one folder
const loader = async (url) => {
  const document = known.get(url) ?? documents.get(url);
  if (!document) throw new Error(`nothing is fetched: ${url}`);
  // A context is taken apart once ('static'); what the folders themselves have differs by folder.
  return { contextUrl: null, documentUrl: url, document, tag: known.has(url) ? 'static' : undefined };
};

const schemas = {};
if (artefacts) {
  const Ajv = require('ajv/dist/2020').default;
  const ajv = new Ajv({ strict: false, allErrors: true });
  require('ajv-formats')(ajv);
  for (const name of ['dcc', 'dpp']) {
    schemas[name] = ajv.compile(published(`schema/untp/0.7.0/${name}.json`));
  }
  const Older = require('ajv');
  schemas.linkset = new Older({ strict: false }).compile(published('schema/untp/0.7.0/linkset.json'));
}
const valid = (schema, document) => {
  if (artefacts) assert(schemas[schema](document), JSON.stringify(schemas[schema].errors, null, 1));
};

// ---- the keys ----

// The did:web method, "Read", the other way round.
const keysOf = (folder) => {
  const path = existsSync(join(folder, 'did.json')) ? 'did.json' : '.well-known/did.json';
  const did = json(join(folder, path));
  const base = did.alsoKnownAs[0].replace(/\/?$/, '/');
  const [host, ...rest] = did.id.slice('did:web:'.length).split(':').map(decodeURIComponent);
  assert.equal(`https://${[host, ...rest].join('/')}/`, base);
  assert.equal(path === 'did.json', rest.length > 0);
  return { did, base };
};

const verified = async (folder, { did, base }, file) => {
  const jwt = readFileSync(join(folder, file), 'utf8');
  const header = decodeProtectedHeader(jwt);
  assert.deepEqual({ ...header, kid: '' }, { alg: 'EdDSA', kid: '', typ: 'vc+jwt', cty: 'vc' });
  assert(did.assertionMethod.includes(header.kid));
  const method = did.verificationMethod.find(({ id }) => id === header.kid);
  assert.equal(method.controller, did.id);
  const key = await importJWK(method.publicKeyJwk, 'EdDSA');
  const { payload } = await compactVerify(jwt, key, { algorithms: ['EdDSA'] });
  const document = JSON.parse(new TextDecoder().decode(payload));
  assert.equal(document.id, base + file);
  assert.equal(document.issuer.id, did.id);
  documents.set(document.id, document);
  return document;
};

const terms = async (document) => {
  if (document['@context'].includes(UNTP) && !artefacts) return;
  await jsonld.expand(document, { safe: true, documentLoader: loader });
};

// ---- each file ----

const stopped = async (document) => {
  const asked = await checkStatus({
    credential: document,
    documentLoader: loader,
    verifyBitstringStatusListCredential: false, // by its signature, above
  });
  assert(asked.verified, asked.error?.stack);
  return asked.results[0].status;
};

const checkLinks = (path, passport) => {
  const linkset = json(path);
  valid('linkset', linkset);
  const [links] = linkset.linkset;
  assert.equal(links.anchor, passport.credentialSubject.id);
  assert.equal(links.describedby[0].href, passport.id);
  for (const { href } of links['https://gs1.org/voc/certificationInfo']) {
    assert(documents.has(href), href);
  }
};

const linesOf = async (folder) => {
  const keys = keysOf(folder);
  const lines = [];
  documents.clear();
  for (const kind of ['credentials', 'products']) {
    for (const list of kind === 'credentials' ? ['status', 'revoked'] : ['status']) {
      await terms(await verified(folder, keys, `${kind}/${list}.jwt`));
    }
    const files = readdirSync(join(folder, kind)).filter((name) => /^[CP]\d+\.jwt$/.test(name));
    for (const file of files.sort()) {
      const name = `${kind}/${file.replace('.jwt', '')}`;
      const document = await verified(folder, keys, `${kind}/${file}`);
      valid(kind === 'credentials' ? 'dcc' : 'dpp', document);
      await terms(document);
      lines.push(`${name} ${(await stopped(document)) ? `is under ${document.credentialStatus.statusPurpose}` : 'holds'}`);
      if (kind === 'products') checkLinks(join(folder, `${name}.linkset.json`), document);
    }
  }
  return lines;
};

// That the two which are only here with the artefacts would say so: a word that the schema does not have, and a
// member that the context does not have where it gives no word to all.
const awake = async (document) => {
  const bent = structuredClone(document);
  bent.credentialSubject.assessorLevel = 'friend';
  assert.throws(() => valid('dcc', bent));
  const more = structuredClone(document);
  more.credentialSubject.conformityAssessment[0].assessedProduct[0].colour = 'red';
  await assert.rejects(terms(more), /Safe mode/);
};

const all = [];
for (const folder of folders) {
  try {
    all.push(...(await linesOf(folder)).map((line) => join(folder, line)));
    const first = [...documents.values()].find(({ type }) => type[0] === 'DigitalConformityCredential');
    if (artefacts && folder === folders[0] && first) await awake(first);
  } catch (error) {
    console.error(`${folder}: ${error.stack}`);
    process.exit(1);
  }
}
for (const folder of bad) {
  await assert.rejects(linesOf(folder), `${folder} is taken`);
}
console.log(count ? all.length : all.join('\n'));
