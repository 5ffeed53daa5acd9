"use strict";
// Node's socket.io with its defaults, doing what InteropServer does. Argument: the port.
const { createServer } = require("node:http");
const { Server } = require("socket.io");

const port = Number(process.argv[2]);
const http = createServer();
const io = new Server(http, { serveClient: false });

io.on("connection", (socket) => {
  socket.on("echo", (...args) => socket.emit("echo", ...args));
  socket.on("binary-echo", (...args) => socket.emit("binary-echo", ...args));
  socket.on("ack", (...args) => args.pop()(...args));
  socket.on("join", (room, done) => {
    socket.join(room);
    done(room);
  });
  socket.on("room", (room, value) => io.to(room).emit("room", value));
  socket.on("bcast", (value) => io.emit("bcast", value));
});

http.listen(port, "127.0.0.1", () => console.log(`READY ${port}`));
process.on("SIGTERM", () => process.exit(0));
