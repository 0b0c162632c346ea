// A real SCIM server (scimmy) in front of tables in memory, and in front of it a door that a test may
// close, slow down, or let break off: what the tables hold is what is true in this application.
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
        if (request.header('Authorization') !== `Bearer ${server.token}`) throw new Error('who are you?');
        return 'latchkey';
      },
    }));
    server.http = http.createServer(app);
    server.token = token;
    await server.open(0);
    return server;
  }

  requests = [];
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

  async door(request, response, pass) {
    this.requests.push(`${request.method} ${request.url}`);
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
    if (!fault || (fault.method && fault.method !== request.method)) return pass();
    if (fault.times !== undefined && fault.times-- <= 0) return pass();
    fault.met = (fault.met ?? 0) + 1;
    if (fault.status) {
      return response.status(fault.status).set(fault.headers ?? {}).json({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(fault.status), detail: fault.detail,
      });
    }
    if (fault.hang) return undefined;  // never answered
    if (fault.breakOff) {
      // Done, but the answer never arrives.
      response.end = () => request.socket.destroy();
      return pass();
    }
    return pass();
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
