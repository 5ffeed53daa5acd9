// Runs the steps against the NestJS gateway with the official client, and writes what the client
// got to standard output: for each step its answer, if one came, and the events.
import "reflect-metadata";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Module } from "@nestjs/common";
import { AbstractHttpAdapter, NestFactory } from "@nestjs/core";
import { io } from "socket.io-client";
import { NestGateway } from "./gateway.mjs";

class Application {}
Module({ providers: [NestGateway] })(Application);

/** A server for the gateway, and no routes: so that no web framework is needed. */
class NoRoutes extends AbstractHttpAdapter {
  initHttpServer() {
    this.setHttpServer(createServer());
  }

  close() {
    return new Promise((resolve) => this.getHttpServer().close(resolve));
  }

  getType() {
    return "none";
  }

  listen(...all) {
    return this.getHttpServer().listen(...all);
  }
}
for (const name of ["registerParserMiddleware", "setErrorHandler", "setNotFoundHandler"]) {
  NoRoutes.prototype[name] = () => {};
}

async function perform(socket, { event, args }) {
  const step = { event, args, answer: null, events: [] };
  const note = (name, ...values) => step.events.push([name, ...values]);
  socket.onAny(note);
  socket.emit(event, ...args, (...answer) => (step.answer ??= answer));
  // The first may be taken up in the same turn as the step, the second is behind all it has done.
  await socket.emitWithAck("barrier");
  await socket.emitWithAck("barrier");
  socket.offAny(note);
  return step;
}

const application = await NestFactory.create(Application, new NoRoutes({}), { logger: false });
await application.listen(0, "127.0.0.1");
const { port } = application.getHttpServer().address();
const socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"] });
await new Promise((resolve, reject) => {
  socket.on("connect", resolve);
  socket.on("connect_error", reject);
});
const steps = JSON.parse(readFileSync(new URL("steps.json", import.meta.url), "utf8"));
const lines = [];
for (const step of steps) {
  lines.push(JSON.stringify(await perform(socket, step)));
}
process.stdout.write(`[\n${lines.join(",\n")}\n]\n`);
socket.disconnect();
await application.close();
