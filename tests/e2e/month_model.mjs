// The rules of sections 5 and 6 of the product's reference once more, by somebody who has not seen the daemon's
// code: no timers, everything open is looked at whenever the clock has moved. It says who is told what.
//
// All spans end in half an hour and the clock moves by whole hours, so that nothing depends on the seconds that
// an act takes.
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const rules = {
  due: 5 * day + hour / 2, remind: 2 * day + hour / 2, escalate: 2 * day, expires: 14 * day + hour / 2, expiryNotice: 2 * day,
  endNotices: [day, hour],
};

const formats = new Map();
export function atWork(zone, at) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' }));
  }
  const parts = Object.fromEntries(formats.get(zone).formatToParts(new Date(at * 1000)).map(({ type, value }) => [type, value]));
  return !['Sat', 'Sun'].includes(parts.weekday) && Number(parts.hour) >= 9 && Number(parts.hour) < 18;
}


// "App1+App3": what a message is about, beside whose it is.
export const appsOf = (parts) => [...new Set(parts.map((part) => `App${part.app}`))].sort().join('+');

// A request has a part for each application, which goes its own way; a task is what one person owes at one level of a
// request, for one part or several.
export class Model {
  constructor(company) {
    this.people = company.people;
    this.applications = company.applications;
    this.risk = company.risk;
    this.administrators = company.administrators;
    this.requests = [];
    this.tasks = [];
    this.ruleFor = company.ruleFor;
    this.version = 0;  // of the policy, for what is asked from now on
    this.delegates = new Map();
    this.off = new Map();
    this.now = 0;
    this.told = [];
    this.notices = new Map();
    this.escalated = { review: 0, manual: 0 };
  }

  // What was to be told since the last call: { kind, to, about, apps }, people by index.
  take() {
    const told = this.told.map(({ task, parts, ...line }) => {
      const apps = appsOf(task ? task.parts : parts);
      if (task && line.kind !== 'question') task.card = apps;
      return { ...line, apps };
    });
    // What falls due for one person at one moment is one message, and names a task once.
    for (const [to, lines] of this.notices) {
      const order = ['expiring', 'overdue', 'reminder'];
      const named = new Set();
      const standing = lines.filter((line) => !line.task || line.task.open);
      for (const kind of [...order, 'own_expiring', 'ending']) {
        for (const line of standing.filter((one) => one.kind === kind)) {
          if (line.task && named.has(line.task)) continue;
          if (line.task) named.add(line.task);
          const state = kind === 'ending' ? 'granted' : 'pending';
          const parts = line.task?.parts ?? line.request.parts.filter((part) => part.state === state);
          told.push({ kind, to, about: (line.request ?? line.task.request).beneficiary, apps: appsOf(parts) });
        }
      }
    }
    this.told = [];
    this.notices = new Map();
    return told;
  }

  // ---- What people do ----

  // A request was submitted, of these applications; `ends` for temporary access, `extended` what it makes longer.
  ask(requester, beneficiary, apps, ends, extended) {
    const request = {
      id: this.requests.length + 1, extends: extended, requester, beneficiary, ends, asked: this.now,
      // A request whose end passes before it is granted expires.
      expires: Math.min(this.now + rules.expires, ends ?? Infinity), warned: false, toTell: new Set(),
    };
    request.parts = apps.map((app) => ({
      request, app, owner: this.applications[app].owner, state: 'pending', yeses: [],
      rule: this.ruleFor(this.version, app, beneficiary), held: extended?.parts.find((part) => part.app === app),
    }));
    this.requests.push(request);
    this.tell('asked', requester, request, request.parts);
    if (requester !== beneficiary && !this.wantsNot(beneficiary, 'for_you')) this.tell('for_you', beneficiary, request, request.parts);
    this.moveOn(request, request.parts);
    return request;
  }

  // More time for access that is held: a request like any other, by the holder.
  extend(request, ends) {
    return this.ask(request.beneficiary, request.beneficiary, this.in(request, 'granted').map((part) => part.app), ends, request);
  }
  giveBack(request) {
    const given = this.in(request, 'granted');
    for (const one of this.requests.filter((other) => other.extends === request)) {
      for (const part of this.in(one, 'pending')) if (given.includes(part.held)) this.end(part, 'withdrawn');
    }
    this.takeAway(given);
  }
  withdraw(request) {
    for (const part of this.in(request, 'pending')) this.end(part, 'withdrawn');
  }

  approve(task) {
    const { parts } = task;
    this.close(task);
    for (const part of parts) {
      part.yeses.push({ who: task.to, level: task.level });
      const { quorum = 1 } = part.rule.levels[task.level - 1];
      // Of several who are asked the others go on until there are enough.
      if (part.yeses.filter((yes) => yes.level === task.level).length >= quorum) this.release(part);
    }
    this.moveOn(task.request, parts.filter((part) => !this.tasks.some((other) => other.open && other.parts.includes(part))));
  }
  deny(task) {
    this.endDenied(task.request, task.parts);
  }
  endDenied(request, parts) {
    for (const part of [...parts]) this.end(part, 'denied');
    this.tellBoth('denied', request, parts);
  }
  // To a colleague, or to whom they have named.
  reassign(task, colleague) {
    this.close(task);
    this.assign(task.request, 'review', colleague, task.parts, task.level, task);
  }

