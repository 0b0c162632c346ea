// A campaign from its draft to the last removal, as the days pass: a reviewer who is away and has a delegate, one who
// leaves the company, and one who never answers; removals of which some fail. In the end everybody was told everything
// once, and an export says what the database says.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { checkEntry, csv } from './audit_steps.mjs';
import { companyWith } from './company/more.mjs';
import { cardWith, clickCard, told } from './steps.mjs';
import { withWorld } from './world.mjs';

const day = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

const users = 'User ID,Full Name,Work Email,Department,Title,End Date,Manager Work Email,Roles\n';

// Zoe owns an application of her own.
const company = () => companyWith({
  identities: [['ben-crm-id', 'ben-crm', 'ben@example.com', 'Ben Ito', 'app-4', 'CRM', 'IS', 'ben@example.com']],
  entitlements: [['CRM', '', 'edit', 'true', 'ben@example.com', 'ben-crm-id', 'ben-crm', 'Ben Ito', '', '', 'deals', '', '']],
  owners: [['app-4', 'CRM', 'Integration', 'app-4', 'CRM', 'zoe@example.com', '']],
});

// Nobody waits for working hours here.
const env = { LATCHKEY_WORKING_HOURS_FROM: '00:00', LATCHKEY_WORKING_HOURS_TO: '24:00' };

async function review(person, card, { option, reason }) {
  await person.clickMessage(card.ts, 'Review now');
  await person.seesModal('Review access');
  await person.choose({ action_id: 'campaign_verdict', option });
  if (!reason) return;
  await person.seesModal('Reason');
  await person.choose({ action_id: 'comment', text: reason });
  await person.submit();
}

const campaignCard = (person) => person.world.until(`${person.email} has a campaign card`, () => cardWith(person, 'Review now'));
const shown = (world) => JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json')));

// "3-7,9" has 5.
const names = (ranges, item) => ranges.split(',').some((range) => {
  const [first, last = first] = range.split('-').map(Number);
  return first <= item && item <= last;
});

