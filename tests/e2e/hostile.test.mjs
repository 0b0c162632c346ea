// Hostile and broken requests against the real daemon over real TLS, while good traffic goes on: each is
// answered cleanly, changes nothing and disturbs nobody.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import tls from 'node:tls';
import { World, secret } from './world.mjs';

let world;
test.before(async () => { world = await World.start(); });
test.after(() => world.stop());

const now = () => Math.floor(Date.now() / 1000);
const sign = (body, at = now(), key = secret) =>
  'v0=' + crypto.createHmac('sha256', key).update(`v0:${at}:`).update(body).digest('hex');

function connect() {
  const { port } = new URL(world.url);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host: '127.0.0.1', port, ca: fs.readFileSync(world.tls.ca) }, () => resolve(socket));
    socket.on('error', reject);
  });
}

// Sends raw bytes and reads until the other side closes or an answer is complete; the status line's number.
async function exchange(head, body = '') {
  const socket = await connect();
  socket.on('error', () => {});
  socket.write(head);
  if (body.length) socket.write(body);
  return await new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length >= end + 4 + length) {
        socket.destroy();
        resolve({ status: Number(text.split(' ')[1]), body: text.slice(end + 4) });
      }
    });
    socket.on('close', () => resolve({ status: 0, body: text }));
  });
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
function post(body, { path = '/slack/events', type = json, at = now(), signature, method = 'POST', extra = '' } = {}) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n`
    + `X-Slack-Request-Timestamp: ${at}\r\nX-Slack-Signature: ${signature ?? sign(bytes, at)}\r\n${extra}\r\n`;
  return exchange(head, bytes);
}

const event = (id = `Ev${crypto.randomUUID()}`, more = {}) => JSON.stringify({
  type: 'event_callback', team_id: 'T0E2E', api_app_id: 'A0E2E', event_id: id, event_time: now(),
  event: { type: 'app_home_opened', user: 'U0E2', channel: 'D1', tab: 'home', event_ts: '1515449522000016' }, ...more,
});

// Good traffic before and after each attempt: the daemon still answers at once.
async function stillWell() {
  assert.equal((await post(event())).status, 200, 'good traffic goes on');
}

const refusals = [
  ['an unsigned body', 401, () => exchange('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}')],
  ['a wrong signature', 401, () => post(event(), { signature: 'v0=' + '0'.repeat(64) })],
  ['the signature of another secret', 401, () => { const body = event(); return post(body, { signature: sign(body, now(), 'other') }); }],
  ['a signature in upper case', 401, () => { const body = event(); return post(body, { signature: sign(body).toUpperCase() }); }],
  ['a signature cut short', 401, () => { const body = event(); return post(body, { signature: sign(body).slice(0, 40) }); }],
  ['two signatures', 401, () => { const body = event(); return post(body, { extra: `X-Slack-Signature: ${sign(body)}\r\n` }); }],
  ['two timestamps', 401, () => post(event(), { extra: `X-Slack-Request-Timestamp: ${now()}\r\n` })],
  ['a timestamp 6 minutes in the past', 401, () => post(event(), { at: now() - 360 })],
  ['a timestamp 6 minutes in the future', 401, () => post(event(), { at: now() + 360 })],
  ['a timestamp that is no number', 401, () => post(event(), { at: 'now' })],
  ['an unsigned ssl_check', 401, () => exchange(`POST /slack/commands HTTP/1.1\r\nHost: x\r\nContent-Type: ${form}\r\nContent-Length: 11\r\n\r\nssl_check=1`)],
  ['a signed body that is cut off inside', 400, () => post(event().slice(0, -10))],
  ['a body that is not UTF-8', 400, () => post(Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]))],
  ['100,000 levels of nesting', 400, () => post('['.repeat(100000) + ']'.repeat(100000))],
  ['an object in an object 100,000 deep', 400, () => post('{"a":'.repeat(100000) + '1' + '}'.repeat(100000))],
  ['duplicate keys', 400, () => post('{"type":"event_callback","type":"url_verification","challenge":"x"}')],
  ['bad percent encoding in a form', 400, () => post('payload=%7B%2', { type: form, path: '/slack/interactivity' })],
  ['a form with two payloads', 400, () => post('payload=%7B%7D&payload=%7B%7D', { type: form, path: '/slack/interactivity' })],
  ['a content type that is neither JSON nor a form', 400, () => post('<xml/>', { type: 'text/xml' })],
  ['an empty body', 400, () => post('')],
  ['a body of 5 MB', 413, () => post(Buffer.alloc(5 * 1024 * 1024, 0x20))],
  ['the wrong method', 405, () => post(event(), { method: 'PUT' })],
  ['the wrong path', 404, () => post(event(), { path: '/wp-login.php' })],
  ['something that is not HTTP', 400, () => exchange('\x16\x03\x01 hello\r\n\r\n')],
  ['an unknown event type', 200, () => post(JSON.stringify({ ...JSON.parse(event()), event: { type: 'reaction_added' } }))],
  ['an unknown kind of payload', 200, () => post('payload=' + encodeURIComponent(JSON.stringify({ type: 'block_party', user: { id: 'U0E2' }, team: { id: 'T0E2E' } })), { type: form })],
  ['an unknown action', 200, () => post('payload=' + encodeURIComponent(JSON.stringify({
    type: 'block_actions', user: { id: 'U0E2', team_id: 'T0E2E' }, team: { id: 'T0E2E' }, trigger_id: `1.2.${crypto.randomUUID()}`,
    container: { type: 'message', message_ts: '1.2', channel_id: 'D1' }, channel: { id: 'D1' },
    actions: [{ type: 'button', action_id: 'no_such_action', block_id: 'b', value: 'x', action_ts: '1.2' }],
  })), { type: form, path: '/slack/commands' })],
];

for (const [what, status, attempt] of refusals) {
  test(`${what} is answered ${status}`, async () => {
    const answer = await attempt();
    assert.equal(answer.status, status);
    if (status !== 200) assert.ok(!answer.body.includes('U0E2'), 'nothing is echoed');
    await stillWell();
  });
}

test('url_verification is answered with its challenge, on any of our paths', async () => {
  for (const path of ['/slack/events', '/slack/interactivity']) {
    const answer = await post('{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}', { path });
    assert.equal(answer.status, 200);
    assert.equal(answer.body, '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P');
  }
});

test('an event that is delivered twice takes effect once', async () => {
  // People who have not opened their Home before, so that nothing of others is counted.
  const [ben, max] = ['U0E3', 'U0E4'];
  const opened = (user, id) => event(id, { event: { type: 'app_home_opened', user, tab: 'home', event_ts: '1515449522000016' } });
  const published = async (user) => (await world.call('GET', '/control/log?after=0')).entries
    .filter((entry) => entry.kind === 'views.publish' && entry.user === user).length;
  const body = opened(ben, 'EvTWICE');
  assert.equal((await post(body)).status, 200);
  await world.until('the Home is published', async () => (await published(ben)) === 1);
  for (let i = 0; i < 2; i++) assert.equal((await post(body)).status, 200);
  // What was due before this one is published by then.
  assert.equal((await post(opened(max, 'EvOTHER'))).status, 200);
  await world.until('the other Home is published', async () => (await published(max)) === 1);
  assert.equal(await published(ben), 1);
});

test('slow and idle connections do not keep others from being served', async () => {
  const idle = await Promise.all(Array.from({ length: 1000 }, () => connect()));
  const slow = await connect();
  slow.on('error', () => {});
  slow.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-');
  for (const socket of idle) socket.on('error', () => {});
  for (let i = 0; i < 20; i++) await stillWell();
  for (const socket of [...idle, slow]) socket.destroy();
  await stillWell();
});
