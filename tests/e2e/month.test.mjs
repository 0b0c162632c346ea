// A month of a company of five hundred, through the sandbox, in hours instead of weeks: people ask for themselves
// and for others, by a policy and without, answer soon, late or never, ask back, go away and name a delegate, take
// requests back, hold access for a time, ask for more of it or give it back, switch notifications off; owners carry
// out or could not; the daemon is stopped and killed. A model of its own (month_model.mjs) says after every move of the clock who is to be told what:
// exactly that must have been posted, once, and nothing else.
import test from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { monthCompany } from './month_company.mjs';
import { Model, rules } from './month_model.mjs';

const hour = 3600;
const day = 24 * hour;
// A Monday; daylight saving begins in New York and in Berlin and ends in Auckland within the five weeks.
const monday = Date.UTC(2027, 2, 8) / 1000;
// Fewer of everything where the programs are slow.
const share = Number(process.env.LATCHKEY_PATIENCE_MS ?? 0) > 20000 ? 0.4 : 1;
const days = share === 1 ? 31 : 21;
const requests = Math.round(110 * share);

function chance(seed) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { below: (n) => Math.floor(next() * n), oneIn: (n) => next() * n < 1 };
}

// The daemon's clock, which tells when the daemon has heard of its last move.
class ProductClock {
  static async start() {
    const clock = new ProductClock();
    clock.offset = Math.round(monday * 1000 - Date.now());
    clock.version = 1;
    clock.waiting = [];
    clock.server = http.createServer((request, response) => {
      const known = new URL(request.url, 'http://clock').searchParams.get('version');
      if (known === String(clock.version)) {
        clock.heard?.();
        clock.waiting.push(response);
        response.on('close', () => { clock.waiting = clock.waiting.filter((one) => one !== response); });
      } else {
        clock.answer(response);
      }
    });
    await new Promise((resolve) => clock.server.listen(0, '127.0.0.1', resolve));
    clock.url = `http://127.0.0.1:${clock.server.address().port}/clock`;
    return clock;
  }
  answer(response) {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, offset_ms: this.offset, version: this.version }));
  }
  now() {
    return (Date.now() + this.offset) / 1000;
  }
  // Moves the clock by so many milliseconds; resolves once the daemon goes by it.
  async move(ms, daemonRuns = true) {
    this.offset += ms;
    this.version += 1;
    const heard = new Promise((resolve) => { this.heard = resolve; });
    const waiting = this.waiting;
    this.waiting = [];
    for (const response of waiting) this.answer(response);
    if (daemonRuns) await heard;
  }
  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const kinds = [
  ['asked', /^You asked (for|to keep)/], ['question', /asks for more information about/], ['for_you', /asks for .* for you: /], ['review', /^Access review:/], ['carry_out', /^Please grant/],
  ['remove', /^Please remove access/], ['reminder', /^\*Reminder:\*/], ['overdue', /^\*Overdue:\*/], ['expiring', /^\*Expires soon:\*/],
  ['own_expiring', /^\*Your request expires soon:\*/], ['ending', /^\*Your access ends soon:\*/], ['granted', /^\*Granted:\*/],
  ['denied', /^\*Denied:\*/], ['expired', /^\*Expired:\*/], ['ended', /^\*Ended:\*/],
  ['extended', /^\*Extended:\*/], ['failed', /^\*Failed:\*/],
];

// What one line of a posted message tells, by the words that people read: { kind, to, about }.
function readLine(line, channel) {
  const kind = kinds.find(([, pattern]) => pattern.test(line))?.[0];
  assert.ok(kind, `a message that is not in the table: ${line}`);
  const reader = Number(channel.slice(3));
  const named = [...line.matchAll(/<@U0P(\d+)>/g)].map((match) => Number(match[1]));
  const toReader = /\b(for|to|from) (you|yourself)\b|You (have|do not have)/.test(line) || kind === 'ending';
  return { kind, to: reader, about: toReader || !named.length ? reader : named.at(-1) };
}

