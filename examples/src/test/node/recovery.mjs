// A client that loses its connection and comes back as itself.
//   node recovery.mjs <url>, of a server started with --recovery-ms
import assert from "node:assert/strict";
import { load, once } from "./clients.mjs";

const { io } = load("socket.io-client");
const connect = () => io(process.argv[2], { forceNew: true, transports: ["websocket"] });
const [loser, other] = [connect(), connect()];
await Promise.all([once(loser, "connect"), once(other, "connect")]);
assert.equal(loser.recovered, false);
const { id } = loser;
assert.equal(await loser.emitWithAck("join", "shelter"), "shelter");
other.emit("room", "shelter", "before");
assert.equal((await once(loser, "room"))[0], "before");

const missed = once(loser, "room");
const back = once(loser, "connect");
loser.io.engine.close();
other.emit("room", "shelter", "missed");
await back;
assert.equal(loser.recovered, true);
assert.equal(loser.id, id);
assert.equal((await missed)[0], "missed");
other.emit("room", "shelter", "after");
assert.equal((await once(loser, "room"))[0], "after");
loser.disconnect();
other.disconnect();
