// The names by which things are told apart: grants of several projects and kinds, and applications that /access may mean.
import test from 'node:test';
import assert from 'node:assert/strict';
import { companyWith } from './company/more.mjs';
import { withWorld } from './world.mjs';
import { clickCard, openForm } from './steps.mjs';
import { boxes, formText, openCustom } from './form_steps.mjs';

// A row of entitlements.csv: Ben holds it in GitHub.
const inProject = (project, resource, type, privilege) =>
  ['GitHub', project, privilege, 'true', 'ben@example.com', 'ben-gh-id', 'ben-gh', 'ben', '', '', resource, type, ''];
const alike = () => companyWith({ entitlements: [
  inProject('prod', 'orders-db', 'database', 'admin'), inProject('sandbox', 'orders-db', 'database', 'admin'),
  inProject('', 'billing', 'repository', 'read'), inProject('', 'billing', 'team', 'read'),
  inProject('prod', '', '', 'view')] });
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

const command = async (person, text) => JSON.stringify((await person.post('command', { command: '/access', text })).shown ?? '');

test('grants of one name in two projects, or of two kinds, are told apart from the form to the task', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  const texts = (await boxes(ann)).map((box) => box.text);
  assert.equal(new Set(texts).size, texts.length, texts.join(', '));
  for (const text of ['prod/orders-db · admin', 'sandbox/orders-db · admin', 'billing (repository) · read', 'billing (team) · read',
    'project prod · view', 'payments-api · write']) assert.ok(texts.includes(text), `${text} in ${texts.join(', ')}`);
  await ann.choose({ label: 'GitHub', check: ['sandbox/orders-db · admin', 'billing (team) · read'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Who decides');
  assert.match(await formText(ann), /sandbox\/orders-db · admin/);
  assert.match(await formText(ann), /billing \(team\) · read/);
  await ann.choose({ label: 'Reason', option: 'Audit' });
  assert.equal((await ann.submit()).result, 'cleared');
  const names = (message) => {
    assert.match(JSON.stringify(message), /sandbox\/orders-db · admin/);
    assert.match(JSON.stringify(message), /billing \(team\) · read/);
    assert.doesNotMatch(JSON.stringify(message), /prod\/orders-db|repository/);
  };
  names(await mia.seesMessage('asks for'));
  names(await ann.seesMessage('2 pending'));
  await ann.openHome();
  await ann.seesHome('My requests');
  await clickCard(mia, 'Review items');
  await mia.seesModal('sandbox/orders-db · admin');
  await mia.post('close', { all: true });
  await clickCard(mia, 'Approve');
  await clickCard(omar, 'Approve');
  names(await omar.seesMessage('Please grant'));
  await clickCard(omar, 'Done');
  names(await ann.seesMessage('Granted:'));
  // What is pending, and what can be found, is named the same way.
  await openCustom(ann);
  const found = async (query) => (await ann.post('suggest', { action_id: 'find_access', query })).options.map((option) => option.text.text);
  assert.deepEqual(await found('orders prod'), ['prod/orders-db · admin']);
  assert.deepEqual(await found('billing read'), ['billing (repository) · read']);
  const shown = world.latchkey('request', 'show', '1');
  assert.match(shown.stdout, /sandbox\/orders-db · admin/);
}, { company: alike() }));

test('a campaign names the grants of two projects apart, for its reviewer and in what it exports', () => withWorld(async (world, who) => {
  const mia = who('mia');
  const good = (run) => {
    assert.equal(run.status, 0, run.stdout + run.stderr);
    return run.stdout;
  };
  const id = good(world.latchkey('campaign', 'create', '--name', 'Databases', '--owner', 'rita@example.com', '--resource', 'orders-db',
    '--start', time(Date.now() - 60000), '--end', time(Date.now() + 21 * 24 * 3600 * 1000))).trim();
  good(world.latchkey('campaign', 'publish', id));
  const card = await mia.seesMessage('Access review *Databases*');
  await mia.clickMessage(card.ts, 'Review now');
  await mia.seesModal('prod/orders-db · admin');
  await mia.seesModal('sandbox/orders-db · admin');
  const csv = good(world.latchkey('audit', 'export', '--format', 'csv', '--campaign', id));
  assert.match(csv, /"GitHub","prod","database","orders-db","admin"/);
  assert.match(csv, /"GitHub","sandbox","database","orders-db","admin"/);
}, { company: alike() }));

test('/access names all applications that may be meant, and reads accents as they are typed', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await ann.openHome();
  await ann.seesHome('Request Access');
  const several = await command(ann, 'git');
  assert.match(several, /Several applications have git in their names.*GitHub.*GitLab.*Type more of the name/);
  assert.doesNotMatch(several, /Payroll/);
  assert.equal((await ann.modals()).length, 0, 'no form was opened');
  assert.equal(await command(ann, 'cafe'), '""');
  await ann.seesModal('Access in Café');
  assert.doesNotMatch(await formText(ann), /GitHub/);
}, { company: companyWith({ identities: [
  ['lab-id', 'ann-lab', 'ann@example.com', 'Ann Lee', 'app-9', 'GitLab', 'IS', 'ann@example.com'],
  ['caf-id', 'ann-caf', 'ann@example.com', 'Ann Lee', 'app-8', 'Café', 'IS', 'ann@example.com'],
  ['cafeteria-id', 'ann-cafeteria', 'ann@example.com', 'Ann Lee', 'app-7', 'Cafeteria', 'IS', 'ann@example.com']] }) }));