class Posts {
  constructor(world) {
    this.world = world;
    this.after = 0;
    this.unread = [];
    this.cards = new Map();
  }
  // Everything that was posted since the last look.
  async read() {
    const { entries } = await this.world.call('GET', `/control/log?after=${this.after}&bodies=true`);
    for (const entry of entries) {
      this.after = entry.seq;
      if (entry.kind !== 'chat.postMessage') continue;
      if (!entry.done) {  // its answer is not there yet
        this.after = entry.seq - 1;
        break;
      }
      const answer = JSON.parse(entry.answer);
      if (!answer.ok) continue;
      const { channel, text } = JSON.parse(entry.request);
      // Of several things that fell due some may be settled by the time the message goes out.
      const told = text.split('\n').filter((line) => line && !/^\d+ lines? (is|are) settled by now\.$/.test(line));
      const lines = told.map((line) => readLine(line, channel));
      const notices = lines.filter(({ kind }) => ['reminder', 'overdue', 'expiring', 'own_expiring', 'ending'].includes(kind));
      if (notices.length) this.noticed.push(notices[0].to);
      for (const line of lines) {
        if (['review', 'carry_out', 'remove', 'asked', 'question'].includes(line.kind)) this.cards.set(key(line), answer.ts);
        this.unread.push(line);
      }
    }
  }
  noticed = [];
}

const key = ({ kind, to, about }) => `${kind} to ${to} about ${about}`;
const sorted = (lines) => lines.map(key).sort();

test('over a month everybody is told exactly what the rules say, once', () => monthOf(Number(process.env.LATCHKEY_MONTH_SEED ?? 1)));

async function monthOf(seed) {
  const company = monthCompany();
  const clock = await ProductClock.start();
  try {
    await withWorld((world) => play(world, company, clock, chance(seed)), {
      company: company.folder, daemon: false,
      env: {
        LATCHKEY_LOG: 'text,info',
        LATCHKEY_REVIEWS_DUE_AFTER: `${rules.due}s`, LATCHKEY_REVIEWS_REMIND_EVERY: `${rules.remind}s`,
        LATCHKEY_REVIEWS_ESCALATE_AFTER: `${rules.escalate}s`, LATCHKEY_REVIEWS_REQUEST_EXPIRES_AFTER: `${rules.expires}s`,
      },
    });
  } finally {
    clock.stop();
  }
}