  done(task) {
    const { request, parts } = task;
    this.close(task);
    const ended = task.removes;
    for (const part of parts) {
      this.end(part, ended ? 'revoked' : 'granted');
      part.grantedAt = this.now;
    }
    // Ended access concerns its holder; who gets it concerns the requester, too.
    if (ended) this.tell('ended', request.beneficiary, request, parts);
    else this.tellBoth('granted', request, parts);
  }
  couldNot(task) {
    const { parts } = task;
    this.close(task);
    for (const part of parts) this.end(part, 'failed');
    this.tellBoth('failed', task.request, parts);
    // Who can try again.
    this.tell('failed', parts[0].owner, task.request, parts);
  }

  // The reviewer's clock stands until the answer.
  question(task) {
    task.paused = this.now;
    this.told.push({ kind: 'question', to: task.request.requester, about: task.request.beneficiary, parts: [...task.parts] });
  }
  answer(task) {
    task.due = Math.min(task.due + this.now - task.paused, task.request.expires);
    task.told = this.now;
    task.paused = undefined;
  }

  // Which notifications somebody has switched off.
  switchOff(person, kinds) {
    this.off.set(person, new Set(kinds));
  }
  wantsNot(person, kind) {
    const named = { reminder: 'Reminders', expiring: 'Requests that will expire', own_expiring: 'Requests that will expire',
      ending: 'Access that will end', for_you: 'Requests for me' };
    return named[kind] !== undefined && this.off.get(person)?.has(named[kind]) === true;
  }
  delegate(person, to) {
    this.delegates.set(person, to);
  }

  // ---- What time does ----

  // The clock stands at `now`, an hour; everything that has fallen due since it last moved.
  pass(now) {
    const before = this.now;
    this.now = now;
    for (const request of this.requests) this.lookAtRequest(request);
    for (const task of this.tasks.filter((one) => one.open)) this.lookAtTask(task);
    for (const request of this.requests.filter((one) => one.ends)) this.lookAtAccess(request, before);
  }

  lookAtRequest(request) {
    const late = [...(this.now >= request.expires ? this.in(request, 'pending') : []),
      ...(this.now >= (request.ends ?? Infinity) ? this.in(request, 'granting') : [])];
    for (const part of late) this.end(part, 'expired');
    if (late.length) this.tell('expired', request.requester, request, late);
    if (!this.in(request, 'pending').length) return;
    const reviewers = () => this.tasks.filter((task) => task.open && task.request === request && task.kind === 'review');
    if (!request.warned && this.now >= request.expires - rules.expiryNotice) {
      request.warned = true;
      request.toTell = new Set([request.requester, ...reviewers().map((task) => task.to)]);
    }
    for (const person of [...request.toTell]) {
      if (!atWork(this.people[person].zone, this.now)) continue;
      request.toTell.delete(person);
      for (const task of reviewers()) if (task.to === person) this.note(person, { kind: 'expiring', task });
      if (person === request.requester) this.note(person, { kind: 'own_expiring', request });
    }
  }

  lookAtTask(task) {
    if (task.paused !== undefined) return;
    if (this.now < task.due) {
      if (this.now >= task.told + rules.remind && atWork(this.people[task.to].zone, this.now)) {
        task.told = this.now;
        this.note(task.to, { kind: 'reminder', task });
      }
      return;
    }
    if (!task.overdue) {
      task.overdue = true;
      this.note(task.to, { kind: 'overdue', task });
    }
    if (this.now >= task.due + rules.escalate && !task.stuck) this.escalate(task);
  }

  lookAtAccess(request, before) {
    const held = this.in(request, 'granted');
    if (this.now >= request.ends) return this.takeAway(held);
    const passed = (part) => rules.endNotices.map((notice) => request.ends - notice)
      .some((moment) => moment > Math.max(before, part.grantedAt) && moment <= this.now);
    if (held.some(passed)) this.note(request.beneficiary, { kind: 'ending', request });
  }

  // ---- Whose turn it is ----

  // What the policy says; whoever is part of the request or has said yes is passed over.
  moveOn(request, parts) {
    const denied = parts.filter((part) => part.rule.deny);
    if (denied.length) this.endDenied(request, denied);
    const approved = [];
    for (const part of parts.filter((one) => one.state === 'pending')) {
      const level = part.rule.approve ? undefined : this.openLevel(part);
      if (!level) approved.push(part);
      else for (const person of level.people) this.assign(request, 'review', person, [part], level.number);
    }
    this.carryOut(request, approved);
  }
  openLevel(part) {
    const { request } = part;
    for (const [i, { ask, quorum = 1 }] of part.rule.levels.entries()) {
      const number = i + 1;
      const yeses = part.yeses.filter((yes) => yes.level === number);
      if (yeses.length >= quorum) continue;
      const people = ask({ manager: this.people[request.beneficiary].manager, owner: part.owner })
        .filter((person) => !this.conflicted(request, person) && !part.yeses.some((yes) => yes.who === person));
      if (people.length) return { number, people };
    }
    return undefined;
  }

