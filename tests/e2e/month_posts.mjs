// What the simulated month needs beside people: a clock that it moves, and everything that was posted, read as people read it.
import assert from 'node:assert/strict';
import http from 'node:http';
import { appsOf } from './month_model.mjs';

// The daemon's clock, which tells when the daemon has heard of its last move.
export class ProductClock {
  static async start(from) {
    const clock = new ProductClock();
    clock.offset = Math.round(from * 1000 - Date.now());
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

export const kinds = [
  ['asked', /^You asked (for|to keep)/], ['question', /asks for more information about/], ['for_you', /asks for .* for you: /], ['review', /^Access review:/], ['carry_out', /^Please grant/],
  ['remove', /^Please remove access/], ['reminder', /^\*Reminder:\*/], ['overdue', /^\*Overdue:\*/], ['expiring', /^\*Expires soon:\*/],
  ['own_expiring', /^\*Your request expires soon:\*/], ['ending', /^\*Your access ends soon:\*/], ['granted', /^\*Granted:\*/],
  ['denied', /^\*Denied:\*/], ['expired', /^\*Expired:\*/], ['ended', /^\*Ended:\*/],
  ['extended', /^\*Extended:\*/], ['failed', /^\*Failed:\*/],
];

// What one line of a posted message tells, by the words that people read: { kind, to, about, apps }.
function readLine(line, channel) {
  const kind = kinds.find(([, pattern]) => pattern.test(line))?.[0];
  assert.ok(kind, `a message that is not in the table: ${line}`);
  const reader = Number(channel.slice(3));
  const named = [...line.matchAll(/<@U0P(\d+)>/g)].map((match) => Number(match[1]));
  const toReader = /\b(for|to|from) (you|yourself)\b|You (have|do not have)/.test(line) || kind === 'ending';
  const apps = appsOf((line.match(/\bApp\d/g) ?? []).map((name) => ({ app: Number(name.slice(3)) })));
  return { kind, to: reader, about: toReader || !named.length ? reader : named.at(-1), apps };
}

export class Posts {
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

export const key = ({ kind, to, about, apps }) => `${kind} to ${to} about ${about}: ${apps}`;
export const sorted = (lines) => lines.map(key).sort();
