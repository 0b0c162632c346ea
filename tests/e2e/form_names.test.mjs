// The applications that /access may mean.
import test from 'node:test';
import assert from 'node:assert/strict';
import { companyWith } from './company/more.mjs';
import { withWorld } from './world.mjs';
import { formText } from './form_steps.mjs';

const command = async (person, text) => JSON.stringify((await person.post('command', { command: '/access', text })).shown ?? '');

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
