// Calls of the sandbox's control interface (docs/sandbox.md). The payloads that the bot gets are
// built there; this page only says who does what.

export class Refused extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const result = await answer.json();
  if (!result.ok) throw new Refused(result.error, answer.status);
  return result;
}

export const control = (name, body = {}) => call('POST', `/control/${name}`, body);

export const look = (name, query = {}) => call('GET', `/control/${name}?${new URLSearchParams(query)}`);

export const forget = (name) => call('DELETE', `/control/${name}`);
