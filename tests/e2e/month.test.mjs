// A month of a company of five hundred, through the sandbox, in hours instead of weeks: people ask for themselves
// and for others, for one application or two, by a policy that changes meanwhile and without, answer soon, late or never,
// several requests at once, hand reviews over, ask back, go away and name a delegate, take requests back, hold access for a
// time, ask for more of it or give it back, switch notifications off; owners carry out or could not; the daemon is stopped
// and killed. A model of its own (month_model.mjs) says after every move of the clock who is to be told what, about which
// applications: exactly that must have been posted, once, and nothing else.
import test from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import { withWorld } from './world.mjs';
import { monthCompany } from './month_company.mjs';
import { Model, appsOf, rules } from './month_model.mjs';
import { Posts, ProductClock, key, kinds, sorted } from './month_posts.mjs';

const hour = 3600;
const day = 24 * hour;
// A Monday; daylight saving begins in New York and in Berlin and ends in Auckland within the five weeks.
const monday = Date.UTC(2027, 2, 8) / 1000;
// Fewer of everything where the programs are slow.
const share = Number(process.env.LATCHKEY_PATIENCE_MS ?? 0) > 20000 ? 0.4 : 1;
const days = share === 1 ? 31 : 21;
const requests = Math.round(100 * share);

function chance(seed) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { below: (n) => Math.floor(next() * n), oneIn: (n) => next() * n < 1 };
}

test('over a month everybody is told exactly what the rules say, once', () => monthOf(Number(process.env.LATCHKEY_MONTH_SEED ?? 1)));

