// Policies as an operator imports them and people meet them: approved at once, denied with a sentence, two of
// three, a level passed over, a yes that needs a word of why; and the commands that check and replay.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, sendForm } from './steps.mjs';

const textOf = async (person) => (await person.messages()).map((message) => JSON.stringify(message)).join('\n');

// Writes a policy beside the database; the file.
function policyFile(world, text, name = 'access.toml') {
  const file = path.join(world.folder, name);
  fs.writeFileSync(file, text);
  return file;
}

function importPolicy(world, text) {
  const run = world.latchkey('policy', 'import', policyFile(world, text));
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
  return run.stdout;
}

// Ann asks for what Ben has; `boxes` by application.
async function ask(ann, boxes, reason) {
  await openForm(ann, 'Ben Ito', 'ben');
  for (const [label, check] of Object.entries(boxes)) await ann.choose({ label, check });
  return await sendForm(ann, reason);
}

const write = { GitHub: ['payments-api · write'] };

test('what a clause approves goes straight to be carried out, as the form has said', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  importPolicy(world, `
[[clause]]
name = "Engineers write code"
when = { integration = "github", beneficiary.title = "engineer" }
approve = true
`);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Approved at once by the policy');
  await ann.choose({ label: 'Reason', option: 'New project' });
  assert.equal((await ann.submit()).result, 'cleared');
  await omar.seesMessage('Please grant');
  assert.deepEqual(await mia.messages(), [], 'the manager is not asked');
  await clickCard(omar, 'Done');
  await ann.seesMessage('Granted:');
  const trail = world.latchkey('audit', 'verify');
  assert.equal(trail.status, 0);
}));

test('what a clause denies ends at once, and the requester reads its sentence', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  const sentence = 'Nobody reads <reports> before the audit. Ask again in May.';
  importPolicy(world, `
[[clause]]
name = "No reports before the audit"
when.integration = "Payroll"
deny = "${sentence}"
`);
  await openForm(ann, 'Ben Ito', 'ben');
  await ann.choose({ label: 'GitHub', check: ['payments-api · write'] });
  await ann.choose({ label: 'Payroll', check: ['reports · view'] });
  assert.equal((await ann.submit()).result, 'updated');
  await ann.seesModal('Nobody reads <reports');
  await ann.choose({ label: 'Reason', option: 'New project' });
  assert.equal((await ann.submit()).result, 'cleared');
  await ann.seesMessage('before the audit. Ask again in May.');
  await ann.seesMessage('1 pending, 1 denied');
  const card = await mia.seesMessage('asks for');
  assert.doesNotMatch(card.text, /Payroll/, 'the manager is asked about the rest only');
}));

test('of three people two must say yes, and the third is not needed any more', () => withWorld(async (world, who) => {
  const [ann, mia, omar, olga, rita] = ['ann', 'mia', 'omar', 'olga', 'rita'].map(who);
  importPolicy(world, `
[[clause]]
name = "Four eyes"
when.integration = "GitHub"

[[clause.level]]
ask = ["mia@example.com", "olga@example.com", "rita@example.com"]
quorum = 2
`);
  await ask(ann, write);
  for (const person of [mia, olga, rita]) await person.seesMessage('asks for');
  assert.match(await textOf(ann), /2 must say yes/);
  await clickCard(olga, 'Approve');
  await olga.seesMessage('You approved this');
  await world.until('the tracker counts the first yes', async () => /2 must say yes, 1 has/.test(await textOf(ann)));
  assert.ok(await cardWith(mia, 'Approve'), 'the others can still decide');
  assert.ok(!(await textOf(omar)).includes('Please grant'), 'one yes does not suffice');
  await clickCard(rita, 'Approve');
  await omar.seesMessage('Please grant');
  await world.until('the third card has no live button', async () => !(await cardWith(mia, 'Approve')));
}));

test('a level of which nobody can be asked is passed over, and the next one is told so', () => withWorld(async (world, who) => {
  const [ann, omar] = ['ann', 'omar'].map(who);
  importPolicy(world, `
[[clause]]
name = "Dan first"
when.integration = "GitHub"

[[clause.level]]
ask = "dan@example.com"

[[clause.level]]
ask = "integration-owner"
`);
  await ask(ann, write);
  const card = await omar.seesMessage('asks for');
  assert.match(JSON.stringify(card), /Slack account is deactivated/);
}));

test('a yes that needs a comment is asked for one', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  importPolicy(world, `
[[clause]]
name = "Say why"
when.integration = "GitHub"

[[clause.level]]
ask = "manager"
requires_comment = true
`);
  await ask(ann, write);
  await clickCard(mia, 'Approve');
  await mia.seesModal('Why');
  await mia.choose({ action_id: 'comment', text: ' ' });
  assert.equal((await mia.submit()).result, 'errors');
  assert.deepEqual(await omar.messages(), [], 'nothing is decided without it');
  await mia.choose({ action_id: 'comment', text: 'She leads the migration.' });
  assert.equal((await mia.submit()).result, 'cleared');
  await mia.seesMessage('You approved this');
  await omar.seesMessage('Please grant');
}));

test('who is asked as the manager and by name gets one card, which says both', () => withWorld(async (world, who) => {
  const [ann, mia] = ['ann', 'mia'].map(who);
  importPolicy(world, `
[[clause]]
name = "Payroll"
when.integration = "Payroll"

[[clause.level]]
ask = "mia@example.com"

[[clause]]
name = "All else"

[[clause.level]]
ask = "manager"
`);
  await ask(ann, { ...write, Payroll: ['reports · view'] });
  const card = await mia.seesMessage('2 access grants in GitHub and Payroll');
  assert.match(JSON.stringify(card.blocks), /you are the manager of <@U\w+>, and the policy names you/);
  await mia.clickMessage(card.ts, 'Approve');
  await mia.seesMessage('You approved this');
  await who('omar').seesMessage('Please grant');
  assert.equal((await mia.messages()).filter((message) => /asks for|approved this/.test(message.text)).length, 1);
}));

