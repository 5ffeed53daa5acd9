// Two clients of a server that is told to end: says how they hear of it.
//   node drain.mjs <url>
import { load, once } from "./clients.mjs";

const { io } = load("socket.io-client");
const sockets = ["polling", "websocket"].map((transport) =>
  io(process.argv[2], { forceNew: true, reconnection: false, transports: [transport] }),
);
await Promise.all(sockets.map((socket) => once(socket, "connect")));
const ends = sockets.map((socket) => once(socket, "disconnect"));
console.log("connected");
console.log((await Promise.all(ends)).map(([reason]) => reason).join(", "));