async function monthOf(seed) {
  const company = monthCompany();
  const clock = await ProductClock.start(monday);
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
  const acts = { reassigned: 0, at_once: 0 };
  await world.call('POST', '/control/limits', { on: false });
  // Commands go by the sandbox's own clock: they wait for nothing, and this process would have to answer them.
  const startDaemon = () => world.startDaemon({ LATCHKEY_CLOCK_URL: clock.url });
  await world.call('POST', '/control/clock', { advance_ms: clock.offset });
  assert.equal(world.latchkey('policy', 'import', path.join(company.folder, 'policy0.toml')).status, 0);
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

  async function ask(requester, beneficiary, apps, ends) {
    const asks = person(requester);
    const holder = company.likeWhom(apps);
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
    model.ask(requester, beneficiary, apps, ends);
  }

  // Where the card of a task is, or the requester's message about a request.
  const cardOf = (task) => posts.cards.get(key({
    kind: task.kind === 'review' ? 'review' : task.removes ? 'remove' : 'carry_out',
    to: task.to, about: task.request.beneficiary, apps: task.card,
  }));
  const askedOf = (request) => posts.cards.get(key({
    kind: 'asked', to: request.requester, about: request.beneficiary, apps: appsOf(request.parts),
  }));

  async function decide(task) {
    const who = person(task.to);
    const ts = cardOf(task);
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
    await who.clickMessage(cardOf(task), 'Ask for more information');
    await who.seesModal('What do you need to know');
    await who.choose({ label: 'Question', text: 'What for?' });
    assert.equal((await who.submit()).result, 'cleared');
    model.question(task);
    task.asked = appsOf(task.parts);
  }
  async function answer(task) {
    const { requester, beneficiary } = task.request;
    const who = person(requester);
    await who.clickMessage(posts.cards.get(key({ kind: 'question', to: requester, about: beneficiary, apps: task.asked })), 'Answer');
    await who.seesModal('Whoever decides about this request reads it.');
    await who.choose({ label: 'Answer', text: 'For the audit.' });
    assert.equal((await who.submit()).result, 'cleared');
    model.answer(task);
  }

  // To a colleague who may decide it; nobody, if chance named one who may not.
  async function reassign(task) {
    const colleague = 5 + below(40);
    if (colleague === task.to || !model.mayTake(task, colleague)) return;
    const who = person(task.to);
    await who.clickMessage(cardOf(task), 'Reassign');
    await who.seesModal('Colleague');
    await who.choose({ label: 'Colleague', query: company.people[colleague].email, option: company.people[colleague].name });
    await who.choose({ label: 'Note', text: 'You know this better.' });
    assert.equal((await who.submit()).result, 'cleared');
    model.reassign(task, colleague);
    ++acts.reassigned;
  }

  // Several of one person's reviews, ticked in My tasks.
  async function approveAtOnce(tasks) {
    const who = person(tasks[0].to);
    await who.clickMessage(cardOf(tasks[0]), 'My tasks');
    await who.seesModal('Decide several at once');
    const [shown] = await who.modals();
    const options = shown.view.blocks.filter((block) => block.element?.action_id === 'selected_tasks').flatMap((block) => block.element.options.map((option) => ({ ...option, block_id: block.block_id })));
    const names = (task) => {
      const apps = [...new Set(task.parts.map((part) => `App${part.app}`))].sort().join(' and ');
      return [`for ${company.people[task.request.beneficiary].name},`, `in ${apps}`];
    };
    const found = tasks.map((task) => options.filter(({ description: { text } }) => text.startsWith(names(task)[0]) && text.endsWith(names(task)[1])));
    // Two alike, or one on another page: one by one, then.
    if (found.some((alike) => alike.length !== 1)) return who.post('close', { all: true });
    for (const [option] of found) await who.choose({ block_id: option.block_id, action_id: 'selected_tasks', check: [option.value] });
    assert.equal((await who.submit()).result, 'updated');
    await who.seesModal(`You approved ${tasks.length} of ${tasks.length} tasks`);
    await who.post('close', { all: true });
    for (const task of tasks) model.approve(task);
    ++acts.at_once;
  }

  async function withdraw(request) {
    const who = person(request.requester);
    await who.clickMessage(askedOf(request), 'View request');
    await who.seesModal('What happened');
    await who.clickModal('Withdraw', { confirm: true });
    await who.seesModal(`${model.in(request, 'pending').length} withdrawn`);
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
    const usual = task.kind === 'review' && task.parts.every((part) => part.rule.usual);
    const asks = usual && !task.request.askedBack && oneIn(5);
    if (asks) task.request.askedBack = true;
    const reassigns = task.kind === 'review' && !asks && oneIn(8);
    return { at: never ? Infinity : model.now + wait * hour, no: (!soon || task.kind === 'manual') && oneIn(7), asks, reassigns };
  }

  // What holders do about access that ends soon; known when it is granted.
  function planForAccess(request) {
    request.more = (2 + below(6)) * day;
    request.extendAt = !request.extends && oneIn(2) ? request.ends - (8 + below(50)) * hour : Infinity;
    request.giveBackAt = oneIn(4) ? request.ends - (2 + below(30)) * hour : Infinity;
    request.planned = true;
  }
  async function holders() {
    const holds = (request) => model.in(request, 'granted').length > 0;
    for (const request of model.requests.filter((one) => one.ends && holds(one))) {
      if (!request.planned) planForAccess(request);
      if (at >= request.extendAt && !model.requests.some((one) => one.extends === request)) {
        await extend(request);
        await settle('an extension');
      }
      if (holds(request) && at >= request.giveBackAt) {
        await giveBack(request);
        await settle('access given back');
      }
    }
  }
  async function requesters() {
    for (const request of model.requests.filter((one) => model.in(one, 'pending').length)) {
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

  // What stands in Slack in the end: who still owes something has a card with its button, nobody else has one; a request of
  // which a task is overdue says so to its requester.
  async function lastLook() {
    const reviewers = [...new Set(model.tasks.map((task) => task.to))];
    for (const who of reviewers) {
      const open = (kind) => model.tasks.filter((task) => task.open && task.to === who && task.kind === kind).length;
      await world.until(`${open('review')} cards to decide and ${open('manual')} to carry out of p${who}`, async () => {
        const messages = await person(who).messages();
        const live = (label) => messages.filter((message) => (message.blocks ?? []).some((block) =>
          (block.elements ?? []).some((one) => one.type === 'button' && one.text.text === label))).length;
        return live('Approve') === open('review') && live('Done') === open('manual');
      });
    }
    for (const task of model.tasks.filter((one) => one.open && one.overdue && one.kind === 'review' && one.paused === undefined)) {
      const { requester } = task.request;
      const ts = askedOf(task.request);
      await world.until(`p${requester} reads that it is overdue`, async () =>
        JSON.stringify((await person(requester).messages()).find((message) => message.ts === ts)).includes('Overdue since'));
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
      if (task.open && task.paused === undefined && task.plan.reassigns) {
        task.plan.reassigns = false;
        await reassign(task);
        await settle('a review handed over');
      }
      const is_due = (one) => one.open && one.paused === undefined && one.plan?.at <= at;
      if (!is_due(task)) continue;
      const alike = model.tasks.filter((one) => is_due(one) && one.to === task.to && one.kind === 'review' && !one.plan.no && !one.plan.asks);
      if (alike.length > 1 && alike.includes(task) && new Set(alike.map((one) => one.request)).size === alike.length) {
        await approveAtOnce(alike);
        await settle('several decisions at once');
        if (!task.open) continue;
      }
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
      const { app } = company.people[beneficiary];
      const apps = oneIn(3) ? [app, company.nextOf(app)] : [app];
      await ask(requester, beneficiary, apps, oneIn(3) ? at + (4 + below(8)) * day + hour / 2 : undefined);
      if (oneIn(12)) {
        await world.kill();
        await startDaemon();
        await settle('a request, and then a crash', { killed: true });
      } else {
        await settle('a request');
      }
    }
    if (model.version === 0 && asked >= requests / 2) {
      const run = await world.command('policy', 'import', path.join(company.folder, 'policy1.toml'));
      assert.equal(run.status, 0, run.stderr);
      model.version = 1;
    }
    if (oneIn(12)) await goAway();
    if (oneIn(15)) await switchOff(5 + below(40), [['Reminders'], ['Reminders', 'Requests that will expire']][below(2)]);
    if (oneIn(15)) await switchOff(80 + below(400), ['Access that will end', 'Requests for me']);
  }
  const seen = Object.fromEntries(count);
  // In the shorter month some things may not happen.
  for (const [kind] of share === 1 ? kinds : []) assert.ok(seen[kind] > 0, `${kind} happened: ${JSON.stringify(seen)}`);
  acts.escalated = model.escalated.review;
  acts.work_escalated = model.escalated.manual;
  assert.ok(share < 1 || Object.values(acts).every((times) => times > 0), `all of it happened: ${JSON.stringify(acts)}`);
  assert.equal(model.version, 1, 'the policy was changed');
  await lastLook();
  assert.equal(world.latchkey('audit', 'verify').status, 0);
  console.log(`# a month: ${asked} requests, ${JSON.stringify({ ...seen, ...acts })}`);
}