async function play(world, company, clock, { below, oneIn }) {
  const model = new Model(company);
  const posts = new Posts(world);
  const count = new Map();
  await world.call('POST', '/control/limits', { on: false });
  // Commands go by the sandbox's own clock: they wait for nothing, and this process would have to answer them.
  const startDaemon = () => world.startDaemon({ LATCHKEY_CLOCK_URL: clock.url });
  await world.call('POST', '/control/clock', { advance_ms: clock.offset });
  assert.equal(world.latchkey('policy', 'import', path.join(company.folder, 'policy.toml')).status, 0);
  await startDaemon();
  const person = (i) => world.person(company.people[i].email);
  const when = () => new Date(model.now * 1000).toISOString();

  // Waits for exactly what the model says; each person has at most one message of what fell due.
  async function settle(what, { killed = false } = {}) {
    const expected = sorted(model.take());
    let looked = 0;
    await world.until(`${what} at ${when()}: ${expected.join(', ')}`, async () => {
      await posts.read();
      if (posts.unread.length >= expected.length) return true;
      // A post that the killed daemon may have sent is looked for, and sent again a minute later.
      if (killed && ++looked % 20 === 0 && looked < 200) await clock.move(61_000);
      return false;
    }).catch((error) => { error.message = `${error.message}\nposted: ${sorted(posts.unread).join(', ')}`; throw error; });
    assert.deepEqual(sorted(posts.unread), expected, `${what} at ${when()}`);
    assert.equal(new Set(posts.noticed).size, posts.noticed.length, 'one message for what falls due for one person');
    for (const line of expected) count.set(line.split(' ')[0], (count.get(line.split(' ')[0]) ?? 0) + 1);
    posts.unread = [];
    posts.noticed = [];
  }

  async function ask(requester, beneficiary, ends) {
    const asks = person(requester);
    const { application } = company.people[beneficiary];
    const holder = company.people[application.holder];
    await asks.openHome();
    await asks.seesHome('Request Access');
    await asks.clickHome('Request Access');
    await asks.seesModal('Access Like');
    await asks.choose({ label: 'Person', query: holder.email, option: holder.name });
    await asks.seesModal('Select all access grants');
    if (beneficiary !== requester) {
      const { name, email } = company.people[beneficiary];
      const shown = async () => (await asks.modals())[0].view.blocks.find((block) => /^select_all/.test(block.block_id))?.block_id;
      const before = await shown();
      await asks.choose({ label: 'Who gets the access', query: email, option: name });
      await world.until('the list of the other person', async () => ![undefined, before].includes(await shown()));
    }
    await asks.seesModal('Select all access grants');
    await asks.choose({ label: 'Access Grants', check: ['Select all access grants'] });
    assert.equal((await asks.submit()).result, 'updated');
    await asks.choose({ label: 'Reason', option: 'Audit' });
    if (ends) {
      await asks.choose({ label: 'Duration', option: 'Temporary' });
      await asks.seesModal('In your time zone');
      await asks.choose({ label: 'Ends', datetime: ends });
    }
    assert.equal((await asks.submit()).result, 'cleared');
    model.ask(requester, beneficiary, ends);
  }

  async function decide(task) {
    const who = person(task.to);
    const kind = task.kind === 'review' ? 'review' : task.request.state === 'revoking' ? 'remove' : 'carry_out';
    const ts = posts.cards.get(key({ kind, to: task.to, about: task.request.beneficiary }));
    const no = task.plan.no;
    const button = task.kind === 'manual' ? (no ? 'Could not' : 'Done') : no ? 'Deny' : 'Approve';
    await who.clickMessage(ts, button);
    if (no) {
      await who.seesModal(button);
      await who.choose({ action_id: 'comment', text: 'Not needed.' });
      assert.equal((await who.submit()).result, 'cleared');
      if (task.kind === 'review') model.deny(task);
      else model.couldNot(task);
    } else if (task.kind === 'manual') {
      model.done(task);
    } else {
      model.approve(task);
    }
  }

  // The reviewer asks back, or the requester answers.
  async function askBack(task) {
    const who = person(task.to);
    await who.clickMessage(posts.cards.get(key({ kind: 'review', to: task.to, about: task.request.beneficiary })), 'Ask for more information');
    await who.seesModal('What do you need to know');
    await who.choose({ label: 'Question', text: 'What for?' });
    assert.equal((await who.submit()).result, 'cleared');
    model.question(task);
  }
  async function answer(task) {
    const { requester, beneficiary } = task.request;
    const who = person(requester);
    await who.clickMessage(posts.cards.get(key({ kind: 'question', to: requester, about: beneficiary })), 'Answer');
    await who.seesModal('Whoever decides about this request reads it.');
    await who.choose({ label: 'Answer', text: 'For the audit.' });
    assert.equal((await who.submit()).result, 'cleared');
    model.answer(task);
  }

  async function withdraw(request) {
    const who = person(request.requester);
    await who.clickMessage(posts.cards.get(key({ kind: 'asked', to: request.requester, about: request.beneficiary })), 'View request');
    await who.seesModal('What happened');
    await who.clickModal('Withdraw', { confirm: true });
    await who.seesModal('1 withdrawn');
    await who.post('close', { all: true });
    model.withdraw(request);
  }

  // From the row of *My access that ends soon* that is this request's.
  async function clickRow(request, button, action) {
    const who = person(request.beneficiary);
    await who.openHome();
    const value = String(request.id);
    await world.until(`${button} for request ${value} in the Home tab`, async () => {
      const shown = await world.call('GET', `/control/home?user=${encodeURIComponent(who.email)}`);
      return shown.view?.blocks.some((block) => block.elements?.some((one) => one.action_id === action && one.value === value));
    });
    await who.clickHome(button, { value, confirm: true });
    return who;
  }
  async function extend(request) {
    const who = await clickRow(request, 'Extend', 'extend');
    const ends = request.ends + request.more;
    await who.seesModal('New end');
    await who.choose({ label: 'New end', datetime: ends });
    assert.equal((await who.submit()).result, 'cleared');
    model.extend(request, ends);
  }
  async function giveBack(request) {
    const who = await clickRow(request, 'Give back', 'give_back');
    await who.seesModal('you are told when it is done');
    await who.post('close', { all: true });
    model.giveBack(request);
  }

  async function switchOff(who, kinds) {
    if (model.off.has(who)) return;
    const somebody = person(who);
    await somebody.openHome();
    await somebody.seesHome('Preferences');
    await somebody.clickHome('Preferences');
    await somebody.seesModal('Tell me about');
    await somebody.choose({ action_id: 'notifications', uncheck: kinds });
    assert.equal((await somebody.submit()).result, 'cleared');
    model.switchOff(who, kinds);
  }

  async function goAway() {
    const boss = 5 + below(40);
    const other = 5 + below(40);
    if (boss === other || model.delegates.has(boss)) return;
    const away = person(boss);
    await away.openHome();
    await away.seesHome('Delegate');
    await away.clickHome('Delegate');
    await away.seesModal('While you are away');
    await away.choose({ label: 'Colleague', query: company.people[other].email, option: company.people[other].name });
    assert.equal((await away.submit()).result, 'cleared');
    model.delegate(boss, other);
  }

  // Soon, late, or never, known when a task is first seen. Temporary access is always decided in time.
  function planFor(task) {
    const soon = task.request.ends !== undefined;
    const never = !soon && task.kind === 'review' && oneIn(4);
    const wait = soon ? below(20) : oneIn(3) ? below(9 * 24) : below(48);
    // Of several who are asked one question is enough, and one of a request is.
    const asks = task.kind === 'review' && task.request.rule === undefined && !task.request.askedBack && oneIn(5);
    if (asks) task.request.askedBack = true;
    return { at: never ? Infinity : model.now + wait * hour, no: (!soon || task.kind === 'manual') && oneIn(7), asks };
  }

  // What holders do about access that ends soon; known when it is granted.
  function planForAccess(request) {
    request.more = (2 + below(6)) * day;
    request.extendAt = !request.extends && oneIn(2) ? request.ends - (8 + below(50)) * hour : Infinity;
    request.giveBackAt = oneIn(4) ? request.ends - (2 + below(30)) * hour : Infinity;
    request.planned = true;
  }
  async function holders() {
    for (const request of model.requests.filter((one) => one.state === 'granted' && one.ends)) {
      if (!request.planned) planForAccess(request);
      if (at >= request.extendAt && !model.requests.some((one) => one.extends === request)) {
        await extend(request);
        await settle('an extension');
      }
      if (request.state === 'granted' && at >= request.giveBackAt) {
        await giveBack(request);
        await settle('access given back');
      }
    }
  }
  async function requesters() {
    for (const request of model.requests.filter((one) => one.state === 'pending')) {
      request.withdrawAt ??= oneIn(9) ? at + below(60) * hour : Infinity;
      if (at < request.withdrawAt) continue;
      await withdraw(request);
      await settle('a withdrawal');
    }
    for (const task of model.tasks.filter((one) => one.open && one.paused !== undefined && one.answerAt <= at)) {
      await answer(task);
      await settle('an answer');
    }
  }

  const askers = [...company.askers];
  let asked = 0;
  let at = monday + 6 * hour;
  const end = monday + days * day;
  const perStep = requests / ((days - 12) * 24 / 5);
  let owed = 0;
  while (at < end) {
    // The daemon is stopped while the clock moves, now and then for days.
    const away = oneIn(25);
    if (away) await world.kill(oneIn(2) ? 'SIGTERM' : 'SIGKILL');
    at += away && oneIn(3) ? (20 + below(50)) * hour : (1 + below(5)) * hour;
    const move = at * 1000 - (Date.now() + clock.offset);
    await world.call('POST', '/control/clock', { advance_ms: Math.round(move) });
    await clock.move(Math.round(move), !away);
    if (away) await startDaemon();
    model.pass(at);
    await settle('the clock moved', { killed: away });

    for (const task of model.tasks.filter((one) => one.open)) {
      task.plan ??= planFor(task);
      if (task.open && task.plan.asks) {
        task.plan.asks = false;
        await askBack(task);
        await settle('a question');
        task.answerAt = at + (1 + below(70)) * hour;
        task.plan.at = Math.max(task.plan.at, task.answerAt + hour);
      }
      if (!task.open || task.paused !== undefined || task.plan.at > at) continue;
      await decide(task);
      await settle('a decision');
    }
    await requesters();
    await holders();
    owed += at < end - 12 * day ? perStep : 0;
    for (; owed >= 1 && asked < requests; owed -= 1, ++asked) {
      const [beneficiary] = askers.splice(below(askers.length), 1).map((one) => one.index);
      const boss = company.people[beneficiary].manager;
      const requester = oneIn(6) ? boss : oneIn(6) ? askers[below(askers.length)].index : beneficiary;
      await ask(requester, beneficiary, oneIn(3) ? at + (4 + below(8)) * day + hour / 2 : undefined);
      if (oneIn(12)) {
        await world.kill();
        await startDaemon();
        await settle('a request, and then a crash', { killed: true });
      } else {
        await settle('a request');
      }
    }
    if (oneIn(12)) await goAway();
    if (oneIn(15)) await switchOff(5 + below(40), [['Reminders'], ['Reminders', 'Requests that will expire']][below(2)]);
    if (oneIn(15)) await switchOff(80 + below(400), ['Access that will end', 'Requests for me']);
  }
  const seen = Object.fromEntries(count);
  // In the shorter month some things may not happen.
  for (const [kind] of share === 1 ? kinds : []) assert.ok(seen[kind] > 0, `${kind} happened: ${JSON.stringify(seen)}`);
  assert.ok(model.tasks.some((task) => task.level.startsWith('review') && !task.open), 'reviews were closed');
  assert.equal(world.latchkey('audit', 'verify').status, 0);
  console.log(`# a month: ${asked} requests, ${JSON.stringify(seen)}`);
}
