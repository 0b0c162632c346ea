// A risk manager completes a campaign in Slack: sees what would be removed, is shown it anew when that
// has changed, and then how the removals go.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';

const days = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

const show = (world, id) => JSON.parse(good(world.latchkey('campaign', 'show', String(id), '--json')));

// Published, reviewed by managers: Mia for Ann and Ben.
async function published(world, name, ...resources) {
  const id = good(world.latchkey('campaign', 'create', '--name', name, '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 21 * days), '--reviewer', 'manager', ...resources.flatMap((one) => ['--resource', one]))).trim();
  good(world.latchkey('campaign', 'publish', id));
  await world.until('it is published', () => show(world, id).state === 'in_progress');
  return id;
}

// Mia, with Review now open, says so of the first that speaks of `what` and of which she has said nothing.
async function say(mia, what, option, reviewed) {
  const [modal] = (await mia.modals()).slice(-1);
  const row = modal.view.blocks.find((block) => block.accessory?.action_id === 'campaign_verdict' &&
    block.text.text.includes(what) && !/\*To (keep|remove)/.test(block.text.text));
  await mia.choose({ action_id: 'campaign_verdict', block_id: row.block_id, option });
  if (option !== 'Keep') {
    await mia.seesModal('Reason');
    await mia.choose({ action_id: 'comment', text: 'Moved to another team' });
    await mia.submit();
  }
  await mia.seesModal(reviewed);
}

async function openPage(rita, id, name) {
  await rita.openHome();
  await rita.seesHome(name);
  await rita.clickHome('Manage', { block_id: `managed:${id}` });
  await rita.seesModal('Complete …');
}

async function clickCard(person, button) {
  const card = (await person.messages()).find((message) => JSON.stringify(message.blocks).includes(`"${button}"`));
  await person.clickMessage(card.ts, button);
}

test('a risk manager completes a campaign in Slack: what is shown is what is removed', () => withWorld(async (world, who) => {
  const [rita, mia, adam, olga, ben] = ['rita', 'mia', 'adam', 'olga', 'ben'].map(who);
  const id = await published(world, 'Q1 review', 'website', 'handbook', 'reports');
  const card = await mia.seesMessage('Access review *Q1 review*');
  await mia.clickMessage(card.ts, 'Review now');
  await mia.seesModal('handbook');
  await say(mia, 'handbook', 'Remove …', '1 of 4 reviewed');
  await say(mia, 'website', 'Keep', '2 of 4 reviewed');

  await openPage(rita, id, 'Q1 review');
  await rita.clickModal('Complete …');
  await rita.seesModal('1 access grant of 1 person* is removed.');
  await rita.seesModal('1 access grant is kept.');
  await rita.seesModal('2 access grants* were not reviewed: nobody loses them');
  await rita.seesModal('*Wiki*: 1 to remove, 0 to keep');
  await rita.seesModal('Of 2 other resources nothing is removed.');
  // Mia goes on meanwhile: what was shown is not what would be removed any more.
  await say(mia, 'reports', 'Remove …', '3 of 4 reviewed');
  assert.equal((await rita.submit()).result, 'updated');
  await rita.seesModal('*Not completed yet:* what is removed has changed');
  await rita.seesModal('2 access grants of 1 person* are removed.');
  await rita.seesModal('*Payroll*: 1 to remove');
  assert.equal(show(world, id).state, 'in_progress');
  // What is kept in between takes nothing away: it is completed as shown.
  await say(mia, 'website', 'Keep', '4 of 4 reviewed');
  await rita.submit();
  await rita.seesModal('It is completed: 2 access grants are being removed.');
  assert.equal(show(world, id).state, 'completed');
  await rita.clickModal('Refresh');
  await rita.seesModal('*Removals:* 2 being removed.');

  // Payroll's owner has one to do, an administrator the one of Wiki, which has none.
  const toDo = async (person) =>
    (await person.messages()).filter((message) => JSON.stringify(message.blocks).includes('"Done"')).length;
  for (const person of [adam, olga]) await world.until('there is one to do', async () => (await toDo(person)) === 1);
  await clickCard(adam, 'Done');
  await world.until('one is done', async () => (await toDo(adam)) === 0);
  await rita.clickModal('Refresh');
  await rita.seesModal('*Removals:* 1 removed, 1 being removed.');
  await clickCard(olga, 'Done');
  await rita.seesMessage('*all de-provisioned*, 2 access grants');
  await rita.clickModal('Refresh');
  await rita.seesModal('*Removals:* 2 removed.');
  await ben.seesMessage('You do not have *Wiki · handbook · edit* any more.');
  await world.advance(61000);
  await mia.seesMessage('was *completed* by');
  const modal = JSON.stringify((await rita.modals()).slice(-1)[0].view);
  assert.doesNotMatch(modal, /Complete …|Abort …/);
  assert.deepEqual(show(world, id).removals, { removed: 2, failed: 0, under_way: 0, not_held_any_more: 0 });
  good(world.latchkey('audit', 'verify'));
}));

test('a preview completes nothing that has ended, and nothing for who is no risk manager any more', () => withWorld(async (world, who) => {
  const rita = who('rita');
  const aborted = await published(world, 'Q1 review', 'handbook');
  await openPage(rita, aborted, 'Q1 review');
  await rita.clickModal('Complete …');
  await rita.seesModal('*Nothing is removed.*');
  good(world.latchkey('campaign', 'abort', aborted, '--reason', 'A slip'));
  await rita.submit();
  await rita.seesModal('It had ended before: nothing was changed.');
  assert.equal(show(world, aborted).state, 'aborted');

  // With nothing to remove its owner hears once, and of both.
  const empty = await published(world, 'Q2 review', 'handbook');
  await openPage(rita, empty, 'Q2 review');
  await rita.clickModal('Complete …');
  await rita.seesModal('Complete *Q2 review*');
  await rita.submit();
  await rita.seesModal('It is completed: nothing was to be removed.');
  assert.equal(show(world, empty).state, 'completed');
  await rita.seesMessage('*Q2 review* was *completed* by');
  await world.advance(61000);  // cards are edited at most once a minute
  await world.until('an empty outbox', async () => (await world.metric('latchkey_outbox_waiting')) === 0);
  const heard = (await rita.messages()).map((message) => message.text).filter((text) => text.includes('Q2 review'));
  assert.equal(heard.length, 1, heard.join('\n'));
  assert.match(heard[0], /was \*completed\* by .*: nothing was to be removed\.$/);

  const last = await published(world, 'Q3 review', 'handbook');
  await openPage(rita, last, 'Q3 review');
  await rita.clickModal('Complete …');
  await rita.seesModal('Complete *Q3 review*');
  const file = path.join(world.folder, 'users.csv');
  fs.writeFileSync(file, 'Work Email,Full Name,Title,Roles\nrita@example.com,Rita Gómez,Engineer,\nadam@example.com,Adam Okafor,IT Administrator,"administrator, risk manager"\n');
  good(world.latchkey('import', 'users', file));
  await rita.submit();
  await rita.seesModal('Only risk managers may do this');
  assert.equal(show(world, last).state, 'in_progress');
  good(world.latchkey('audit', 'verify'));
}));
