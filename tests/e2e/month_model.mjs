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

export class Model {
  constructor(company) {
    this.people = company.people;
    this.risk = company.risk;
    this.administrators = company.administrators;
    this.requests = [];
    this.tasks = [];
    this.quorum = company.quorum;
    this.ruleFor = company.ruleFor;
    this.delegates = new Map();
    this.off = new Map();
    this.now = 0;
    this.told = [];
    this.notices = new Map();
  }

  // What was to be told since the last call: { kind, to, about }, all by index.
  take() {
    const told = this.told;
    // What falls due for one person at one moment is one message, and names a task once.
    for (const [to, lines] of this.notices) {
      const order = ['expiring', 'overdue', 'reminder'];
      const named = new Set();
      const standing = lines.filter((line) => !line.task || line.task.open);
      for (const kind of [...order, 'own_expiring', 'ending']) {
        for (const line of standing.filter((one) => one.kind === kind)) {
          if (line.task && named.has(line.task)) continue;
          if (line.task) named.add(line.task);
          told.push({ kind, to, about: line.about });
        }
      }
    }
    this.told = [];
    this.notices = new Map();
    return told;
  }

  // A request was submitted; `ends` for temporary access, `extends` what it makes longer.
  ask(requester, beneficiary, ends, extended) {
    const request = {
      id: this.requests.length + 1, extends: extended, rule: this.ruleFor(this.people[beneficiary].application, beneficiary),
      requester, beneficiary, ends, owner: this.people[beneficiary].application.owner, asked: this.now,
      // A request whose end passes before it is granted expires.
      expires: Math.min(this.now + rules.expires, ends ?? Infinity), state: 'pending', warned: false, toTell: new Set(), yeses: [],
    };
    this.requests.push(request);
    this.tell('asked', requester, beneficiary);
    if (requester !== beneficiary && !this.wantsNot(beneficiary, 'for_you')) this.tell('for_you', beneficiary, beneficiary);
    this.next(request);
    return request;
  }

  // More time for access that is held: a request like any other, by the holder.
  extend(request, ends) {
    return this.ask(request.beneficiary, request.beneficiary, ends, request);
  }
  giveBack(request) {
    const extension = this.requests.find((one) => one.extends === request && one.state === 'pending');
    if (extension) this.end(extension, 'withdrawn');
    request.state = 'revoking';
    this.assign(request, 'manual', request.owner);
  }
  withdraw(request) {
    this.end(request, 'withdrawn');
  }

  approve(task) {
    const { request } = task;
    task.open = false;
    request.yeses.push(task.to);
    // Of several who are asked the others go on until there are enough.
    if (request.rule === 'quorum' && request.yeses.length < this.quorum.yeses) return;
    for (const other of this.tasks) if (other.request === request) other.open = false;
    this.next(request);
  }
  deny(task) {
    task.open = false;
    this.endDenied(task.request);
  }
  endDenied(request) {
    this.end(request, 'denied');
    for (const person of new Set([request.requester, request.beneficiary])) this.tell('denied', person, request.beneficiary);
  }
  couldNot(task) {
    const { request } = task;
    this.end(request, 'failed');
    for (const person of new Set([request.requester, request.beneficiary])) this.tell('failed', person, request.beneficiary);
  }

