// Every row of InteropServer's table, by the official client.
//   node interop.mjs <url>, of a server that has bare Engine.IO at /engine.io
import assert from "node:assert/strict";
import { load, once } from "./clients.mjs";

const url = process.argv[2];
const { io } = load("socket.io-client");
const { Socket: EngineSocket } = load("engine.io-client");

const VALUES = [
  [],
  [null],
  ["", 0, -0.5, 1e21, 2 ** 53 - 1, 1732345678901, true, false, null],
  ["\u0000 \"\\/\b\f\n\r\t é 中 \u2028\u2029 \u{1F600}\u{10FFFF}", "__proto__"],
  [{ a: null, b: [null, {}, []], "": { c: [1, [2, [3]]] }, "\u{1F511}": "key" }, [], {}],
];
const BYTES = [
  [Buffer.from([0, 1, 2, 255])],
  [Buffer.alloc(0), "and", { deep: [{ er: Buffer.from("x") }, Buffer.from("y")], n: null }],
];

/** The arguments of one event, or of an ack. */
const answer = (socket, event, ...args) =>
  new Promise((resolve) => socket.emit(event, ...args, (...got) => resolve(got)));

async function roundTrip(socket, event, ...args) {
  const back = once(socket, event);
  socket.emit(event, ...args);
  return back;
}

/** Nothing comes in the time of a round trip. */
async function silence(socket, event, action) {
  const heard = [];
  const listener = (...args) => heard.push(args);
  socket.on(event, listener);
  await action();
  await answer(socket, "whoami");
  socket.off(event, listener);
  assert.deepEqual(heard, []);
}

class Visit {
  constructor(options) {
    this.options = { forceNew: true, reconnection: false, ...options };
    this.open = [];
  }

  socket(namespace = "/", options = {}) {
    const socket = io(url + namespace, { ...this.options, ...options });
    this.open.push(socket);
    return socket;
  }

  /** Connects, and waits for the upgrade where one will come. */
  async connect(namespace, options) {
    const socket = this.socket(namespace, options);
    await once(socket, "connect");
    const { engine } = socket.io;
    if (this.options.transports === undefined && engine.transport.name === "polling") {
      await once(engine, "upgrade");
    }
    return socket;
  }

  close() {
    this.open.forEach((socket) => socket.disconnect());
  }
}

async function echoes(visit) {
  const socket = await visit.connect();
  for (const args of [...VALUES, ...BYTES]) {
    assert.deepEqual(await roundTrip(socket, "echo", ...args), args);
    assert.deepEqual(await answer(socket, "ack", ...args), args);
  }
  for (const args of BYTES) {
    assert.deepEqual(await roundTrip(socket, "binary-echo", ...args), args);
    assert.deepEqual(await answer(socket, "binary-ack", ...args), args);
  }
  assert.deepEqual(await roundTrip(socket, "becho", BYTES[1][2]), [BYTES[1][2]]);
}

async function questions(visit) {
  const socket = await visit.connect();
  for (const args of [...VALUES, ...BYTES]) {
    socket.once("question", (...asked) => {
      assert.deepEqual(asked.slice(0, -1), args);
      asked.at(-1)("because", ...args);
    });
    const back = once(socket, "answer");
    socket.emit("ask", ...args);
    assert.deepEqual(await back, ["because", ...args]);
  }
}

async function rooms(visit) {
  const [ann, ben, cleo] = [await visit.connect(), await visit.connect(), await visit.connect()];
  assert.deepEqual(await answer(ann, "join", "tea 🍵"), ["tea 🍵"]);
  assert.deepEqual(await answer(ben, "join", "tea 🍵"), ["tea 🍵"]);

  await silence(ann, "said", () =>
    silence(cleo, "said", async () => {
      const heard = once(ben, "said");
      ann.emit("say", "tea 🍵", { text: "hi", bytes: Buffer.from("b") });
      assert.deepEqual(await heard, ["tea 🍵", { text: "hi", bytes: Buffer.from("b") }]);
    }),
  );
  await silence(cleo, "room", async () => {
    const heard = [once(ann, "room"), once(ben, "room")];
    ann.emit("room", "tea 🍵", [1, null]);
    assert.deepEqual(await Promise.all(heard), [[[1, null]], [[1, null]]]);
  });

  assert.deepEqual(await answer(ben, "leave", "tea 🍵"), ["tea 🍵"]);
  await silence(ben, "room", async () => {
    const heard = once(ann, "room");
    cleo.emit("room", "tea 🍵", "again"); // the sender need not be in it
    assert.deepEqual(await heard, ["again"]);
  });

  const everybody = [ann, ben, cleo].map((socket) => once(socket, "bcast"));
  ben.emit("bcast", { to: "all" });
  assert.deepEqual(await Promise.all(everybody), Array(3).fill([{ to: "all" }]));
}

