// Campaigns as a risk manager runs them in Slack: the draft, what is refused and where, publishing,
// progress, reminding, aborting; and those that recur.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';

const days = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
const inSeconds = (ms) => Math.floor(ms / 1000);

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

const show = (world, id) => JSON.parse(good(world.latchkey('campaign', 'show', String(id), '--json')));

async function newCampaign(rita) {
  await rita.openHome();
  await rita.seesHome('Campaigns');
  await rita.clickHome('New campaign');
  await rita.seesModal('New campaign');
}

test('a risk manager makes a campaign in Slack, publishes it, sees how far it is, and reminds', () => withWorld(async (world, who) => {
  const [rita, mia] = ['rita', 'mia'].map(who);
  await newCampaign(rita);
  assert.equal((await rita.submit()).result, 'required');
  await rita.choose({ label: 'Name', text: 'Q1 review' });
  await rita.choose({ label: 'Start', datetime: inSeconds(Date.now() - 60000) });
  await rita.choose({ label: 'End', datetime: inSeconds(Date.now() - 2 * days) });
  await rita.choose({ label: 'How long before the end', text: 'soon' });
  await rita.choose({ label: 'Rule', text: 'FREQ=MONTHLY' });
  const refused = await rita.submit();
  assert.equal(refused.result, 'errors');
  assert.deepEqual(Object.keys(refused.errors).sort(), ['campaign_ends', 'campaign_late_before', 'campaign_rule']);
  await rita.choose({ label: 'End', datetime: inSeconds(Date.now() + 21 * days) });
  await rita.choose({ label: 'How long before the end', text: '36h' });
  await rita.choose({ label: 'Rule', text: 'FREQ=SOMETIMES' });
  await rita.choose({ label: 'Recurs', option: 'By the rule below' });
  assert.deepEqual(Object.keys((await rita.submit()).errors), ['campaign_rule']);
  await rita.choose({ label: 'Rule', text: 'freq=monthly;bymonthday=1' });
  await rita.choose({ label: 'Applications', query: 'wik', options: ['Wiki'] });
  await rita.choose({ label: 'Job titles', query: 'eng', options: ['Engineer'] });
  await rita.choose({ label: 'Reviewers', query: 'mana', option: 'Manager of whoever holds it' });
  await rita.choose({ label: 'Late reviewers', option: 'Their managers get the reviews' });
  assert.equal((await rita.submit()).result, 'updated');
  await rita.seesModal('The draft is saved');
  let stored = show(world, 1);
  assert.equal(stored.state, 'draft');
  assert.equal(stored.owner.email, 'rita@example.com');
  assert.deepEqual(stored.scope, { integrations: ['Wiki'], resources: [], departments: [], titles: ['Engineer'], privileged_only: false });
  assert.deepEqual(stored.levels, ['manager']);
  assert.equal(stored.escalate, 'reassign');
  assert.equal(stored.escalate_before_seconds, 36 * 3600);
  assert.equal(stored.recurrence, 'FREQ=MONTHLY;BYMONTHDAY=1');

  // Edited: what is not touched stays.
  await rita.clickModal('Edit');
  await rita.seesModal('Edit campaign');
  await rita.choose({ label: 'Name', text: 'Wiki review' });
  await rita.choose({ label: 'Job titles', clear: true });
  await rita.choose({ label: 'Rule', clear: true, text: '' });
  await rita.choose({ label: 'Recurs', option: 'Once' });
  await rita.submit();
  await rita.seesModal('The draft is changed');
  stored = show(world, 1);
  assert.deepEqual([stored.name, stored.recurrence], ['Wiki review', '']);
  assert.deepEqual(stored.scope, { integrations: ['Wiki'], resources: [], departments: [], titles: [], privileged_only: false });
  assert.equal(stored.escalate_before_seconds, 36 * 3600);

  await rita.clickModal('Publish', { confirm: true });
  await rita.seesModal('Its reviews are being made');
  await world.until('it is published', () => show(world, 1).state === 'in_progress');
  const card = await mia.seesMessage('Access review *Wiki review*');
  await rita.clickModal('Refresh');
  await rita.seesModal('0 of 1 reviewed');
  await rita.choose({ action_id: 'campaign_parts', option: 'By reviewer' });
  await rita.seesModal('Mia Novak');
  await rita.clickModal('Remind');
  await rita.seesModal('Reminded.');
  const prompt = await mia.seesMessage('reminds you of the access review *Wiki review*');
  await rita.clickModal('Remind');
  await rita.seesModal('not again within an hour');

  // The reviewer goes on from the reminder; the risk manager sees it.
  await mia.clickMessage(prompt.ts, 'Review now');
  await mia.seesModal('handbook');
  await mia.choose({ action_id: 'campaign_verdict', option: 'Keep' });
  await mia.seesModal('*To keep*');
  await rita.choose({ action_id: 'campaign_parts', option: 'By application' });
  await rita.clickModal('Refresh');
  await rita.seesModal('1 of 1 reviewed');
  assert.equal((await mia.messages()).filter((one) => one.text.includes('reminds you')).length, 1);
  assert.ok(card.ts);

  await rita.clickModal('Abort …');
  await rita.seesModal('cannot be taken back');
  assert.equal((await rita.submit()).result, 'required');
  await rita.choose({ label: 'Reason', text: 'Wrong quarter' });
  await rita.submit();
  await rita.seesModal('It is aborted');
  assert.equal(show(world, 1).state, 'aborted');
  assert.equal(show(world, 1).end_reason, 'Wrong quarter');
  await rita.openHome();
  await rita.clickHome('All campaigns');
  await rita.seesModal('Aborted');
  good(world.latchkey('audit', 'verify'));
}));

