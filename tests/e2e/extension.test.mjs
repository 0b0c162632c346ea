// More time for access that is given back before anybody has decided about it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm } from './steps.mjs';

const day = 24 * 3600;
const soon = (seconds) => Math.floor(Date.now() / 1000) + seconds;
const count = async (person, pattern) => (await person.messages()).filter((message) => pattern.test(message.text)).length;

test('Give back withdraws the extension that waits: one removal, and nothing is granted again', () => withWorld(async (world, who) => {
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
