// A real SCIM server (scimmy) in front of tables in memory, and in front of it a door that a test may
// close, slow down, or let break off: what the tables hold is what is true in this application.
import crypto from 'node:crypto';
import http from 'node:http';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

const users = new Map();
const groups = new Map();
let next = 1;

function declare(resource, table) {
  SCIMMY.Resources.declare(resource)
    .ingress((asked, data) => {
      const id = asked.id ?? String(next++);
      if (asked.id && !table.has(asked.id)) throw new SCIMMY.Types.Error(404, null, `No ${asked.id}`);
      const name = data.userName;
      if (name && [...table.values()].some((one) => one.id !== id && one.userName === name)) {
        throw new SCIMMY.Types.Error(409, 'uniqueness', `${name} exists already`);
      }
      const before = JSON.stringify(table.get(id)?.members ?? []);
      table.set(id, { ...JSON.parse(JSON.stringify(data)), id });
      const now = JSON.stringify(table.get(id).members ?? []);
      if (!asked.id || before !== now) changes.push([resource.name, id]);
      return table.get(id);
    })
    .egress((asked) => {
      if (!asked.id) {
        const all = [...table.values()];
        return asked.filter ? asked.filter.match(all) : all;
      }
      if (!table.has(asked.id)) throw new SCIMMY.Types.Error(404, null, `No ${asked.id}`);
      return table.get(asked.id);
    })
    .degress((asked) => { table.delete(asked.id); });
}

// Every change that took effect, in order: a double change stands here twice.
const changes = [];
declare(SCIMMY.Resources.User, users);
declare(SCIMMY.Resources.Group, groups);

export const token = 'scim-token-of-the-tests';

export class ScimServer {
  static async start() {
    const server = new ScimServer();
    users.clear();
    groups.clear();
    changes.length = 0;
    const app = express();
    app.use((request, response, pass) => server.door(request, response, pass));
    app.use('/scim', new SCIMMYRouters({
      type: 'bearer',
      docUri: 'https://example.com/',
      handler: (request) => {
        if (request.header('Authorization') !== server.admits()) throw new Error('who are you?');
        return 'latchkey';
      },
    }));
    server.http = http.createServer(app);
    server.token = token;
    await server.open(0);
    return server;
  }

  requests = [];
  // "user:password" of basic authentication; else it is the token that lets in.
  basic = null;
  // Leaves the members of a group out: 'unless asked' (RFC 7644 3.9), or 'always'.
  hidesMembers = null;
  // Every page is the first one.
  ignoresPages = false;
  // Groups have versions, and a PUT of an old one is refused (RFC 7644 3.14).
  etags = false;
  // What the door does with a request before, or instead of, the server: see the tests.
  fault = null;

  async open(port = this.port) {
    await new Promise((resolve) => this.http.listen(port, '127.0.0.1', resolve));
    this.port = this.http.address().port;
    this.url = `http://127.0.0.1:${this.port}/scim`;
  }

  // Nobody answers any more; what it holds stays.
  async close() {
    const closed = new Promise((resolve) => this.http.close(resolve));
    this.http.closeAllConnections();
    await closed;
  }

  // Holds the answer of the n-th call from now, before the server has acted on it or after.
  hold(call, acted) {
    const held = { call: this.requests.length + call, acted, met: false };
    held.released = new Promise((resolve) => { held.release = resolve; });
    this.held = held;
    return held;
  }

  admits() {
    return this.basic ? `Basic ${Buffer.from(this.basic).toString('base64')}` : `Bearer ${this.token}`;
  }

