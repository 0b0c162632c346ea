// More time for access: given back or lost before anybody has decided about it, and given for less than was asked.
import test from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { root, withWorld } from './world.mjs';
import { cardWith, clickCard, openForm } from './steps.mjs';

const day = 24 * 3600;
const soon = (seconds) => Math.floor(Date.now() / 1000) + seconds;
const count = async (person, pattern) => (await person.messages()).filter((message) => pattern.test(message.text)).length;

// Ann has payments-api · write for three days, and asks for nine.
async function extensionAsked(world, who) {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  await ann.choose({ label: 'Ends', datetime: soon(3 * day) });
  assert.equal((await ann.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Granted:');

  await ann.openHome();
  await ann.seesHome('My access that ends soon');
  await ann.clickHome('Extend');
  await ann.seesModal('New end');
  await ann.choose({ label: 'New end', datetime: soon(9 * day) });
  assert.equal((await ann.submit()).result, 'cleared');
  return { ann, mia, omar };
}

test('Give back withdraws the extension that waits: one removal, and nothing is granted again', () => withWorld(async (world, who) => {
  const { ann, mia, omar } = await extensionAsked(world, who);
  const card = await mia.seesMessage('to keep');
  assert.match(card.text, /Access review: .* asks to keep \*GitHub · payments-api · write\* longer until/);
  assert.match(JSON.stringify(card.blocks), /Extension:\* now until/);

  await ann.openHome();
  await ann.seesHome('an extension is asked for');
  await ann.clickHome('Give back', { confirm: true });
  await ann.seesModal('The extension that you had asked for is withdrawn.');
  await mia.seesMessage('the access was given back');
  assert.equal(await cardWith(mia, 'Approve'), undefined, 'nothing of it can be approved any more');
  await ann.seesMessage('1 withdrawn');

  const removal = await omar.seesMessage('Please remove access from');
  await omar.clickMessage(removal.ts, 'Done');
  await ann.seesMessage('Ended: You do not have GitHub · payments-api · write any more');
  await world.advance(10 * day * 1000);
  await ann.openHome();
  // What was granted once stays told as that.
  const done = await world.until('both cards are done', async () => {
    const texts = (await omar.messages()).map((message) => message.text).filter((text) => /^\*Done:\*/.test(text));
    return texts.length === 2 && texts;
  });
  assert.equal(done.filter((text) => /To remove access/.test(text)).length, 1);
  assert.equal(await count(omar, /Please grant|asks to keep/), 0, 'the owner has nothing else to do');
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('access that the application has lost has no extension any more, and everybody reads why', () => withWorld(async (world, who) => {
  const { ann, mia, omar } = await extensionAsked(world, who);
  await mia.seesMessage('to keep');
  // The application's own list, in which Ann never had it.
  const run = world.latchkey('import', 'entitlements', path.join(root, 'tests/e2e/company/entitlements.csv'));
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
  await mia.seesMessage('the access is not held any more');
  assert.equal(await cardWith(mia, 'Approve'), undefined);
  await ann.seesMessage('1 withdrawn');
  assert.equal(await count(omar, /Please (grant|remove)/), 0, 'the owner has nothing to do');
}));

// Ann has one thing of a request until one day and another until a later one, for Mia has given the first for less.
test('what ends at different moments is extended without shortening anything', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Max Many', 'max');
  await ann.choose({ label: 'GitHub', check: ['service-001 · read', 'service-002 · read'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Audit' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('In your time zone');
  await ann.choose({ label: 'Ends', datetime: soon(6 * day) });
  assert.equal((await ann.submit()).result, 'cleared');
  // First the one for the whole time, then what is left of the card for three days.
  await clickCard(mia, 'Review items');
  await mia.seesModal('Everything not marked');
  await mia.choose({ label: 'GitHub · service-001 · read', option: 'Approve' });
  assert.equal((await mia.submit()).result, 'cleared');
  await mia.seesMessage('1 still waits');
  await clickCard(mia, 'Approve for a shorter time');
  await mia.seesModal('Approve until');
  await mia.choose({ label: 'Approve until', datetime: soon(3 * day) });
  assert.equal((await mia.submit()).result, 'cleared');
  await omar.seesMessage('2 access grants');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Granted:');

  await ann.openHome();
  await ann.seesHome('My access that ends soon');
  await ann.clickHome('Extend', { block_id: 'access:0' });
  await ann.seesModal('the first until');
  await ann.seesModal('What you have for longer than the new end stays as it is.');
  await ann.choose({ label: 'New end', datetime: soon(5 * day) });
  assert.equal((await ann.submit()).result, 'cleared');
  const card = await mia.seesMessage('to keep');
  assert.match(card.text, /to keep \*GitHub · service-002 · read\* longer/);
  assert.doesNotMatch(card.text, /service-001/);
  await mia.clickMessage(card.ts, 'Approve');
  await clickCard(omar, 'Approve');
  await ann.seesMessage('Extended: You have GitHub · service-002 · read');
  const ends = JSON.parse(world.latchkey('request', 'show', '1', '--json').stdout).items
    .map((item) => Math.round((Date.parse(item.ends_at) / 1000 - soon(0)) / day));
  assert.deepEqual(ends, [6, 3], 'of the request that granted them nothing has changed');
}));

test('a shorter extension than what is held is refused at its field', () => withWorld(async (world, who) => {
  const { ann, mia, omar } = await extensionAsked(world, who);
  await mia.seesMessage('to keep');
  await clickCard(mia, 'Approve for a shorter time');
  await mia.seesModal('It is held until');
  await mia.choose({ label: 'Approve until', datetime: soon(2 * day) });
  const early = await mia.submit();
  assert.equal(early.result, 'errors');
  assert.match(early.errors.shorter_end, /held until then already/);
  await mia.choose({ label: 'Approve until', datetime: soon(5 * day) });
  assert.equal((await mia.submit()).result, 'cleared');
  await clickCard(omar, 'Approve');
  await ann.seesMessage('Extended:');
}));