test('who is no risk manager any more can do nothing with what is still on their screen', () => withWorld(async (world, who) => {
  const rita = who('rita');
  const id = good(world.latchkey('campaign', 'create', '--name', 'Q1', '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 21 * days))).trim();
  await rita.openHome();
  await rita.seesHome('New campaign');
  await rita.clickHome('Manage');
  await rita.seesModal('Publish');
  const file = path.join(world.folder, 'users.csv');
  fs.writeFileSync(file, 'Work Email,Full Name,Title,Roles\nrita@example.com,Rita Gómez,Engineer,\nadam@example.com,Adam Okafor,IT Administrator,"administrator, risk manager"\n');
  good(world.latchkey('import', 'users', file));
  await rita.clickModal('Publish', { confirm: true });
  await rita.seesModal('Only risk managers may do this');
  assert.equal(show(world, id).state, 'draft');
  assert.equal(show(world, id).publishing, false);
}));

test('a recurring campaign makes its next one by itself, once, whatever happens meanwhile', () => withWorld(async (world, who) => {
  const mia = who('mia');
  const wrong = world.latchkey('campaign', 'create', '--name', 'Weekly', '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 3 * days), '--recurrence', 'FREQ=OFTEN');
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /FREQ=DAILY, WEEKLY, MONTHLY or YEARLY/);
  const id = good(world.latchkey('campaign', 'create', '--name', 'Weekly', '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 3 * days), '--integration', 'Payroll', '--recurrence', 'FREQ=WEEKLY')).trim();
  good(world.latchkey('campaign', 'publish', id));
  await mia.seesMessage('Access review *Weekly*');
  const list = () => JSON.parse(good(world.latchkey('campaign', 'list', '--json')));
  await world.advance(7 * days);
  await world.until('the next one runs', () => list().some((one) => one.copy_of === 1 && one.state === 'in_progress'));
  // Three weeks of downtime: one campaign.
  await world.kill();
  await world.advance(22 * days);
  await world.startDaemon();
  await world.until('one more runs', () => list().some((one) => one.copy_of === 2 && one.state === 'in_progress'));
  assert.deepEqual(list().map((one) => [one.id, one.copy_of, one.recurrence]),
    [[3, 2, 'FREQ=WEEKLY'], [2, 1, 'FREQ=WEEKLY'], [1, null, 'FREQ=WEEKLY']]);
  // A card that was on its way at the kill is posted again only when it cannot come any more.
  await world.advance(61_000);
  await world.until('a card of each', async () =>
    (await mia.messages()).filter((one) => one.text.includes('Access review *Weekly*')).length >= 3);
  assert.match(good(world.latchkey('campaign', 'list')), /every week/);
  good(world.latchkey('audit', 'verify'));
}));
