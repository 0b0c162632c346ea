// E-mail, received by a real mail server: what it says, over what it came, and what happens when the
// server is away or says no.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeCertificates, withWorld } from './world.mjs';
import { MailServer, password, user } from './smtp/server.mjs';

const days = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

// A world with a mail server, and a campaign of Payroll whose reviewer is Mia.
async function withMail(run, { server = {}, settings = () => ({}) } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-mail-'));
  const passwordFile = path.join(folder, 'password');
  fs.writeFileSync(passwordFile, `${password}\n`);
  const mail = await MailServer.start(makeCertificates(), server);
  try {
    await withWorld((world, who) => run(world, who, mail, passwordFile), {
      env: {
        LATCHKEY_SMTP_URL: mail.url,
        LATCHKEY_SMTP_FROM: 'Zugänge <access@example.com>',
        LATCHKEY_SMTP_USER: user,
        LATCHKEY_SMTP_PASSWORD_FILE: passwordFile,
        ...settings(mail),
      },
    });
  } finally {
    await mail.close().catch(() => {});
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function campaign(world, name = 'Prüfung «Q1» 🔑') {
  const id = good(world.latchkey('campaign', 'create', '--name', name, '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 21 * days), '--integration', 'Payroll')).trim();
  good(world.latchkey('campaign', 'publish', id));
  return id;
}

test('a reviewer who is reminded gets an e-mail, over TLS, with nothing secret in it', () => withMail(async (world, who, mail) => {
  const id = campaign(world);
  const mia = who('mia');
  await mia.seesMessage('Access review');
  const told = JSON.parse(good(world.latchkey('campaign', 'remind', id, '--reviewer', 'mia@example.com', '--json')));
  assert.deepEqual(told, { id: Number(id), reminded: 1, reminded_just_before: 0, by_mail: true });
  await mia.seesMessage('reminds you of the access review');
  const [received] = await world.until('the e-mail', () => mail.to('mia@example.com').length > 0 && mail.to('mia@example.com'));
  assert.equal(received.secure, true);
  assert.equal(received.as, user);
  assert.equal(received.subject, 'Access review Prüfung «Q1» 🔑: 1 access grant waits for you');
  assert.deepEqual(received.from.value, [{ address: 'access@example.com', name: 'Zugänge' }]);
  assert.deepEqual(received.to.value.map((one) => one.address), ['mia@example.com']);
  assert.equal(received.envelope.from, 'access@example.com');
  assert.match(received.messageId, /^<latchkey-[0-9a-f]{32}@example\.com>$/);
  assert.equal(received.headers.get('auto-submitted'), 'auto-generated');
  assert.equal(received.headers.get('content-type').value, 'text/plain');
  assert.equal(received.html, false);
  assert.match(received.text, /^An operator of Latchkey reminds you of the access review "Prüfung «Q1» 🔑"\.\n\n1 access grant waits for you\. It is to be done by \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n\nOpen Latchkey in Slack/);
  // Not again within the hour, and one mail for one reminder.
  const again = world.latchkey('campaign', 'remind', id, '--reviewer', 'mia@example.com');
  assert.equal(again.status, 1);
  assert.match(again.stderr, /That was done at .* nobody is reminded again within an hour/);
  await world.until('nothing waits', async () => (await world.metric('latchkey_mails_waiting')) === 0);
  assert.equal(mail.to('mia@example.com').length, 1);
  const shown = JSON.parse(good(world.latchkey('campaign', 'show', id, '--json')));
  assert.ok(shown.by_reviewer[0].reminded_at);
  assert.doesNotMatch(world.log.join(''), new RegExp(password));
}));

test('Remind in Slack mails, too, in the name of whoever pressed it, and not who has finished meanwhile', () => withMail(async (world, who, mail) => {
  const [rita, mia] = ['rita', 'mia'].map(who);
  campaign(world, 'Q1');
  await mia.seesMessage('Access review');
  await rita.openHome();
  await rita.seesHome('Q1');
  await rita.clickHome('Manage');
  await rita.seesModal('Payroll');
  await rita.clickModal('Remind');
  await rita.seesModal('Everybody with open reviews there is reminded');
  await world.until('the e-mail', () => mail.to('mia@example.com').length === 1);
  assert.match(mail.mails[0].text, /^Rita Gómez reminds you of the access review "Q1"/);
  // The server is away while Mia is reminded again; she finishes before it is back.
  await mail.close();
  await world.advance(2 * 3600 * 1000);
  await rita.clickModal('Remind');
  await world.until('an attempt failed', () => /e-mail: 1 could not be sent/.test(world.log.join('')));
  const card = await mia.seesMessage('Access review *Q1*');
  await mia.clickMessage(card.ts, 'Review now');
  await mia.choose({ action_id: 'campaign_verdict', option: 'Keep' });
  await mia.seesModal('*To keep*');
  await mail.open();
  await world.advance(2 * 3600 * 1000);
  await world.until('nothing waits', async () => (await world.metric('latchkey_mails_waiting')) === 0);
  assert.equal(mail.to('mia@example.com').length, 1);
}));

test('with STARTTLS the password goes over TLS alone', () => withMail(async (world, who, mail) => {
  const id = campaign(world, 'Q2');
  await who('mia').seesMessage('Access review');
  good(world.latchkey('campaign', 'remind', id));
  await world.until('the e-mail', () => mail.to('mia@example.com').length === 1);
  assert.equal(mail.mails[0].secure, true);
  assert.equal(mail.unsafe, 0);
}, { server: { secure: false } }));

test('a mail server that is away is tried again, after a restart, too, and the mail comes once', () => withMail(async (world, who, mail) => {
  const id = campaign(world, 'Q3');
  await who('mia').seesMessage('Access review');
  await mail.close();
  good(world.latchkey('campaign', 'remind', id, '--integration', 'payroll'));
  await world.until('an attempt failed', () => /e-mail: 1 could not be sent/.test(world.log.join('')));
  await world.restart();
  await mail.open();
  await world.advance(2 * 60 * 1000);
  await world.until('the e-mail', () => mail.to('mia@example.com').length > 0);
  await world.until('nothing waits', async () => (await world.metric('latchkey_mails_waiting')) === 0);
  assert.equal(mail.to('mia@example.com').length, 1);
}));

test('an address that the server does not know is given up and counted, others come', () => withMail(async (world, who, mail) => {
  const id = campaign(world, 'Q4');
  await who('mia').seesMessage('Access review');
  good(world.latchkey('campaign', 'remind', id));
  await world.until('it is given up', async () => (await world.metric('latchkey_mails_given_up')) === 1);
  assert.equal(mail.mails.length, 0);
  assert.doesNotMatch(world.log.join(''), /e-mail:.*mia@example\.com/);
}, { server: { refuse: (address) => (address.startsWith('mia@') ? 'No such user here' : undefined) } }));

test('doctor says what is wrong with the mail server', () => withMail(async (world, who, mail, passwordFile) => {
  const about = async () =>
    JSON.parse((await world.command('doctor', '--json')).stdout).checks.find((check) => check.subject === 'e-mail');
  assert.equal((await about()).state, 'ok');
  fs.writeFileSync(passwordFile, 'wrong\n');
  const refused = await about();
  assert.equal(refused.state, 'fail');
  assert.match(refused.found, /denied/i);
  await mail.close();
  assert.equal((await about()).state, 'fail');
  await mail.open();
  assert.ok(mail.refused > 0);
}));
