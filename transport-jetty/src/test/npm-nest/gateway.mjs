// A NestJS gateway; decorators are applied by hand, so that nothing has to be compiled.
import { Catch, UseFilters, UseGuards } from "@nestjs/common";
import {
  Ack,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
} from "@nestjs/websockets";
import { concat, of, throwError } from "rxjs";

class Closed {
  canActivate() {
    return false;
  }
}

class Emitting {
  catch(failure, host) {
    host.switchToWs().getClient().emit("filtered", failure.message);
  }
}

class Acking {
  catch(failure, host) {
    host.getArgs().at(-2)({ filtered: failure.message });
  }
}

Catch()(Emitting);
Catch()(Acking);

export class NestGateway {
  barrier() {
    return "passed";
  }

  body(body) {
    return { body: body === undefined ? "none" : body };
  }

  property(name) {
    return { name: name === undefined ? "none" : name };
  }

  zero() {
    return 0;
  }

  no() {
    return false;
  }

  empty() {
    return "";
  }

  nothing() {}

  nil() {
    return null;
  }

  response() {
    return { event: "reply", data: { n: 1 } };
  }

  entity() {
    return { id: 7, event: "birthday" };
  }

  emptyEvent() {
    return { event: "", data: 1 };
  }

  async promise() {
    return "later";
  }

  async promisedResponse() {
    return { event: "reply", data: "later" };
  }

  async promisedNothing() {}

  observable() {
    return of({ event: "item", data: 1 }, { event: "item", data: 2 });
  }

  plainObservable() {
    return of(1, 2, 3);
  }

  array() {
    return [
      { event: "item", data: 1 },
      { event: "item", data: 2 },
    ];
  }

  *generator() {
    yield { event: "item", data: 1 };
  }

  ownAck(body, ack) {
    ack(`own ${body}`);
    return "dropped";
  }

  ownAckAndResponse(ack) {
    ack("own");
    return { event: "reply", data: 1 };
  }

  forbidden() {
    return "in";
  }

  message() {
    throw new WsException("No entry");
  }

  details() {
    throw new WsException({ code: 5, text: "Full" });
  }

  unknown() {
    throw new Error("secret");
  }

  async rejected() {
    throw new WsException("Later");
  }

  brokenObservable() {
    return concat(
      of({ event: "item", data: 1 }),
      throwError(() => new WsException("Broken")),
    );
  }

  filtered() {
    throw new WsException("First");
  }

  filteredInTheAck() {
    throw new WsException("Second");
  }
}

const prototype = NestGateway.prototype;

function decorate(method, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
  decorators.forEach((decorator) => decorator(prototype, method, descriptor));
}

const EVENTS = {
  barrier: "barrier",
  body: "body",
  property: "property",
  zero: "zero",
  no: "false",
  empty: "empty",
  nothing: "nothing",
  nil: "null",
  response: "response",
  entity: "entity",
  emptyEvent: "empty event",
  promise: "promise",
  promisedResponse: "promised response",
  promisedNothing: "promised nothing",
  observable: "observable",
  plainObservable: "plain observable",
  array: "array",
  generator: "generator",
  ownAck: "own ack",
  ownAckAndResponse: "own ack and response",
  forbidden: "forbidden",
  message: "message",
  details: "details",
  unknown: "unknown",
  rejected: "rejected",
  brokenObservable: "broken observable",
  filtered: "filtered",
  filteredInTheAck: "filtered in the ack",
};
Object.entries(EVENTS).forEach(([method, event]) => decorate(method, SubscribeMessage(event)));
MessageBody()(prototype, "body", 0);
MessageBody("name")(prototype, "property", 0);
MessageBody()(prototype, "ownAck", 0);
Ack()(prototype, "ownAck", 1);
Ack()(prototype, "ownAckAndResponse", 0);
decorate("forbidden", UseGuards(Closed));
decorate("filtered", UseFilters(new Emitting()));
decorate("filteredInTheAck", UseFilters(new Acking()));
WebSocketGateway()(NestGateway);