test('a month of one campaign: away, gone, silent, and removals that partly fail', () => withWorld(async (world, who) => {
  const [mia, ben, omar, olga, rita, adam, max, zoe] =
    ['mia', 'ben', 'omar', 'olga', 'rita', 'adam', 'max', 'zoe'].map(who);

  // Olga is away: Max reviews in her place.
  await olga.openHome();
  await olga.seesHome('Delegate');
  await olga.clickHome('Delegate');
  await olga.seesModal('Delegate');
  await olga.choose({ action_id: 'colleague', query: 'max', option: 'Max Many' });
  assert.equal((await olga.submit()).result, 'cleared');

  const started = Date.now() - 60000;
  good(world.latchkey('campaign', 'create', '--name', 'Q1 review', '--owner', 'rita@example.com', '--start', time(started),
    '--end', time(started + 21 * day), ...['payments-api', 'website', 'reports', 'handbook', 'deals'].flatMap((name) => ['--resource', name]),
    '--reviewer', 'integration-owner', '--escalate', 'reassign', '--escalate-before', '2d'));
  assert.equal(shown(world).state, 'draft');
  assert.equal((await omar.messages()).length, 0, 'of a draft nobody hears');
  good(world.latchkey('campaign', 'publish', '1'));
  const published = shown(world);
  assert.equal(published.items, 7);
  assert.deepEqual(Object.fromEntries(published.by_reviewer.map((one) => [one.reviewer.email, one.items])),
    { 'omar@example.com': 4, 'max@example.com': 1, 'adam@example.com': 1, 'zoe@example.com': 1 });

  // Day 0: each has one card; Adam removes, Max keeps.
  for (const person of [omar, max, adam, zoe]) await campaignCard(person);
  assert.match(JSON.stringify((await campaignCard(max)).blocks), /in place of/);
  await review(adam, await campaignCard(adam), { option: 'Remove …', reason: 'Wiki is closed' });
  await adam.seesModal('1 of 1 reviewed');
  await review(max, await campaignCard(max), { option: 'Keep' });
  await max.seesModal('1 of 1 reviewed');

  // Day 3: Zoe leaves; what she had goes to the risk managers, and her card loses its buttons.
  await world.advance(3 * day);
  const left = path.join(world.folder, 'left.csv');
  fs.writeFileSync(left, `${users}E12,Zoe O'Hara,zoe@example.com,Product,Intern,2020-01-31,dan@example.com,\n`);
  good(await world.command('import', 'users', left));
  const ritas = await campaignCard(rita);
  assert.match(JSON.stringify(ritas.blocks), /has left the company/);
  await world.until('the card of who left has no live button', async () => !(await cardWith(zoe, 'Review now')));

  // Day 7: whoever is not done is reminded.
  await world.advance(4 * day);
  for (const person of [omar, rita]) await person.seesMessage('Reminder:*');
  await review(rita, ritas, { option: 'Remove …', reason: 'Nobody knows why' });
  await rita.seesModal('1 of 1 reviewed');
  // Day 14, and three days before the end.
  for (const [days, times] of [[7, 2], [4, 3]]) {
    await world.advance(days * day);
    await world.until(`Omar is reminded ${times} times`, async () => (await told(omar, /Reminder/)) === times);
  }
  // Two days before the end: what Omar has not answered is Mia's, his manager's.
  await world.advance(day);
  const mias = await campaignCard(mia);
  assert.match(JSON.stringify(mias.blocks), /did not review 4 access grants in time/);
  await world.until('the old card names the successor', async () =>
    !(await cardWith(omar, 'Review now')) && /Mia|U0/.test(JSON.stringify((await omar.messages())[0].blocks)));
  assert.equal(shown(world).by_reviewer.find((one) => one.reviewer.email === 'mia@example.com').items, 4);
  // One day before it.
  await world.advance(day);
  await mia.seesMessage('Reminder:*');
  assert.equal((await omar.messages()).length, 4, 'who has handed over is not reminded');
  await world.until('and what reminded them is settled', async () => (await told(omar, /Settled/)) === 3);

  // The end: overdue, to Mia and to the owner; it is still reviewed.
  await world.advance(day);
  await mia.seesMessage('Overdue:*');
  await rita.seesMessage('Overdue:*');
  assert.equal(shown(world).state, 'overdue');
  await world.advance(61000);
  await mia.clickMessage(mias.ts, 'Review now');
  await mia.seesModal('payments-api');
  for (let left = 4; left > 0; left--) {
    const [modal] = (await mia.modals()).slice(-1);
    const open = modal.view.blocks.filter((block) => block.accessory?.action_id === 'campaign_verdict')[4 - left];
    const remove = /payments-api/.test(JSON.stringify(open));
    await mia.choose({ action_id: 'campaign_verdict', block_id: open.block_id, option: remove ? 'Remove …' : 'Keep' });
    if (remove) {
      await mia.seesModal('Reason');
      await mia.choose({ action_id: 'comment', text: 'Moved to another team' });
      await mia.submit();
    }
    await mia.seesModal(`${5 - left} of 4 reviewed`);
  }

  // Only a risk manager or an operator ends it, and sees before what would be removed.
  const asked = world.latchkey('campaign', 'complete', '1');
  assert.equal(asked.status, 1, 'without a terminal and --yes nothing is done');
  assert.match(asked.stdout, /removes 4 access grants of 1 person\.\n[^]*2 {2}GitHub · payments-api/);
  assert.equal(shown(world).state, 'overdue');
  assert.match(good(world.latchkey('campaign', 'complete', '1', '--yes')), /completed\. 4 access grants are being removed/);
  const adamHas = (cards) => world.until(`Adam has ${cards} to do`, async () =>
    (await adam.messages()).filter((message) => JSON.stringify(message.blocks).includes('"Done"')).length === cards);
  await adamHas(2);
  await clickCard(omar, 'Could not');
  await omar.seesModal('You could not remove');
  await omar.choose({ action_id: 'comment', text: 'The repository is locked' });
  await omar.submit();
  assert.equal(await told(rita, /de-provisioned/), 0, 'the owner hears of it when all of it has ended');
  await clickCard(adam, 'Done');
  await adamHas(1);
  await clickCard(adam, 'Done');
  await rita.seesMessage('partly de-provisioned');
  assert.deepEqual(shown(world).removals, { removed: 2, failed: 2, under_way: 0, not_held_any_more: 0 });

  // Everything that was to be told was told, once.
  await world.advance(61000);
  for (const person of [mia, omar, max, adam, rita]) await person.seesMessage('was *completed* by');
  await world.until('an empty outbox', async () => (await world.metric('latchkey_outbox_waiting')) === 0);
  const outcome = (await rita.messages()).find((message) => message.text.includes('partly de-provisioned'));
  const outcomeText = JSON.stringify(outcome.blocks);
  for (const part of ['payments-api · write', 'payments-api · admin', 'The repository is locked', 'handbook · edit', 'deals · edit'])
    assert.ok(outcomeText.includes(part), `the outcome says ${part}: ${outcomeText}`);
  const completed = 'The access review *Q1 review* is completed.';
  const settled = '*Settled:* nothing of this waits for you any more.';
  const ended = /^The access review \*Q1 review\* was \*completed\* by \S+ \(command line\)\.$/;
  const expected = {
    mia: [`${completed} 4 of 4 reviewed, 2 to keep, 2 to remove.`, settled, settled, 'ended'],
    ben: ['*Removed:* You do not have *CRM · deals · edit* any more.', '*Removed:* You do not have *Wiki · handbook · edit* any more.'],
    omar: [completed, settled, settled, settled, 'could not', 'failed', 'ended'],
    olga: [],
    rita: [`${completed} 1 of 1 reviewed, 1 to remove.`, settled, settled, 'ended',
      'The access review *Q1 review* is completed: *partly de-provisioned*, 2 of 4 access grants removed and 2 not.'],
    adam: [`${completed} 1 of 1 reviewed, 1 to remove.`, 'done', 'done', 'ended'],
    max: [`${completed} 1 of 1 reviewed, 1 to keep.`, 'ended'],
    zoe: [completed],
  };
  const texts = async (name) => (await who(name).messages()).map(({ text }) =>
    (ended.test(text) ? 'ended' : /^\*Could not:\*/.test(text) ? 'could not' : /^\*Failed:\*/.test(text) ? 'failed' : /^\*Done:\*/.test(text) ? 'done' : text)).sort();
  for (const [name, messages] of Object.entries(expected)) {
    let seen;
    await world.until(`${name} has read what they should`, async () => {
      seen = await texts(name);
      return JSON.stringify(seen) === JSON.stringify([...messages].sort());
    }).catch(() => assert.deepEqual(seen, [...messages].sort(), name));
    assert.equal(await cardWith(who(name), 'Review now'), undefined, `${name} has no live button`);
  }

  // The exports say what the database says.
  const lines = good(world.latchkey('audit', 'export', '--campaign', '1', '--format', 'jsonl')).trim().split('\n').map((line) => JSON.parse(line));
  const decisions = lines.filter((line) => line.type === 'decision');
  assert.deepEqual(decisions.map((one) => [one.resource, one.privilege, one.decision, one.removal, one.reviewer]).sort(), [
    ['deals', 'edit', 'remove', 'revoked', 'rita@example.com'],
    ['handbook', 'edit', 'remove', 'revoked', 'adam@example.com'],
    ['payments-api', 'admin', 'remove', 'failed', 'mia@example.com'],
    ['payments-api', 'write', 'remove', 'failed', 'mia@example.com'],
    ['reports', 'view', 'keep', '', 'max@example.com'],
    ['website', 'read', 'keep', '', 'mia@example.com'],
    ['website', 'read', 'keep', '', 'mia@example.com']]);
  for (const one of decisions) {
    assert.deepEqual([typeof one.item, typeof one.level, typeof one.privileged], ['number', 'number', 'boolean']);
    assert.equal(one.proof.act, 'campaign.reviewed');
    assert.equal(one.proof.values.find((value) => value.name === 'after').value, one.decision);
    checkEntry(one.proof);
    assert.ok(names(one.proof.values.find((value) => value.name === 'items').value, one.item), 'the act names the item');
  }
  assert.deepEqual(lines.filter((line) => line.type === 'act').map((line) => line.act).filter((act) => act.startsWith('campaign.') && act !== 'campaign.reviewed'),
    ['campaign.created', 'campaign.published', 'campaign.reviewer_replaced', 'campaign.escalated', 'campaign.overdue', 'campaign.completed', 'campaign.deprovisioned']);
  const [header, ...rows] = csv(good(world.latchkey('audit', 'export', '--campaign', '1', '--format', 'csv')));
  const cell = (row, name) => row[header.indexOf(name)];
  assert.deepEqual(rows.filter((row) => cell(row, 'type') === 'decision').map((row) => ['item', 'decision', 'reason', 'hash'].map((name) => cell(row, name))),
    decisions.map((one) => [String(one.item), one.decision, one.reason, one.proof.hash]));
  const html = good(world.latchkey('audit', 'export', '--campaign', '1', '--format', 'report'));
  for (const part of ['Access review 1: Q1 review', 'The repository is locked', 'Wiki is closed', 'no entry is altered or missing'])
    assert.ok(html.includes(part), `the report says ${part}`);
  good(world.latchkey('audit', 'verify'));
}, { company: company(), env }));
