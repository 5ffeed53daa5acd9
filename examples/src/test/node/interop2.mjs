// What of InteropServer's table is different for socket.io-client 2, or may be in its codec.
//   node interop2.mjs <url>, of a server with --eio3 and bare Engine.IO at /engine.io
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { load, once } from "./clients.mjs";

const url = process.argv[2];
const io = load("socket.io-client-v2");
const EngineSocket = createRequire(load.resolve("socket.io-client-v2"))("engine.io-client");

const VALUES = [
  [],
  ["", 0, -0.5, null, "é 中 \u2028 \u{1F600}\u{10FFFF}"],
  [{ a: null, b: [null, {}, []] }, Buffer.from([0, 1, 2, 255]), { deep: [Buffer.alloc(0)] }],
];

const answer = (socket, event, ...args) =>
  new Promise((resolve) => socket.emit(event, ...args, (...got) => resolve(got)));

async function echoes(connect) {
  const socket = connect("/");
  for (const args of VALUES) {
    const back = once(socket, "echo");
    socket.emit("echo", ...args);
    assert.deepEqual(await back, args);
    assert.deepEqual(await answer(socket, "ack", ...args), args);
    socket.once("question", (...asked) => asked.pop()("because", ...asked));
    const said = once(socket, "answer");
    socket.emit("ask", ...args);
    assert.deepEqual(await said, ["because", ...args]);
  }
}

async function identity(connect) {
  const socket = connect("/", { query: { token: "a b" } });
  const [handshake] = await answer(socket, "handshake");
  assert.equal(handshake.query.EIO, "3");
  assert.equal(handshake.query.token, "a b");
  assert.deepEqual(handshake.auth, {});
  assert.deepEqual(await answer(socket, "whoami"), [socket.io.engine.id]);
}

async function namespaces(connect) {
  for (const query of [undefined, {}, { token: "wrong" }, { tokens: "secret" }]) {
    assert.deepEqual(await once(connect("/admin", { query }), "error"), [{ code: 401 }]);
  }
  const admin = connect("/admin", { query: { token: "secret" } });
  assert.deepEqual(await once(admin, "welcome"), ["/admin"]);
  assert.equal(admin.id, `/admin#${admin.io.engine.id}`);
  assert.deepEqual(await answer(admin, "ack", ...VALUES[2]), VALUES[2]);
  assert.deepEqual(await once(connect("/nope"), "error"), ["Invalid namespace"]);
  assert.deepEqual(await answer(connect("/tenant-7"), "ack", 1), [1]);
}

async function kicks(connect) {
  const socket = connect("/");
  await once(socket, "connect");
  const kicked = once(socket, "disconnect");
  socket.emit("kick-hard");
  assert.deepEqual(await kicked, ["io server disconnect"]);
}

async function bareEngine(transports) {
  const socket = new EngineSocket(url, { path: "/engine.io/", ...transports });
  await once(socket, "open");
  for (const message of ["text \u{1F600}\u2028", Buffer.from([0, 4, 255]), Buffer.alloc(0)]) {
    const back = once(socket, "message");
    socket.send(message);
    assert.deepEqual((await back)[0], message);
  }
  socket.close();
}

const TRANSPORTS = {
  polling: { transports: ["polling"] },
  websocket: { transports: ["websocket"] },
  upgrade: {},
  base64: { forceBase64: true },
};

for (const [name, transports] of Object.entries(TRANSPORTS)) {
  for (const check of [echoes, identity, namespaces, kicks]) {
    const open = [];
    const connect = (namespace, options) => {
      const settings = { forceNew: true, reconnection: false, ...transports, ...options };
      const socket = io(url + namespace, settings);
      open.push(socket);
      return socket;
    };
    try {
      await check(connect);
    } catch (failure) {
      console.error(`FAILED ${check.name} by ${name}`);
      throw failure;
    } finally {
      open.forEach((socket) => socket.close());
    }
  }
  await bareEngine(transports);
  console.log(`ok ${name}`);
}
process.exit(0); // a client of this version keeps a closed connection's timers
