// The webhook against a receiver of its own: it reads our format and our signature by the documentation,
// with nothing of ours.
import test from 'node:test';
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { clickCard } from './steps.mjs';
import { approve, ask, message, states, told } from './fulfil_steps.mjs';

const hour = 3600;
const secret = 'webhook-secret-of-the-tests';

const sign = (timestamp, body, key = secret) =>
  `v0=${crypto.createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`;

// An application that keeps what it is told, and answers as the test says.
class Receiver {
  orders = [];
  answer = () => ({ status: 'done' });

  static async start() {
    const receiver = new Receiver();
    receiver.http = http.createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const timestamp = request.headers['x-latchkey-request-timestamp'];
      assert.equal(request.headers['x-latchkey-signature'], sign(timestamp, body), 'signed');
      assert.ok(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300, 'now');
      const order = body ? JSON.parse(body) : undefined;
      if (order) {
        assert.equal(request.headers['idempotency-key'], order.id);
        receiver.orders.push(order);
      } else {
        receiver.polls = (receiver.polls ?? 0) + 1;
      }
      const answer = receiver.answer(order, request);
      if (answer === 'break off') return request.socket.destroy();
      response.writeHead(answer.code ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise((resolve) => receiver.http.listen(0, '127.0.0.1', resolve));
    receiver.url = `http://127.0.0.1:${receiver.http.address().port}/latchkey`;
    return receiver;
  }

  stop() {
    this.http.closeAllConnections();
    return new Promise((resolve) => this.http.close(resolve));
  }
}

// Calls back as an application does; { status, body }.
function callBack(world, id, answer, { key = secret, age = 0, said = id } = {}) {
  const body = JSON.stringify({ id: said, ...answer });
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  return new Promise((resolve, reject) => {
    const request = https.request(`${world.url}/callbacks/fulfilment/${id}`, {
      method: 'POST',
      ca: fs.readFileSync(world.tls.ca),
      headers: {
        'content-type': 'application/json', 'content-length': Buffer.byteLength(body),
        'x-latchkey-request-timestamp': timestamp, 'x-latchkey-signature': sign(timestamp, body, key),
      },
    }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; });
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function withWebhook(run) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-e2e-webhook-'));
  const receiver = await Receiver.start();
  fs.writeFileSync(path.join(folder, 'secret'), `${secret}\n`);
  fs.writeFileSync(path.join(folder, 'latchkey.toml'), `
public_url = "https://latchkey.example.com"
[fulfilment]
retry_first = "10m"
give_up_after = "6h"
pending_for = "2d"
poll_every = "5m"
[integrations.GitHub]
fulfilment = "webhook"
webhook_url = "${receiver.url}"
webhook_secret_file = "${path.join(folder, 'secret')}"
`);
  try {
    await withWorld((world, who) => run(world, who, receiver),
      { env: { LATCHKEY_CONFIG: path.join(folder, 'latchkey.toml') } });
  } finally {
    await receiver.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

test('a final answer is believed, and the end of the time is told by the same way', () => withWebhook(
  async (world, who, receiver) => {
    const ann = who('ann');
    await ask(ann, 2 * hour);
    await approve(world);
    await ann.seesMessage('Granted:');
    assert.equal(receiver.orders.length, 1);
    const [order] = receiver.orders;
    assert.equal(order.version, 1);
    assert.equal(order.type, 'access.grant');
    assert.deepEqual(order.access, {
      application: 'GitHub', project: '', resource_type: 'repository', resource: 'payments-api', privilege: 'write',
      privileged: false,
    });
    assert.equal(order.account.username, 'ann-gh');
    assert.equal(order.holder.email, 'ann@example.com');
    assert.equal(order.request.reason, 'New project');
    assert.match(order.ends_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(order.callback_url, `https://latchkey.example.com/callbacks/fulfilment/${order.id}`);
    await world.advance(2 * hour * 1000 + 60_000);
    await ann.seesMessage('Ended:');
    assert.equal(receiver.orders[1].type, 'access.revoke');
    assert.notEqual(receiver.orders[1].id, order.id);
    assert.doesNotMatch(world.log.join(''), /webhook-secret-of-the-tests/);
  }));

test('a pending answer grants nothing until the application calls back, signed and once', () => withWebhook(
  async (world, who, receiver) => {
    const ann = who('ann');
    receiver.answer = () => ({ code: 202, status: 'pending' });
    await ask(ann);
    await approve(world);
    const order = await world.until('the order', () => receiver.orders[0]);
    // Its answer is on disk: killed before that, the daemon would ask again.
    await world.until('the order is pending', async () =>
      (await world.metric('latchkey_fulfilment_jobs{integration="GitHub",kind="grant",state="pending"}')) === 1);
    const done = { status: 'done' };
    assert.equal((await callBack(world, order.id, done, { key: 'forged' })).status, 401);
    assert.equal((await callBack(world, order.id, done, { age: 400 })).status, 401);
    assert.equal((await callBack(world, '0'.repeat(32), done)).status, 404);
    assert.equal((await callBack(world, order.id, { status: 'perhaps' })).status, 400);
    // What is said of one order, and signed, ends no other.
    assert.equal((await callBack(world, order.id, done, { said: '0'.repeat(32) })).status, 400);
    assert.equal((await callBack(world, order.id, done, { said: '' })).status, 400);
    assert.deepEqual(states(world), ['granting'], 'a forged word changes nothing');
    assert.equal(await told(ann, /Granted:/), 0);
    await world.restart();
    assert.deepEqual(await callBack(world, order.id, done), { status: 200, body: { result: 'recorded' } });
    await ann.seesMessage('Granted:');
    assert.deepEqual(await callBack(world, order.id, { status: 'failed' }), { status: 409, body: { result: 'already_completed' } });
    assert.deepEqual(states(world), ['granted']);
    assert.equal(receiver.orders.length, 1);
    assert.equal(world.latchkey('audit', 'verify').status, 0);
  }));

test('a pending answer with an address is asked about', () => withWebhook(async (world, who, receiver) => {
  const ann = who('ann');
  receiver.answer = (order) => order || receiver.polls < 2
    ? { code: 202, status: 'pending', status_url: `${receiver.url}/status/1` } : { status: 'done' };
  await ask(ann);
  await approve(world);
  await world.until('the order', () => receiver.orders[0]);
  await ann.seesMessage('1 granting');
  for (const polls of [1, 2]) {
    await world.until('it is pending', () => states(world)[0] !== 'approved');
    await world.until('it is asked about', async () => {
      await world.advance(60_000);
      return receiver.polls >= polls;
    });
  }
  await ann.seesMessage('Granted:');
  assert.equal(receiver.orders.length, 1);
}));

test('a question that the application does not answer ends no order that it took', () => withWebhook(async (world, who, receiver) => {
  const ann = who('ann');
  receiver.answer = (order) => (order ? { code: 202, status: 'pending', status_url: `${receiver.url}/status/1` } : { code: 404 });
  await ask(ann);
  await approve(world);
  const order = await world.until('the order', () => receiver.orders[0]);
  await world.until('it is asked about in vain', async () => {
    await world.advance(60_000);
    return /does not know what it was asked for/.test(world.log.join(''));
  });
  assert.deepEqual(states(world), ['granting']);
  assert.equal((await callBack(world, order.id, { status: 'done' })).status, 200);
  await ann.seesMessage('Granted:');
  assert.equal(receiver.orders.length, 1);
}));

test('an application that says no, and one that never says: people read which, and Retry is a new order', () => withWebhook(
  async (world, who, receiver) => {
    const [ann, omar] = ['ann', 'omar'].map(who);
    receiver.answer = () => ({ status: 'failed', message: 'no licence is left' });
    await ask(ann);
    await approve(world);
    assert.match(await message(ann, 'Failed:'), /GitHub could not do it: no licence is left/);
    receiver.answer = () => ({ code: 202, status: 'pending' });
    await clickCard(omar, 'Retry');
    await world.until('a second order', () => receiver.orders[1]);
    assert.notEqual(receiver.orders[1].id, receiver.orders[0].id);
    await ann.seesMessage('1 granting');
    await world.until('its patience is over', async () => {
      await world.advance(12 * hour * 1000);
      return states(world)[0] === 'failed';
    });
    assert.equal(await told(ann, /Granted:/), 0);
    // It may have done it: it is told to take it back.
    await world.until('it is taken back', () => receiver.orders[2]?.type === 'access.revoke');
  }));

test('an order whose answer was lost is repeated under the same key', () => withWebhook(async (world, who, receiver) => {
  const ann = who('ann');
  receiver.answer = () => (receiver.orders.length === 1 ? 'break off' : { status: 'done' });
  await ask(ann);
  await approve(world);
  await world.until('the answer is lost', () => /did not answer/.test(world.log.join('')));
  assert.equal(await told(ann, /Granted:/), 0);
  await world.advance(11 * 60_000);
  await ann.seesMessage('Granted:');
  assert.equal(receiver.orders.length, 2);
  assert.equal(receiver.orders[0].id, receiver.orders[1].id);
}));