  // The reviewer's clock stands until the answer.
  question(task) {
    task.paused = this.now;
    this.tell('question', task.request.requester, task.request.beneficiary);
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
  done(task) {
    const { request } = task;
    for (const other of this.tasks) if (other.request === request) other.open = false;
    const ended = request.state === 'revoking';
    request.state = ended ? 'revoked' : 'granted';
    request.grantedAt = this.now;
    // Ended access concerns its holder; who gets it concerns the requester, too.
    const concerned = ended ? [request.beneficiary] : new Set([request.requester, request.beneficiary]);
    for (const person of concerned) this.tell(ended ? 'ended' : 'granted', person, request.beneficiary);
  }
  delegate(person, to) {
    this.delegates.set(person, to);
  }

  // The clock stands at `now`, an hour; everything that has fallen due since it last moved.
  pass(now) {
    const before = this.now;
    this.now = now;
    for (const request of this.requests.filter((one) => ['pending', 'granting'].includes(one.state))) this.lookAtRequest(request);
    for (const task of this.tasks.filter((one) => one.open)) this.lookAtTask(task);
    for (const request of this.requests.filter((one) => one.state === 'granted' && one.ends)) this.lookAtAccess(request, before);
  }

  lookAtRequest(request) {
    if (this.now >= (request.state === 'pending' ? request.expires : request.ends ?? Infinity)) {
      this.end(request, 'expired');
      this.tell('expired', request.requester, request.beneficiary);
      return;
    }
    if (request.state !== 'pending') return;
    const reviewers = () => this.tasks.filter((task) => task.open && task.request === request && task.kind === 'review');
    if (!request.warned && this.now >= request.expires - rules.expiryNotice) {
      request.warned = true;
      request.toTell = new Set([request.requester, ...reviewers().map((task) => task.to)]);
    }
    for (const person of [...request.toTell]) {
      if (!atWork(this.people[person].zone, this.now)) continue;
      request.toTell.delete(person);
      for (const task of reviewers()) {
        if (task.to === person) this.note(person, { kind: 'expiring', about: request.beneficiary, task });
      }
      if (person === request.requester) this.note(person, { kind: 'own_expiring', about: request.beneficiary });
    }
  }

  lookAtTask(task) {
    const about = task.request.beneficiary;
    if (task.paused !== undefined) return;
    if (this.now < task.due) {
      if (this.now >= task.told + rules.remind && atWork(this.people[task.to].zone, this.now)) {
        task.told = this.now;
        this.note(task.to, { kind: 'reminder', about, task });
      }
      return;
    }
    if (!task.overdue) {
      task.overdue = true;
      this.note(task.to, { kind: 'overdue', about, task });
    }
    if (this.now >= task.due + rules.escalate && !task.stuck) this.escalate(task);
  }

  lookAtAccess(request, before) {
    if (this.now >= request.ends) {
      request.state = 'revoking';
      this.assign(request, 'manual', request.owner);
      return;
    }
    const passed = rules.endNotices.map((notice) => request.ends - notice)
      .some((moment) => moment > Math.max(before, request.grantedAt) && moment <= this.now);
    if (passed) this.note(request.beneficiary, { kind: 'ending', about: request.beneficiary });
  }

  // What the policy says; else the manager, then the owner; whoever is part of the request or has said yes is passed
  // over.
  next(request) {
    if (request.rule === 'deny') return this.endDenied(request);
    if (request.rule === 'approve') return this.carryOut(request);
    if (request.rule === 'quorum') {
      if (request.yeses.length >= this.quorum.yeses) return this.carryOut(request);
      request.level = 1;
      for (const person of this.quorum.of) this.assign(request, 'review', person);
      return;
    }
    const level = [this.people[request.beneficiary].manager, request.owner].find((person, i) =>
      i >= (request.level ?? 0) && !this.conflicted(request, person) && !request.yeses.includes(person));
    if (level === undefined) return this.carryOut(request);
    request.level = (level === request.owner ? 1 : 0) + 1;
    this.assign(request, 'review', level);
  }

  // By hand; what is held, or is still to be removed at its end, only lasts longer.
  carryOut(request) {
    const held = request.extends;
    if (held && held.state !== 'revoked') {
      this.end(held, 'extended');
      request.state = 'granted';
      request.grantedAt = this.now;
      this.tell('extended', request.beneficiary, request.beneficiary);
      return;
    }
    request.state = 'granting';
    this.assign(request, 'manual', request.owner);
  }

  conflicted(request, person) {
    return person === request.requester || person === request.beneficiary;
  }
  isTheirDelegate(request, person) {
    return [request.requester, request.beneficiary].some((party) => this.delegates.get(party) === person);
  }

  assign(request, kind, person) {
    const delegate = this.delegates.get(person);
    const may = kind === 'review' && delegate !== undefined && !this.conflicted(request, delegate) &&
      !this.isTheirDelegate(request, delegate) && !request.yeses.includes(delegate) &&
      !this.tasks.some((task) => task.open && task.request === request && task.to === delegate);
    const to = may ? delegate : person;
    const task = { request, kind, to, told: this.now, due: this.now + rules.due, open: true, level: `${kind} ${request.level} ${request.state}` };
    if (kind === 'review') task.due = Math.min(task.due, Math.max(request.expires, this.now));
    this.tasks.push(task);
    const what = request.state === 'revoking' ? 'remove' : 'carry_out';
    this.tell(kind === 'review' ? 'review' : what, to, request.beneficiary);
  }

  // To the late one's manager, upwards; else the owner, the risk managers, the administrators. Never back.
  escalate(task) {
    const { request } = task;
    const level = `${task.kind} ${request.level} ${request.state}`;
    const before = new Set(this.tasks.filter((other) => other.request === request && other.level === level).map((other) => other.to));
    const may = (person) => person !== undefined && !before.has(person) && (task.kind === 'manual' ||
      (!this.conflicted(request, person) && !this.isTheirDelegate(request, person) && !request.yeses.includes(person)));
    const above = [];
    for (let up = this.people[task.to].manager; up !== undefined; up = this.people[up].manager) above.push(up);
    let next = [above.find(may), may(request.owner) ? request.owner : undefined].filter((person) => person !== undefined).slice(0, 1);
    if (!next.length) next = this.risk.filter(may);
    if (!next.length) next = this.administrators.filter(may);
    if (!next.length) {
      task.stuck = true;
      return;
    }
    task.open = false;
    for (const person of next) this.assign(request, task.kind, person);
  }

  end(request, state) {
    request.state = state;
    for (const task of this.tasks) if (task.request === request) task.open = false;
  }

  tell(kind, to, about) {
    this.told.push({ kind, to, about });
  }
  note(to, line) {
    if (this.wantsNot(to, line.kind)) return;
    if (!this.notices.has(to)) this.notices.set(to, []);
    this.notices.get(to).push(line);
  }
}
