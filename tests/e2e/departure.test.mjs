// Somebody leaves the company: what the users file says of them reaches everybody who waits for them.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { cardWith, clickCard, openForm, selectAll, sendForm } from './steps.mjs';

// The users file of the day on which somebody has left.
function leaves(world, line) {
  const file = path.join(world.folder, 'left.csv');
  fs.writeFileSync(file,
    `User ID,Full Name,Work Email,Department,Title,End Date,Manager Work Email,Roles\n${line}\n`);
  return world.command('import', 'users', file);
}

test('requests of somebody who left end, and their access is put before the owner, who removes it', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  assert.equal((await sendForm(ann)).result, 'cleared');
  await mia.seesMessage('asks for');
  await ann.seesMessage('You asked for');
  const told = (await ann.messages()).length;
  const left = await leaves(world, 'E2,Ann Lee,ann@example.com,Product,Engineer,2020-01-31,mia@example.com,');
  assert.equal(left.status, 0, left.stderr);
  await mia.seesMessage('has left the company');
  await world.until('the reviewer has no live button', async () => !(await cardWith(mia, 'Approve')));
  await omar.seesMessage('Ann Lee');
  await omar.seesMessage('still holds');
  assert.equal((await ann.messages()).length, told, 'nobody writes to somebody who left');
  await clickCard(omar, 'Approve');
  await clickCard(omar, 'Done');
  await world.until('it is revoked', () =>
    /revoked/.test(world.latchkey('request', 'list', '--state', 'closed').stdout));
  assert.equal(world.latchkey('audit', 'verify').status, 0);
}));

test('somebody who comes back keeps what they had', () => withWorld(async (world, who) => {
  const omar = who('omar');
  const ben = (end) => leaves(world, `E3,Ben Ito,ben@example.com,Product,Engineer,${end},mia@example.com,`);
  assert.equal((await ben('2020-01-31')).status, 0);
  await omar.seesMessage('still holds');
  await world.until('it can be decided', () => cardWith(omar, 'Approve'));
  assert.equal((await ben('')).status, 0);
  await omar.seesMessage('Ben Ito is back in the company');
  await world.until('nothing is to be decided', async () => !(await cardWith(omar, 'Approve')));
}));

test('a review of somebody who left moves on', () => withWorld(async (world, who) => {
  const [ann, mia, omar] = ['ann', 'mia', 'omar'].map(who);
  await openForm(ann, 'Ben Ito', 'ben');
  await selectAll(ann);
  await sendForm(ann);
  await mia.seesMessage('asks for');
  const left = await leaves(world, 'E1,Mia Novak,mia@example.com,Product,Head of Engineering,2020-01-31,,');
  assert.equal(left.status, 0, left.stderr);
  await omar.seesMessage('asks for');
  await world.until('the old card has no live button', async () => !(await cardWith(mia, 'Approve')));
}));