async function identity(visit) {
  const settings = {
    query: { token: "a b&c", x: "é" },
    auth: { who: "me", deep: { n: null } },
    extraHeaders: { "X-Custom": "yes" },
  };
  const socket = await visit.connect("/", settings);
  const [handshake] = await answer(socket, "handshake");
  assert.deepEqual(await answer(socket, "whoami"), [socket.id]);
  assert.notEqual(socket.id, socket.io.engine.id);
  assert.equal(handshake.query.token, "a b&c");
  assert.equal(handshake.query.x, "é");
  assert.equal(handshake.query.EIO, "4");
  assert.deepEqual(handshake.auth, settings.auth);
  assert.equal(handshake.headers["x-custom"], "yes");
  assert.equal(handshake.secure, false);
  assert.match(handshake.url, /^\/socket\.io\/\?/);
  const [plain] = await answer(await visit.connect(), "handshake");
  assert.deepEqual(plain.auth, {});
}

async function kicks(visit) {
  const manager = await visit.connect();
  const tenant = manager.io.socket("/tenant-1");
  await once(tenant, "connect");
  const kicked = once(manager, "disconnect");
  manager.emit("kick");
  assert.equal((await kicked)[0], "io server disconnect");
  assert.deepEqual(await answer(tenant, "ack", "still here"), ["still here"]);

  manager.connect();
  await once(manager, "connect");
  const both = [once(manager, "disconnect"), once(tenant, "disconnect"), once(manager.io, "close")];
  manager.emit("kick-hard");
  const [[first], [second]] = await Promise.all(both);
  assert.deepEqual([first, second], ["io server disconnect", "io server disconnect"]);
}

async function namespaces(visit) {
  for (const auth of [undefined, {}, { token: "wrong" }, { token: 5 }, { token: ["secret"] }]) {
    const [refused] = await once(visit.socket("/admin", { auth }), "connect_error");
    assert.equal(refused.message, "unauthorized");
    assert.deepEqual(refused.data, { code: 401 });
  }
  const admin = visit.socket("/admin", { auth: { token: "secret" } });
  assert.deepEqual(await once(admin, "welcome"), ["/admin"]);
  for (const socket of [admin, await visit.connect("/tenant-0042")]) {
    assert.deepEqual(await roundTrip(socket, "echo", 1, [null]), [1, [null]]);
    assert.deepEqual(await answer(socket, "ack", ...BYTES[1]), BYTES[1]);
  }
  for (const name of ["/nope", "/tenant-", "/tenant-x", "/tenant-1/2", "/x/tenant-1"]) {
    const [refused] = await once(visit.socket(name), "connect_error");
    assert.equal(refused.message, "Invalid namespace");
    assert.equal(refused.data, undefined);
  }
}

/** 5,000 nested arrays, echoed, end a Node server; here they end their own connection only. */
async function hostility(visit) {
  const [good, bad] = [await visit.connect(), await visit.connect()];
  const closed = once(bad, "disconnect");
  bad.io.engine.write(`2["echo",${"[".repeat(5_000)}${"]".repeat(5_000)}]`);
  assert.match((await closed)[0], /^transport (close|error)$/);
  assert.deepEqual(await answer(good, "ack", 1), [1]);
}

async function bareEngine(transports) {
  const socket = new EngineSocket(url, { path: "/engine.io/", ...transports });
  await once(socket, "open");
  if (transports.transports === undefined) {
    await once(socket, "upgrade");
  }
  for (const message of ["", "text \u{1F600}\u2028", Buffer.from([0, 4, 255]), Buffer.alloc(0)]) {
    const back = once(socket, "message");
    socket.send(message);
    assert.deepEqual((await back)[0] ?? "", message); // the client makes undefined of no text
  }
  socket.close();
}

async function otherPaths() {
  for (const path of ["/", "/socket.i", "/socket.iox/", "/favicon.ico", "/admin"]) {
    assert.equal((await fetch(url + path)).status, 404, path);
  }
}

const CHECKS = { echoes, questions, rooms, identity, kicks, namespaces, hostility };
const TRANSPORTS = {
  polling: { transports: ["polling"] },
  websocket: { transports: ["websocket"] },
  upgrade: {},
};

for (const [name, transports] of Object.entries(TRANSPORTS)) {
  for (const [check, run] of Object.entries(CHECKS)) {
    const visit = new Visit(transports);
    try {
      await run(visit);
    } catch (failure) {
      console.error(`FAILED ${check} by ${name}`);
      throw failure;
    } finally {
      visit.close();
    }
  }
  await bareEngine(transports);
  console.log(`ok ${name}`);
}
await otherPaths();
console.log("ok 404 elsewhere");
