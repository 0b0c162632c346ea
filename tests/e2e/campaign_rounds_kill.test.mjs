// Rounds to many reviewers with the daemon killed (SIGKILL) in the middle of them: Remind in Slack and by e-mail, the
// escalation of whoever is late, and an abort. Everybody is told once of each, whenever the kill came.
import test from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { companyWith, inGitHub } from './company/more.mjs';
import { makeCertificates, withWorld } from './world.mjs';
import { MailServer, password, user } from './smtp/server.mjs';

const day = 24 * 3600 * 1000;
const time = (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
const env = { LATCHKEY_WORKING_HOURS_FROM: '00:00', LATCHKEY_WORKING_HOURS_TO: '24:00' };

function good(run) {
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

// A chain of people, each of whom reviews what the one before holds: more than one unit of work tells.
const many = 40;
const links = Array.from({ length: many }, (_, i) => `link${i}`);

function company() {
  const above = (i) => (i + 1 < many ? `link${i + 1}` : 'mia');
  const folder = companyWith({
    users: links.map((name, i) => [`L${i}`, `Link ${i}`, `${name}@example.com`, 'Chain', 'Link', '', `${above(i)}@example.com`, '']),
    identities: links.map((name) => [`${name}-gh-id`, `${name}-gh`, `${name}@example.com`, name, 'app-1', 'GitHub', 'IS', `${name}@example.com`]),
    entitlements: links.map((name) => inGitHub(name, 'chain', 'read')),
  });
  const file = path.join(folder, 'workspace.json');
  const workspace = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const [i, name] of links.entries()) {
    const like = structuredClone(workspace.users[0]);
    Object.assign(like, { id: `U0L${i}`, name, real_name: `Link ${i}` });
    Object.assign(like.profile, { real_name: `Link ${i}`, display_name: `Link ${i}`, email: `${name}@example.com` });
    workspace.users.push(like);
  }
  fs.writeFileSync(file, JSON.stringify(workspace));
  return folder;
}

// The first link holds and reviews nothing; Mia reviews the last.
const reviewers = [...links.slice(1), 'mia'];
const idle = async (world) => (await world.metric('latchkey_outbox_waiting')) === 0;

// Posts go at their pace: the clock is moved on until all are there.
async function settled(world) {
  await world.until('an empty outbox', async () => {
    await world.advance(2000);
    return idle(world);
  });
}

async function published(world, ...more) {
  good(world.latchkey('campaign', 'create', '--name', 'Chain review', '--owner', 'rita@example.com', '--start', time(Date.now() - 60000),
    '--end', time(Date.now() + 21 * day), '--resource', 'chain', '--reviewer', 'manager', ...more));
  good(world.latchkey('campaign', 'publish', '1'));
  await world.until('every card is posted', async () => {
    await world.advance(2000);
    return (await heard(world, /Access review \*Chain review\*/)).every((times) => times === 1);
  });
  await settled(world);
}

// How often each reviewer was told so.
const heard = (world, pattern, people = reviewers) => Promise.all(people.map(async (name) =>
  (await world.person(`${name}@example.com`).messages()).filter((message) => pattern.test(message.text)).length));

const each = (times) => reviewers.map(() => times);

// Kills once somebody was told, and while others are not; what may have been on its way is looked for first.
async function killedInTheMiddle(world, pattern, times) {
  await world.until('somebody is told', async () => {
    await world.advance(200);
    return (await heard(world, pattern)).some((seen) => seen >= times);
  });
  await world.kill();
  await world.startDaemon();
  await world.advance(61_000);
}

test('killed in the middle of Remind, each reviewer is reminded once in Slack and by one e-mail', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-mail-'));
  const passwordFile = path.join(folder, 'password');
  fs.writeFileSync(passwordFile, `${password}\n`);
  const mail = await MailServer.start(makeCertificates());
  try {
    await withWorld(async (world) => {
      await published(world);
      for (const round of [1, 2, 3]) {
        const command = world.command('campaign', 'remind', '1');
        // In turn: while messages are sent, while mails are, and as soon as the round is on record.
        if (round === 3) {
          await world.until('the round is on record', () =>
            JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json'))).by_reviewer
              .filter((one) => one.reminded_at && Date.parse(one.reminded_at) > 0).length > 0);
        }
        if (round === 2) await world.until('a mail came', () => mail.mails.length > many);
        await killedInTheMiddle(world, /reminds you of the access review/, round);
        await command;
        await world.until('everybody is reminded', async () => {
          await world.advance(2000);
          return (await heard(world, /reminds you of the access review/)).every((times) => times >= round);
        });
        await settled(world);
        await world.until('no mail waits', async () => (await world.metric('latchkey_mails_waiting')) === 0);
        assert.deepEqual(await heard(world, /reminds you of the access review/), each(round));
        // A mail server cannot be asked what it took: the same mail again has the same Message-ID.
        assert.deepEqual(reviewers.map((name) => new Set(mail.to(`${name}@example.com`).map((one) => one.messageId)).size), each(round));
        await world.advance(3600_000);
      }
      good(world.latchkey('audit', 'verify'));
      const lines = good(world.latchkey('audit', 'export', '--campaign', '1', '--format', 'jsonl')).trim().split('\n').map((line) => JSON.parse(line));
      assert.equal(lines.filter((line) => line.act === 'campaign.reminded').length, 3);
    }, {
      company: company(),
      env: { ...env, LATCHKEY_SMTP_URL: mail.url, LATCHKEY_SMTP_FROM: 'access@example.com', LATCHKEY_SMTP_USER: user,
        LATCHKEY_SMTP_PASSWORD_FILE: passwordFile },
    });
  } finally {
    await mail.close().catch(() => {});
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test('killed in the middle of an escalation, each review is with one reviewer, who has one card', () => withWorld(async (world) => {
  await published(world, '--escalate', 'reassign', '--escalate-before', '2d');
  const show = () => JSON.parse(good(world.latchkey('campaign', 'show', '1', '--json')));
  await world.advance(19 * day);
  for (const part of [0.2, 0.7]) {
    // Everybody's reviews go to their managers; those of the last go on to nobody above Mia.
    await world.until(`${part} of it has moved`, async () => {
      const lines = good(world.latchkey('audit', 'export', '--campaign', '1', '--format', 'jsonl')).trim().split('\n').map((line) => JSON.parse(line));
      return lines.filter((line) => line.act === 'campaign.escalated').length >= part * (many - 1);
    });
    await world.kill();
    await world.startDaemon();
  }
  await world.advance(61_000);
  await world.until('every review has moved', async () => {
    const lines = good(world.latchkey('audit', 'export', '--campaign', '1', '--format', 'jsonl')).trim().split('\n').map((line) => JSON.parse(line));
    return lines.filter((line) => line.act === 'campaign.escalated').length >= many - 1;
  });
  await settled(world);
  const shown = show();
  assert.equal(shown.items, many);
  assert.equal(shown.by_reviewer.reduce((sum, one) => sum + one.items, 0), many, 'every review is with somebody, once');
  const cards = await heard(world, /Access review \*Chain review\*|\*Escalated|was moved|waits for/);
  assert.ok(cards.every((times) => times <= 1), `one card each: ${cards}`);
  good(world.latchkey('audit', 'verify'));
}, { company: company(), env }));

test('killed in the middle of an abort, everybody who has a card hears of it once', () => withWorld(async (world) => {
  await published(world);
  good(world.latchkey('campaign', 'abort', '1', '--reason', 'Wrong quarter'));
  await killedInTheMiddle(world, /was \*aborted\*/, 1);
  await world.until('everybody hears of it', async () => {
    await world.advance(2000);
    return (await heard(world, /was \*aborted\*/)).every((times) => times >= 1);
  });
  // Cards are edited once a minute, fifty of them.
  await world.advance(61_000);
  await settled(world);
  assert.deepEqual(await heard(world, /was \*aborted\*/, [...reviewers, 'rita']), [...each(1), 1]);
  for (const name of reviewers) {
    const messages = await world.person(`${name}@example.com`).messages();
    assert.equal(messages.length, 2, `${name} has the card and the end`);
    assert.ok(!JSON.stringify(messages).includes('"Review now"'), `${name} has no live button`);
  }
  good(world.latchkey('audit', 'verify'));
}, { company: company(), env }));
