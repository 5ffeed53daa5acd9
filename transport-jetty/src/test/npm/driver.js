// Official clients at the command of a test: one command a line on standard input, answers and
// news on standard output, all of them JSON. Bytes travel as {"$bytes": base64}.
"use strict";

const { createInterface } = require("node:readline");

const LIBRARIES = {
  2: "socket.io-client-v2",
  3: "socket.io-client-v3",
  4: "socket.io-client",
};
const PARSERS = { msgpack: "socket.io-msgpack-parser" };
const AsyncFunction = (async () => {}).constructor;

const sockets = [];
const oldManagers = new WeakSet();
const acks = [];

function say(line) {
  process.stdout.write(JSON.stringify(line) + "\n");
}

function pack(value) {
  if (value === undefined) {
    return { $undefined: true };
  }
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { $bytes: bytes.toString("base64") };
  }
  if (value instanceof ArrayBuffer) {
    return { $bytes: Buffer.from(value).toString("base64") };
  }
  return map(value, pack);
}

function unpack(value) {
  if (value !== null && typeof value === "object" && typeof value.$bytes === "string") {
    return Buffer.from(value.$bytes, "base64");
  }
  return map(value, unpack);
}

function map(value, change) {
  if (Array.isArray(value)) {
    return value.map(change);
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(each)]));
  }
  return value;
}

/** Gives a socket of version 2 the `onAny` of later ones. */
function listenToAll(socket) {
  oldManagers.add(socket.io);
  const { onevent } = socket;
  let listener = () => {};
  socket.onAny = (given) => (listener = given);
  socket.offAny = () => (listener = () => {});
  socket.onevent = (packet) => {
    onevent.call(socket, packet); // puts the function that acknowledges behind the arguments
    listener(...packet.data);
  };
}

/** What version 2 has instead of auth. */
function withQuery({ auth, query, ...options }) {
  return { ...options, query: { ...query, ...auth } };
}

/** Registers a socket and passes on all that it hears. */
function watch(socket) {
  const number = sockets.push(socket) - 1;
  const news = (kind, content) => say({ socket: number, kind, ...content });
  const manager = socket.io;
  socket.on("connect", () => {
    const { id, recovered } = socket;
    news("connect", { value: { id, recovered: recovered === true } });
  });
  socket.on("disconnect", (reason) => news("disconnect", { value: reason }));
  const refused = (message, data) => news("connect_error", { value: pack({ message, data }) });
  if (socket.onAny === undefined) {
    // Version 2: the refusal is a bare value, and there is no way to hear all events.
    socket.on("error", (value) => {
      if (!(value instanceof Error)) {
        typeof value === "string" ? refused(value) : refused(null, value);
      }
    });
    listenToAll(socket);
  } else {
    socket.on("connect_error", (error) => refused(error.message, error.data));
  }
  socket.onAny((name, ...args) => {
    const ack = typeof args[args.length - 1] === "function" ? acks.push(args.pop()) - 1 : undefined;
    news("event", { name, args: args.map(pack), ack });
  });
  const watchEngine = () => {
    const engine = manager.engine;
    engine.once("upgrade", (transport) => news("upgrade", { value: transport.name }));
  };
  manager.on("open", watchEngine);
  manager.on("reconnect", (attempt) => news("reconnect", { value: attempt }));
  return number;
}

const operations = {
  connect({ client, url, options }) {
    const library = require(LIBRARIES[client]);
    const parser = options.parser && require(PARSERS[options.parser]);
    const all = { ...unpack(options), parser };
    return watch((library.io ?? library)(url, client === 2 ? withQuery(all) : all));
  },
  /** Another namespace on the connection of a socket. */
  namespace({ socket, name, options }) {
    const manager = sockets[socket].io;
    const all = unpack(options);
    return watch(manager.socket(name, oldManagers.has(manager) ? withQuery(all) : all));
  },
  emit({ socket, args }) {
    sockets[socket].emit(...args.map(unpack));
  },
  request({ socket, args }) {
    return new Promise((resolve) => {
      sockets[socket].emit(...args.map(unpack), (...answer) => resolve(answer));
    });
  },
  ack({ ack, args }) {
    acks[ack](...args.map(unpack));
  },
  open({ socket }) {
    sockets[socket].connect();
  },
  disconnect({ socket }) {
    sockets[socket].disconnect();
  },
  /** Ends the client and its connection, whatever their state. */
  release({ socket }) {
    sockets[socket].offAny();
    sockets[socket].disconnect();
    sockets[socket].io.skipReconnect = true;
    sockets[socket].io.engine?.close();
  },
  transport({ socket }) {
    return sockets[socket].io.engine.transport.name;
  },
  /** Runs a function's body; `socket` is one of the sockets, `sockets` are all. */
  run({ socket, body, parameters }) {
    const run = new AsyncFunction("socket", "parameters", "require", "sockets", body);
    return run(sockets[socket], unpack(parameters), require, sockets);
  },
  exchange,
};

/**
 * Sends numbered events in small batches, so that they spread over an upgrade, and takes the
 * other side's; ends when all have come both ways. The last batch waits for the upgrade.
 */
function exchange({ socket: number, count, batch, destination }) {
  const socket = sockets[number];
  return new Promise((resolve) => {
    const outcome = { received: 0, wrong: [], transports: [] };
    const note = () => {
      const { name } = socket.io.engine.transport;
      if (!outcome.transports.includes(name)) {
        outcome.transports.push(name);
      }
    };
    let sent = 0;
    const finish = () => {
      if (sent === count && outcome.received >= count) {
        setTimeout(() => resolve(outcome), 50); // one too many would come now
      }
    };
    socket.on("number", (n) => {
      if (n !== outcome.received++) {
        outcome.wrong.push(n);
      }
      note();
      finish();
    });
    const send = () => {
      if (sent >= count - batch && socket.io.engine?.transport.name !== destination) {
        setTimeout(send, 1);
        return;
      }
      for (let i = 0; i < batch && sent < count; i++) {
        socket.emit("number", sent++);
      }
      if (sent < count) {
        setTimeout(send, 1);
      }
      finish();
    };
    send();
  });
}

async function obey({ call, operation, ...parameters }) {
  try {
    say({ call, value: pack(await operations[operation](parameters)) });
  } catch (failure) {
    say({ call, failure: String(failure?.stack ?? failure) });
  }
}

process.on("uncaughtException", (failure) => say({ fatal: failure.stack }));
createInterface({ input: process.stdin })
  .on("line", (line) => obey(JSON.parse(line)))
  .on("close", () => process.exit(0));
say({ ready: process.versions.node });