  // A group as a real server might show or refuse it; true: it has answered.
  groups(request, response) {
    const [, id] = request.path.match(/^\/scim\/Groups\/(.+)$/) ?? [];
    if (this.hidesMembers && request.method === 'GET' && request.path === '/scim/Groups') {
      const send = response.send.bind(response);
      response.send = (body) => {
        response.send = send;
        const list = JSON.parse(JSON.stringify(body));
        for (const one of list.Resources ?? []) delete one.members;
        return response.json(list);
      };
    }
    const group = groups.get(id);
    if (!group) return false;
    const version = `W/"${crypto.createHash('sha256').update(JSON.stringify(group)).digest('hex').slice(0, 12)}"`;
    if (this.etags && request.method === 'GET') response.set('ETag', version);
    if (this.etags && request.method === 'PUT' && request.header('If-Match') !== version) {
      response.status(412).json({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '412', detail: 'it was changed meanwhile',
      });
      return true;
    }
    const asked = /attributes=members/.test(request.url);
    if (request.method === 'GET' && (this.hidesMembers === 'always' || (this.hidesMembers && !asked))) {
      const send = response.send.bind(response);
      response.send = (body) => {
        response.send = send;
        const { members, ...rest } = JSON.parse(JSON.stringify(body));
        return response.json(rest);
      };
    }
    return false;
  }

  async door(request, response, pass) {
    this.requests.push(`${request.method} ${request.url}`);
    // scimmy's router makes numbers of what says the page, in an object that Express 5 makes anew each time.
    const query = { ...request.query };
    if (this.ignoresPages) delete query.startIndex;
    if (this.ignoresPages) delete query.count;
    Object.defineProperty(request, 'query', { value: query });
    const held = this.held;
    if (held && this.requests.length === held.call) {
      if (held.acted) {
        const end = response.end.bind(response);
        response.end = (...rest) => {
          held.met = true;
          held.released.then(() => end(...rest));
          return response;
        };
      } else {
        held.met = true;
        // Whoever asked is gone when it goes on: it is not acted on.
        return held.released.then(() => request.socket.destroy());
      }
    }
    const fault = this.fault;
    const go = () => (this.groups(request, response) ? undefined : pass());
    if (!fault || (fault.method && fault.method !== request.method)) return go();
    if (fault.path && !request.url.includes(fault.path)) return go();
    if (fault.times !== undefined && fault.times-- <= 0) return go();
    fault.met = (fault.met ?? 0) + 1;
    // Something happens in the application just before.
    fault.first?.();
    if (fault.status) {
      return response.status(fault.status).set(fault.headers ?? {}).json({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(fault.status), detail: fault.detail,
      });
    }
    if (fault.hang) return undefined;  // never answered
    if (fault.lies) {
      // Done, and said to have failed.
      response.send = () => {
        delete response.send;
        return response.status(fault.lies).json({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(fault.lies), detail: 'half-done',
        });
      };
      return go();
    }
    if (fault.breakOff) {
      // Done, but the answer never arrives.
      response.end = () => request.socket.destroy();
      return go();
    }
    return go();
  }

  addUser(userName, email) {
    const id = String(next++);
    users.set(id, { id, userName, emails: [{ value: email, primary: true }], active: true });
    return id;
  }

  addGroup(displayName, members = []) {
    const id = String(next++);
    groups.set(id, { id, displayName, members: members.map((value) => ({ value })) });
    return id;
  }

  // Somebody else changes a group by hand.
  addMember(displayName, userName) {
    const group = [...groups.values()].find((one) => one.displayName === displayName);
    group.members = [...(group.members ?? []), { value: this.user(userName).id }];
  }

  removeMember(displayName, userName) {
    const group = [...groups.values()].find((one) => one.displayName === displayName);
    group.members = group.members.filter(({ value }) => value !== this.user(userName).id);
  }

  removeUser(userName) {
    users.delete(this.user(userName).id);
  }

  removeGroup(displayName) {
    groups.delete([...groups.values()].find((one) => one.displayName === displayName).id);
  }

  // The user names of a group's members.
  membersOf(displayName) {
    const group = [...groups.values()].find((one) => one.displayName === displayName);
    return (group?.members ?? []).map(({ value }) => users.get(value)?.userName ?? value).sort();
  }

  user(userName) {
    return [...users.values()].find((one) => one.userName === userName);
  }

  users(userName) {
    return [...users.values()].filter((one) => one.userName === userName);
  }

  changes = () => changes.map(([kind, id]) => `${kind} ${(kind === 'User' ? users : groups).get(id)?.displayName ?? id}`);
}
