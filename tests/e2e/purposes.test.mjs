// Temporary access by purpose: chosen in the form, approved, started and stopped by its holder.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { boxes, formText } from './form_steps.mjs';
import { cardWith, clickCard, openForm } from './steps.mjs';

const day = 24 * 3600 * 1000;

const withPurposes = (run) => withWorld(async (world, who) => {
  const file = path.join(world.folder, 'purposes.csv');
  const rows = (...purposes) => {
    fs.writeFileSync(file, ['Purpose Name,Description,Longest Duration,Status,Entities', ...purposes].join('\n') + '\n');
    const run = world.latchkey('import', 'purposes', file);
    assert.equal(run.status, 0, run.stdout + run.stderr);
  };
  rows('On-call,Watch payments,7d,active,GitHub > payments-api > write; GitHub > payments-api > admin',
    'Old one,Not any more,7d,inactive,GitHub > payments-api > write',
    'Reports,Read them,7d,active,Payroll > reports > view');
  await run(world, who, rows);
}, { env: { LATCHKEY_ACCESS_TEMPORARY_ACCESS: 'purpose' } });

// Ann on page 2 with Temporary, wanting to write payments-api.
async function toPurpose(ann) {
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Incident' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
}

async function assigned(ann, mia, omar) {
  await toPurpose(ann);
  await ann.seesModal('granted from Start until Stop');
  await ann.choose({ label: 'Purpose', query: '', option: 'On-call' });
  await ann.seesModal('7 days after the first Start');
  assert.equal((await ann.submit()).result, 'cleared');
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  await ann.seesMessage('*Approved:* the purpose *On-call*');
}

test('a purpose is asked for in the form, reviewed as a whole, and assigned', () => withPurposes(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await toPurpose(ann);
  await ann.seesModal('granted from Start until Stop');
  assert.doesNotMatch(await formText(ann), /In your time zone/);
  assert.equal((await ann.submit()).result, 'required', 'Slack itself asks for the purpose');
  await assert.rejects(ann.choose({ label: 'Purpose', query: '', option: 'Old one' }), 'not active');
  await assert.rejects(ann.choose({ label: 'Purpose', query: '', option: 'Reports' }), 'without what is wanted');
  await ann.choose({ label: 'Purpose', query: 'watch', option: 'On-call' });
  await ann.seesModal('2 access grants');
  assert.equal((await ann.submit()).result, 'cleared');
  const card = await mia.seesMessage('asks for');
  assert.match(card.text, /2 access grants \(1 privileged\) in GitHub/);
  assert.match(JSON.stringify(card.blocks), /for the purpose \*On-call\*, from Start until Stop, at most 7 days/);
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  const told = await ann.seesMessage('*Approved:* the purpose *On-call*');
  assert.match(told.text, /Start it when you need it/);
  await ann.seesMessage('2 approved');
  const all = await omar.messages();
  assert.ok(all.every((message) => !/Please grant/.test(message.text)), 'nothing is granted before Start');
  await ann.openHome();
  await ann.seesHome('Not started. It ends 7 days after its first start');
  await ann.seesHome('2 approved');
}));

