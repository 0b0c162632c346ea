// Entries of the audit trail as an auditor checks them, by docs/operate.md and by what an export says alone.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';

const sha256 = (text) => crypto.createHash('sha256').update(text).digest('hex');
const field = (text) => `${Buffer.byteLength(text)}:${text}`;

// An entry's hash, computed from what the export says, as docs/operate.md tells.
function hashOf(entry) {
  const fields = [entry.previous_hash, String(entry.entry), String(Date.parse(entry.at) / 1000), entry.actor,
    entry.on_behalf_of ?? '', entry.act, entry.subject, String(entry.policy_version)];
  for (const value of entry.values) fields.push(value.name, value.personal ? '1' : '0', value.digest);
  return sha256(fields.map(field).join(''));
}

export function checkEntry(entry) {
  assert.equal(hashOf(entry), entry.hash, `entry ${entry.entry}`);
  for (const value of entry.values) assert.equal(sha256(value.salt + value.value), value.digest, value.name);
}

// RFC 4180, quoted cells with commas and line ends.
export function csv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}