test('somebody who leaves while it is their turn is replaced', () => withWorld(async (world, who) => {
  const [ann, olga, omar] = ['ann', 'olga', 'omar'].map(who);
  importPolicy(world, `
[[clause]]
name = "Olga"
when.integration = "GitHub"

[[clause.level]]
ask = "olga@example.com"
`);
  await ask(ann, write);
  await olga.seesMessage('asks for');
  const users = policyFile(world, 'Work Email,Full Name,End Date\nolga@example.com,Olga Petrova,2020-01-31\n', 'left.csv');
  assert.equal(world.latchkey('import', 'users', users).status, 0);
  await omar.seesMessage('asks for');
  await clickCard(omar, 'Approve');
  await omar.seesMessage('Please grant');
}));

test('a reviewer whose Slack account is deactivated is replaced at once', () => withWorld(async (world, who) => {
  const [ann, olga, omar] = ['ann', 'olga', 'omar'].map(who);
  importPolicy(world, `
[[clause]]
name = "Olga"
when.integration = "GitHub"

[[clause.level]]
ask = "olga@example.com"
`);
  await ask(ann, write);
  await olga.seesMessage('asks for');
  await olga.post('users', { set: { deleted: true } });
  const card = await omar.seesMessage('asks for');
  assert.match(JSON.stringify(card.blocks), /deactivated/, 'the card says who was passed over');
}));

test('check names each of its four faults with its line, and import refuses the grave ones', () => withWorld(async (world) => {
  const bad = policyFile(world, `
[[clause]]
name = "Empty"
when.integration = "GitHub"

[[clause.level]]
ask = []

[[clause]]
name = "Alone"
when.integration = "Payroll"

[[clause.level]]
ask = "rita@example.com"

[[clause]]
name = "Unknown"
when.integration = "Wiki"

[[clause.level]]
ask = "rito@example.com"

[[clause]]
name = "Never"
when = { integration = "GitHub", privileged = true }
approve = true
`);
  const check = world.latchkey('policy', 'check', bad);
  assert.equal(check.status, 1);
  for (const fault of [
    /access\.toml:6: .*asks nobody/,
    /access\.toml:13: .*rita@example\.com alone/,
    /access\.toml:20: .*rito@example\.com.*nearest known name is "rita@example\.com"/,
    /access\.toml:23: "Never" can never match: "Empty" \(line 2\)/,
  ]) assert.match(check.stderr, fault);
  const refused = world.latchkey('policy', 'import', bad);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /Nothing was imported/);
  const misspelt = policyFile(world, '[[clause]]\nname = "x"\naprove = true\n', 'misspelt.toml');
  const run = world.latchkey('policy', 'check', misspelt);
  assert.equal(run.status, 1);
  assert.match(run.stderr, /misspelt\.toml:3: unknown key "aprove".*nearest known name is "approve"/);
  assert.equal(world.latchkey('policy', 'check', '/no/such.toml').status, 2);
}));

test('check names people, titles and resources of a condition that the company does not have', () => withWorld(async (world) => {
  const odd = policyFile(world, `
[[clause]]
name = "Nobody"
when = { requester.email = "ana@example.com", beneficiary.title = "enginer", resource = "payments-ap" }
approve = true

[[clause]]
name = "Somebody"
when = { requester.email = "ann@example.com", beneficiary.title = "eng*", resource = "payments-*" }
approve = true
`);
  const check = world.latchkey('policy', 'check', odd);
  assert.equal(check.status, 1);
  for (const fault of [
    /access\.toml:2: "Nobody" names the person "ana@example\.com", which is not there/,
    /access\.toml:2: "Nobody" names the title "enginer", which is not there/,
    /access\.toml:2: "Nobody" names the resource "payments-ap", which is not there/,
  ]) assert.match(check.stderr, fault);
  assert.doesNotMatch(check.stderr, /"Somebody"/);
}));

test('replay lists exactly the requests that another policy would judge differently', () => withWorld(async (world, who) => {
  const ann = who('ann');
  await ask(ann, write);
  await ann.seesMessage('pending');
  await ask(ann, { Payroll: ['reports · view'] });
  await ann.seesMessage('Payroll');
  const changed = policyFile(world, `
[[clause]]
name = "Payroll at once"
when.integration = "Payroll"
approve = true
`);
  const replay = world.latchkey('policy', 'replay', changed, '--json');
  assert.equal(replay.status, 0, replay.stderr);
  const { requests, different } = JSON.parse(replay.stdout);
  assert.equal(requests, 2);
  assert.deepEqual(different.map((item) => item.item), ['Payroll · reports · view for ann@example.com']);
  assert.match(different[0].was, /"default": manager, then integration-owner/);
  assert.match(different[0].would_be, /"Payroll at once": approved at once/);
  assert.match(world.latchkey('policy', 'replay', changed).stdout, /Of the last 2 requests, 1 would be judged differently/);
  importPolicy(world, fs.readFileSync(changed, 'utf8'));
  const same = world.latchkey('policy', 'replay', changed, '--last', '1', '--json');
  assert.equal(JSON.parse(same.stdout).requests, 1);
}));