test('Start grants and Stop removes, by the holder, as often as wanted until its end', () => withPurposes(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await assigned(ann, mia, omar);
  await ann.openHome();
  await ann.seesHome('My purposes');
  await ann.clickHome('Start');
  await ann.seesModal('asked to grant the access');
  await ann.post('close', { all: true });
  await ann.seesHome('Started, and being granted');
  const first = await omar.seesMessage('Please grant');
  assert.match(JSON.stringify(first.blocks), /until/);
  await clickCard(omar, 'Done');
  await ann.seesMessage('Granted:');
  await ann.openHome();
  await ann.seesHome('Started. Ends');
  await ann.clickHome('Stop');
  await ann.seesModal('asked to remove the access');
  await ann.post('close', { all: true });
  await ann.seesHome('Stopped, and being removed');
  await omar.seesMessage('Please remove');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Ended:');
  await ann.openHome();
  await ann.seesHome('It can be started again until');
  // The message that told of it does the same.
  await clickCard(ann, 'Start');
  await ann.seesModal('asked to grant the access');
  await ann.post('close', { all: true });
  // Not the card of the first start, nor that of the stop.
  await world.until('the card of the second start', async () => {
    const card = await cardWith(omar, 'Done');
    return card && /Please grant/.test(card.text) && card.ts !== first.ts;
  });
  await clickCard(omar, 'Done');
  await ann.seesMessage('Started. Ends');
  await world.advance(8 * day);
  await ann.openHome();
  await ann.seesHome('Stopped, and being removed');
  await world.until('removed twice', async () =>
    (await omar.messages()).filter((message) => /Please remove/.test(message.text)).length >= 1);
  await clickCard(omar, 'Done');
  await ann.seesMessage('This purpose has ended');
  await ann.openHome();
  await world.until('nothing of it in Home', async () =>
    !/My purposes/.test((await ann.seesHome('Request Access')).text));
  await ann.clickHome('Completed');
  await ann.seesHome('2 revoked');
  await ann.clickHome('View');
  const happened = await ann.seesModal('started the purpose, to get 2 access grants');
  assert.match(JSON.stringify(happened), /stopped the purpose, to lose 2 access grants/);
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('no purpose contains all of it: the form says so, and Submit does', () => withPurposes(async (world, who, rows) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  await ann.choose({ label: 'Payroll', check: ['reports · view'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.choose({ label: 'Reason', option: 'Incident' });
  await ann.choose({ label: 'Duration', option: 'Temporary' });
  await ann.seesModal('no purpose contains all of this');
  const refused = await ann.submit();
  assert.match(refused.errors.duration, /No purpose contains all of this/);
  await ann.choose({ label: 'Duration', option: 'Permanent' });
  await world.until('the list is for good', async () => !/no purpose contains/.test(await formText(ann)));
  assert.equal((await ann.submit()).result, 'cleared');
  await mia.seesMessage('asks for');
}));

test('a purpose that an import takes away while the form is open is refused with its reason', () => withPurposes(async (world, who, rows) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  await toPurpose(ann);
  await ann.seesModal('granted from Start until Stop');
  await ann.choose({ label: 'Purpose', query: '', option: 'On-call' });
  await ann.seesModal('7 days after the first Start');
  rows('On-call,Watch payments,7d,inactive,GitHub > payments-api > write');
  const answer = await ann.submit();
  assert.equal(answer.result, 'updated', JSON.stringify(answer));
  assert.match(await formText(ann), /The chosen purpose is not offered for this any more/);
  assert.match(await formText(ann), /no purpose contains all of this/);
  assert.equal((await mia.messages()).filter((message) => /asks for/.test(message.text)).length, 0);
}));

test('a purpose that is approved and never started ends, and its holder is told', () => withPurposes(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await assigned(ann, mia, omar);
  await ann.openHome();
  await ann.seesHome('if it is not started');
  await world.advance(13 * day);
  await ann.openHome();
  await ann.seesHome('Not started');
  await world.advance(day + 3600 * 1000);
  const told = await ann.seesMessage('was not started in time');
  assert.match(told.text, /the purpose \*On-call\*/);
  await ann.seesMessage('2 expired');
  await ann.openHome();
  await world.until('it is gone from Home', async () =>
    !/My purposes/.test((await ann.seesHome('Request Access')).text));
  assert.ok((await omar.messages()).every((message) => !/Please grant/.test(message.text)), 'nothing was granted');
  // It is not pending any more, and can be asked for again.
  await toPurpose(ann);
  await ann.seesModal('granted from Start until Stop');
}));

test('more purposes than a page of Home holds are reached on the next one', () => withPurposes(async (world, who, rows) => {
  const ann = who('ann');
  const policy = path.join(world.folder, 'policy.toml');
  fs.writeFileSync(policy, '[[clause]]\nname = "Purposes"\nwhen.integration = "GitHub"\napprove = true\n');
  const run = world.latchkey('policy', 'import', policy);
  assert.equal(run.status, 0, run.stdout + run.stderr);
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  rows(...numbers.map((n) => `Shift ${n},Keep watch,7d,active,GitHub > service-00${n} > read`));
  for (const n of numbers) {
    await openForm(ann, 'Max Many', 'max');
    await ann.choose({ block_id: (await boxes(ann)).find((box) => box.text === `service-00${n} · read`).block, check: [`service-00${n} · read`] });
    assert.equal((await ann.submit()).result, 'updated');
    await ann.choose({ label: 'Reason', option: 'Incident' });
    await ann.choose({ label: 'Duration', option: 'Temporary' });
    await ann.seesModal('granted from Start until Stop');
    // Typed badly, and found.
    await ann.choose({ label: 'Purpose', query: 'shfit', option: `Shift ${n}` });
    await ann.seesModal('after the first Start');
    assert.equal((await ann.submit()).result, 'cleared');
  }
  await ann.openHome();
  await ann.seesHome('9 purposes · Page 1 of 2');
  const first = (await ann.seesHome('My purposes')).text;
  assert.match(first, /Shift 5/);
  assert.doesNotMatch(first, /Shift 6/);
  await ann.clickHome('Next page', { block_id: 'purposes_pages' });
  await ann.seesHome('9 purposes · Page 2 of 2');
  await ann.seesHome('Shift 9');
  // Started on that page, it stays in sight there.
  await ann.clickHome('Start', { block_id: 'purpose:8' });
  await ann.seesModal('asked to grant the access');
  await ann.post('close', { all: true });
  await ann.seesHome('Started, and being granted');
}));
