// Temporary access from the form to its end: its notices, more time, giving it back; and reviews that go on to
// somebody else because nobody decided. The product clock is moved; nothing is waited for.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm } from './steps.mjs';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const soon = (seconds) => Math.floor(Date.now() / 1000) + seconds;

const texts = async (person) => (await person.messages()).map((message) => message.text);
const count = async (person, pattern) => (await texts(person)).filter((text) => pattern.test(text)).length;

// The clock reaches `at`, an instant of the product clock, and everything that is due there is done.
async function passUntil(world, at) {
  const moved = world.moved ?? 0;
  const by = at * 1000 - Date.now() - moved;
  world.moved = moved + by;
  await world.advance(by);
}

// Ann has payments-api · write until `ends`.
async function granted(world, who, ends) {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  await ann.choose({ label: 'Ends', datetime: ends });
  assert.equal((await ann.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Granted:');
  return { ann, mia, omar };
}

async function extend(ann, until) {
  await ann.seesModal('New end');
  await ann.choose({ label: 'New end', datetime: until });
  return await ann.submit();
}

test('temporary access: told a day and an hour before, removed at the end, and only then called ended', () => withWorld(async (world, who) => {
  const ends = soon(3 * day);
  const { ann, omar } = await granted(world, who, ends);
  await passUntil(world, ends - day - minute);
  assert.equal(await count(ann, /Your access ends soon:/), 0);
  await passUntil(world, ends - day);
  await ann.seesMessage('Your access ends soon:');
  await passUntil(world, ends - hour - minute);
  assert.equal(await count(ann, /Your access ends soon:/), 1);
  await passUntil(world, ends - hour);
  await world.until('the second notice', async () => (await count(ann, /Your access ends soon:/)) === 2);
  assert.equal(await count(omar, /Please remove/), 0);
  await passUntil(world, ends + 1);
  await omar.seesMessage('Please remove access from');
  assert.equal(await count(ann, /Ended:/), 0, 'it is not gone yet');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Ended: You do not have GitHub · payments-api · write any more');
  assert.equal(await count(ann, /Ended:/), 1);
  await world.until('no button offers more time', async () => !(await cardWith(ann, 'Extend')));
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('Extend from the notice is a request like any other, and access then lasts longer', () => withWorld(async (world, who) => {
  const ends = soon(3 * day);
  const { ann, mia, omar } = await granted(world, who, ends);
  await passUntil(world, ends - day);
  await clickCard(ann, 'Extend');
  await ann.seesModal('Mia Novak');
  await ann.seesModal('Omar Haddad');
  const early = await extend(ann, ends - hour);
  assert.equal(early.result, 'errors');
  assert.ok(early.errors.new_end, 'an end before the present one is refused at its field');
  assert.equal((await extend(ann, ends + 7 * day)).result, 'cleared');
  await ann.seesMessage('an extension is asked for');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await ann.seesMessage('Extended:');
  await passUntil(world, ends + hour);
  assert.equal(await count(omar, /Please remove/), 0, 'the first end has no meaning any more');
  await passUntil(world, ends + 7 * day + 1);
  await omar.seesMessage('Please remove access from');
}));

test('more time that a policy gives is given at once, as the form has said', () => withWorld(async (world, who) => {
  const ends = soon(3 * day);
  const { ann } = await granted(world, who, ends);
  const file = path.join(world.folder, 'access.toml');
  fs.writeFileSync(file, '[[clause]]\nname = "Code"\nwhen.integration = "GitHub"\napprove = true\n');
  assert.equal(world.latchkey('policy', 'import', file).status, 0);
  await passUntil(world, ends - day);
  await clickCard(ann, 'Extend');
  await ann.seesModal('Approved at once by the policy');
  assert.equal((await extend(ann, ends + 7 * day)).result, 'cleared');
  await ann.seesMessage('Extended:');
}));

test('while an extension waits, access stays for the grace, and no longer', () => withWorld(async (world, who) => {
  const ends = soon(3 * day);
  const { ann, omar } = await granted(world, who, ends);
  // From the Home tab, before any notice.
  await ann.openHome();
  await ann.seesHome('My access that ends soon');
  await ann.clickHome('Extend');
  assert.equal((await extend(ann, ends + 7 * day)).result, 'cleared');
  await ann.openHome();
  await ann.seesHome('an extension is asked for');
  await passUntil(world, ends + hour);
  await omar.openHome();
  assert.equal(await count(omar, /Please remove/), 0);
  await passUntil(world, ends + 6 * hour + 1);
  await omar.seesMessage('Please remove access from');
}, { env: { LATCHKEY_ACCESS_EXTENSION_GRACE: '6h', LATCHKEY_REVIEWS_ESCALATE_AFTER: '30d' } }));

test('Give back asks once more, and then the access is removed before its end', () => withWorld(async (world, who) => {
  const ends = soon(3 * day);
  const { ann, omar } = await granted(world, who, ends);
  await ann.openHome();
  await ann.seesHome('My access that ends soon');
  assert.equal((await ann.clickHome('Give back', { confirm: false })).outcome, 'cancelled');
  assert.equal(await count(omar, /Please remove/), 0);
  await ann.clickHome('Give back', { confirm: true });
  await ann.seesModal('you are told when it is done');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Ended:');
  const asked = (await omar.messages()).length;
  await passUntil(world, ends + 1);
  await ann.openHome();
  assert.equal(await count(ann, /Your access ends soon:/), 0);
  assert.equal((await omar.messages()).length, asked, 'nobody is asked to remove it again');
}));

test('a review that nobody decides goes on: the old card names the successor and has no buttons', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'cleared');
  const card = await mia.seesMessage('asks for');
  await passUntil(world, soon(5 * day + minute));
  await mia.seesMessage('Overdue:');
  assert.ok(await cardWith(mia, 'Approve'), 'she can still decide');
  await passUntil(world, soon(7 * day + minute));
  // Nobody is above Mia: the owner of the application is next.
  const next = await omar.seesMessage('asks for');
  assert.match(JSON.stringify(next.blocks), /has not decided in time/);
  await world.until('the old card has no live button', async () => !(await cardWith(mia, 'Approve')));
  const old = (await mia.messages()).find((message) => message.ts === card.ts);
  assert.match(old.text, /Moved:.*this waits for <@U0E5> now/, 'it names Omar');
  await clickCard(omar, 'Approve');
  await omar.seesMessage('You approved this');
  await omar.seesMessage('Please grant');
}));