  // By hand; what is held, or is still to be removed at its end, only lasts longer.
  carryOut(request, parts) {
    const longer = parts.filter((part) => part.held && part.held.state !== 'revoked');
    for (const part of longer) {
      this.end(part.held, 'extended');
      part.state = 'granted';
      part.grantedAt = this.now;
    }
    if (longer.length) this.tell('extended', request.beneficiary, request, longer);
    for (const part of parts.filter((one) => !longer.includes(one))) {
      part.state = 'granting';
      this.assign(request, 'manual', part.owner, [part], 0);
    }
  }
  takeAway(parts) {
    for (const part of parts) {
      part.state = 'revoking';
      this.assign(part.request, 'manual', part.owner, [part], 0);
    }
  }

  conflicted(request, person) {
    return person === request.requester || person === request.beneficiary;
  }
  isTheirDelegate(request, person) {
    return [request.requester, request.beneficiary].some((party) => this.delegates.get(party) === person);
  }
  // Who is asked about one of these at the moment, or has said yes to one.
  involved(parts, person) {
    return parts.some((part) => part.yeses.some((yes) => yes.who === person) ||
      this.tasks.some((task) => task.open && task.to === person && task.parts.includes(part)));
  }
  mayTake(task, person) {
    return !this.conflicted(task.request, person) && !this.isTheirDelegate(task.request, person) && !this.involved(task.parts, person);
  }

  assign(request, kind, person, parts, level, from) {
    const delegate = this.delegates.get(person);
    const goes = kind === 'review' && delegate !== undefined && !this.conflicted(request, delegate) &&
      !this.isTheirDelegate(request, delegate) && !this.involved(parts, delegate) && !(from && from.to === delegate);
    const to = goes ? delegate : person;
    const behalf = goes ? person : undefined;
    // What one person is asked at one level is one task, in whatever capacity.
    const same = kind === 'review' && !from && this.tasks.find((task) => task.open && task.request === request && task.kind === kind &&
      task.level === level && task.to === to && task.behalf === behalf && !task.from);
    if (same) {
      same.parts.push(...parts);
      same.ever.push(...parts);
      return;
    }
    const task = {
      request, kind, to, behalf, from, level, parts: [...parts], ever: [...parts], removes: parts[0].state === 'revoking', told: this.now,
      due: this.now + rules.due, open: true,
    };
    if (kind === 'review') task.due = Math.min(task.due, Math.max(request.expires, this.now));
    this.tasks.push(task);
    this.told.push({ kind: kind === 'review' ? 'review' : task.removes ? 'remove' : 'carry_out', to, about: request.beneficiary, task });
  }

  // To the late one's manager, upwards; else the owner, the risk managers, the administrators. Never back.
  escalate(task) {
    const { request, parts } = task;
    const before = new Set(this.tasks.filter((other) => other.request === request && other.kind === task.kind && other.level === task.level &&
      other.removes === task.removes && other.ever.some((part) => parts.includes(part))).map((other) => other.to));
    const may = (person) => person !== undefined && !before.has(person) && (task.kind === 'manual' || this.mayTake(task, person));
    const above = [];
    for (let up = this.people[task.to].manager; up !== undefined; up = this.people[up].manager) above.push(up);
    const owner = new Set(parts.map((part) => part.app)).size === 1 ? parts[0].owner : undefined;
    let next = [above.find(may), may(owner) ? owner : undefined].filter((person) => person !== undefined).slice(0, 1);
    if (!next.length) next = this.risk.filter(may);
    if (!next.length) next = this.administrators.filter(may);
    if (!next.length) {
      task.stuck = true;
      return;
    }
    this.close(task);
    ++this.escalated[task.kind];
    for (const person of next) this.assign(request, task.kind, person, parts, task.level, task);
  }

  // ---- The books ----

  in(request, state) {
    return request.parts.filter((part) => part.state === state);
  }
  close(task) {
    task.open = false;
  }
  // Out of everybody's open tasks; the empty ones are closed.
  release(part) {
    for (const task of this.tasks.filter((one) => one.open && one.parts.includes(part))) {
      if (task.parts.length === 1) task.open = false;
      else task.parts = task.parts.filter((one) => one !== part);
    }
  }
  end(part, state) {
    part.state = state;
    this.release(part);
  }

  tell(kind, to, request, parts) {
    this.told.push({ kind, to, about: request.beneficiary, parts: [...parts] });
  }
  tellBoth(kind, request, parts) {
    for (const person of new Set([request.requester, request.beneficiary])) this.tell(kind, person, request, parts);
  }
  note(to, line) {
    if (this.wantsNot(to, line.kind)) return;
    if (!this.notices.has(to)) this.notices.set(to, []);
    this.notices.get(to).push(line);
  }
}
