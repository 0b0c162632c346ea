// Several reviews at once: what is decided is what was shown, whatever another window or a colleague did meanwhile.
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

const create = (world, ...words) => world.latchkey('campaign', 'create', '--name', 'Q1', '--owner', 'rita@example.com',
  '--start', time(Date.now() - 60000), '--end', time(Date.now() + 21 * days), ...words);
const kept = (world) => JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json'))).by_reviewer
  .find((row) => row.reviewer.email === 'mia@example.com').kept;

async function reviewing(world, mia) {
  good(create(world, '--reviewer', 'manager'));
  good(world.latchkey('campaign', 'publish', '1'));
  const card = await mia.seesMessage('Access review *Q1*');
  await mia.clickMessage(card.ts, 'Review now');
  await mia.seesModal('Keep or remove');
  return card;
}

const topView = async (person) => (await person.modals()).at(-1).view;
const bulk = (view, value) => {
  for (const block of view.blocks) {
    const list = (block.elements ?? []).find((element) => element.action_id === 'campaign_bulk');
    const option = list?.options.find((one) => one.value === value);
    if (option) return { type: 'static_select', action_id: 'campaign_bulk', block_id: block.block_id, selected_option: option };
  }
  throw new Error(`no ${value} in the list`);
};
// The click that a window sends which still shows `view`.
const mia_id = 'U0E1';
const clickIn = (world, view, action, n) => world.call('POST', '/control/deliver', {
  kind: 'interactivity',
  payload: {
    type: 'block_actions', user: { id: mia_id, team_id: 'T0E2E' }, team: { id: 'T0E2E', domain: 'e2e' },
    api_app_id: 'A0E2E', trigger_id: `1.2.${n}`, is_enterprise_install: false, enterprise: null,
    container: { type: 'view', view_id: view.id }, view, actions: [{ action_ts: `${Date.now() / 1000 + n}`, ...action }],
  },
});

test('a double press on Keep all on this page keeps the page that was shown, and no other', () => withWorld(async (world, who) => {
  const mia = who('mia');
  await reviewing(world, mia);
  await mia.choose({ action_id: 'campaign_show', option: 'Not reviewed yet' });
  await mia.seesModal('of 9');
  const view = await topView(mia);
  const press = bulk(view, 'keep_page');
  await Promise.all([clickIn(world, view, press, 1), clickIn(world, view, press, 2)]);
  await mia.seesModal('Nothing was done');
  assert.equal(kept(world), 15);
  good(world.latchkey('audit', 'verify'));
}));

test('a window that shows one person does not keep what another window shows', () => withWorld(async (world, who) => {
  const mia = who('mia');
  const card = await reviewing(world, mia);
  await mia.choose({ action_id: 'campaign_narrow', query: 'max', option: 'Max Many' });
  await mia.seesModal('of *Max Many*');
  const narrow = await topView(mia);
  await mia.clickMessage(card.ts, 'Review now');
  await mia.choose({ action_id: 'campaign_narrow', query: 'every', option: 'Everyone and everything' });
  await mia.seesModal('126 access grants');
  await clickIn(world, narrow, bulk(narrow, 'keep_shown'), 1);
  assert.equal(kept(world), 0);
  good(world.latchkey('audit', 'verify'));
}));

test('a removal of many is of those that the form has counted', () => withWorld(async (world, who) => {
  const mia = who('mia');
  await reviewing(world, mia);
  const list = await topView(mia);
  await mia.choose({ action_id: 'campaign_bulk', option: 'Remove all on this page …' });
  await mia.seesModal('15 access grants');
  await mia.choose({ action_id: 'comment', text: 'Not needed' });
  // Meanwhile one of them is kept, in the list of another window.
  const row = list.blocks.find((block) => block.accessory?.action_id === 'campaign_verdict');
  const keep = row.accessory.options.find((option) => option.value === 'keep');
  await clickIn(world, list, { type: 'static_select', action_id: 'campaign_verdict', block_id: row.block_id, selected_option: keep }, 1);
  assert.equal(kept(world), 1);
  await mia.submit();
  await mia.seesModal('Nothing was done');
  const stands = JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json')));
  assert.deepEqual([stands.by_reviewer.find((line) => line.reviewer.email === 'mia@example.com').kept, stands.removed], [1, 0]);
  good(world.latchkey('audit', 'verify'));
}));

test('what stays when reviews are reassigned from the card is said', () => withWorld(async (world, who) => {
  const mia = who('mia');
  good(create(world, '--reviewer', 'manager'));
  good(world.latchkey('campaign', 'publish', '1'));
  const card = await mia.seesMessage('Access review *Q1*');
  await mia.clickMessage(card.ts, 'Reassign');
  await mia.seesModal('Colleague');
  await mia.choose({ label: 'Colleague', query: 'ben', option: 'Ben Ito' });
  await mia.submit();
  await mia.seesModal('stay with you: your colleague may not review them');
}));

test('a campaign of what nobody has is refused, and one that is out of date is not published', () => withWorld(async (world) => {
  const refused = create(world, '--resource', 'nosuch', '--department', 'Nowhere', '--title', 'Nobody');
  assert.equal(refused.status, 1);
  for (const name of ['"nosuch"', '"Nowhere"', '"Nobody"']) assert.match(refused.stderr, new RegExp(name));
  good(create(world));
  const users = path.join(world.folder, 'owner.csv');
  fs.writeFileSync(users, 'Work Email,Full Name,Roles\nrita@example.com,Rita Gómez,\n');
  good(world.latchkey('import', 'users', users));
  const late = world.latchkey('campaign', 'publish', '1');
  assert.equal(late.status, 1);
  assert.match(late.stderr, /rita@example.com is no active risk manager/);
  assert.equal(JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json'))).state, 'draft');
}));
